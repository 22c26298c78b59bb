//! Of `arbitre check`.

use super::decided::DecidedArgs;
use crate::cli::stream::Stream;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct CheckArgs {
    /// The portfolio.
    pub portfolio: Stream,
    /// The plan.
    pub plan: Stream,
    /// Changes to make to the portfolio first.
    #[arg(long, value_name = "FILE")]
    pub scenario: Option<Stream>,
    #[command(flatten)]
    pub decided: DecidedArgs,
    /// Check the plan's choices, not its figures.
    #[arg(long)]
    pub no_claims: bool,
}
