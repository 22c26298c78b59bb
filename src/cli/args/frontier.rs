//! Of `arbitre frontier`.

use super::budget::SharedBudgetArgs;
use super::decided::DecidedArgs;
use super::run::RunArgs;
use crate::cli::axis::{self, AxisArg};
use crate::cli::stream::Stream;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct FrontierArgs {
    /// The portfolio. Its goals are set aside: value alone is maximised.
    pub portfolio: Stream,
    /// Changes to make to it first.
    #[arg(long, value_name = "FILE")]
    pub scenario: Option<Stream>,
    /// What value is drawn against: EXTERNAL_SPEND, TOTAL_COST, LATENESS, OVERLOAD or, with a baseline, DISRUPTION; what a
    /// fund pays, FUND:<id>; or from half to half as much again of a pool's or role's staff, STAFF:<pool or role>.
    #[arg(long, value_name = "MEASURE", value_parser = axis::parse)]
    pub measure: AxisArg,
    /// Number of points.
    #[arg(long, value_name = "N", default_value_t = 12, value_parser = clap::value_parser!(u16).range(2..=100))]
    pub points: u16,
    #[command(flatten)]
    pub decided: DecidedArgs,
    #[command(flatten)]
    pub budget: SharedBudgetArgs,
    #[command(flatten)]
    pub run: RunArgs,
    /// Where the curve goes, in JSON, with the plan of each point.
    #[arg(long, value_name = "FILE")]
    pub out: Option<Stream>,
}
