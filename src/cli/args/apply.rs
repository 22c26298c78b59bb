//! Of `arbitre apply`.

use crate::cli::stream::Stream;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct ApplyArgs {
    /// The portfolio.
    pub portfolio: Stream,
    /// The changes.
    pub scenario: Stream,
    /// Where it goes; standard output by default.
    #[arg(long, value_name = "FILE")]
    pub out: Option<Stream>,
}
