//! Frontiers between messages and the engine's types.

use super::portfolio::{measure, measure_message};
use super::scenario::{change, change_message};
use super::{plan, v1};
use crate::model::draft::scenario::ChangeDraft;
use crate::model::{Problem, ProblemCode};
use crate::plan::{MeasureValue, Plan};
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

/// The frontier in a message, and the id of what changed the portfolio first; or all that has no meaning in it.
pub(super) fn frontier(m: v1::Frontier) -> Result<(Frontier, String), Vec<Problem>> {
    let mut problems = Vec::new();
    let axis = axis_of(m.axis, &mut problems);
    let points = m.points.into_iter().enumerate();
    let points =
        points.filter_map(|(i, p)| point(p, i).map_err(|mut found| problems.append(&mut found)).ok()).collect();
    match axis {
        Some(axis) if problems.is_empty() => Ok((Frontier { portfolio: m.portfolio, axis, points }, m.scenario)),
        _ => Err(problems),
    }
}

fn axis_of(m: Option<v1::FrontierAxis>, problems: &mut Vec<Problem>) -> Option<Axis> {
    use v1::frontier_axis::Axis as A;
    let axis = match m.and_then(|a| a.axis) {
        Some(A::Measure(x)) => v1::Measure::try_from(x).ok().and_then(measure).map(Axis::Measure),
        Some(A::Fund(id)) => Some(Axis::Fund(id)),
        Some(A::Pool(id)) => Some(Axis::Pool(id)),
        Some(A::Role(role)) => Some(Axis::Role(role)),
        None => None,
    };
    if axis.is_none() {
        problems.push(Problem::new(ProblemCode::Missing, "axis", ""));
    }
    axis
}

fn point(p: v1::FrontierPoint, position: usize) -> Result<FrontierPoint, Vec<Problem>> {
    let status = plan::status(p.status());
    let changes: Vec<ChangeDraft> = p.changes.into_iter().filter_map(|c| c.change.map(change)).collect();
    let read = p.plan.map(plan::plan).transpose();
    let read =
        read.map_err(|all| all.into_iter().map(|x| x.under(&format!("points[{position}].plan"))).collect::<Vec<_>>())?;
    if read.is_none() && status.has_plan() {
        return Err(vec![Problem::new(ProblemCode::Missing, format!("points[{position}].plan"), "")]);
    }
    let mut plan = read.unwrap_or_default();
    plan.status = status;
    contradicted(&p.value, &plan, position)?;
    Ok(FrontierPoint { limit: p.limit, used: p.used, changes, plan, knee: p.knee })
}

/// A point says what its plan says.
fn contradicted(value: &Option<f64>, plan: &Plan, position: usize) -> Result<(), Vec<Problem>> {
    let own = plan.measures.iter().find(|m: &&MeasureValue| m.measure == crate::model::Measure::Value).map(|m| m.value);
    match (value, own) {
        (Some(said), Some(own)) if (said - own).abs() > 1e-6 * own.abs().max(1.0) => {
            let path = format!("points[{position}].value");
            Err(vec![Problem::new(ProblemCode::Contradicted, path, said).with(own.to_string())])
        }
        _ => Ok(()),
    }
}
