//! What is being optimised: a profit to maximise under floors and caps that earlier goals have left.

use super::instance::{Functional, Instance, Slot};

/// One goal's problem. Every plan of the instance that keeps `caps` is feasible for it.
#[derive(Debug)]
pub(crate) struct Stage<'a> {
    pub instance: &'a Instance,
    /// Maximised.
    pub profit: Functional,
    /// Functionals that must stay at or below a cap; a floor is a negated functional.
    pub caps: Vec<(Functional, i64)>,
    /// Last finish allowed: period after it.
    pub horizon: usize,
    /// Every profit is a multiple of this.
    pub grain: i64,
    /// No plan's profit is below this.
    pub least: i64,
}

impl<'a> Stage<'a> {
    pub(crate) fn new(
        instance: &'a Instance,
        profit: Functional,
        caps: Vec<(Functional, i64)>,
        horizon: usize,
    ) -> Self {
        let grain = profit.grain();
        let least = least(instance, &profit);
        Self { instance, profit, caps, horizon, grain, least }
    }
}

/// A functional's sum over one project's plan that ends before `end`.
pub(crate) fn sum(f: &Functional, instance: &Instance, project: usize, slots: &[Slot], end: usize) -> i64 {
    let kept = if f.kept[project] != 0 && instance.is_kept(project, slots) { f.kept[project] } else { 0 };
    kept + f.by_end[project][end] + slots.iter().map(|s| f.by_mode[s.mode as usize]).sum::<i64>()
}

fn least(instance: &Instance, f: &Functional) -> i64 {
    let of = |p: usize| {
        let end = f.by_end[p].iter().min().copied().unwrap_or(0);
        let modes = |ph: usize| f.by_mode[instance.phases[ph].modes.clone()].iter().min().copied().unwrap_or(0);
        f.out[p].min(end + f.kept[p].min(0) + instance.projects[p].phases.clone().map(modes).sum::<i64>())
    };
    let owed: i64 = instance.frameworks.iter().map(|x| x.min).sum();
    // Capacities may be given beyond all need, and then so is what may exceed them.
    let reserves = instance.limit.iter().zip(&instance.capacity).map(|(l, c)| l - c);
    let overload = reserves.fold(0, i64::saturating_add);
    let projects = (0..instance.projects.len()).map(of).sum::<i64>() + f.owed.min(0) * owed;
    projects.saturating_add(f.overload.min(0).saturating_mul(overload))
}
