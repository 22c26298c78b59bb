//! Everything that a plan's choices come to, counted once more from the portfolio.

use super::chosen::Chosen;
use super::figures::Figures;
use super::framework::Orders;
use super::fund::Spending;
use super::pool::Loads;
use super::project::{self, Schedule};
use super::{Violation, baseline, dependency, flow, rule};
use crate::model::Portfolio;
use crate::plan::Baseline;

/// What the choices come to.
#[derive(Debug)]
pub(super) struct Recount<'c> {
    pub schedule: Schedule<'c>,
    pub loads: Loads,
    pub orders: Orders,
    pub spending: Spending,
    pub figures: Figures,
}

impl<'c> Recount<'c> {
    /// Counts, and says every constraint that is broken.
    pub(super) fn new(
        portfolio: &'c Portfolio,
        decided: Option<&Baseline>,
        chosen: &'c Chosen<'c>,
        violations: &mut Vec<Violation>,
    ) -> Self {
        let schedule = Schedule::new(portfolio, chosen, violations);
        dependency::check(portfolio, chosen, violations);
        project::must_do(portfolio, chosen, violations);
        rule::check(portfolio, chosen, violations);
        flow::check(portfolio, &schedule, violations);
        let loads = Loads::new(portfolio, &schedule.placed, violations);
        let orders = Orders::new(portfolio, &schedule.placed, violations);
        let spending = Spending::new(portfolio, &schedule.placed, &orders, violations);
        let disruption = decided.map_or(0.0, |b| baseline::check(portfolio, b, chosen, &schedule, violations));
        let figures = Figures::new(&schedule, &loads, &orders, &spending, disruption);
        Self { schedule, loads, orders, spending, figures }
    }
}
