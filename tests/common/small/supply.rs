//! What there is: time, people, contracts and money.

use arbitre::base::{Calendar, PeriodUnit, Rng, date};
use arbitre::model::FundKind;
use arbitre::model::draft::*;
use chrono::Days;

use super::dice::{between, day, figure, maybe, pick, window};

pub(super) const ROLES: [&str; 3] = ["MOE", "MOA", "AMOA"];

/// The calendar, and what amounts have to look like to be tight in it.
pub(super) struct Scale {
    pub(super) calendar: Calendar,
    /// About how many working days a period has.
    pub(super) days: f64,
}

pub(super) fn calendar(rng: &mut Rng, draft: &mut PortfolioDraft) -> Scale {
    let (unit, days, starts) = pick(
        rng,
        &[
            (PeriodUnit::Month, 20.0, ["2021-10-01", "2021-09-15", "2020-11-20", "2021-02-01"]),
            (PeriodUnit::Week, 5.0, ["2021-12-06", "2021-05-03", "2020-12-17", "2021-07-01"]),
            (PeriodUnit::Day, 1.0, ["2021-12-28", "2021-05-10", "2021-07-12", "2021-03-03"]),
        ],
    );
    let start = date::parse(pick(rng, &starts)).expect("it is a date");
    let holidays = pick(rng, &["", "FR"]);
    let closed: Vec<_> = (0..rng.below(3)).map(|_| start + Days::new(rng.below(40) as u64)).collect();
    let until = |end| Calendar::new(start, end, unit, holidays, closed.clone()).expect("the country is known");
    let wanted = between(rng, 4, 7);
    let mut end = start;
    while until(end).len() < wanted {
        end = end + Days::new(1);
    }
    for _ in 0..rng.below(30) {
        if until(end + Days::new(1)).len() > wanted {
            break;
        }
        end = end + Days::new(1);
    }
    draft.calendar = Some(CalendarDraft {
        start: date::iso(start),
        end: date::iso(end),
        unit: Some(unit),
        public_holidays: holidays.to_owned(),
        closed_days: closed.iter().map(|d| date::iso(*d)).collect(),
    });
    Scale { calendar: until(end), days }
}

pub(super) fn objectives(rng: &mut Rng, draft: &mut PortfolioDraft) {
    for id in ["service", "savings"].into_iter().take(rng.below(3)) {
        let weight = figure(rng, 0.5, 3.0, 0.25);
        draft.objectives.push(ObjectiveDraft { id: id.to_owned(), name: format!("Better {id}"), weight });
    }
}

pub(super) fn pools(rng: &mut Rng, draft: &mut PortfolioDraft, scale: &Scale) {
    for (i, own) in ROLES.into_iter().enumerate().take(between(rng, 1, 3)) {
        let role = if rng.chance(0.1) { "" } else { own };
        let role = if rng.chance(0.15) { "MOE" } else { role };
        let all = draft.calendar.clone().expect("the calendar comes first");
        let share = maybe(rng, 0.3, |rng| figure(rng, 0.5, 1.0, 0.1));
        let fte = figure(rng, 1.0, 3.0, 0.5);
        let mut staff = vec![StaffWindowDraft { from: all.start, to: all.end, fte, project_share: share }];
        for _ in 0..rng.below(3) {
            staff.push(staff_window(rng, scale, 2.0));
        }
        let reserved = (0..rng.below(2)).map(|_| staff_window(rng, scale, 1.5)).collect();
        draft.pools.push(PoolDraft {
            id: format!("pool{i}"),
            name: format!("Pool {i}"),
            role: role.to_owned(),
            staff,
            reserved,
            max_overload: pick(rng, &[0.0, 0.0, 0.05, 0.3]),
            day_cost: pick(rng, &[0.0, 1.25, 3.0]),
        });
    }
}

fn staff_window(rng: &mut Rng, scale: &Scale, most: f64) -> StaffWindowDraft {
    let (from, to) = window(rng, &scale.calendar);
    let fte = figure(rng, 0.2, most, 0.1);
    StaffWindowDraft { from, to, fte, project_share: maybe(rng, 0.3, |rng| figure(rng, 0.3, 1.0, 0.1)) }
}

pub(super) fn funds(rng: &mut Rng, draft: &mut PortfolioDraft, scale: &Scale) {
    let kinds = [FundKind::Investment, FundKind::Operating, FundKind::Grant, FundKind::Unspecified];
    for i in 0..between(rng, 1, 3) {
        let (from, to) = if rng.chance(0.2) { window(rng, &scale.calendar) } else { Default::default() };
        draft.funds.push(FundDraft {
            id: format!("fund{i}"),
            name: format!("Fund {i}"),
            kind: kinds[(i + rng.below(2)) % 4],
            total: maybe(rng, 0.4, |rng| figure(rng, 30.0, 200.0, 0.01)),
            payments: ceilings(rng, scale, 25.0, 120.0),
            commitments: ceilings(rng, scale, 30.0, 150.0),
            carry_over: rng.chance(0.5),
            from: if rng.chance(0.8) { from } else { String::new() },
            to: if rng.chance(0.8) { to } else { String::new() },
        });
    }
}

/// Ceilings for none, some or all years.
fn ceilings(rng: &mut Rng, scale: &Scale, low: f64, high: f64) -> Vec<YearAmountDraft> {
    if rng.chance(0.5) {
        return Vec::new();
    }
    let years: Vec<i32> = scale.calendar.years().filter(|_| rng.chance(0.8)).collect();
    years.into_iter().map(|year| YearAmountDraft { year, amount: figure(rng, low, high, 0.5) }).collect()
}

pub(super) fn frameworks(rng: &mut Rng, draft: &mut PortfolioDraft, scale: &Scale) {
    for i in 0..pick(rng, &[0, 1, 1, 2]) {
        let (start, end) = window(rng, &scale.calendar);
        let min_amount = pick(rng, &[0.0, 0.0, 12.5, 40.0]);
        let mut roles = ROLES.to_vec();
        rng.shuffle(&mut roles);
        roles.truncate(between(rng, 1, 3));
        draft.frameworks.push(FrameworkDraft {
            id: format!("framework{i}"),
            name: format!("Framework {i}"),
            start,
            end,
            rates: roles.into_iter().map(|role| rate(rng, scale, role)).collect(),
            min_amount,
            max_amount: maybe(rng, 0.6, |rng| min_amount + figure(rng, 5.0, 60.0, 0.5)),
            lead_periods: pick(rng, &[0, 0, 1, 2]),
            fund: pick(rng, &draft.funds).id,
        });
    }
}

fn rate(rng: &mut Rng, scale: &Scale, role: &str) -> RateLineDraft {
    RateLineDraft {
        role: role.to_owned(),
        day_rate: figure(rng, 8.0, 25.0, 0.37) / scale.days,
        max_days_per_period: maybe(rng, 0.4, |rng| scale.days * figure(rng, 0.4, 2.0, 0.1)),
    }
}

pub(super) fn sourcing_rules(rng: &mut Rng, draft: &mut PortfolioDraft) {
    if draft.frameworks.is_empty() {
        return;
    }
    for i in 0..rng.below(3) {
        let mut shares = Vec::new();
        for _ in 0..between(rng, 1, 2) {
            let framework = pick(rng, &draft.frameworks);
            shares.push(SourcingShareDraft {
                role: pick(rng, &framework.rates).role,
                framework: framework.id,
                share: pick(rng, &[0.25, 0.4, 0.5, 0.333]),
                oversight: pick(rng, &[0.0, 0.1, 0.25]),
            });
        }
        draft.sourcing_rules.push(SourcingRuleDraft {
            id: format!("buy{i}"),
            name: format!("Buy {i}"),
            shares,
            duration_factor: maybe(rng, 0.5, |rng| pick(rng, &[0.5, 1.5, 2.0])),
            enabled: rng.chance(0.75),
        });
    }
}

/// A day as text.
pub(super) fn iso_day(rng: &mut Rng, scale: &Scale) -> String {
    date::iso(day(rng, &scale.calendar))
}
