//! What is short in a plan after all that is bought: pools that bind, and what more money would bring.

use std::collections::HashSet;

use super::entry::Entry;
use super::facts::{BindingPool, Bottleneck, MoneyKind, MoneyMargin};
use super::projects::bought_phases;
use crate::base::{FundId, PoolId};
use crate::model::{Mode, Phase, Portfolio, Project, expand};
use crate::plan::{FundUse, PeriodLoad, PhasePlan, Plan};

/// What a day has to be worth to be short: less is what rounding leaves in prices.
const SHORT: f64 = 1e-6;

pub(super) fn of(entry: &Entry) -> Bottleneck {
    Bottleneck { pools: pools(entry), money: money(entry) }
}

fn pools(entry: &Entry) -> Vec<BindingPool> {
    let portfolio = &entry.case.portfolio;
    let movable = movable(portfolio);
    let beside = beside_bought(portfolio, entry.plan);
    let mut out: Vec<(f64, BindingPool)> = Vec::new();
    for (i, pool) in portfolio.pools.iter().enumerate() {
        let Some(load) = entry.plan.pool_loads.iter().find(|l| l.pool == pool.id) else { continue };
        let short: Vec<&PeriodLoad> = load.periods.iter().filter(|p| p.marginal_value > SHORT).collect();
        if short.is_empty() {
            continue;
        }
        let sum = |f: fn(&PeriodLoad) -> f64| short.iter().map(|p| f(p)).sum::<f64>();
        let (used, capacity) = (sum(|p| p.load), sum(|p| p.capacity));
        let worth = sum(|p| p.marginal_value * p.capacity);
        let binding = BindingPool {
            pool: pool.id.clone(),
            periods: short.iter().map(|p| p.period).collect(),
            marginal_value: sum(|p| p.marginal_value),
            tightness: if capacity > 0.0 { used / capacity } else { 0.0 },
            load_beside_bought: beside[i],
            unmoved_by_money: !movable.contains(&PoolId::new(i)),
        };
        out.push((worth, binding));
    }
    out.sort_by(|a, b| b.0.total_cmp(&a.0));
    out.into_iter().map(|x| x.1).collect()
}

/// Pools of which some phase takes fewer days in a mode that buys than in one that does not.
fn movable(portfolio: &Portfolio) -> HashSet<PoolId> {
    let mut out = HashSet::new();
    for (project, phase) in phases(portfolio) {
        let (buying, own): (Vec<Mode>, Vec<Mode>) =
            expand::phase_modes(portfolio, project, phase).into_iter().partition(|m| !m.purchases.is_empty());
        for pool in own.iter().flat_map(|m| &m.effort).map(|e| e.pool) {
            let days = |m: &Mode| days(m, pool);
            if buying.iter().any(|b| own.iter().any(|o| days(b) < days(o))) {
                out.insert(pool);
            }
        }
    }
    out
}

fn phases(portfolio: &Portfolio) -> impl Iterator<Item = (&Project, &Phase)> {
    portfolio.projects.iter().flat_map(|p| p.phases.iter().map(move |ph| (&**p, ph)))
}

/// Centidays of a pool that a mode takes.
fn days(mode: &Mode, pool: PoolId) -> i64 {
    mode.effort.iter().filter(|e| e.pool == pool).map(|e| e.days.0).sum()
}

/// By pool: days that it gives to phases that buy.
fn beside_bought(portfolio: &Portfolio, plan: &Plan) -> Vec<f64> {
    let mut out = vec![0.0; portfolio.pools.len()];
    for planned in plan.projects.iter().filter(|p| p.selected) {
        let bought = bought_phases(portfolio, planned);
        let Some(project) = portfolio.projects.iter().find(|p| p.id == planned.project) else { continue };
        for done in planned.phases.iter().filter(|ph| bought.contains(&ph.phase)) {
            let Some(mode) = mode(portfolio, project, done) else { continue };
            mode.effort.iter().for_each(|e| out[e.pool.index()] += e.days.0 as f64 / 100.0);
        }
    }
    out
}

fn mode(portfolio: &Portfolio, project: &Project, done: &PhasePlan) -> Option<Mode> {
    let phase = project.phases.iter().find(|ph| ph.id == done.phase)?;
    expand::phase_modes(portfolio, project, phase).into_iter().find(|m| m.id == done.mode)
}

/// Nothing where no prices are known: a price of 0 would say that no ceiling is short.
fn money(entry: &Entry) -> Vec<MoneyMargin> {
    let (portfolio, plan) = (&entry.case.portfolio, entry.plan);
    let Some(prices) = entry.prices else { return Vec::new() };
    let fund_use = |id: FundId| plan.fund_uses.iter().find(|u| u.fund == portfolio.funds[id.index()].id);
    let mut out = Vec::new();
    for (i, fund) in portfolio.funds.iter().enumerate() {
        let id = FundId::new(i);
        let Some(used) = fund_use(id) else { continue };
        let price =
            |all: &[(FundId, i32, f64)], year| all.iter().find(|x| x.0 == id && x.1 == year).map_or(0.0, |x| x.2);
        let margin = |kind, year, ceiling, used, price| MoneyMargin {
            kind,
            subject: fund.id.clone(),
            year,
            ceiling,
            used,
            price,
        };
        for y in &used.years {
            if let Some(ceiling) = y.payment_ceiling {
                out.push(margin(MoneyKind::Payments, Some(y.year), ceiling, y.paid, price(&prices.payments, y.year)));
            }
            if let Some(ceiling) = y.commitment_ceiling {
                let price = price(&prices.commitments, y.year);
                out.push(margin(MoneyKind::Commitments, Some(y.year), ceiling, y.committed, price));
            }
        }
        if let Some(total) = fund.total {
            let price = prices.totals.iter().find(|x| x.0 == id).map_or(0.0, |x| x.1);
            out.push(margin(MoneyKind::Total, None, total.units(), paid(used), price));
        }
    }
    for (i, framework) in portfolio.frameworks.iter().enumerate() {
        let Some(max) = framework.max_amount else { continue };
        let used = plan.framework_uses.iter().find(|u| u.framework == framework.id).map_or(0.0, |u| u.ordered);
        out.push(MoneyMargin {
            kind: MoneyKind::Framework,
            subject: framework.id.clone(),
            year: None,
            ceiling: max.units(),
            used,
            price: prices.ceilings.iter().find(|x| x.0.index() == i).map_or(0.0, |x| x.1),
        });
    }
    out.sort_by(|a, b| b.price.total_cmp(&a.price));
    out
}

fn paid(used: &FundUse) -> f64 {
    used.years.iter().map(|y| y.paid).sum()
}
