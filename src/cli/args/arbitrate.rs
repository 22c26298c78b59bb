//! Of `arbitre arbitrate`.

use std::time::Duration;

use clap::ValueEnum;

use super::run::RunArgs;
use super::values::{day, seconds};
use crate::base::Date;
use crate::cli::stream::Stream;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct ArbitrateArgs {
    /// The portfolio.
    pub portfolio: Stream,
    /// Changes to make to it first.
    #[arg(long, value_name = "FILE")]
    pub scenario: Option<Stream>,
    /// The plan that was decided; its commitments bind.
    #[arg(long, value_name = "PLAN")]
    pub baseline: Stream,
    /// Phases that the baseline starts before this day stay as they are.
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub frozen_until: Option<Date>,
    /// Projects that have to go in, one a file. One that the portfolio has already takes its place.
    #[arg(long, value_name = "PROJECT", required = true, num_args = 1..)]
    pub demand: Vec<Stream>,
    /// Options at most.
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..=20))]
    pub options: u16,
    /// How decided projects may change; in every way by default.
    #[arg(long, value_name = "LEVERS", value_enum, value_delimiter = ',')]
    pub levers: Vec<LeverArg>,
    /// No fund pays more in a year than in the baseline.
    #[arg(long)]
    pub hold_funds: bool,
    /// No pool is loaded beyond its capacity, or beyond the baseline's load where that is more.
    #[arg(long)]
    pub hold_load: bool,
    /// Projects that the baseline has in without a commitment count as decided.
    #[arg(long)]
    pub all_decided: bool,
    /// Stop after so many seconds, for all options together; after 30 if no limit is given.
    #[arg(long, value_name = "S", value_parser = seconds, allow_negative_numbers = true)]
    pub seconds: Option<Duration>,
    /// Stop after so many steps of search, for all options together: the same menu on every machine.
    #[arg(long, value_name = "N")]
    pub steps: Option<u64>,
    #[command(flatten)]
    pub run: RunArgs,
    /// Where the menu goes, in JSON, with the plan of each option.
    #[arg(long, value_name = "FILE")]
    pub out: Option<Stream>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum LeverArg {
    /// Phases start later, and projects may finish later.
    Delay,
    /// Projects are left out.
    Drop,
    /// Phases are done in other modes.
    Source,
    /// Phases start at other dates, their projects finishing no later.
    Rearrange,
}
