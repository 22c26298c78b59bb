//! Funds and ceilings as consumables: what each option is charged.

use std::collections::HashMap;

use super::{Consumable, Origin};
use crate::base::{FrameworkId, FundId, Money, spread};
use crate::model::{Mode, Portfolio, Project};

/// The consumables of a portfolio, and who is charged what.
pub(super) struct Ledger<'a> {
    portfolio: &'a Portfolio,
    pub rows: Vec<Consumable>,
    /// By fund and year (from the calendar's first): rows that a payment, a commitment counts in.
    paid: Vec<Vec<Vec<u32>>>,
    committed: Vec<Vec<Vec<u32>>>,
    ceiling: Vec<Option<u32>>,
    /// By fund and period.
    open: Vec<Vec<bool>>,
    years: Vec<usize>,
    /// By period: how many periods up to it differ from the one before in their year or in the funds that pay.
    changes: Vec<usize>,
}

impl<'a> Ledger<'a> {
    pub(super) fn new(portfolio: &'a Portfolio) -> Self {
        let calendar = &portfolio.calendar;
        let first_year = *calendar.years().start();
        let years: Vec<usize> = calendar.periods().iter().map(|p| (p.year() - first_year) as usize).collect();
        let inside = |f: &crate::model::Fund| {
            let open =
                |p: &crate::base::Period| f.from.is_none_or(|d| d <= p.first) && f.to.is_none_or(|d| p.last <= d);
            calendar.periods().iter().map(open).collect()
        };
        let open: Vec<Vec<bool>> = portfolio.funds.iter().map(inside).collect();
        let changes = changes(&years, &open);
        let mut ledger = Self {
            portfolio,
            rows: Vec::new(),
            paid: Vec::new(),
            committed: Vec::new(),
            ceiling: Vec::new(),
            open,
            years,
            changes,
        };
        for (i, fund) in portfolio.funds.iter().enumerate() {
            let id = FundId::new(i);
            let mut paid = ledger.yearly(&fund.payments, fund.carry_over, |y| Origin::Payments(id, y));
            let held = ledger.yearly(&fund.held, false, |y| Origin::Payments(id, y));
            paid.iter_mut().zip(held).for_each(|(rows, held)| rows.extend(held));
            let committed = ledger.yearly(&fund.commitments, fund.carry_over, |y| Origin::Commitments(id, y));
            if let Some(total) = fund.total {
                let row = ledger.row(total.0, Origin::Total(id));
                paid.iter_mut().for_each(|rows| rows.push(row));
            }
            ledger.paid.push(paid);
            ledger.committed.push(committed);
        }
        for (i, framework) in portfolio.frameworks.iter().enumerate() {
            let row = framework.max_amount.map(|max| ledger.row(max.0, Origin::Ceiling(FrameworkId::new(i))));
            ledger.ceiling.push(row);
        }
        ledger
    }

    /// Rows that what a framework owes counts in: payments of its fund in its last year in the calendar.
    pub(super) fn owed(&self, framework: FrameworkId) -> Vec<u32> {
        let f = &self.portfolio.frameworks[framework.index()];
        let periods = self.portfolio.calendar.periods();
        let last = periods.iter().rposition(|p| p.first <= f.end).unwrap_or(periods.len() - 1);
        self.paid[f.fund.index()][self.years[last]].clone()
    }

    /// What the mode is charged when it starts there, by row; `None` if a closed fund would have to pay.
    pub(super) fn charges(&self, project: &Project, mode: &Mode, start: usize) -> Option<Vec<(u32, i64)>> {
        let mut sum: Vec<(u32, i64)> = Vec::new();
        let duration = mode.duration.max(1);
        for cost in &mode.costs {
            for k in 0..duration {
                self.charge(project, start, k, cost.fund, spread(cost.amount.0, duration, k), &mut sum)?;
            }
        }
        for (framework, role, days) in purchases(mode) {
            let f = &self.portfolio.frameworks[framework.index()];
            let rate = f.rates.iter().find(|r| r.role == role).expect("validation wants a rate").day_rate;
            for k in 0..mode.duration {
                let amount = rate.0 * spread(days, mode.duration, k);
                self.charge(project, start, k, f.fund, amount, &mut sum)?;
                if let Some(row) = self.ceiling[framework.index()] {
                    sum.push((row, amount));
                }
            }
        }
        Some(merged(sum))
    }

    /// Whether a mode of that length is charged the same from `start` as from the period before.
    pub(super) fn is_charged_as_before(&self, start: usize, duration: usize) -> bool {
        let last = self.years.len() - 1;
        let end = (start + duration.max(1) - 1).min(last);
        start > 0 && start <= last && self.changes[end] == self.changes[start - 1]
    }

    fn charge(
        &self,
        project: &Project,
        start: usize,
        k: u32,
        fund: FundId,
        amount: i64,
        sum: &mut Vec<(u32, i64)>,
    ) -> Option<()> {
        let last = self.years.len() - 1;
        let (period, started) = ((start + k as usize).min(last), start.min(last));
        let mut rest = amount;
        for grant in &project.grants {
            if self.open[grant.fund.index()][period] {
                let part = (amount as f64 * grant.share + 1e-6).floor() as i64;
                rest -= part;
                self.pay(grant.fund, period, started, part, sum);
            }
        }
        if rest != 0 && !self.open[fund.index()][period] {
            return None;
        }
        self.pay(fund, period, started, rest, sum);
        Some(())
    }

    fn pay(&self, fund: FundId, period: usize, started: usize, amount: i64, sum: &mut Vec<(u32, i64)>) {
        if amount != 0 {
            sum.extend(self.paid[fund.index()][self.years[period]].iter().map(|row| (*row, amount)));
            sum.extend(self.committed[fund.index()][self.years[started]].iter().map(|row| (*row, amount)));
        }
    }

    fn row(&mut self, limit: i64, origin: Origin) -> u32 {
        self.rows.push(Consumable { limit, origin });
        self.rows.len() as u32 - 1
    }

    /// One row for each year that has a ceiling; with carry-over it counts all such years up to its own.
    fn yearly(
        &mut self,
        ceilings: &[crate::model::YearAmount],
        carry: bool,
        origin: impl Fn(i32) -> Origin,
    ) -> Vec<Vec<u32>> {
        let all = self.portfolio.calendar.years();
        let mut rows = vec![Vec::new(); all.clone().count()];
        let capped: Vec<(usize, i32, Money)> = all
            .enumerate()
            .filter_map(|(i, y)| ceilings.iter().find(|c| c.year == y).map(|c| (i, y, c.amount)))
            .collect();
        let mut sum = 0;
        for (n, (i, year, amount)) in capped.iter().enumerate() {
            // A sum of ceilings beyond what an i64 holds bars nothing.
            sum = i64::saturating_add(sum, amount.0);
            let row = self.row(if carry { sum } else { amount.0 }, origin(*year));
            if carry {
                capped[..=n].iter().for_each(|(j, _, _)| rows[*j].push(row));
            } else {
                rows[*i].push(row);
            }
        }
        rows
    }
}

fn changes(years: &[usize], open: &[Vec<bool>]) -> Vec<usize> {
    let differs = |t: usize| years[t] != years[t - 1] || open.iter().any(|o| o[t] != o[t - 1]);
    let counted = (0..years.len()).scan(0, |count, t| {
        *count += usize::from(t > 0 && differs(t));
        Some(*count)
    });
    counted.collect()
}

/// Bought days by framework and role; the same pair twice is one purchase.
pub(super) fn purchases(mode: &Mode) -> Vec<(FrameworkId, &str, i64)> {
    let mut out: Vec<(FrameworkId, &str, i64)> = Vec::new();
    for p in &mode.purchases {
        match out.iter_mut().find(|x| x.0 == p.framework && x.1 == p.role) {
            Some(x) => x.2 += p.days.0,
            None => out.push((p.framework, &p.role, p.days.0)),
        }
    }
    out
}

/// Distinct vectors, each once.
#[derive(Default)]
pub(super) struct Interner {
    known: HashMap<Vec<(u32, i64)>, u32>,
    pub all: Vec<Vec<(u32, i64)>>,
}

impl Interner {
    pub(super) fn intern(&mut self, vector: Vec<(u32, i64)>) -> u32 {
        if let Some(i) = self.known.get(&vector) {
            return *i;
        }
        let i = self.all.len() as u32;
        self.all.push(vector.clone());
        self.known.insert(vector, i);
        i
    }
}

fn merged(mut sum: Vec<(u32, i64)>) -> Vec<(u32, i64)> {
    sum.sort_unstable_by_key(|x| x.0);
    let mut out: Vec<(u32, i64)> = Vec::with_capacity(sum.len());
    for (row, amount) in sum {
        match out.last_mut() {
            Some(last) if last.0 == row => last.1 += amount,
            _ => out.push((row, amount)),
        }
    }
    out.retain(|x| x.1 != 0);
    out
}
