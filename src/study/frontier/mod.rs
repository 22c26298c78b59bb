//! What a measure buys: the best value under one limit on it after another, each a checked plan beside a proven bound.
//!
//! This is the epsilon-constraint method (Haimes, Lasdon & Wismer 1971). A plan that keeps a limit keeps every greater one,
//! and a bound for a limit holds for every smaller one, so that points lend one another plans and bounds.

mod axis;
mod curve;
mod lend;
mod spot;

pub use axis::Axis;
pub use curve::{Frontier, FrontierPoint};

use spot::Spot;

use super::case::{Decided, prepare};
use super::task::{Alike, Part, Task};
use super::watch::{Unwatched, Watch};
use crate::base::Stop;
use crate::model::draft::scenario::{ChangeDraft, ScenarioDraft};
use crate::model::draft::{GoalDraft, PortfolioDraft};
use crate::model::{Measure, Problem};
use crate::plan::Plan;
use crate::solve::{Answer, InternalError, Limit, Options};

/// From right to left first, each point from its right neighbour's plan and prices; then back, each from both neighbours'.
const TURNS: usize = 2;

/// Seconds that are worth searching for each point, where nothing else is said.
pub const POINT_SECONDS: u32 = 15;

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Exploration<'a> {
    /// The portfolio, changed as a scenario says. Its goals are set aside: value alone is maximised.
    pub draft: &'a PortfolioDraft,
    /// What was decided before.
    pub decided: Decided<'a>,
    /// What value is drawn against.
    pub axis: &'a Axis,
    /// Number of points, at least 2.
    pub points: usize,
}

impl Exploration<'_> {
    /// All that is wrong with what value is drawn against.
    pub fn validate(&self) -> Result<(), Vec<Problem>> {
        self.axis.validate(self.draft, self.decided.plan.is_some())
    }
}

/// Watches a frontier being drawn.
pub trait PointWatch: Watch {
    /// A part of a point's search has ended, and it stands like this; a better plan for the same limit may follow.
    fn point(&self, _number: usize, _point: &FrontierPoint) {}
}

impl PointWatch for Unwatched {}

/// Why there is no frontier.
#[derive(Clone, Debug)]
pub enum FrontierError {
    /// What is wrong with what is asked: with the axis, at paths that begin with `axis`, or with the portfolio.
    Problems(Vec<Problem>),
    /// The engine made a plan that its referee refuses.
    Internal(InternalError),
}

impl From<InternalError> for FrontierError {
    fn from(error: InternalError) -> Self {
        Self::Internal(error)
    }
}

/// The frontier. `stop` is for all points together, `options.max_steps` for each. The same question, seed and step budget
/// give the same frontier on any number of threads.
pub fn explore(
    asked: &Exploration<'_>,
    options: &Options,
    stop: &dyn Stop,
    watch: &dyn PointWatch,
) -> Result<Frontier, FrontierError> {
    assert!(asked.points >= 2, "a curve has two ends");
    let spot = |limit: Option<f64>| spot(asked, limit).map_err(FrontierError::Problems);
    asked.validate().map_err(FrontierError::Problems)?;
    let first = spot(asked.axis.greatest())?;
    let steps =
        |turn: usize| options.max_steps.map(|most| most / TURNS as u64 + u64::from(turn == 0) * (most % TURNS as u64));
    let part = |left: usize, turn| Part { options, max_steps: steps(turn), share: 1.0 / left as f64, stop, watch };
    let last = asked.points - 1;
    let mut end = task(last, &first, asked.axis);
    end.go_on(&Alike::default(), &part(TURNS * asked.points, 0))?;
    tell(asked.axis, &end, &first, watch);
    let limits = asked.axis.limits(asked.points, end.plan());
    let spots: Vec<Spot> = limits.into_iter().map(|x| spot(Some(x))).collect::<Result<_, _>>()?;
    let mut tasks: Vec<Task> = spots.iter().enumerate().map(|(i, s)| task(i, s, asked.axis)).collect();
    tasks.push(end);
    let mut left = TURNS * tasks.len() - 1;
    for i in (0..tasks.len() - 1).rev() {
        go_on(&mut tasks, i, &part(left, 0))?;
        tell(asked.axis, &tasks[i], &spots[i], watch);
        left -= 1;
    }
    for i in 0..tasks.len() {
        if part(left, 1).max_steps != Some(0) && !tasks[i].is_settled(options) && !stop.stop() {
            go_on(&mut tasks, i, &part(left, 1))?;
            tell(asked.axis, &tasks[i], spots.get(i).unwrap_or(&first), watch);
        }
        left -= 1;
    }
    let spots = spots.iter().chain([&first]);
    let points = tasks.into_iter().zip(spots).map(|(task, spot)| (spot, task.answer.map(|a| a.plan)));
    let mut points: Vec<(&Spot, Plan)> = points.map(|(spot, plan)| (spot, plan.unwrap_or_default())).collect();
    lend::plans(&mut points)?;
    lend::bounds(&mut points);
    Ok(curve::of(asked.axis, &asked.draft.id, points))
}

/// The portfolio under a limit on the axis.
fn spot(asked: &Exploration<'_>, limit: Option<f64>) -> Result<Spot, Vec<Problem>> {
    let value = GoalDraft { measure: Some(Measure::Value), slack: 0.0 };
    let changes = limit.map(|x| asked.axis.changes(asked.draft, x)).unwrap_or_default();
    let all = std::iter::once(ChangeDraft::SetGoals(vec![value])).chain(changes.iter().cloned()).map(Some).collect();
    let scenario = ScenarioDraft { changes: all, ..ScenarioDraft::default() };
    let case = prepare(asked.draft, &scenario, &asked.decided)?;
    Ok(Spot { limit, changes, case })
}

fn task<'a>(number: usize, spot: &'a Spot, axis: &Axis) -> Task<'a> {
    let mut task = Task::new(number, &spot.case.portfolio, spot.case.baseline.as_ref());
    if let (Axis::Measure(measure), Some(most)) = (axis, spot.limit) {
        task.limits = vec![Limit { measure: *measure, most }];
    }
    task
}

/// Tells how a point stands.
fn tell(axis: &Axis, task: &Task, spot: &Spot, watch: &dyn PointWatch) {
    if let Some(answer) = &task.answer {
        watch.point(task.number, &curve::point(axis, spot, answer.plan.clone()));
    }
}

/// A turn of a point, from what its neighbours know.
fn go_on(tasks: &mut [Task], i: usize, part: &Part) -> Result<(), InternalError> {
    let near = [i.checked_sub(1), Some(i + 1)].into_iter().flatten().filter(|j| *j < tasks.len());
    let near: Vec<Answer> = near.filter_map(|j| tasks[j].answer.clone()).collect();
    let alike = Alike {
        hints: near.iter().map(|a| &a.plan).filter(|plan| plan.status.has_plan()).collect(),
        prices: near.iter().rev().map(|a| &a.prices).find(|prices| !prices.pools.is_empty()),
    };
    tasks[i].go_on(&alike, part)
}
