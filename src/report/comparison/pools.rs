//! Load over capacity of every pool in every scenario, and the pools that are short after all that is bought.

use super::super::table::{Align, Table, name as cut};
use super::names::name;
use crate::base::Lang;
use crate::base::number::{NONE, decimal, percent};
use crate::plan::PeriodLoad;
use crate::study::Comparison;

/// So many pools are named for each scenario.
const SHOWN: usize = 6;

/// Load over capacity, over the whole calendar and in the fullest period.
pub(super) fn section(comparison: &Comparison, lang: Lang) -> String {
    let planned: Vec<usize> = comparison.planned().map(|(i, _)| i).collect();
    let names: Vec<String> = planned.iter().map(|i| name(comparison, *i, lang)).collect();
    let mut columns = vec![(lang.pick("Équipe", "Pool"), Align::Left), (lang.pick("Rôle", "Role"), Align::Left)];
    columns.extend(names.iter().map(|n| (&n[..], Align::Right)));
    let mut table = Table::new(&columns);
    for pool in &comparison.pools {
        let cell = |i: &usize| pool.uses.iter().find(|u| u.0 == *i).map_or(NONE.to_owned(), |u| share(&u.1, lang));
        table.row([cut(&pool.pool), cut(&pool.role)].into_iter().chain(planned.iter().map(cell)).collect());
    }
    table.section(lang.pick("Charge sur capacité", "Load over capacity"))
}

fn share(periods: &[PeriodLoad], lang: Lang) -> String {
    let sum = |f: fn(&PeriodLoad) -> f64| periods.iter().map(f).sum::<f64>();
    let (load, capacity) = (sum(|p| p.load), sum(|p| p.capacity));
    if capacity > 0.0 { percent(load / capacity, 0, lang) } else { NONE.to_owned() }
}

/// Where a day more would bring points, and whether money moves that.
pub(super) fn binding(comparison: &Comparison, lang: Lang) -> String {
    let mut table = Table::new(&[
        (lang.pick("Scénario", "Scenario"), Align::Left),
        (lang.pick("Équipe", "Pool"), Align::Left),
        (lang.pick("Périodes", "Periods"), Align::Right),
        ("%", Align::Right),
        (lang.pick("Un jour de plus (points)", "One more day (points)"), Align::Right),
        (lang.pick("Jours liés aux achats", "Days beside purchases"), Align::Right),
        (lang.pick("L'argent y peut", "Money helps"), Align::Left),
    ]);
    for (i, s) in comparison.scenarios.iter().enumerate() {
        for p in s.bottleneck.iter().flat_map(|b| b.pools.iter().take(SHOWN)) {
            let helps = if p.unmoved_by_money { lang.pick("non", "no") } else { lang.pick("oui", "yes") };
            table.row(vec![
                name(comparison, i, lang),
                cut(&p.pool),
                p.periods.len().to_string(),
                percent(p.tightness, 0, lang),
                decimal(p.marginal_value / p.periods.len().max(1) as f64, 2, lang),
                decimal(p.load_beside_bought, 0, lang),
                helps.to_owned(),
            ]);
        }
    }
    table.section(lang.pick("Équipes qui manquent après achat", "Pools that are short after buying"))
}
