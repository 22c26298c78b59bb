//! What is explained, and what helps to: the plan's probe, and what changes of the goals' measures mean.

use crate::base::ProjectId;
use crate::model::{Measure, Portfolio};
use crate::plan::{Baseline, GoalResult, Plan};
use crate::solve::{Bargain, Prices, Probe};

/// A plan under inquiry.
pub(super) struct Inquest<'a> {
    pub portfolio: &'a Portfolio,
    pub plan: &'a Plan,
    /// Beside the plan, and beside nothing.
    pub probe: Probe,
    pub alone: Probe,
    /// By project: points that it falls short by at the plan's prices.
    pub shortfalls: Vec<Option<f64>>,
    /// Phases that are bought to advantage.
    bargains: Vec<Bargain>,
}

impl<'a> Inquest<'a> {
    pub(super) fn new(portfolio: &'a Portfolio, baseline: Option<&Baseline>, plan: &'a Plan, prices: &Prices) -> Self {
        let probe = Probe::new(portfolio, baseline, plan);
        // Without prices, and where points are not what they are prices of, nothing is said of points.
        let are_points = !prices.pools.is_empty() && portfolio.policy.goals[0].measure == Measure::Value;
        let (shortfalls, bargains) = match are_points {
            true => (probe.shortfalls(portfolio, prices), probe.bargains(portfolio, prices)),
            false => (vec![None; portfolio.projects.len()], Vec::new()),
        };
        Self { portfolio, plan, alone: probe.alone(), probe, shortfalls, bargains }
    }

    /// Where the project buys to advantage.
    pub(super) fn bargains(&self, project: ProjectId) -> impl Iterator<Item = &Bargain> {
        self.bargains.iter().filter(move |b| b.project == project)
    }

    /// Positions of all goals.
    pub(super) fn goals(&self) -> Vec<usize> {
        (0..self.portfolio.policy.goals.len()).collect()
    }

    /// Positions of the goals that may not be worsened for a later one.
    pub(super) fn strict_order(&self) -> Vec<usize> {
        let goals = &self.portfolio.policy.goals;
        self.goals().into_iter().filter(|k| goals[*k].slack == 0.0 || k + 1 == goals.len()).collect()
    }

    /// The first goal that changes, and by how much; the first goal if none does.
    pub(super) fn first_change(&self, by_goal: &[f64]) -> (Measure, f64) {
        let goals = self.portfolio.policy.goals.iter().map(|g| g.measure);
        let first = goals.zip(by_goal).find(|(_, x)| is_change(**x));
        first.map_or((self.portfolio.policy.goals[0].measure, 0.0), |(measure, x)| (measure, *x))
    }

    /// Whether a goal is sure to be within its slack after that change: even of its bound, which no plan's figure passes.
    pub(super) fn keeps(&self, goal: usize, change: f64) -> bool {
        let slack = self.portfolio.policy.goals[goal].slack;
        self.plan.goals.get(goal).is_some_and(|GoalResult { measure, value, bound, .. }| {
            if measure.is_maximised() {
                value + change >= bound - slack * bound.abs()
            } else {
                value - change <= bound * (1.0 + slack)
            }
        })
    }
}

/// Changes of measures smaller than this are rounding.
pub(super) fn is_change(x: f64) -> bool {
    x.abs() > 1e-9
}
