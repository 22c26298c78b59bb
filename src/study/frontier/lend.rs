//! What points lend one another: plans to greater limits, bounds to smaller ones.

use super::super::task::tighten;
use super::spot::Spot;
use crate::check::{self, Claims};
use crate::plan::{Plan, PlanStatus, ProjectPlan};
use crate::solve::InternalError;

/// A plan that is better than that of the next greater limit takes its place there, with that point's bound. It is
/// recomputed and checked there like any other.
pub(super) fn plans(points: &mut [(&Spot, Plan)]) -> Result<(), InternalError> {
    for i in 1..points.len() {
        let (Some(mine), lent) = (value(&points[i - 1].1), value(&points[i].1)) else { continue };
        if lent.is_some_and(|x| x >= mine) {
            continue;
        }
        let plan = moved(&points[i - 1].1, points[i].0)?;
        let old = std::mem::replace(&mut points[i].1, plan);
        if let Some(goal) = old.goals.first() {
            tighten(&mut points[i].1, goal.bound);
        }
    }
    Ok(())
}

/// A bound that is below that of the next smaller limit holds there too; and where no plan keeps a limit, none keeps a
/// smaller one.
pub(super) fn bounds(points: &mut [(&Spot, Plan)]) {
    for i in (1..points.len()).rev() {
        let (status, bound) = (points[i].1.status, points[i].1.goals.first().map(|g| g.bound));
        let smaller = &mut points[i - 1].1;
        match bound {
            Some(bound) => tighten(smaller, bound),
            None if status == PlanStatus::Infeasible => smaller.status = PlanStatus::Infeasible,
            None => {}
        }
    }
}

fn value(plan: &Plan) -> Option<f64> {
    plan.goals.first().map(|g| g.value)
}

/// The plan's choices under the other limit.
fn moved(plan: &Plan, spot: &Spot) -> Result<Plan, InternalError> {
    let (portfolio, baseline) = (&spot.case.portfolio, spot.case.baseline.as_ref());
    let choices = |p: &ProjectPlan| ProjectPlan {
        project: p.project.clone(),
        selected: p.selected,
        phases: p.phases.clone(),
        ..ProjectPlan::default()
    };
    let projects = plan.projects.iter().map(choices).collect();
    // Its own bound is none here: that of any plan is, until the point's own takes its place.
    let goals = plan.goals.iter().map(|g| crate::plan::GoalResult { bound: f64::INFINITY, gap: f64::INFINITY, ..*g });
    let lent = Plan {
        portfolio: plan.portfolio.clone(),
        status: PlanStatus::Feasible,
        goals: goals.collect(),
        projects,
        solve: plan.solve.clone(),
        ..Plan::default()
    };
    let lent = check::complete(portfolio, baseline, lent);
    let verdict = check::check(portfolio, baseline, &lent, Claims::Ignored);
    if verdict.violations.is_empty() {
        return Ok(lent);
    }
    Err(InternalError { facts: verdict.violations.iter().map(ToString::to_string).collect() })
}
