//! The pools and quarters where it is tightest.

use std::collections::BTreeMap;

use super::table::{Align, Table, name};
use super::{decimal, percent, words};
use crate::base::Lang;
use crate::model::Portfolio;
use crate::plan::{Plan, PoolLoad};

/// As many as fit on a screen under the rest.
const SHOWN: usize = 12;

/// A pool in a quarter, in person-days.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Quarter {
    load: f64,
    capacity: f64,
    /// The highest of its periods.
    marginal_value: f64,
}

impl Quarter {
    fn tightness(&self) -> f64 {
        self.load / self.capacity
    }
}

pub(super) fn section(portfolio: &Portfolio, plan: &Plan, lang: Lang) -> String {
    let mut table = Table::new(&[
        (lang.pick("Équipe", "Pool"), Align::Left),
        (lang.pick("Trimestre", "Quarter"), Align::Left),
        (lang.pick("Charge (j)", "Load (d)"), Align::Right),
        (lang.pick("Capacité (j)", "Capacity (d)"), Align::Right),
        ("%", Align::Right),
        (lang.pick("Un jour de plus (points)", "One more day (points)"), Align::Right),
    ]);
    for (pool, when, quarter) in tightest(portfolio, plan) {
        table.row(vec![
            name(&pool.pool),
            words::quarter(when, lang),
            decimal(quarter.load, 1, lang),
            decimal(quarter.capacity, 1, lang),
            percent(quarter.tightness(), 0, lang),
            decimal(quarter.marginal_value, 2, lang),
        ]);
    }
    table.section(lang.pick("Équipes et trimestres les plus tendus", "Tightest pools and quarters"))
}

/// The tightest quarters of all pools, tightest first; on a tie the dearer first, then the portfolio's order.
fn tightest<'a>(portfolio: &Portfolio, plan: &'a Plan) -> Vec<(&'a PoolLoad, (i32, u32), Quarter)> {
    let mut all = Vec::new();
    for pool in &plan.pool_loads {
        let quarters = quarters(portfolio, pool).into_iter();
        all.extend(quarters.filter(|(_, q)| q.load > 0.0 && q.capacity > 0.0).map(|(when, q)| (pool, when, q)));
    }
    let tighter = |a: &Quarter, b: &Quarter| {
        b.tightness().total_cmp(&a.tightness()).then(b.marginal_value.total_cmp(&a.marginal_value))
    };
    all.sort_by(|a, b| tighter(&a.2, &b.2));
    all.truncate(SHOWN);
    all
}

fn quarters(portfolio: &Portfolio, pool: &PoolLoad) -> BTreeMap<(i32, u32), Quarter> {
    let mut out: BTreeMap<_, Quarter> = BTreeMap::new();
    for p in &pool.periods {
        let period = usize::try_from(p.period).ok().and_then(|t| portfolio.calendar.periods().get(t));
        let Some(period) = period else { continue };
        let quarter = out.entry(words::quarter_of(period.first)).or_default();
        quarter.load += p.load;
        quarter.capacity += p.capacity;
        quarter.marginal_value = quarter.marginal_value.max(p.marginal_value);
    }
    out
}
