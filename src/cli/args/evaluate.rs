//! Of `arbitre evaluate`.

use super::budget::EachBudgetArgs;
use super::decided::DecidedArgs;
use crate::cli::stream::Stream;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct EvaluateArgs {
    /// The portfolio.
    pub portfolio: Stream,
    /// The plan that the changes are scored against.
    pub plan: Stream,
    /// Files of candidate changes; a scenario is one candidate.
    #[arg(required = true)]
    pub changes: Vec<Stream>,
    /// The changes under which the plan was made.
    #[arg(long, value_name = "FILE")]
    pub scenario: Option<Stream>,
    #[command(flatten)]
    pub decided: DecidedArgs,
    #[command(flatten)]
    pub budget: EachBudgetArgs,
    /// Where the scores go, in JSON.
    #[arg(long, value_name = "FILE")]
    pub out: Option<Stream>,
}
