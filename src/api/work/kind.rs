//! What every search is to those who run it: how long it may take, where it is done, how it ends.

use std::sync::OnceLock;
use std::time::{Duration, Instant};

use crate::api::clock::Clock;
use crate::api::deadline::Deadline;
use crate::api::lane::Lane;
use crate::api::telemetry::{self, Metrics, Outcome};
use crate::base::Stop;
use crate::model::Problem;
use crate::plan::{Plan, PlanStatus};
use crate::solve::{InternalError, Options};
use crate::wire::Wishes;

/// A search of some kind, ready to begin.
pub(in crate::api) trait Work: Send + 'static {
    /// What comes of it.
    type Answer: Send + 'static;

    /// Where it waits for its place.
    const LANE: Lane = Lane::Plans;

    /// How long it may take; `otherwise` is the operator's limit on what says nothing of it.
    fn patience(&self, otherwise: Duration) -> Patience;

    /// Searches, on the thread that it is called on and others that it starts, and ends soon after the clock says so. Says
    /// besides how it ended, for the operator.
    fn run(self, at: &Workplace<'_>) -> Result<(Self::Answer, Ending), Trouble>;
}

/// How long a search may take.
#[derive(Clone, Copy, Debug)]
pub(in crate::api) struct Patience {
    /// As long as is wished for; as long as the operator lets it if none.
    pub wished: Option<Duration>,
    pub deadline: Deadline,
    /// Projects of all the plans that are made: their reasons take time after the search.
    pub projects: usize,
}

impl Patience {
    /// As the wishes say, or `otherwise` where nothing ends the search.
    pub(in crate::api) fn of(wishes: &Wishes, deadline: Deadline, projects: usize, otherwise: Duration) -> Self {
        let is_open = wishes.max_steps.is_none() && wishes.gap.is_none() && !deadline.is_set();
        let wished = wishes.max_seconds.and_then(|s| Duration::try_from_secs_f64(s).ok());
        Self { wished: wished.or(is_open.then_some(otherwise)), deadline, projects }
    }

    /// The least of what is wished for, what the caller waits, and what the operator allows.
    pub(in crate::api) fn limit(&self, longest: Duration) -> Duration {
        let waits = self.deadline.for_search(self.projects);
        let waits = waits.map(|end| end.saturating_duration_since(Instant::now()));
        [self.wished, waits].into_iter().flatten().fold(longest, Duration::min)
    }
}

/// Where a search is done.
pub(in crate::api) struct Workplace<'a> {
    /// Threads at most.
    pub threads: usize,
    pub clock: &'a Clock,
    pub counted: &'a telemetry::Running,
    pub metrics: &'a Metrics,
}

impl Workplace<'_> {
    /// How to search, as far as the wishes and the place say.
    pub(in crate::api) fn options(&self, wishes: &Wishes) -> Options {
        let asked = wishes.threads.map_or(self.threads, |t| t as usize);
        Options {
            max_steps: wishes.max_steps,
            gap: wishes.gap.unwrap_or(0.0),
            seed: wishes.seed.unwrap_or(Options::default().seed),
            threads: Some(asked.min(self.threads)),
        }
    }

    /// Seconds since the search began, as an answer has them. A step budget gives the same plan on every machine, to the
    /// byte: the time it took has no place in it.
    pub(in crate::api) fn seconds(&self, wishes: &Wishes) -> f64 {
        if wishes.max_seconds.is_some() || wishes.max_steps.is_none() { self.clock.seconds() } else { 0.0 }
    }

    /// Time for reasons, once the search is over.
    pub(in crate::api) fn reasons(&self, deadline: Deadline) -> Reasons<'_> {
        Reasons { clock: self.clock, deadline, until: OnceLock::new() }
    }

    /// Whether nobody waits for the answer any more.
    pub(in crate::api) fn is_deserted(&self) -> bool {
        self.clock.is_abandoned()
    }
}

/// Time for reasons: part of what the search has left of the caller's. It begins when it is first asked.
pub(in crate::api) struct Reasons<'a> {
    clock: &'a Clock,
    deadline: Deadline,
    until: OnceLock<Clock>,
}

impl Stop for Reasons<'_> {
    fn stop(&self) -> bool {
        self.until.get_or_init(|| self.clock.until(self.deadline.for_reasons())).stop()
    }

    fn is_abandoned(&self) -> bool {
        self.clock.is_abandoned()
    }
}

/// Why a search has no answer.
#[derive(Clone, Debug)]
pub(in crate::api) enum Trouble {
    /// What is asked cannot be; with paths in the request.
    Problems(Vec<Problem>),
    /// The engine made a plan that its referee refuses. What the referee says may quote a portfolio, and goes nowhere.
    Internal,
}

impl From<InternalError> for Trouble {
    fn from(_: InternalError) -> Self {
        Self::Internal
    }
}

/// How a search ended.
#[derive(Clone, Copy, Debug)]
pub(in crate::api) struct Ending {
    pub outcome: Outcome,
    /// The first goal's gap, where there is a plan.
    pub gap: Option<f64>,
}

impl Ending {
    /// With one plan.
    pub(in crate::api) fn with(plan: &Plan) -> Self {
        Self::of(plan.status, plan.goals.first().map(|g| g.gap))
    }

    pub(in crate::api) fn of(status: PlanStatus, gap: Option<f64>) -> Self {
        let outcome = match status {
            PlanStatus::Optimal => Outcome::Optimal,
            PlanStatus::Feasible => Outcome::Feasible,
            PlanStatus::Infeasible => Outcome::Infeasible,
            PlanStatus::Unknown | PlanStatus::Unspecified => Outcome::Unknown,
        };
        Self { outcome, gap }
    }

    /// With several: optimal or infeasible if all are, feasible if any has a plan.
    pub(in crate::api) fn with_all<'a>(plans: impl Iterator<Item = &'a Plan>) -> Self {
        let plans: Vec<&Plan> = plans.collect();
        let gap = plans.iter().filter_map(|p| p.goals.first()).map(|g| g.gap).reduce(f64::max);
        let Some(first) = plans.first() else { return Self::of(PlanStatus::Unknown, None) };
        if plans.iter().all(|p| p.status == first.status) {
            return Self::of(first.status, gap);
        }
        let has_plan = plans.iter().any(|p| p.status.has_plan());
        Self::of(if has_plan { PlanStatus::Feasible } else { PlanStatus::Unknown }, gap)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use PlanStatus as S;

    #[test]
    fn several_plans_end_as_all_of_them_or_as_the_best() {
        for (statuses, expected) in [
            (&[S::Optimal, S::Optimal][..], Outcome::Optimal),
            (&[S::Optimal, S::Infeasible], Outcome::Feasible),
            (&[S::Infeasible, S::Infeasible], Outcome::Infeasible),
            (&[S::Infeasible, S::Unknown], Outcome::Unknown),
            (&[], Outcome::Unknown),
        ] {
            let plans: Vec<Plan> = statuses.iter().map(|s| Plan { status: *s, ..Plan::default() }).collect();
            let ending = Ending::with_all(plans.iter());
            assert_eq!(ending.outcome, expected, "{statuses:?}");
        }
    }
}
