//! What a plan leaves of every shared row.

use crate::solve::exact::Plans;
use crate::solve::instance::{Instance, Slot};

/// Placed projects and what is left beside them; negative where the plan takes more than there is.
#[derive(Clone, Debug)]
pub(super) struct Rest {
    pub plans: Plans,
    /// By resource and period.
    pub free: Vec<i64>,
    /// By consumable, owed amounts taken off.
    pub room: Vec<i64>,
    /// By framework.
    pub ordered: Vec<i64>,
    /// By flow limit and row.
    pub flow_room: Vec<Vec<i64>>,
}

impl Rest {
    /// Nothing is placed.
    pub(super) fn empty(instance: &Instance) -> Self {
        Self {
            plans: vec![None; instance.projects.len()],
            free: instance.limit.clone(),
            room: instance.consumables.iter().map(|c| c.limit).collect(),
            ordered: vec![0; instance.frameworks.len()],
            flow_room: instance.flows.iter().map(|f| vec![f.max; f.rows]).collect(),
        }
    }

    /// Places a project that is out.
    pub(super) fn put(&mut self, instance: &Instance, project: usize, slots: Vec<Slot>) {
        debug_assert!(self.plans[project].is_none());
        self.apply(instance, project, &slots, 1);
        self.plans[project] = Some(slots);
    }

    /// Takes a project out.
    pub(super) fn take(&mut self, instance: &Instance, project: usize) {
        if let Some(slots) = self.plans[project].take() {
            self.apply(instance, project, &slots, -1);
        }
    }

    /// What is owed under a framework once so much more is ordered.
    pub(super) fn owed(&self, instance: &Instance, framework: usize, more: i64) -> i64 {
        let ordered = self.ordered[framework] + more;
        if ordered > 0 { (instance.frameworks[framework].min - ordered).max(0) } else { 0 }
    }

    /// Period after the last finish; 0 if nothing is placed.
    pub(super) fn makespan(&self, instance: &Instance) -> usize {
        self.plans.iter().flatten().map(|slots| instance.span(slots).1).max().unwrap_or(0)
    }

    fn apply(&mut self, instance: &Instance, project: usize, slots: &[Slot], sign: i64) {
        for slot in slots {
            let mode = instance.mode(*slot);
            for usage in &mode.uses {
                let row = usage.resource * instance.periods + slot.start as usize;
                let spread = instance.spread(mode, usage).iter();
                self.free[row..].iter_mut().zip(spread).for_each(|(free, x)| *free -= sign * x);
            }
            for (row, x) in instance.charges(*slot) {
                self.room[*row as usize] -= sign * x;
            }
            for (framework, amount) in &mode.orders {
                let change = self.owed(instance, *framework, sign * amount) - self.owed(instance, *framework, 0);
                self.ordered[*framework] += sign * amount;
                let rows = &instance.frameworks[*framework].owed;
                rows.iter().for_each(|row| self.room[*row as usize] -= change);
            }
        }
        let (first, end) = instance.span(slots);
        for f in &instance.projects[project].flows {
            let rows = instance.flows[*f].hits(first, end, instance.periods);
            self.flow_room[*f][rows].iter_mut().for_each(|x| *x -= sign);
        }
    }
}
