//! Findings as the plan's reasons: a code, the ids and the periods that it stands for, and a sentence.

use super::{Finding, wording};
use crate::base::{Lang, ProjectId};
use crate::model::Portfolio;
use crate::plan::{Reason, ReasonCode};
use crate::solve::{BarrierKind, Lack, Shortage};

/// One reason for each code that the finding speaks of.
pub(super) fn reasons(portfolio: &Portfolio, finding: &Finding, lang: Lang) -> Vec<Reason> {
    let text = || wording::sentence(portfolio, finding, lang);
    let one = |code, subjects| vec![Reason { code, subjects, periods: Vec::new(), shortfall: 0.0, text: text() }];
    let projects = |ids: &[ProjectId]| ids.iter().map(|p| portfolio.projects[p.index()].id.clone()).collect();
    match finding {
        Finding::NeverFits { shortages } => vec![Reason {
            code: ReasonCode::NeverFits,
            subjects: subjects(portfolio, shortages),
            periods: periods(portfolio, shortages),
            shortfall: 0.0,
            text: text(),
        }],
        Finding::NoValue { .. } => one(ReasonCode::NoValue, Vec::new()),
        Finding::Overlooked { with, .. } => one(ReasonCode::Overlooked, projects(with)),
        Finding::Undecided => one(ReasonCode::Undecided, Vec::new()),
        Finding::Blocked { shortages, shortfall } => by_code(portfolio, shortages, *shortfall, &text()),
        Finding::Late { shortages } | Finding::NotBy { shortages, .. } if shortages.is_empty() => {
            one(ReasonCode::NeverFits, Vec::new())
        }
        Finding::Late { shortages } | Finding::NotBy { shortages, .. } => by_code(portfolio, shortages, 0.0, &text()),
        Finding::Bought { bargain } => vec![Reason {
            code: ReasonCode::Capacity,
            subjects: bargain.saved.iter().map(|p| portfolio.pools[p.index()].id.clone()).collect(),
            periods: bargain.periods.iter().map(|t| *t as i32).collect(),
            shortfall: 0.0,
            text: text(),
        }],
    }
}

/// A reason for each code of the shortages. All carry the same sentence: it takes all of them together.
fn by_code(portfolio: &Portfolio, shortages: &[Shortage], shortfall: f64, text: &str) -> Vec<Reason> {
    let mut codes: Vec<ReasonCode> = Vec::new();
    for s in shortages {
        if !codes.contains(&code(s.barrier.kind())) {
            codes.push(code(s.barrier.kind()));
        }
    }
    let of = |c: ReasonCode| {
        let own: Vec<Shortage> = shortages.iter().filter(|s| code(s.barrier.kind()) == c).cloned().collect();
        Reason {
            code: c,
            subjects: subjects(portfolio, &own),
            periods: periods(portfolio, &own),
            shortfall,
            text: text.to_owned(),
        }
    };
    codes.into_iter().map(of).collect()
}

fn code(kind: BarrierKind) -> ReasonCode {
    match kind {
        BarrierKind::Pool => ReasonCode::Capacity,
        BarrierKind::Framework => ReasonCode::Framework,
        BarrierKind::Fund => ReasonCode::Fund,
        BarrierKind::Flow => ReasonCode::Concurrency,
        BarrierKind::Rule => ReasonCode::Rule,
        BarrierKind::Project => ReasonCode::Dependency,
    }
}

/// The barriers' ids, then those of the projects that a rule is about, each once.
fn subjects(portfolio: &Portfolio, shortages: &[Shortage]) -> Vec<String> {
    let barriers = shortages.iter().map(|s| wording::id(portfolio, s.barrier).to_owned());
    let others = shortages.iter().flat_map(|s| match &s.lack {
        Lack::Barred { projects, .. } => projects.clone(),
        _ => Vec::new(),
    });
    let mut all: Vec<String> = Vec::new();
    for id in barriers.chain(others.map(|p| portfolio.projects[p.index()].id.clone())) {
        if !all.contains(&id) {
            all.push(id);
        }
    }
    all
}

/// Periods that the shortages speak of, in order, each once; all periods of a year for a year's money.
fn periods(portfolio: &Portfolio, shortages: &[Shortage]) -> Vec<i32> {
    let of_year = |year: i32| {
        let all = portfolio.calendar.periods().iter().enumerate();
        all.filter(|(_, p)| p.year() == year).map(|(t, _)| t).collect::<Vec<usize>>()
    };
    let of = |s: &Shortage| match &s.lack {
        Lack::Days { period, .. } | Lack::Supply { period, .. } => vec![*period],
        Lack::Full { periods } => periods.clone().collect(),
        Lack::Payments { year, .. } | Lack::Commitments { year, .. } => of_year(*year),
        Lack::Ceiling { .. } | Lack::Minimum { .. } | Lack::Total { .. } => Vec::new(),
        Lack::Barred { .. } | Lack::Out | Lack::Order => Vec::new(),
    };
    let mut all: Vec<usize> = shortages.iter().flat_map(of).collect();
    all.sort_unstable();
    all.dedup();
    all.into_iter().map(|t| t as i32).collect()
}
