//! Of `arbitre expand`.

use crate::cli::stream::Stream;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct ExpandArgs {
    /// The portfolio.
    pub portfolio: Stream,
    /// Changes to make to it first.
    #[arg(long, value_name = "FILE")]
    pub scenario: Option<Stream>,
    /// Where it goes; standard output by default.
    #[arg(long, value_name = "FILE")]
    pub out: Option<Stream>,
}
