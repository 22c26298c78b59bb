//! Prices by the names of what they are prices of, back as the rows that a search starts from: the way back from
//! [`answer::prices`](super::answer::prices), to an instance that may be another one.

use super::api::Prices;
use super::instance::{Flow, Functional, Instance, Origin, Resource};
use crate::base::FundId;
use crate::model::Portfolio;

/// The rows up to those of the flow limits, in integers of the measure whose `unit` is given. What the prices do not know
/// is worth nothing.
pub(crate) fn of(
    portfolio: &Portfolio,
    instance: &Instance,
    prices: &Prices,
    unit: f64,
    caps: &[(Functional, i64)],
) -> Vec<f64> {
    let resources = instance.resources.iter().flat_map(|r| resource(instance, prices, r)).map(|x| x / 100.0);
    let consumables = instance.consumables.iter().map(|c| consumable(portfolio, prices, &c.origin) / 10_000.0);
    let limits = caps.iter().enumerate().map(|(i, (own, _))| prices.limits.get(i).copied().unwrap_or(0.0) / own.unit);
    let flows = instance.flows.iter().flat_map(|f| flow(prices, f));
    let rows = resources.chain(consumables).chain(limits).chain(flows);
    rows.map(|x| if x.is_finite() { (x * unit).max(0.0) } else { 0.0 }).collect()
}

/// By period.
pub(crate) fn resource(instance: &Instance, prices: &Prices, resource: &Resource) -> Vec<f64> {
    let row = match resource {
        Resource::Pool(pool) => prices.pools.get(pool.index()),
        Resource::Supply(f, role) => prices.supply.iter().find(|s| s.0 == *f && s.1 == *role).map(|s| &s.2),
    };
    by_row(row, instance.periods)
}

/// By window.
pub(crate) fn flow(prices: &Prices, flow: &Flow) -> Vec<f64> {
    by_row(prices.flows.iter().find(|x| x.0 == flow.origin).map(|x| &x.1), flow.rows)
}

/// Of a unit of currency. The price of a year with carry-over holds in all later years too.
pub(crate) fn consumable(portfolio: &Portfolio, prices: &Prices, origin: &Origin) -> f64 {
    let yearly = |all: &[(FundId, i32, f64)], fund, year| {
        let own = all.iter().find(|x| x.0 == fund && x.1 == year).map_or(0.0, |x| x.2);
        let later = all.iter().filter(|x| x.0 == fund && x.1 > year).min_by_key(|x| x.1).map_or(0.0, |x| x.2);
        if portfolio.funds[fund.index()].carry_over { own - later } else { own }
    };
    match origin {
        Origin::Payments(fund, year) => yearly(&prices.payments, *fund, *year),
        Origin::Commitments(fund, year) => yearly(&prices.commitments, *fund, *year),
        Origin::Total(fund) => prices.totals.iter().find(|x| x.0 == *fund).map_or(0.0, |x| x.1),
        Origin::Ceiling(framework) => prices.ceilings.iter().find(|x| x.0 == *framework).map_or(0.0, |x| x.1),
    }
}

fn by_row(row: Option<&Vec<f64>>, len: usize) -> Vec<f64> {
    (0..len).map(|i| row.and_then(|row| row.get(i)).copied().unwrap_or(0.0)).collect()
}
