//! The engine: finds plans and proves bounds. No clock, no I/O, no protobuf: callers pass [`Stop`]
//! and an [`Observer`].

mod api;

pub use api::{Answer, InternalError, Observer, Options, Prices, Progress, Question, Silent};

use crate::base::Stop;
use crate::plan::{Plan, PlanStatus};

/// The best plan found for the question, with what is proven of it.
pub fn plan(
    question: &Question<'_>,
    _options: &Options,
    _stop: &dyn Stop,
    _observer: &dyn Observer,
) -> Result<Answer, InternalError> {
    let plan = Plan { portfolio: question.portfolio.id.clone(), status: PlanStatus::Unknown, ..Plan::default() };
    Ok(Answer { plan, prices: Prices::default(), steps: 0 })
}
