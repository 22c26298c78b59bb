//! The seven measures as the referee counts them.

use super::amount::{days, units};
use super::framework::Orders;
use super::fund::Spending;
use super::pool::Loads;
use super::project::Schedule;
use crate::model::Measure;

/// Every measure of a plan.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Figures {
    /// Points delivered, late penalties taken off.
    pub value: f64,
    /// Project-periods of finish after the target.
    pub lateness: f64,
    /// Weighted periods by which committed projects move.
    pub disruption: f64,
    /// Bought days at their rates and what is owed, in the currency.
    pub external_spend: f64,
    /// External spend, costs and own days, in the currency.
    pub total_cost: f64,
    /// Person-days above capacity.
    pub overload: f64,
    /// Periods until the last finish.
    pub makespan: f64,
}

impl Figures {
    /// The figure of a measure.
    pub fn measure(&self, measure: Measure) -> f64 {
        match measure {
            Measure::Value => self.value,
            Measure::Lateness => self.lateness,
            Measure::Disruption => self.disruption,
            Measure::ExternalSpend => self.external_spend,
            Measure::TotalCost => self.total_cost,
            Measure::Overload => self.overload,
            Measure::Makespan => self.makespan,
        }
    }

    pub(super) fn new(
        schedule: &Schedule,
        loads: &Loads,
        orders: &Orders,
        spending: &Spending,
        disruption: f64,
    ) -> Self {
        let external = orders.external_spend();
        let makespan = schedule.outcomes.iter().flatten().map(|o| o.last + 1).max().unwrap_or(0);
        Self {
            value: schedule.value,
            lateness: schedule.lateness as f64,
            disruption,
            external_spend: units(external),
            total_cost: units(external + spending.costs + loads.cost),
            overload: days(loads.overload),
            makespan: makespan as f64,
        }
    }
}
