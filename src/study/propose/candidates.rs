//! Changes that prices speak for, and which of them are worth planning.

use chrono::Datelike;

use super::candidate::{Candidate, Ground};
use super::deadlines;
use crate::base::{Date, Lang, Period, date};
use crate::model::draft::scenario::ChangeDraft;
use crate::model::draft::{FrameworkDraft, FundDraft, StaffWindowDraft, YearAmountDraft};
use crate::model::{Measure, Pool};
use crate::study::compare::ProposalKind;

/// People that a pool gets for a quarter.
const PEOPLE: f64 = 2.0;

/// Share by which a ceiling is raised.
const RAISE: f64 = 0.1;

/// Promises below this are rounding.
const NOTHING: f64 = 1e-6;

/// The best of each kind first, then the others by what they promise; of a pool only its best quarter.
pub(super) fn choose(ground: &Ground, count: usize, taken: &[&str], lang: Lang) -> Vec<Candidate> {
    if ground.case.portfolio.policy.goals[0].measure != Measure::Value || ground.prices.pools.is_empty() {
        return Vec::new();
    }
    let mut kinds = [staff(ground, lang), ceilings(ground, lang), lifted(ground, lang), flows(ground, lang)];
    for kind in &mut kinds {
        kind.retain(|c| c.promised > NOTHING);
        kind.sort_by(|a, b| b.promised.total_cmp(&a.promised));
    }
    let mut first: Vec<Candidate> = kinds.iter_mut().filter(|k| !k.is_empty()).map(|k| k.remove(0)).collect();
    first.sort_by(|a, b| b.promised.total_cmp(&a.promised));
    let mut rest: Vec<Candidate> = kinds.into_iter().flatten().collect();
    rest.sort_by(|a, b| b.promised.total_cmp(&a.promised));
    let mut out: Vec<Candidate> = first.into_iter().chain(rest).take(count).collect();
    for i in 0..out.len() {
        let clash = |id: &str| taken.contains(&id) || out[..i].iter().any(|c| c.id == id);
        let wish = out[i].id.clone();
        let mut ids = std::iter::once(wish.clone()).chain((2..).map(|n: u64| format!("{wish}-{n}")));
        out[i].id = ids.find(|id| !clash(id)).expect("there are more numbers than ids");
    }
    out
}

/// Two more people in each pool, in the quarter in which they bring most.
fn staff(ground: &Ground, lang: Lang) -> Vec<Candidate> {
    let portfolio = &ground.case.portfolio;
    let mut out = Vec::new();
    for (pool, prices) in portfolio.pools.iter().zip(&ground.prices.pools) {
        let quarters = quarters(portfolio.calendar.periods(), prices, |p| {
            let worked = portfolio.calendar.working_days(p.first, p.last);
            worked as f64 * PEOPLE * share(pool)
        });
        let best = quarters.into_iter().max_by(|a, b| a.promised.total_cmp(&b.promised));
        out.extend(best.map(|q| more_staff(pool, &q, lang)));
    }
    out
}

/// A quarter of a year, as far as the calendar has it.
struct Quarter {
    from: Date,
    to: Date,
    promised: f64,
}

fn quarters(periods: &[Period], prices: &[f64], days: impl Fn(&Period) -> f64) -> Vec<Quarter> {
    let mut out: Vec<Quarter> = Vec::new();
    let of = |day: Date| (day.year(), day.month0() / 3);
    for (period, price) in periods.iter().zip(prices) {
        let worth = price * days(period);
        match out.last_mut() {
            Some(q) if of(q.from) == of(period.first) => {
                q.to = period.last;
                q.promised += worth;
            }
            _ => out.push(Quarter { from: period.first, to: period.last, promised: worth }),
        }
    }
    out
}

/// The share of their time that its people give to projects.
fn share(pool: &Pool) -> f64 {
    pool.staff.first().map_or(1.0, |s| s.project_share)
}

fn more_staff(pool: &Pool, q: &Quarter, lang: Lang) -> Candidate {
    let (year, number) = (q.from.year(), q.from.month0() / 3 + 1);
    let staff = StaffWindowDraft {
        from: date::iso(q.from),
        to: date::iso(q.to),
        fte: PEOPLE,
        project_share: Some(share(pool)),
    };
    let name = named(&pool.name, &pool.id);
    Candidate {
        id: format!("staff-{}-{year}-q{number}", pool.id),
        kind: ProposalKind::Staff,
        subject: pool.id.clone(),
        change: ChangeDraft::AddStaff { pool: pool.id.clone(), staff: Some(staff) },
        promised: q.promised,
        what: lang.pick(
            format!("Deux personnes de plus pour {name} au T{number} {year}"),
            format!("Two more people for {name} in Q{number} {year}"),
        ),
    }
}

fn named<'a>(name: &'a str, id: &'a str) -> &'a str {
    if name.is_empty() { id } else { name }
}

/// A tenth more of each ceiling on money.
fn ceilings(ground: &Ground, lang: Lang) -> Vec<Candidate> {
    let (portfolio, draft, prices) = (&ground.case.portfolio, &ground.case.draft, ground.prices);
    let mut out = Vec::new();
    for (i, (fund, said)) in portfolio.funds.iter().zip(&draft.funds).enumerate() {
        let candidate = |part: String, words: String, price: f64, amount: f64, changed: FundDraft| Candidate {
            id: format!("ceiling-{}{part}", fund.id),
            kind: ProposalKind::Ceiling,
            subject: fund.id.clone(),
            change: ChangeDraft::PutFund(changed),
            promised: price * amount * RAISE,
            what: lang.pick(
                format!("Un dixième de plus pour {}{words}", named(&fund.name, &fund.id)),
                format!("A tenth more for {}{words}", named(&fund.name, &fund.id)),
            ),
        };
        for (at, y) in said.payments.iter().enumerate() {
            let price = prices.payments.iter().find(|p| p.0.index() == i && p.1 == y.year).map_or(0.0, |p| p.2);
            let changed = FundDraft { payments: raised(&said.payments, at), ..said.clone() };
            let words = lang.pick(format!(" en paiements {}", y.year), format!(" in payments of {}", y.year));
            out.push(candidate(format!("-payments-{}", y.year), words, price, y.amount, changed));
        }
        for (at, y) in said.commitments.iter().enumerate() {
            let price = prices.commitments.iter().find(|p| p.0.index() == i && p.1 == y.year).map_or(0.0, |p| p.2);
            let changed = FundDraft { commitments: raised(&said.commitments, at), ..said.clone() };
            let words = lang.pick(format!(" en engagements {}", y.year), format!(" in commitments of {}", y.year));
            out.push(candidate(format!("-commitments-{}", y.year), words, price, y.amount, changed));
        }
        if let Some(total) = said.total {
            let price = prices.totals.iter().find(|p| p.0.index() == i).map_or(0.0, |p| p.1);
            let changed = FundDraft { total: Some(more(total)), ..said.clone() };
            out.push(candidate(
                "-total".to_owned(),
                lang.pick(" en tout", " in all").to_owned(),
                price,
                total,
                changed,
            ));
        }
    }
    for (i, said) in draft.frameworks.iter().enumerate() {
        let Some(max) = said.max_amount else { continue };
        let price = prices.ceilings.iter().find(|p| p.0.index() == i).map_or(0.0, |p| p.1);
        let name = named(&said.name, &said.id);
        out.push(Candidate {
            id: format!("ceiling-{}", said.id),
            kind: ProposalKind::Ceiling,
            subject: said.id.clone(),
            change: ChangeDraft::PutFramework(FrameworkDraft { max_amount: Some(more(max)), ..said.clone() }),
            promised: price * max * RAISE,
            what: lang
                .pick(format!("Un dixième de plus au plafond de {name}"), format!("A tenth more of {name}'s ceiling")),
        });
    }
    out
}

fn raised(years: &[YearAmountDraft], at: usize) -> Vec<YearAmountDraft> {
    let mut out = years.to_vec();
    out[at].amount = more(out[at].amount);
    out
}

/// In whole hundredths, as money is written.
fn more(amount: f64) -> f64 {
    (amount * (1.0 + RAISE) * 100.0).round() / 100.0
}

/// Each deadline lifted.
fn lifted(ground: &Ground, lang: Lang) -> Vec<Candidate> {
    let candidate = |(project, promised): (crate::base::ProjectId, f64)| {
        let project = &ground.case.portfolio.projects[project.index()];
        let name = named(&project.name, &project.id);
        Candidate {
            id: format!("deadline-{}", project.id),
            kind: ProposalKind::Deadline,
            subject: project.id.clone(),
            change: ChangeDraft::SetWindow {
                project: project.id.clone(),
                earliest_start: None,
                deadline: Some(String::new()),
                target: None,
            },
            promised,
            what: lang.pick(format!("Échéance levée pour {name}"), format!("Deadline lifted for {name}")),
        }
    };
    deadlines::promises(ground).into_iter().map(candidate).collect()
}

/// One more under each flow limit.
fn flows(ground: &Ground, lang: Lang) -> Vec<Candidate> {
    let limits = ground.case.draft.policy.flow_limits.iter().enumerate();
    let candidate = |(i, said): (usize, &crate::model::draft::FlowLimitDraft)| {
        let prices = ground.prices.flows.iter().find(|f| f.0.index() == i);
        let changed = crate::model::draft::FlowLimitDraft { max: said.max.saturating_add(1), ..said.clone() };
        Candidate {
            id: format!("flow-{}", said.id),
            kind: ProposalKind::Flow,
            subject: said.id.clone(),
            change: ChangeDraft::PutFlowLimit(changed),
            promised: prices.map_or(0.0, |f| f.1.iter().sum()),
            what: lang.pick(
                format!("Un projet de plus à la fois sous la limite {}", said.id),
                format!("One more project at a time under the limit {}", said.id),
            ),
        }
    };
    limits.map(candidate).collect()
}
