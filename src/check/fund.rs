//! Funds: who pays what in which year, and whether there is that much.

use super::amount::{money, spread};
use super::framework::Orders;
use super::project::Placed;
use super::{Violation, When};
use crate::base::{Calendar, FundId, Period};
use crate::model::{Framework, Fund, Portfolio, YearAmount};

/// All funds.
#[derive(Debug)]
pub(super) struct Spending {
    /// In the portfolio's order.
    pub funds: Vec<Account>,
    /// What modes cost beside days, in 1/10000.
    pub costs: i128,
}

/// What a fund pays, in 1/10000.
#[derive(Debug)]
pub(super) struct Account {
    /// By period: whether it pays.
    open: Vec<bool>,
    /// By year of the calendar.
    pub paid: Vec<i128>,
    /// By year of the calendar.
    pub committed: Vec<i128>,
}

/// A charge that is to be paid.
struct Charge {
    fund: FundId,
    /// Period in which it is paid.
    period: usize,
    /// Period that commits it.
    committed: usize,
    amount: i128,
}

impl Spending {
    /// What is paid, owed amounts included, with where there is no money.
    pub(super) fn new(
        portfolio: &Portfolio,
        placed: &[Placed],
        orders: &Orders,
        violations: &mut Vec<Violation>,
    ) -> Self {
        let calendar = &portfolio.calendar;
        let mut spending =
            Self { funds: portfolio.funds.iter().map(|f| Account::new(calendar, f)).collect(), costs: 0 };
        for p in placed {
            spending.add(portfolio, p, violations);
        }
        for (framework, order) in portfolio.frameworks.iter().zip(&orders.0) {
            let year = year(calendar, last_period(calendar, framework));
            spending.funds[framework.fund.index()].paid[year] += order.owed;
        }
        for (fund, account) in portfolio.funds.iter().zip(&spending.funds) {
            account.check(calendar, fund, violations);
        }
        spending
    }

    /// Charges a phase's costs and purchases.
    fn add(&mut self, portfolio: &Portfolio, placed: &Placed, violations: &mut Vec<Violation>) {
        let (mode, end) = (placed.mode, portfolio.calendar.len() - 1);
        let committed = placed.start.min(end);
        let mut charge = |k: usize, fund, amount| {
            let period = (placed.start + k).min(end);
            self.charge(portfolio, placed, Charge { fund, period, committed, amount }, violations);
        };
        for cost in mode.costs {
            let amount = i128::from(cost.amount.0);
            // A milestone pays at once.
            spread(amount, mode.duration.max(1)).enumerate().for_each(|(k, part)| charge(k, cost.fund, part));
        }
        for purchase in &mode.purchases {
            let framework = &portfolio.frameworks[purchase.framework.index()];
            let rate = i128::from(framework.rates[purchase.line].day_rate.0);
            let parts = spread(purchase.centidays, mode.duration).enumerate();
            parts.for_each(|(k, part)| charge(k, framework.fund, part * rate));
        }
        self.costs += mode.costs.iter().map(|c| i128::from(c.amount.0)).sum::<i128>();
    }

    /// Grants pay their shares where they are open, the fund the rest.
    fn charge(&mut self, portfolio: &Portfolio, placed: &Placed, charge: Charge, violations: &mut Vec<Violation>) {
        let calendar = &portfolio.calendar;
        let mut rest = charge.amount;
        for grant in &placed.project.grants {
            let account = &mut self.funds[grant.fund.index()];
            if account.open[charge.period] {
                let part = (charge.amount as f64 * grant.share + 1e-6).floor() as i128;
                rest -= part;
                account.pay(calendar, &charge, part);
            }
        }
        let account = &mut self.funds[charge.fund.index()];
        account.pay(calendar, &charge, rest);
        if rest != 0 && !account.open[charge.period] {
            violations.push(Violation::FundClosed {
                project: placed.project.id.clone(),
                phase: placed.phase.to_owned(),
                fund: portfolio.funds[charge.fund.index()].id.clone(),
                period: When::first_day(calendar, charge.period as i64),
            });
        }
    }
}

impl Account {
    fn new(calendar: &Calendar, fund: &Fund) -> Self {
        let pays = |p: &Period| fund.from.is_none_or(|d| d <= p.first) && fund.to.is_none_or(|d| p.last <= d);
        let nothing = vec![0; calendar.years().count()];
        let open = calendar.periods().iter().map(pays).collect();
        Self { open, paid: nothing.clone(), committed: nothing }
    }

    fn pay(&mut self, calendar: &Calendar, charge: &Charge, amount: i128) {
        self.paid[year(calendar, charge.period)] += amount;
        self.committed[year(calendar, charge.committed)] += amount;
    }

    /// Its ceilings by year and in all.
    fn check(&self, calendar: &Calendar, fund: &Fund, violations: &mut Vec<Violation>) {
        for ((year, used), room) in calendar.years().zip(&self.paid).zip(self.payment_rooms(calendar, fund)) {
            if let Some(room) = room.filter(|room| used > room) {
                let (fund, paid, ceiling) = (fund.id.clone(), money(*used), money(room));
                violations.push(Violation::PaymentsExceeded { fund, year, paid, ceiling });
            }
        }
        for ((year, used), room) in calendar.years().zip(&self.committed).zip(self.commitment_rooms(calendar, fund)) {
            if let Some(room) = room.filter(|room| used > room) {
                let (fund, committed, ceiling) = (fund.id.clone(), money(*used), money(room));
                violations.push(Violation::CommitmentsExceeded { fund, year, committed, ceiling });
            }
        }
        let paid: i128 = self.paid.iter().sum();
        if let Some(total) = fund.total.filter(|total| paid > total.0.into()) {
            violations.push(Violation::TotalExceeded { fund: fund.id.clone(), paid: money(paid), total });
        }
    }

    /// By year of the calendar: the ceiling on payments with what was carried over, where there is one.
    pub(super) fn payment_rooms(&self, calendar: &Calendar, fund: &Fund) -> Vec<Option<i128>> {
        rooms(calendar, &fund.payments, fund.carry_over, &self.paid)
    }

    /// By year of the calendar: the ceiling on commitments with what was carried over, where there is one.
    pub(super) fn commitment_rooms(&self, calendar: &Calendar, fund: &Fund) -> Vec<Option<i128>> {
        rooms(calendar, &fund.commitments, fund.carry_over, &self.committed)
    }
}

/// What a year with a ceiling leaves goes to the next such year.
fn rooms(calendar: &Calendar, ceilings: &[YearAmount], carry_over: bool, used: &[i128]) -> Vec<Option<i128>> {
    let mut left = 0;
    let room = |(year, used): (i32, &i128)| {
        let ceiling = ceilings.iter().find(|c| c.year == year)?;
        let room = i128::from(ceiling.amount.0) + if carry_over { left } else { 0 };
        left = room - used;
        Some(room)
    };
    calendar.years().zip(used).map(room).collect()
}

/// The last period that begins while the framework runs, in which it is settled.
fn last_period(calendar: &Calendar, framework: &Framework) -> usize {
    calendar.periods().iter().rposition(|p| p.first <= framework.end).unwrap_or(calendar.len() - 1)
}

/// The position of a period's year among the calendar's.
fn year(calendar: &Calendar, period: usize) -> usize {
    (calendar.periods()[period].year() - calendar.years().start()) as usize
}
