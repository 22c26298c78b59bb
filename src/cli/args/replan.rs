//! Of `arbitre replan`.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use super::budget::SharedBudgetArgs;
use super::decided::DecidedArgs;
use super::values::{day, threads};
use crate::base::Date;
use crate::cli::stream::Stream;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct ReplanArgs {
    /// The portfolios.
    pub folder: PathBuf,
    /// Where plans and report go; made if it is missing.
    #[arg(long, value_name = "FOLDER")]
    pub out: PathBuf,
    /// Where yesterday's plans and prices are; the folder of --out by default.
    #[arg(long, value_name = "FOLDER")]
    pub from: Option<PathBuf>,
    /// Plans that were decided, as NAME.plan.json; their commitments bind.
    #[arg(long, value_name = "FOLDER")]
    pub decided: Option<PathBuf>,
    /// Phases that decided plans start before this day stay as they are.
    #[arg(long, value_name = "DAY", value_parser = day, requires = "decided")]
    pub frozen_until: Option<Date>,
    #[command(flatten)]
    pub budget: SharedBudgetArgs,
    /// Seed of the random streams.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Portfolios at once, each on one thread; as many as there are cores by default.
    #[arg(long, value_name = "N", value_parser = threads, allow_negative_numbers = true)]
    pub jobs: Option<NonZeroUsize>,
}

impl ReplanArgs {
    /// As for one portfolio; the file is where its decided plan is, if there is one.
    pub(in crate::cli) fn decided(&self, name: &str) -> DecidedArgs {
        let file = |folder: &PathBuf| Stream::File(folder.join(format!("{name}.plan.json")));
        DecidedArgs { baseline: self.decided.as_ref().map(file), frozen_until: self.frozen_until }
    }
}
