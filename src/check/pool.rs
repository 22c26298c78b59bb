//! Pools: what there is in each period, and what is planned.

use super::amount::{centidays, half_up, spread};
use super::project::Placed;
use super::{Violation, When};
use crate::base::{Calendar, Period};
use crate::model::{Pool, Portfolio, StaffWindow};

/// All pools.
#[derive(Debug)]
pub(super) struct Loads {
    /// In the portfolio's order.
    pub pools: Vec<Load>,
    /// Centidays above capacity.
    pub overload: i128,
    /// What the own days cost, in 1/10000.
    pub cost: i128,
}

/// A pool, in centidays by period.
#[derive(Debug)]
pub(super) struct Load {
    /// Planned.
    pub load: Vec<i128>,
    /// There is.
    pub capacity: Vec<i128>,
}

impl Loads {
    /// What is planned, with where it is too much.
    pub(super) fn new(portfolio: &Portfolio, placed: &[Placed], violations: &mut Vec<Violation>) -> Self {
        let calendar = &portfolio.calendar;
        let worked: Vec<i64> = calendar.periods().iter().map(|p| calendar.working_days(p.first, p.last)).collect();
        let empty = |p: &Pool| Load { load: vec![0; worked.len()], capacity: capacity(calendar, &worked, p) };
        let mut loads = Self { pools: portfolio.pools.iter().map(empty).collect(), overload: 0, cost: 0 };
        for p in placed {
            loads.add(portfolio, p);
        }
        for (pool, load) in portfolio.pools.iter().zip(&loads.pools) {
            loads.overload += load.check(calendar, pool, violations);
        }
        loads
    }

    fn add(&mut self, portfolio: &Portfolio, placed: &Placed) {
        for (pool, total) in &placed.mode.effort {
            let row = &mut self.pools[pool.index()].load[placed.start..];
            for (load, part) in row.iter_mut().zip(spread(*total, placed.mode.duration)) {
                *load += part;
            }
            // 1/100 of the currency a day is 1/10000 a centiday.
            self.cost += total * i128::from(portfolio.pools[pool.index()].day_cost.0);
        }
    }
}

impl Load {
    /// Says where the load exceeds what overload allows; gives what exceeds capacity.
    fn check(&self, calendar: &Calendar, pool: &Pool, violations: &mut Vec<Violation>) -> i128 {
        let mut overload = 0;
        for (t, (load, capacity)) in self.load.iter().zip(&self.capacity).enumerate() {
            let limit = (*capacity as f64 * (1.0 + pool.max_overload) + 1e-6).floor() as i128;
            overload += (load - capacity).max(0);
            if *load > limit {
                violations.push(Violation::Overloaded {
                    pool: pool.id.clone(),
                    period: When::first_day(calendar, t as i64),
                    load: centidays(*load),
                    limit: centidays(limit),
                });
            }
        }
        overload
    }
}

/// Staff less reservations, never below zero, by period. Floating-point, in the contract's order of operations.
fn capacity(calendar: &Calendar, worked: &[i64], pool: &Pool) -> Vec<i128> {
    let signed = |sign: f64| move |w| (sign, w);
    let windows: Vec<(f64, &StaffWindow)> =
        pool.staff.iter().map(signed(1.0)).chain(pool.reserved.iter().map(signed(-1.0))).collect();
    let there_is = |(period, worked): (&Period, &i64)| {
        let mut person_days = 0.0;
        for (sign, w) in &windows {
            let (from, to) = (w.from.max(period.first), w.to.min(period.last));
            let whole = from == period.first && to == period.last;
            let days = if whole { *worked } else { calendar.working_days(from, to) };
            if from <= to {
                person_days += sign * w.fte * w.project_share * days as f64;
            }
        }
        half_up(person_days.max(0.0) * 100.0)
    };
    calendar.periods().iter().zip(worked).map(there_is).collect()
}
