//! Of `arbitre schedule`.

use std::time::Duration;

use super::import::FormatArg;
use super::run::RunArgs;
use super::values::seconds;
use crate::cli::stream::Stream;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct ScheduleArgs {
    /// The file of the instance; files that it names are looked for beside it.
    pub file: Stream,
    /// Its format; by default what its extension says.
    #[arg(long, value_enum, value_name = "F")]
    pub format: Option<FormatArg>,
    /// Stop after so many seconds; 60 if neither this nor --steps is given.
    #[arg(long, value_name = "S", value_parser = seconds, allow_negative_numbers = true)]
    pub seconds: Option<Duration>,
    /// Stop after so many steps of search: the same schedule on every machine.
    #[arg(long, value_name = "N")]
    pub steps: Option<u64>,
    #[command(flatten)]
    pub run: RunArgs,
    /// Where the schedule goes, as JSON: starts and modes by activity.
    #[arg(long, value_name = "SCHEDULE")]
    pub out: Option<Stream>,
    /// Print one line of JSON instead of sentences.
    #[arg(long)]
    pub json: bool,
}
