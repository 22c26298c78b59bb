//! Changes to a portfolio that give what is short: as little as makes it fit, in the units that people decide in.

use chrono::Datelike;

use super::facts::WayKind;
use crate::base::{Date, FrameworkId, FundId, PoolId, date};
use crate::model::draft::scenario::ChangeDraft;
use crate::model::draft::{FrameworkDraft, FundDraft, PortfolioDraft, StaffWindowDraft, YearAmountDraft};
use crate::model::{Portfolio, SelectionRuleKind};
use crate::solve::{Barrier, Lack, Shortage};

/// The changes, in the barriers' order; none if something is short that no change gives.
pub(super) fn of(draft: &PortfolioDraft, portfolio: &Portfolio, short: &[Shortage]) -> Option<Vec<ChangeDraft>> {
    let mut barriers: Vec<Barrier> = short.iter().map(|s| s.barrier).collect();
    barriers.sort_unstable();
    barriers.dedup();
    let mut out = Vec::new();
    for barrier in barriers {
        let own: Vec<&Lack> = short.iter().filter(|s| s.barrier == barrier).map(|s| &s.lack).collect();
        match barrier {
            Barrier::Pool(pool) => out.extend(staff(portfolio, pool, &own)?),
            Barrier::Fund(fund) => out.push(ChangeDraft::PutFund(self::fund(draft, fund, &own))),
            Barrier::Framework(f) => out.push(ChangeDraft::PutFramework(framework(draft, f, &own))),
            Barrier::Flow(limit) => {
                let mut limit = draft.policy.flow_limits[limit.index()].clone();
                limit.max = limit.max.checked_add(1)?;
                out.push(ChangeDraft::PutFlowLimit(limit));
            }
            Barrier::Rule(rule) => {
                let rule = &draft.rules[rule.index()];
                out.push(match rule.kind {
                    Some(SelectionRuleKind::AtMost) => {
                        let mut more = rule.clone();
                        more.count = more.count.checked_add(1)?;
                        ChangeDraft::PutRule(more)
                    }
                    _ => ChangeDraft::RemoveRule(rule.id.clone()),
                });
            }
            Barrier::Project(_) => return None,
        }
    }
    Some(out)
}

/// In a word what the changes are.
pub(super) fn kind(changes: &[ChangeDraft]) -> WayKind {
    let one = |change: &ChangeDraft| match change {
        ChangeDraft::AddStaff { .. } => WayKind::Staff,
        ChangeDraft::PutFund(_) => WayKind::Fund,
        ChangeDraft::PutFramework(_) => WayKind::Framework,
        ChangeDraft::PutFlowLimit(_) => WayKind::FlowLimit,
        ChangeDraft::PutRule(_) | ChangeDraft::RemoveRule(_) => WayKind::Rule,
        ChangeDraft::SetSourcingRule { .. } => WayKind::Sourcing,
        ChangeDraft::SetWindow { .. } => WayKind::Deadline,
        _ => WayKind::Several,
    };
    let mut kinds: Vec<WayKind> = changes.iter().map(one).collect();
    kinds.dedup();
    match kinds[..] {
        [] => WayKind::Fits,
        [kind] => kind,
        _ => WayKind::Several,
    }
}

/// People for each quarter in which days are short. None where a period has no working day to add them on.
fn staff(portfolio: &Portfolio, pool: PoolId, lacks: &[&Lack]) -> Option<Vec<ChangeDraft>> {
    let calendar = &portfolio.calendar;
    let mut quarters: Vec<((i32, u32), f64)> = Vec::new();
    for lack in lacks {
        let Lack::Days { period, short } = lack else { continue };
        let p = calendar.periods()[*period];
        let worked = calendar.working_days(p.first, p.last);
        if worked == 0 {
            return None;
        }
        let (quarter, fte) = (quarter_of(p.first), short.days() / worked as f64);
        match quarters.iter_mut().find(|q| q.0 == quarter) {
            Some(q) => q.1 = q.1.max(fte),
            None => quarters.push((quarter, fte)),
        }
    }
    let id = &portfolio.pools[pool.index()].id;
    let more = |(quarter, fte): ((i32, u32), f64)| {
        let mut own = calendar.periods().iter().filter(|p| quarter_of(p.first) == quarter);
        let (first, last) = (own.clone().next()?.first, own.next_back()?.last);
        let fte = (fte * 100.0 + 0.01).ceil() / 100.0;
        let staff = StaffWindowDraft { from: date::iso(first), to: date::iso(last), fte, project_share: None };
        Some(ChangeDraft::AddStaff { pool: id.clone(), staff: Some(staff) })
    };
    quarters.into_iter().map(more).collect()
}

/// Year and quarter.
pub(in crate::study) fn quarter_of(day: Date) -> (i32, u32) {
    (day.year(), day.month0() / 3 + 1)
}

/// Currency for amounts that are short, in whole hundredths.
fn units(short: i64) -> f64 {
    (short as f64 / 100.0).ceil() / 100.0
}

fn fund(draft: &PortfolioDraft, fund: FundId, lacks: &[&Lack]) -> FundDraft {
    let mut fund = draft.funds[fund.index()].clone();
    for lack in lacks {
        match lack {
            Lack::Payments { year, short } => raise(&mut fund.payments, *year, units(short.0)),
            Lack::Commitments { year, short } => raise(&mut fund.commitments, *year, units(short.0)),
            Lack::Total { short } => fund.total = fund.total.map(|total| cents(total + units(short.0))),
            _ => {}
        }
    }
    fund
}

fn raise(years: &mut [YearAmountDraft], year: i32, short: f64) {
    if let Some(own) = years.iter_mut().find(|y| y.year == year) {
        own.amount = cents(own.amount + short);
    }
}

fn cents(amount: f64) -> f64 {
    (amount * 100.0).round() / 100.0
}

fn framework(draft: &PortfolioDraft, framework: FrameworkId, lacks: &[&Lack]) -> FrameworkDraft {
    let mut out = draft.frameworks[framework.index()].clone();
    for lack in lacks {
        match lack {
            Lack::Ceiling { short } => out.max_amount = out.max_amount.map(|max| cents(max + units(short.0))),
            Lack::Minimum { short } => out.min_amount = cents((out.min_amount - units(short.0)).max(0.0)),
            Lack::Supply { role, short, .. } => {
                let was = draft.frameworks[framework.index()].rates.iter().find(|r| r.role == *role);
                let wanted = was.and_then(|r| r.max_days_per_period).map(|most| most + short.days());
                for rate in out.rates.iter_mut().filter(|r| r.role == *role) {
                    rate.max_days_per_period = rate.max_days_per_period.zip(wanted).map(|(a, b)| a.max(b));
                }
            }
            _ => {}
        }
    }
    out
}
