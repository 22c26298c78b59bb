//! Prices by row, gathered in the units that people decide in, with the change that gives so much more.

use super::facts::{Margin, MarginKind};
use crate::base::date;
use crate::model::Portfolio;
use crate::model::draft::scenario::ChangeDraft;
use crate::model::draft::{PortfolioDraft, StaffWindowDraft, YearAmountDraft};
use crate::solve::Prices;
use crate::study::whynot::relief::quarter_of;

/// Currency that prices of money are of.
const MONEY: f64 = 10_000.0;

/// A step of money, as a share of what there is.
const STEP: f64 = 0.1;

/// Prices below this are rounding.
const NOTHING: f64 = 1e-9;

/// Everything that has a price, the dearest step first.
pub(super) fn of(draft: &PortfolioDraft, portfolio: &Portfolio, prices: &Prices) -> Vec<Margin> {
    let mut out = staff(portfolio, prices);
    let fund = |i: usize| portfolio.funds[i].id.clone();
    let amount = |years: &[YearAmountDraft], year| years.iter().find(|y| y.year == year).map_or(0.0, |y| y.amount);
    out.extend(prices.payments.iter().map(|(f, year, price)| {
        let there = amount(&draft.funds[f.index()].payments, *year);
        money(MarginKind::Payments, fund(f.index()), Some(*year), *price, there)
    }));
    out.extend(prices.commitments.iter().map(|(f, year, price)| {
        let there = amount(&draft.funds[f.index()].commitments, *year);
        money(MarginKind::Commitments, fund(f.index()), Some(*year), *price, there)
    }));
    out.extend(prices.totals.iter().map(|(f, price)| {
        let there = draft.funds[f.index()].total.unwrap_or(0.0);
        money(MarginKind::Total, fund(f.index()), None, *price, there)
    }));
    out.extend(prices.ceilings.iter().map(|(f, price)| {
        let framework = &draft.frameworks[f.index()];
        money(MarginKind::Framework, framework.id.clone(), None, *price, framework.max_amount.unwrap_or(0.0))
    }));
    out.extend(prices.flows.iter().map(|(f, windows)| {
        let subject = portfolio.policy.flow_limits[f.index()].id.clone();
        margin(MarginKind::Flow, subject, windows.iter().sum(), 1.0, 1.0)
    }));
    out.retain(|m| m.price > NOTHING);
    out.sort_by(|a, b| b.promise().total_cmp(&a.promise()));
    out
}

fn margin(kind: MarginKind, subject: String, price: f64, unit: f64, step: f64) -> Margin {
    Margin { kind, subject, year: None, quarter: None, unit, price, step, samples: Vec::new() }
}

/// Every year that a fund speaks of has a row, with or without a ceiling of its own.
fn money(kind: MarginKind, subject: String, year: Option<i32>, price: f64, there: f64) -> Margin {
    let step = (there * STEP / MONEY).max(1.0);
    Margin { year, ..margin(kind, subject, price * MONEY, MONEY, step) }
}

/// A person-day spread evenly over the quarter's working days. What may be overloaded takes more than the day.
fn staff(portfolio: &Portfolio, prices: &Prices) -> Vec<Margin> {
    let calendar = &portfolio.calendar;
    let mut out = Vec::new();
    for (pool, own) in portfolio.pools.iter().zip(&prices.pools) {
        let mut quarters: Vec<((i32, u32), f64, f64)> = Vec::new();
        for (period, price) in calendar.periods().iter().zip(own) {
            let worked = calendar.working_days(period.first, period.last) as f64;
            let (quarter, worth) = (quarter_of(period.first), price * worked * (1.0 + pool.max_overload));
            match quarters.last_mut() {
                Some(q) if q.0 == quarter => (q.1, q.2) = (q.1 + worked, q.2 + worth),
                _ => quarters.push((quarter, worked, worth)),
            }
        }
        out.extend(quarters.into_iter().filter(|q| q.1 > 0.0).map(|((year, quarter), worked, worth)| Margin {
            year: Some(year),
            quarter: Some(quarter),
            ..margin(MarginKind::Staff, pool.id.clone(), worth / worked, 1.0, worked)
        }));
    }
    out
}

/// The change that gives so many steps more; none where there is nothing to raise.
pub(super) fn more(draft: &PortfolioDraft, portfolio: &Portfolio, m: &Margin, steps: f64) -> Option<ChangeDraft> {
    let fund = || draft.funds.iter().find(|f| f.id == m.subject).cloned();
    let amount = m.step * steps * m.unit;
    let cents = |x: f64| ((x + amount) * 100.0).round() / 100.0;
    let raise = |years: &mut Vec<YearAmountDraft>| {
        let own = years.iter_mut().find(|y| Some(y.year) == m.year)?;
        own.amount = cents(own.amount);
        Some(())
    };
    match m.kind {
        MarginKind::Staff => {
            let own = |d| Some(quarter_of(d)) == m.year.zip(m.quarter);
            let mut periods = portfolio.calendar.periods().iter().filter(|p| own(p.first));
            let first = periods.next()?;
            let last = periods.next_back().unwrap_or(first);
            let (from, to) = (date::iso(first.first), date::iso(last.last));
            let staff = StaffWindowDraft { from, to, fte: steps, project_share: None };
            Some(ChangeDraft::AddStaff { pool: m.subject.clone(), staff: Some(staff) })
        }
        MarginKind::Payments => {
            let mut fund = fund()?;
            raise(&mut fund.payments)?;
            Some(ChangeDraft::PutFund(fund))
        }
        MarginKind::Commitments => {
            let mut fund = fund()?;
            raise(&mut fund.commitments)?;
            Some(ChangeDraft::PutFund(fund))
        }
        MarginKind::Total => {
            let mut fund = fund()?;
            fund.total = Some(cents(fund.total?));
            Some(ChangeDraft::PutFund(fund))
        }
        MarginKind::Framework => {
            let mut framework = draft.frameworks.iter().find(|f| f.id == m.subject)?.clone();
            framework.max_amount = Some(cents(framework.max_amount?));
            Some(ChangeDraft::PutFramework(framework))
        }
        MarginKind::Flow => {
            let mut limit = draft.policy.flow_limits.iter().find(|f| f.id == m.subject)?.clone();
            limit.max = limit.max.checked_add(steps as i32)?;
            Some(ChangeDraft::PutFlowLimit(limit))
        }
    }
}
