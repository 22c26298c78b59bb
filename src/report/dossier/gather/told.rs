//! Which scenarios a dossier is about, and what a comparison's document says of them that cannot be counted again: reasons,
//! and what money is worth.

use std::collections::BTreeSet;

use super::documents::{Documents, Refusal, problem};
use crate::model::draft::scenario::ScenarioDraft;
use crate::model::{Portfolio, Problem, ProblemCode};
use crate::solve::Prices;
use crate::study::{Case, Comparison, Laid, MoneyKind, MoneyMargin};
use crate::wire::{Told, ToldScenario};

/// The scenarios: those of the comparison in its order, or those that the plans answer, in the order of the plans.
pub(super) fn scenarios(documents: &Documents, refusals: &mut Vec<Refusal>) -> Vec<ScenarioDraft> {
    let mut seen = BTreeSet::new();
    for s in &documents.scenarios {
        if !seen.insert(&s.is.id) {
            refusals.push(problem(&s.name, Problem::new(ProblemCode::DuplicateId, "id", &s.is.id)));
        }
    }
    match &documents.comparison {
        Some(told) => told.is.scenarios.iter().map(|s| of_told(documents, s)).collect(),
        None => of_plans(documents, refusals),
    }
}

/// A document of an earlier version does not say what a scenario changes: its file does.
fn of_told(documents: &Documents, told: &ToldScenario) -> ScenarioDraft {
    let file = documents.scenarios.iter().find(|s| s.is.id == told.scenario.id);
    match file {
        Some(file) if told.scenario.changes.is_empty() => file.is.clone(),
        _ => told.scenario.clone(),
    }
}

fn of_plans(documents: &Documents, refusals: &mut Vec<Refusal>) -> Vec<ScenarioDraft> {
    let mut out: Vec<ScenarioDraft> = Vec::new();
    for plan in &documents.plans {
        let id = &plan.is.scenario;
        if out.iter().any(|s| s.id == *id) {
            continue;
        }
        match documents.scenarios.iter().find(|s| s.is.id == *id) {
            Some(file) => out.push(file.is.clone()),
            None if id.is_empty() => out.push(ScenarioDraft::default()),
            None => refusals.push(problem(&plan.name, Problem::new(ProblemCode::UnknownId, "scenario", id))),
        }
    }
    for s in documents.scenarios.iter().filter(|s| out.iter().all(|o| o.id != s.is.id)) {
        let of_arbitration = documents.arbitration.as_ref().is_some_and(|a| a.is.scenario == s.is.id);
        let needed = of_arbitration || documents.frontiers.iter().any(|f| f.is.1 == s.is.id);
        if !needed {
            refusals.push(problem(&s.name, Problem::new(ProblemCode::Missing, "plan", "").with(s.is.id.clone())));
        }
    }
    if out.is_empty() && refusals.is_empty() {
        refusals.push(problem(&documents.name, Problem::new(ProblemCode::Missing, "plan", "")));
    }
    out
}

/// The scenario of that id, from a file or among those that plans answer; the portfolio as it stands needs neither.
pub(super) fn scenario(documents: &Documents, scenarios: &[ScenarioDraft], id: &str) -> Option<ScenarioDraft> {
    let known = documents.scenarios.iter().map(|s| &s.is).chain(scenarios).find(|s| s.id == id);
    known.cloned().or_else(|| id.is_empty().then(ScenarioDraft::default))
}

/// The file that a scenario stands in, for messages.
pub(super) fn file_of(documents: &Documents, id: &str) -> String {
    let own = documents.scenarios.iter().find(|s| s.is.id == id).map(|s| s.name.clone());
    let told = || documents.comparison.as_ref().map(|c| c.name.clone());
    own.or_else(told).unwrap_or_else(|| documents.name.clone())
}

/// The plans, with what the comparison's document says of prices.
pub(super) fn laid(documents: &Documents, cases: &[Case], plans: &[Option<usize>]) -> Vec<Option<Laid>> {
    let told = |id: &str| documents.comparison.as_ref()?.is.scenarios.iter().find(|s| s.scenario.id == id);
    let one = |(case, plan): (&Case, &Option<usize>)| {
        let plan = documents.plans[(*plan)?].is.clone();
        let told = told(&case.scenario.id);
        let money = told.and_then(|t| t.money.as_ref());
        let portfolio = case.outcome.as_ref().ok().map(|p| &p.portfolio);
        let twin = told.and_then(|t| t.same_as.as_ref());
        Some(Laid {
            plan,
            prices: money.zip(portfolio).map(|(money, portfolio)| prices(portfolio, money)),
            same_as: twin.and_then(|id| cases.iter().position(|c| c.scenario.id == *id)),
        })
    };
    cases.iter().zip(plans).map(one).collect()
}

/// Prices of money, as told by id.
fn prices(portfolio: &Portfolio, money: &[MoneyMargin]) -> Prices {
    use crate::base::{FrameworkId, FundId};
    let mut out = Prices::default();
    let fund = |id: &str| portfolio.funds.iter().position(|f| f.id == id).map(FundId::new);
    let framework = |id: &str| portfolio.frameworks.iter().position(|f| f.id == id).map(FrameworkId::new);
    for m in money {
        let year = m.year.unwrap_or(0);
        match m.kind {
            MoneyKind::Payments => out.payments.extend(fund(&m.subject).map(|f| (f, year, m.price))),
            MoneyKind::Commitments => out.commitments.extend(fund(&m.subject).map(|f| (f, year, m.price))),
            MoneyKind::Total => out.totals.extend(fund(&m.subject).map(|f| (f, m.price))),
            MoneyKind::Framework => out.ceilings.extend(framework(&m.subject).map(|f| (f, m.price))),
        }
    }
    out
}

/// Why projects change, as the search found.
pub(super) fn reasons(told: &Told, comparison: &mut Comparison) {
    let ids: Vec<String> = comparison.scenarios.iter().map(|s| s.scenario.id.clone()).collect();
    for (own, told) in comparison.scenarios.iter_mut().zip(&told.scenarios) {
        for change in &mut own.changes {
            let Some((_, found)) = told.reasons.iter().find(|r| r.0 == change.project) else { continue };
            let known = |id: &str| ids.iter().position(|x| x == id);
            change.reasons = found.iter().filter_map(|(id, r)| Some((known(id)?, r.clone()))).collect();
        }
    }
}
