//! Frontiers between messages and the engine's types, and what asks for one.

use super::portfolio::{measure, measure_message};
use super::request::{Decided, Reading, Subject, Wishes};
use super::scenario::{change_draft, change_message};
use super::{plan, v1};
use crate::model::draft::scenario::ChangeDraft;
use crate::model::{Problem, ProblemCode};
use crate::plan::{MeasureValue, Plan};
use crate::study::{Axis, Frontier, FrontierPoint};

/// Points of which nothing is said, and how many there may be.
const POINTS: u32 = 12;
const FEWEST: u32 = 2;
const MOST: u32 = 100;

/// What is to be drawn.
#[derive(Clone, Debug)]
pub struct FrontierOrder {
    /// Of what.
    pub subject: Subject,
    /// From what.
    pub decided: Decided,
    /// Against what.
    pub axis: Axis,
    /// Number of points.
    pub points: usize,
    /// How.
    pub wishes: Wishes,
}

/// Reads a request, or says all that is wrong with its form.
pub fn read_frontier_request(m: v1::ExploreFrontierRequest) -> Result<FrontierOrder, Vec<Problem>> {
    let mut reading = Reading::default();
    let subject = reading.subject(m.portfolio, m.scenario);
    let decided = reading.decided(m.baseline, &m.frozen_until);
    let axis = read_axis(&mut reading, m.axis);
    let points = m.points.unwrap_or(POINTS);
    if !(FEWEST..=MOST).contains(&points) {
        reading.problem(Problem::new(ProblemCode::OutOfRange, "points", points).with(format!("{FEWEST}..{MOST}")));
    }
    let wishes = reading.wishes(m.options.unwrap_or_default());
    let order = |(subject, axis)| FrontierOrder { subject, decided, axis, points: points as usize, wishes };
    reading.end(subject.zip(axis).map(order))
}

fn read_axis(reading: &mut Reading, said: Option<v1::FrontierAxis>) -> Option<Axis> {
    axis_of(said).map_err(|problem| reading.problem(problem)).ok()
}

fn axis_of(said: Option<v1::FrontierAxis>) -> Result<Axis, Problem> {
    use v1::frontier_axis::Axis as A;
    let missing = |path: &str| Problem::new(ProblemCode::Missing, path, "");
    match said.and_then(|said| said.axis) {
        None => Err(missing("axis")),
        Some(A::Measure(m)) => {
            let known = v1::Measure::try_from(m).ok().and_then(measure);
            known.map(Axis::Measure).ok_or_else(|| missing("axis.measure"))
        }
        Some(A::Fund(id)) => Ok(Axis::Fund(id)),
        Some(A::Pool(id)) => Ok(Axis::Pool(id)),
        Some(A::Role(role)) => Ok(Axis::Role(role)),
    }
}

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
    let axis = axis_of(m.axis).map_err(|problem| problems.push(problem)).ok();
    let points = m.points.into_iter().enumerate();
    let points =
        points.filter_map(|(i, p)| point(p, i).map_err(|mut found| problems.append(&mut found)).ok()).collect();
    match axis {
        Some(axis) if problems.is_empty() => Ok((Frontier { portfolio: m.portfolio, axis, points }, m.scenario)),
        _ => Err(problems),
    }
}

fn point(p: v1::FrontierPoint, position: usize) -> Result<FrontierPoint, Vec<Problem>> {
    let status = plan::status(p.status());
    let changes: Vec<ChangeDraft> = p.changes.into_iter().filter_map(change_draft).collect();
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
