//! Of `arbitre report`.

use super::decided::DecidedArgs;
use super::dossier::DossierArgs;
use crate::cli::stream::Stream;

#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("form").args(["html", "xlsx"]).required(true).multiple(true))]
pub(in crate::cli) struct ReportArgs {
    /// The portfolio.
    pub portfolio: Stream,
    /// What the dossier is made from, in any order: the folder that `arbitre compare --out` wrote; or plans, with the
    /// scenarios that they answer; and frontiers; and what `arbitre arbitrate --out` wrote, with the baseline that it was
    /// asked about. What a file holds is seen from the file itself.
    #[arg(required = true, value_name = "FOLDER|FILE")]
    pub files: Vec<Stream>,
    #[command(flatten)]
    pub decided: DecidedArgs,
    #[command(flatten)]
    pub dossier: DossierArgs,
    /// Make it of plans that break their constraints or claim wrong figures, too: figures are the referee's, and everything
    /// that is wrong is named on the first page and in the annex.
    #[arg(long)]
    pub with_violations: bool,
}
