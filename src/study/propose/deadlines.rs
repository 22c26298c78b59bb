//! What deadlines cost at the plan's prices.

use std::sync::Arc;

use super::candidate::Ground;
use crate::base::ProjectId;
use crate::model::Portfolio;
use crate::solve::Probe;

/// By project with a deadline: points that its best placement without it would bring beyond its best with it.
pub(super) fn promises(ground: &Ground) -> Vec<(ProjectId, f64)> {
    let portfolio = &ground.case.portfolio;
    let with = worths(portfolio, ground);
    let mut lifted = portfolio.clone();
    lifted.projects.iter_mut().for_each(|p| Arc::make_mut(p).deadline = None);
    let without = worths(&lifted, ground);
    let dated = portfolio.projects.iter().enumerate().filter(|(_, p)| p.deadline.is_some());
    let gain = |p: usize| {
        // What must be in pays whatever it costs; the rest is left out where it does not pay.
        let least = if portfolio.projects[p].must_do { f64::NEG_INFINITY } else { 0.0 };
        let (before, after) = (with[p].unwrap_or(least).max(least), without[p].unwrap_or(least).max(least));
        (after - before).max(0.0)
    };
    dated.map(|(i, _)| (ProjectId::new(i), gain(i))).filter(|x| x.1.is_finite()).collect()
}

fn worths(portfolio: &Portfolio, ground: &Ground) -> Vec<Option<f64>> {
    Probe::new(portfolio, ground.case.baseline.as_ref(), ground.plan).worths(portfolio, ground.prices)
}
