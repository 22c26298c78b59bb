//! Of `arbitre compare`.

use std::path::PathBuf;

use super::budget::SharedBudgetArgs;
use super::decided::DecidedArgs;
use super::dossier::DossierArgs;
use super::run::RunArgs;
use crate::cli::stream::Stream;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct CompareArgs {
    /// The portfolio.
    pub portfolio: Stream,
    /// The scenarios, the one that the others are compared with first; the portfolio as it stands if there are none.
    pub scenarios: Vec<Stream>,
    /// Put the portfolio as it stands before the scenarios.
    #[arg(long)]
    pub with_base: bool,
    /// Propose so many changes worth asking about, each planned.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub propose: usize,
    #[command(flatten)]
    pub decided: DecidedArgs,
    #[command(flatten)]
    pub budget: SharedBudgetArgs,
    #[command(flatten)]
    pub run: RunArgs,
    /// A folder for comparison.json and, for each scenario that has one, its plan as ID.plan.json; made if it is missing.
    /// The portfolio as it stands is base.plan.json.
    #[arg(long, value_name = "FOLDER")]
    pub out: Option<PathBuf>,
    #[command(flatten)]
    pub dossier: DossierArgs,
}
