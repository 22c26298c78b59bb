//! What was decided before: some projects placed at random, mostly so that they hold together.

use arbitre::base::Rng;
use arbitre::model::draft::PortfolioDraft;
use arbitre::plan::{Commitment, Plan, PlanStatus};

use super::super::oracle::{Oracle, Placed};
use super::dice::{between, pick};
use super::placed;

/// A baseline on about a third of the cases, and the period before which it is frozen.
pub(super) fn baseline(rng: &mut Rng, draft: &PortfolioDraft, oracle: &Oracle) -> (Option<Plan>, i32) {
    if !rng.chance(0.35) {
        return (None, 0);
    }
    let (plan, frozen_before) = decided(rng, draft, oracle, draft.projects.len());
    (Some(plan), frozen_before)
}

/// A baseline of the first `count` projects, and the period before which it is frozen.
pub(super) fn decided(rng: &mut Rng, draft: &PortfolioDraft, oracle: &Oracle, count: usize) -> (Plan, i32) {
    use Commitment::{Decided, Frozen, Protected, Unspecified};
    let mut plan = placed::plan(draft, oracle, &choices(rng, draft, oracle, count));
    plan.status = PlanStatus::Feasible;
    for project in plan.projects.iter_mut().filter(|p| p.selected) {
        project.commitment = pick(rng, &[Decided, Decided, Decided, Decided, Protected, Frozen, Unspecified]);
    }
    if rng.chance(0.2) {
        // One that the portfolio has dropped since.
        let mut gone = plan.projects[0].clone();
        gone.project = "gone".to_owned();
        plan.projects.push(gone);
    }
    let frozen_before = if rng.chance(0.6) { 0 } else { between(rng, 1, 2) as i32 };
    (plan, frozen_before)
}

fn choices(rng: &mut Rng, draft: &PortfolioDraft, oracle: &Oracle, count: usize) -> Vec<Option<Placed>> {
    let mut plan = vec![None; draft.projects.len()];
    for i in 0..count {
        let ways = oracle.ways(i);
        if ways.is_empty() || rng.chance(0.3) {
            continue;
        }
        let before = oracle.judge(&plan).violations.len();
        plan[i] = Some(pick(rng, &ways));
        if oracle.judge(&plan).violations.len() > before && rng.chance(0.9) {
            plan[i] = None;
        }
    }
    plan
}
