//! Of `arbitre validate`.

use crate::cli::stream::Stream;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct ValidateArgs {
    /// The portfolio.
    pub portfolio: Stream,
    /// Changes to make to it first.
    #[arg(long, value_name = "FILE")]
    pub scenario: Option<Stream>,
}
