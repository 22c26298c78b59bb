//! What was decided before.

use super::values::day;
use crate::base::Date;
use crate::cli::stream::Stream;

/// What was decided before.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct DecidedArgs {
    /// The plan that was decided; its commitments bind.
    #[arg(long, value_name = "PLAN")]
    pub baseline: Option<Stream>,
    /// Phases that the baseline starts before this day stay as they are.
    #[arg(long, value_name = "DAY", value_parser = day, requires = "baseline")]
    pub frozen_until: Option<Date>,
}
