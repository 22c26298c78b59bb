//! Of `arbitre plan`.

use std::path::PathBuf;

use super::budget::BudgetArgs;
use super::decided::DecidedArgs;
use super::run::RunArgs;
use crate::cli::stream::Stream;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct PlanArgs {
    /// The portfolio.
    pub portfolio: Stream,
    /// Changes to make to it first.
    #[arg(long, value_name = "FILE")]
    pub scenario: Option<Stream>,
    #[command(flatten)]
    pub decided: DecidedArgs,
    /// A plan to start from.
    #[arg(long, value_name = "PLAN")]
    pub hint: Option<Stream>,
    #[command(flatten)]
    pub budget: BudgetArgs,
    #[command(flatten)]
    pub run: RunArgs,
    /// Where the plan goes; standard output by default.
    #[arg(long, value_name = "PLAN")]
    pub out: Option<Stream>,
    /// A file for one line of JSON for each step forward.
    #[arg(long, value_name = "FILE")]
    pub trace: Option<PathBuf>,
}
