//! Phases whose work is bought because that is worth less than the own days it saves.

use super::price::RowPrices;
use crate::base::{PhaseId, PoolId, ProjectId};
use crate::solve::instance::{Instance, Mode, Resource, Slot};

/// Where buying saves less than this share of what own days are worth, it is as good as even, and no reason: at the
/// prices' optimum many phases are close to it. Less than so many points is rounding.
const EVEN: f64 = 0.01;
const SAME: f64 = 1e-6;

/// A phase that buys, and what that saves.
#[derive(Clone, Debug, PartialEq)]
pub struct Bargain {
    /// Which.
    pub project: ProjectId,
    /// Which.
    pub phase: PhaseId,
    /// Pools that a mode without purchases would take more of, where their days have a price.
    pub saved: Vec<PoolId>,
    /// Periods in which it would.
    pub periods: Vec<usize>,
    /// Points that the days of that mode are worth, and its spending.
    pub own: f64,
    /// Points that what the phase takes is worth, purchases and all: clearly less.
    pub bought: f64,
}

/// The phases of a project's plan that buy to advantage.
pub(super) fn of(instance: &Instance, prices: &RowPrices, project: usize, slots: &[Slot]) -> Vec<Bargain> {
    let p = &instance.projects[project];
    let phases = p.order.iter().enumerate();
    phases.filter_map(|(i, at)| bargain(instance, prices, project, i, slots[*at])).collect()
}

fn bargain(instance: &Instance, prices: &RowPrices, project: usize, phase: usize, slot: Slot) -> Option<Bargain> {
    let mode = instance.mode(slot);
    if !buys(mode) {
        return None;
    }
    let own = instance.phases[mode.phase].modes.clone().filter(|m| {
        let other = &instance.modes[*m];
        let start = slot.start as usize;
        !buys(other) && start < other.starts && instance.allowed[other.first_option + start]
    });
    let slots = own.map(|m| Slot { mode: m as u32, start: slot.start });
    let priced = slots.map(|s| (prices.option(instance, s), s));
    // The cheapest of them, so that it holds of all.
    let (own, other) = priced.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))?;
    let bought = prices.option(instance, slot);
    let (saved, periods) = saved(instance, prices, slot, other);
    (own - bought > SAME.max(EVEN * own) && !saved.is_empty()).then(|| Bargain {
        project: ProjectId::new(project),
        phase: PhaseId::new(phase),
        saved,
        periods,
        own,
        bought,
    })
}

fn buys(mode: &Mode) -> bool {
    mode.orders.iter().any(|(_, amount)| *amount > 0)
}

/// Pools of which, and periods in which, the other slot takes more days that have a price.
fn saved(instance: &Instance, prices: &RowPrices, slot: Slot, other: Slot) -> (Vec<PoolId>, Vec<usize>) {
    let (mut pools, mut periods) = (Vec::new(), Vec::new());
    let mode = instance.mode(other);
    for usage in &mode.uses {
        let Resource::Pool(pool) = instance.resources[usage.resource] else { continue };
        for (k, x) in instance.spread(mode, usage).iter().enumerate() {
            let t = other.start as usize + k;
            if prices.is_priced(instance, usage.resource, t) && *x > used(instance, slot, usage.resource, t) {
                pools.push(pool);
                periods.push(t);
            }
        }
    }
    pools.sort_unstable();
    pools.dedup();
    periods.sort_unstable();
    periods.dedup();
    (pools, periods)
}

fn used(instance: &Instance, slot: Slot, resource: usize, period: usize) -> i64 {
    let mode = instance.mode(slot);
    let Some(k) = period.checked_sub(slot.start as usize).filter(|k| *k < mode.duration) else { return 0 };
    mode.uses.iter().filter(|u| u.resource == resource).map(|u| instance.spread(mode, u)[k]).sum()
}
