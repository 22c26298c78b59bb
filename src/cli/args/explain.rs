//! Of `arbitre explain`.

use super::budget::EachBudgetArgs;
use super::decided::DecidedArgs;
use super::values::day;
use crate::base::Date;
use crate::cli::stream::Stream;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct ExplainArgs {
    /// The portfolio.
    pub portfolio: Stream,
    /// The plan.
    pub plan: Stream,
    /// The project's id.
    #[arg(long, value_name = "ID")]
    pub project: String,
    /// Say what would have it finished by this day.
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub by: Option<Date>,
    /// The changes under which the plan was made.
    #[arg(long, value_name = "FILE")]
    pub scenario: Option<Stream>,
    #[command(flatten)]
    pub decided: DecidedArgs,
    #[command(flatten)]
    pub budget: EachBudgetArgs,
    /// Where the explanation goes, in JSON, with the plan of each way.
    #[arg(long, value_name = "FILE")]
    pub out: Option<Stream>,
}
