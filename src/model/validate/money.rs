//! Frameworks, sourcing rules and funds.

use std::collections::{BTreeMap, HashSet};

use super::super::draft::YearAmountDraft;
use super::super::{Framework, Fund, ProblemCode, RateLine, SourcingRule, SourcingShare, YearAmount};
use super::context::Context;
use crate::base::{Centidays, Date, FrameworkId, FundId, Money, Rate};

pub(super) fn frameworks(cx: &mut Context) -> Vec<Framework> {
    let draft = cx.draft;
    cx.unique_ids("frameworks", draft.frameworks.iter().map(|f| &f.id[..]));
    let mut out = Vec::new();
    for (i, f) in draft.frameworks.iter().enumerate() {
        let path = format!("frameworks[{i}]");
        let start = cx.date(&format!("{path}.start"), &f.start);
        let end = cx.date(&format!("{path}.end"), &f.end);
        cx.window(&format!("{path}.end"), start, end);
        cx.touches(&path, start, end);
        let min = cx.non_negative(&format!("{path}.minAmount"), f.min_amount);
        let max = f.max_amount.map(|x| cx.non_negative(&format!("{path}.maxAmount"), x));
        if let Some(max) = f.max_amount.filter(|max| (0.0..min).contains(max)) {
            cx.problem_with(ProblemCode::OutOfRange, &format!("{path}.maxAmount"), max, format!("minAmount {min}"));
        }
        let fund = cx.find(&format!("{path}.fund"), &f.fund, |cx| &cx.funds);
        out.push(Framework {
            id: f.id.clone(),
            name: f.name.clone(),
            start: start.unwrap_or(Date::MIN),
            end: end.unwrap_or(Date::MIN),
            rates: rates(cx, i),
            min_amount: Money::from_units(min),
            max_amount: max.map(Money::from_units),
            lead_periods: cx.within(&format!("{path}.leadPeriods"), f.lead_periods, 0, 1_000_000) as u32,
            fund: FundId::new(fund.unwrap_or(0)),
        });
    }
    out
}

fn rates(cx: &mut Context, framework: usize) -> Vec<RateLine> {
    let draft = cx.draft;
    let mut seen = HashSet::new();
    let mut out = Vec::new();
    for (i, r) in draft.frameworks[framework].rates.iter().enumerate() {
        let path = format!("frameworks[{framework}].rates[{i}]");
        if !seen.insert(&r.role) {
            cx.problem(ProblemCode::Repeated, &format!("{path}.role"), &r.role);
        }
        let most = r.max_days_per_period.map(|x| cx.days(&format!("{path}.maxDaysPerPeriod"), x));
        out.push(RateLine {
            role: r.role.clone(),
            day_rate: Rate::from_units(cx.rate(&format!("{path}.dayRate"), r.day_rate)),
            max_days_per_period: most.map(Centidays::from_days),
        });
    }
    out
}

pub(super) fn sourcing_rules(cx: &mut Context) -> Vec<SourcingRule> {
    let draft = cx.draft;
    cx.unique_ids("sourcingRules", draft.sourcing_rules.iter().map(|r| &r.id[..]));
    let mut out = Vec::new();
    for (i, r) in draft.sourcing_rules.iter().enumerate() {
        let path = format!("sourcingRules[{i}]");
        let factor = r.duration_factor.map_or(1.0, |x| cx.non_negative(&format!("{path}.durationFactor"), x));
        // A factor that is smaller still would round a duration down to nothing, and work takes time.
        let told = r.duration_factor.is_some_and(|x| x.is_nan() || x < 0.0);
        if !told && !(1e-3..=1e3).contains(&factor) {
            let detail = "0.001..1000".to_owned();
            cx.problem_with(ProblemCode::OutOfRange, &format!("{path}.durationFactor"), factor, detail);
        }
        let shares = shares(cx, i);
        out.push(SourcingRule {
            id: r.id.clone(),
            name: r.name.clone(),
            shares,
            duration_factor: factor,
            enabled: r.enabled,
        });
    }
    out
}

fn shares(cx: &mut Context, rule: usize) -> Vec<SourcingShare> {
    let draft = cx.draft;
    let mut sums: BTreeMap<&str, f64> = BTreeMap::new();
    let mut out = Vec::new();
    for (i, s) in draft.sourcing_rules[rule].shares.iter().enumerate() {
        let path = format!("sourcingRules[{rule}].shares[{i}]");
        let framework = cx.find(&format!("{path}.framework"), &s.framework, |cx| &cx.frameworks);
        if let Some(f) = framework
            && !draft.frameworks[f].rates.iter().any(|r| r.role == s.role)
        {
            cx.problem_with(ProblemCode::MissingRate, &format!("{path}.role"), &s.role, s.framework.clone());
        }
        let share = cx.share(&format!("{path}.share"), s.share);
        let sum = sums.entry(&s.role).or_default();
        *sum += share;
        if *sum > 1.0 + 1e-9 {
            let detail = format!("{}: {sum}", s.role);
            cx.problem_with(ProblemCode::SharesExceedOne, &format!("{path}.share"), s.share, detail);
        }
        out.push(SourcingShare {
            role: s.role.clone(),
            framework: FrameworkId::new(framework.unwrap_or(0)),
            share,
            oversight: cx.up_to(&format!("{path}.oversight"), s.oversight, 100.0),
        });
    }
    out
}

pub(super) fn funds(cx: &mut Context) -> Vec<Fund> {
    let draft = cx.draft;
    cx.unique_ids("funds", draft.funds.iter().map(|f| &f.id[..]));
    let mut out = Vec::new();
    for (i, f) in draft.funds.iter().enumerate() {
        let path = format!("funds[{i}]");
        let from = cx.optional_date(&format!("{path}.from"), &f.from);
        let to = cx.optional_date(&format!("{path}.to"), &f.to);
        cx.window(&format!("{path}.to"), from, to);
        cx.touches(&path, from.or(Some(Date::MIN)), to.or(Some(Date::MAX)));
        out.push(Fund {
            id: f.id.clone(),
            name: f.name.clone(),
            kind: f.kind,
            total: f.total.map(|x| Money::from_units(cx.non_negative(&format!("{path}.total"), x))),
            payments: years(cx, &format!("{path}.payments"), &f.payments),
            commitments: years(cx, &format!("{path}.commitments"), &f.commitments),
            carry_over: f.carry_over,
            held: Vec::new(),
            from,
            to,
        });
    }
    out
}

fn years(cx: &mut Context, list: &str, drafts: &[YearAmountDraft]) -> Vec<YearAmount> {
    let mut seen = HashSet::new();
    let mut out = Vec::new();
    for (i, y) in drafts.iter().enumerate() {
        let path = format!("{list}[{i}]");
        if !seen.insert(y.year) {
            cx.problem(ProblemCode::Repeated, &format!("{path}.year"), y.year);
        }
        if let Some(years) = cx.calendar.as_ref().map(|c| c.years()).filter(|years| !years.contains(&y.year)) {
            let detail = format!("{}..{}", years.start(), years.end());
            cx.problem_with(ProblemCode::OutsideCalendar, &format!("{path}.year"), y.year, detail);
        }
        let amount = Money::from_units(cx.non_negative(&format!("{path}.amount"), y.amount));
        out.push(YearAmount { year: y.year, amount });
    }
    out
}
