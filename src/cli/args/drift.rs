//! Of `arbitre drift`.

use super::decided::DecidedArgs;
use crate::cli::stream::Stream;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct DriftArgs {
    /// The newer plan's portfolio.
    pub portfolio: Stream,
    /// The older plan.
    pub old_plan: Stream,
    /// The newer plan.
    pub plan: Stream,
    /// The older plan's portfolio; without it, what has changed is known only as far as the older plan tells.
    #[arg(long, value_name = "PORTFOLIO")]
    pub old_portfolio: Option<Stream>,
    /// Changes to make to the newer portfolio first.
    #[arg(long, value_name = "FILE")]
    pub scenario: Option<Stream>,
    #[command(flatten)]
    pub decided: DecidedArgs,
    /// Where the report goes, in JSON.
    #[arg(long, value_name = "FILE")]
    pub out: Option<Stream>,
}
