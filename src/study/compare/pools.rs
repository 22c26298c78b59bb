//! Load and capacity of every pool in every plan.

use std::collections::HashSet;

use super::entry::Entry;
use super::facts::ComparedPool;

/// Every pool of any scenario: the first's in its order, then what later ones add.
pub(super) fn of(entries: &[Entry]) -> Vec<ComparedPool> {
    let mut seen = HashSet::new();
    let all = entries.iter().flat_map(|e| &e.case.portfolio.pools);
    let known: Vec<_> = all.filter(|p| seen.insert(&p.id)).collect();
    let uses = |id: &str| {
        let of = |e: &Entry| Some((e.scenario, e.plan.pool_loads.iter().find(|l| l.pool == id)?.periods.clone()));
        entries.iter().filter_map(of).collect()
    };
    let one = |p: &crate::model::Pool| ComparedPool {
        pool: p.id.clone(),
        name: p.name.clone(),
        role: p.role.clone(),
        uses: uses(&p.id),
    };
    known.into_iter().map(one).collect()
}
