//! Frameworks: what is bought in each period, what is ordered in all, what is owed.

use super::amount::{centidays, money, spread};
use super::mode::Purchase;
use super::project::Placed;
use super::{Violation, When};
use crate::base::{Calendar, Period};
use crate::model::{Framework, Portfolio};

/// All frameworks, in the portfolio's order.
#[derive(Debug)]
pub(super) struct Orders(pub Vec<Order>);

/// What is bought under a framework.
#[derive(Debug)]
pub(super) struct Order {
    /// By rate and period: centidays.
    pub bought: Vec<Vec<i128>>,
    /// At the rates, in 1/10000.
    pub ordered: i128,
    /// Short of the minimum and owed all the same, in 1/10000.
    pub owed: i128,
}

impl Orders {
    /// What is bought, with where the contract does not give it.
    pub(super) fn new(portfolio: &Portfolio, placed: &[Placed], violations: &mut Vec<Violation>) -> Self {
        let calendar = &portfolio.calendar;
        let none = |f: &Framework| Order { bought: vec![vec![0; calendar.len()]; f.rates.len()], ordered: 0, owed: 0 };
        let mut orders: Vec<Order> = portfolio.frameworks.iter().map(none).collect();
        let open: Vec<Vec<bool>> = portfolio.frameworks.iter().map(|f| open(calendar, f)).collect();
        for p in placed {
            for purchase in &p.mode.purchases {
                let i = purchase.framework.index();
                let framework = &portfolio.frameworks[i];
                for closed in orders[i].add(framework, &open[i], p, purchase) {
                    violations.push(Violation::FrameworkClosed {
                        project: p.project.id.clone(),
                        phase: p.phase.to_owned(),
                        framework: framework.id.clone(),
                        period: When::first_day(calendar, closed as i64),
                    });
                }
            }
        }
        for (framework, order) in portfolio.frameworks.iter().zip(&mut orders) {
            order.settle(calendar, framework, violations);
        }
        Self(orders)
    }

    /// Everything ordered and owed, in 1/10000.
    pub(super) fn external_spend(&self) -> i128 {
        self.0.iter().map(|o| o.ordered + o.owed).sum()
    }
}

impl Order {
    /// Adds a purchase; gives the periods in which the contract is closed and something is bought.
    fn add(&mut self, framework: &Framework, open: &[bool], placed: &Placed, purchase: &Purchase) -> Vec<usize> {
        let mut closed = Vec::new();
        let rate = i128::from(framework.rates[purchase.line].day_rate.0);
        for (k, part) in spread(purchase.centidays, placed.mode.duration).enumerate() {
            let t = placed.start + k;
            self.bought[purchase.line][t] += part;
            self.ordered += part * rate;
            if part != 0 && !open[t] {
                closed.push(t);
            }
        }
        closed
    }

    /// What is owed, and the contract's ceilings.
    fn settle(&mut self, calendar: &Calendar, framework: &Framework, violations: &mut Vec<Violation>) {
        if self.ordered != 0 {
            self.owed = (i128::from(framework.min_amount.0) - self.ordered).max(0);
        }
        for (rate, row) in framework.rates.iter().zip(&self.bought) {
            let Some(limit) = rate.max_days_per_period else { continue };
            for (t, bought) in row.iter().enumerate().filter(|(_, bought)| **bought > limit.0.into()) {
                violations.push(Violation::SupplyExceeded {
                    framework: framework.id.clone(),
                    role: rate.role.clone(),
                    period: When::first_day(calendar, t as i64),
                    bought: centidays(*bought),
                    limit,
                });
            }
        }
        if let Some(max_amount) = framework.max_amount.filter(|max| self.ordered > max.0.into()) {
            let ordered = money(self.ordered);
            violations.push(Violation::CeilingExceeded { framework: framework.id.clone(), ordered, max_amount });
        }
    }
}

/// By period: whether its people work, which is wholly between its days and after its lead.
fn open(calendar: &Calendar, framework: &Framework) -> Vec<bool> {
    let mut lead = framework.lead_periods;
    let works = |p: &Period| {
        let inside = framework.start <= p.first && p.last <= framework.end;
        let waits = inside && lead > 0;
        lead -= u32::from(waits);
        inside && !waits
    };
    calendar.periods().iter().map(works).collect()
}
