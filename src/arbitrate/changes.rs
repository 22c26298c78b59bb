//! What becomes of each project, beside the baseline.

use super::facts::ProjectChange;
use super::ground::Ground;
use crate::base::ProjectId;
use crate::plan::{ChangeKind, PhasePlan, Plan, ProjectPlan, finish_shift};
use crate::solve::Levers;

/// Every project that is not as in the baseline, the demands first, then in the portfolio's order.
pub(super) fn of(ground: &Ground, plan: &Plan) -> Vec<ProjectChange> {
    let demands = ground.demands.iter().copied();
    let others = (0..ground.portfolio.projects.len()).map(ProjectId::new).filter(|p| !ground.demands.contains(p));
    demands.chain(others).filter_map(|p| change(ground, plan, p)).collect()
}

/// The plan of a project, if it is in. Both plans have every project of the portfolio, in its order.
pub(super) fn selected(plan: &Plan, project: ProjectId) -> Option<&ProjectPlan> {
    plan.projects.get(project.index()).filter(|p| p.selected)
}

fn change(ground: &Ground, plan: &Plan, project: ProjectId) -> Option<ProjectChange> {
    let (old, new) = (selected(&ground.decided, project), selected(plan, project));
    let shift = finish_shift(old, new);
    let figure = |f: fn(&ProjectPlan) -> f64| new.map_or(0.0, f) - old.map_or(0.0, f);
    Some(ProjectChange {
        project: ground.id(project).to_owned(),
        kind: ChangeKind::between(old, new)?,
        finish_shift: shift,
        resourced: old.zip(new).map(|(old, new)| resourced(old, new)).unwrap_or_default(),
        value: figure(|p| p.value),
        external_spend: figure(|p| p.external_spend),
        is_committed: ground.is_committed[project.index()],
        levers: levers(old, new, shift),
    })
}

/// The ways in which a project changed: out of the plan, in other modes, ending later, or at other dates without that.
fn levers(old: Option<&ProjectPlan>, new: Option<&ProjectPlan>, shift: i32) -> Levers {
    let (Some(old), Some(new)) = (old, new) else {
        return Levers { drop: old.is_some() && new.is_none(), ..Levers::NONE };
    };
    let starts = |a: &PhasePlan, b: &PhasePlan| a.start_period != b.start_period;
    let moved = matched(old, new).any(|(a, b)| starts(a, b));
    Levers { drop: false, source: !resourced(old, new).is_empty(), delay: shift > 0, rearrange: shift <= 0 && moved }
}

/// Phases with another mode, by id.
fn resourced(old: &ProjectPlan, new: &ProjectPlan) -> Vec<String> {
    matched(old, new).filter(|(a, b)| a.mode != b.mode).map(|(_, b)| b.phase.clone()).collect()
}

fn matched<'a>(
    old: &'a ProjectPlan,
    new: &'a ProjectPlan,
) -> impl Iterator<Item = (&'a PhasePlan, &'a PhasePlan)> + 'a {
    new.phases.iter().filter_map(|b| old.phases.iter().find(|a| a.phase == b.phase).map(|a| (a, b)))
}
