//! Frontiers as messages.

use super::portfolio::measure_message;
use super::scenario::change_message;
use super::{plan, v1};
use crate::study::{Axis, Frontier, FrontierPoint};

/// The frontier as an answer holds it; `scenario` is the id of what changed the portfolio first.
pub fn frontier_message(f: &Frontier, scenario: &str) -> v1::Frontier {
    v1::Frontier {
        portfolio: f.portfolio.clone(),
        scenario: scenario.to_owned(),
        axis: Some(axis(&f.axis)),
        points: f.points.iter().map(|p| frontier_point_message(p, scenario)).collect(),
    }
}

/// A point as an answer holds it.
pub fn frontier_point_message(p: &FrontierPoint, scenario: &str) -> v1::FrontierPoint {
    let has_plan = p.plan.status.has_plan();
    let mut plan = plan::message(&p.plan);
    scenario.clone_into(&mut plan.scenario);
    v1::FrontierPoint {
        limit: p.limit,
        used: p.used,
        status: plan::status_message(p.plan.status).into(),
        value: p.value(),
        bound: p.bound(),
        gap: p.bound().and_then(|_| p.plan.goals.first()).map(|g| g.gap),
        knee: p.knee,
        changes: p.changes.iter().map(change_message).collect(),
        plan: has_plan.then_some(plan),
    }
}

fn axis(axis: &Axis) -> v1::FrontierAxis {
    use v1::frontier_axis::Axis as A;
    let axis = match axis {
        Axis::Measure(measure) => A::Measure(measure_message(*measure).into()),
        Axis::Fund(id) => A::Fund(id.clone()),
        Axis::Pool(id) => A::Pool(id.clone()),
        Axis::Role(role) => A::Role(role.clone()),
    };
    v1::FrontierAxis { axis: Some(axis) }
}
