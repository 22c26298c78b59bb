//! How much memory things take, about: what grows with a portfolio's size is counted, each piece as what it was measured to
//! come to with what the allocator adds.

use crate::plan::Plan;
use crate::solve::{Answer, Prices};
use crate::study::case::Prepared;

/// A project's frame, a phase's, and a mode's, as said and as validated.
const PROJECT: usize = 2_000;
const PHASE: usize = 800;
const MODE: usize = 1_500;

/// A pool, fund, framework or rule, as said and as validated; its staff and years are a few.
const NOUN: usize = 2_000;

/// A phase in a plan, and a pool's load in a period.
const PLANNED: usize = 250;
const LOAD: usize = size_of::<crate::plan::PeriodLoad>();

/// What is there whatever the size.
const FRAME: usize = 4_000;

pub(super) fn of_case(case: &Prepared) -> usize {
    let draft = &case.draft;
    let phases = || draft.projects.iter().flat_map(|p| &p.phases);
    let nouns = draft.pools.len() + draft.funds.len() + draft.frameworks.len() + draft.rules.len();
    FRAME
        + draft.projects.len() * PROJECT
        + phases().count() * PHASE
        + phases().map(|ph| ph.modes.len()).sum::<usize>() * MODE
        + nouns * NOUN
        + case.portfolio.calendar.len() * size_of::<crate::base::Period>()
}

pub(super) fn of_plan(plan: &Plan) -> usize {
    let phases: usize = plan.projects.iter().map(|p| 1 + p.phases.len()).sum();
    let loads: usize = plan.pool_loads.iter().map(|l| l.periods.len()).sum();
    FRAME + phases * PLANNED + loads * LOAD
}

pub(super) fn of_answer(answer: &Answer) -> usize {
    of_plan(&answer.plan) + of_prices(&answer.prices) + answer.proof.bytes()
}

fn of_prices(prices: &Prices) -> usize {
    let pools: usize = prices.pools.iter().map(Vec::len).sum();
    let supply: usize = prices.supply.iter().map(|s| s.2.len()).sum();
    let flows: usize = prices.flows.iter().map(|f| f.1.len()).sum();
    let cuts: usize = prices.cuts.iter().map(|cut| cut.cut.bytes()).sum();
    let cliques: usize = prices.cliques.iter().map(|clique| clique.clique.bytes()).sum();
    (pools + supply + flows) * size_of::<f64>() + cuts + cliques
}
