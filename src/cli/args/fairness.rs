//! Of `arbitre fairness`.

use crate::cli::stream::Stream;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct FairnessArgs {
    /// The portfolio, which says whose each project is.
    pub portfolio: Stream,
    /// The plans, in the order in which they were decided.
    #[arg(required = true, num_args = 2..)]
    pub plans: Vec<Stream>,
    /// Let each sponsor lose at most so many of the projects that the last plan has decided: adds the rules that do.
    #[arg(long, value_name = "N")]
    pub most_dropped: Option<u16>,
    /// Where a scenario with these rules goes.
    #[arg(long, value_name = "FILE", requires = "most_dropped")]
    pub limits: Option<Stream>,
    /// Where the report goes, in JSON.
    #[arg(long, value_name = "FILE")]
    pub out: Option<Stream>,
}
