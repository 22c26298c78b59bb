//! Of `arbitre prices`.

use super::budget::EachBudgetArgs;
use super::decided::DecidedArgs;
use crate::cli::stream::Stream;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct PricesArgs {
    /// The portfolio.
    pub portfolio: Stream,
    /// A plan to start from.
    #[arg(long, value_name = "PLAN")]
    pub plan: Option<Stream>,
    /// Changes to make to the portfolio first.
    #[arg(long, value_name = "FILE")]
    pub scenario: Option<Stream>,
    /// Plan again with more of so many things, the most promising first.
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub samples: u16,
    #[command(flatten)]
    pub decided: DecidedArgs,
    #[command(flatten)]
    pub budget: EachBudgetArgs,
    /// Where the prices go, in JSON.
    #[arg(long, value_name = "FILE")]
    pub out: Option<Stream>,
}
