//! The plan that changes the fewest committed projects, with what is proven of their number.

use super::facts::Triage;
use super::ground::Ground;
use super::searches::Searches;
use crate::plan::{Plan, PlanStatus};
use crate::solve::{Aim, Changed, Giving, InternalError};

/// Share of the budget for the fewest changes and their proof.
const FEWEST_SHARE: f64 = 0.4;

/// The fewest committed projects that change.
pub(super) struct Fewest {
    /// A plan that changes `count`, if there is one.
    pub plan: Option<Plan>,
    pub count: usize,
    /// Proven.
    pub at_least: usize,
    pub infeasible: bool,
}

impl Fewest {
    pub(super) fn triage(&self) -> Triage {
        match (&self.plan, self.count) {
            (Some(_), 0) => Triage::FitsAsIs,
            (Some(_), _) => Triage::FitsIf,
            (None, _) if self.infeasible => Triage::Cannot,
            (None, _) => Triage::Open,
        }
    }
}

/// Looks for them, and for the proof that there are no fewer.
pub(super) fn fewest(ground: &Ground, searches: &mut Searches) -> Result<Fewest, InternalError> {
    let giving = Giving { aim: Aim::Fewest, ..ground.giving() };
    let mut found = searches.run(ground, &[&ground.decided], &giving, &[], FEWEST_SHARE)?;
    if found.plan.status == PlanStatus::Unknown && !searches.is_over() {
        // Without a plan there is nothing else to search for.
        found = searches.run(ground, &[&ground.decided], &giving, &[], 1.0)?;
    }
    let changed = found.changed.unwrap_or(Changed { count: None, at_least: 0 });
    let infeasible = found.plan.status == PlanStatus::Infeasible;
    let plan = found.plan.status.has_plan().then_some(found.plan);
    Ok(Fewest { plan, count: changed.count.unwrap_or(0), at_least: changed.at_least, infeasible })
}
