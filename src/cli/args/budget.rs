//! How long to search.

use std::time::Duration;

use super::run::RunArgs;
use super::values::{gap, seconds};

/// When to stop: at whichever of these comes first; after 60 seconds if none is given.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct BudgetArgs {
    /// Stop after so many seconds.
    #[arg(long, value_name = "S", value_parser = seconds, allow_negative_numbers = true)]
    pub seconds: Option<Duration>,
    /// Stop after so many steps of search: the same plan on every machine.
    #[arg(long, value_name = "N")]
    pub steps: Option<u64>,
    /// Stop once the first goal is proven within this share of the best: 0.01 for one percent.
    #[arg(long, value_name = "G", value_parser = gap, allow_negative_numbers = true)]
    pub gap: Option<f64>,
}

/// When to stop: at whichever of these comes first.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct SharedBudgetArgs {
    /// Stop after so many seconds, for all of them together.
    #[arg(long, value_name = "S", value_parser = seconds, allow_negative_numbers = true)]
    pub seconds: Option<Duration>,
    /// Stop each after so many steps of search: the same plans on every machine.
    #[arg(long, value_name = "N")]
    pub steps: Option<u64>,
    /// Stop each once its first goal is proven within this share of the best: 0.01 for one percent.
    #[arg(long, value_name = "G", value_parser = gap, allow_negative_numbers = true)]
    pub gap: Option<f64>,
}

/// How long to search, and how, where there are several searches.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct EachBudgetArgs {
    /// Stop after so many seconds, for all searches together.
    #[arg(long, value_name = "S", value_parser = seconds, allow_negative_numbers = true)]
    pub seconds: Option<Duration>,
    /// Stop each search after so many steps: the same answers on every machine, unless --seconds comes first.
    #[arg(long, value_name = "N")]
    pub steps: Option<u64>,
    #[command(flatten)]
    pub run: RunArgs,
}
