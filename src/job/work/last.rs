//! What a plan says of how far its search came, for whoever looks at the job and not at its result.

use crate::job::record::Progress;
use crate::wire::v1;

/// The last goal that was pursued, as the plan has it, after so many seconds of search; none of results that are no plan,
/// nor of a plan without goals.
pub(in crate::job) fn last_progress(result: &v1::JobResult, seconds: f64) -> Option<Progress> {
    let Some(v1::job_result::Result::Plan(plan)) = &result.result else { return None };
    let goal = plan.goals.last()?;
    let message = v1::PlanProgress {
        measures: plan.measures.clone(),
        bound: Some(goal.bound),
        gap: Some(goal.gap),
        seconds,
        steps: result.steps,
        goal: u32::try_from(plan.goals.len() - 1).unwrap_or(u32::MAX),
        measure: goal.measure,
        value: Some(goal.value),
    };
    Some(Progress { of: 0, message })
}
