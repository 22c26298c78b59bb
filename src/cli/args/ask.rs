//! Of `arbitre ask`.

use std::path::PathBuf;
use std::time::Duration;

use super::decided::DecidedArgs;
use super::run::RunArgs;
use super::values::{gap, seconds};
use crate::cli::stream::Stream;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct AskArgs {
    /// The portfolio.
    pub portfolio: Stream,
    /// The questions: changes to the portfolio, a scenario each.
    #[arg(required = true)]
    pub questions: Vec<Stream>,
    /// Changes to make to the portfolio first.
    #[arg(long, value_name = "FILE")]
    pub scenario: Option<Stream>,
    #[command(flatten)]
    pub decided: DecidedArgs,
    /// A plan to start from.
    #[arg(long, value_name = "PLAN")]
    pub hint: Option<Stream>,
    /// Plan the portfolio first for so many seconds; 60 by default.
    #[arg(long, value_name = "S", value_parser = seconds, allow_negative_numbers = true)]
    pub plan_seconds: Option<Duration>,
    /// Plan the portfolio first for so many steps of search: the same plan on every machine.
    #[arg(long, value_name = "N")]
    pub plan_steps: Option<u64>,
    /// Put each question on top of the one before it, where that has a plan, not to the portfolio as it is.
    #[arg(long)]
    pub keep: bool,
    #[command(flatten)]
    pub budget: QuestionBudgetArgs,
    #[command(flatten)]
    pub run: RunArgs,
    /// A folder for base.plan.json and, for each question, ID.answer.json, with its plan beside the base's; made if it is
    /// missing.
    #[arg(long, value_name = "FOLDER")]
    pub out: Option<PathBuf>,
}

/// When to stop: at whichever of these comes first; after a second if none is given.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct QuestionBudgetArgs {
    /// Search so many seconds for each answer.
    #[arg(long, value_name = "S", value_parser = seconds, allow_negative_numbers = true)]
    pub seconds: Option<Duration>,
    /// Search so many steps for each answer: the same on every machine.
    #[arg(long, value_name = "N")]
    pub steps: Option<u64>,
    /// Stop once an answer is proven within this share of the best: 0.01 for one percent.
    #[arg(long, value_name = "G", value_parser = gap, allow_negative_numbers = true)]
    pub gap: Option<f64>,
}
