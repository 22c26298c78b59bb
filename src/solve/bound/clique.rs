//! Rows of options of which any two exclude each other, being of one phase or exceeding some capacity together, each pair perhaps
//! another one in another period: a plan has one of them at most. Rows of one capacity and period cannot say so.

use std::collections::BTreeMap;

use super::super::instance::{Instance, Slot};
use super::clash::clash;

/// Options of a clique at most: what checking one takes grows with the square of them. Those of the county by month have up to 80.
const MOST_SLOTS: usize = 300;

/// Options of which no two go together, ascending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Clique {
    pub slots: Vec<Slot>,
}

impl Clique {
    /// These, no two of which go together, with more that go with none of them, as they come: those first whose phases weigh most.
    /// Says as well how many options it looked at. No more come in once there are [`MOST_SLOTS`].
    pub(super) fn lifted(instance: &Instance, mut members: Vec<Slot>, weight: &[f64]) -> (Self, u64) {
        let others = others(instance, &members, weight);
        for slot in &others {
            if members.len() >= MOST_SLOTS {
                break;
            }
            match members.iter().position(|member| !clash(instance, *member, *slot)) {
                // Who goes with one option mostly goes with the next, too.
                Some(at) => members.swap(0, at),
                None => members.push(*slot),
            }
        }
        members.sort_unstable();
        (Self { slots: members }, others.len() as u64)
    }

    /// Whether no two of them go together, and are of more than one project: that a project has one plan is known. They have to
    /// be no more than a clique may have.
    pub(crate) fn holds(&self, instance: &Instance) -> bool {
        let later = |i: usize| &self.slots[i + 1..];
        let project = |slot: &Slot| instance.phases[instance.mode(*slot).phase].project;
        self.slots.len() <= MOST_SLOTS
            && self.slots.is_sorted_by(|a, b| a < b)
            && self.slots.first().map(project) != self.slots.last().map(project)
            && self.slots.iter().enumerate().all(|(i, a)| later(i).iter().all(|b| clash(instance, *a, *b)))
    }

    /// The capacities, by row of resource and period, that options take more than half of, with the share of the clique that each
    /// stands for: as many options as take so much of it. Of two that exceed a capacity together, one does.
    pub(super) fn scarce(&self, instance: &Instance) -> Vec<(usize, f64)> {
        let mut times: BTreeMap<usize, u32> = BTreeMap::new();
        for slot in &self.slots {
            let mode = instance.mode(*slot);
            for usage in &mode.uses {
                let first = usage.resource * instance.periods + slot.start as usize;
                let rows = (first..).zip(instance.spread(mode, usage));
                rows.filter(|(row, amount)| **amount * 2 > instance.limit[*row])
                    .for_each(|(row, _)| *times.entry(row).or_default() += 1);
            }
        }
        let all: u32 = times.values().sum();
        times.into_iter().map(|(row, n)| (row, f64::from(n) / f64::from(all))).collect()
    }
}

/// Options that may clash with all members: of the phase of the shortest, or at its time and with one of its resources.
fn others(instance: &Instance, members: &[Slot], weight: &[f64]) -> Vec<Slot> {
    let Some(pivot) = members.iter().min_by_key(|slot| instance.mode(**slot).duration) else { return Vec::new() };
    let own = instance.mode(*pivot);
    let mut projects: Vec<usize> = own.uses.iter().flat_map(|u| &instance.users[u.resource]).copied().collect();
    projects.push(instance.phases[own.phase].project);
    projects.sort_unstable();
    projects.dedup();
    let mut phases: Vec<usize> = projects.iter().flat_map(|p| instance.projects[*p].phases.clone()).collect();
    phases.sort_by(|a, b| weight[*b].total_cmp(&weight[*a]));
    let (start, end) = (pivot.start as usize, pivot.start as usize + own.duration);
    let mut out = Vec::new();
    for m in phases.into_iter().flat_map(|phase| instance.phases[phase].modes.clone()) {
        let mode = &instance.modes[m];
        let overlaps = |s: &usize| mode.phase == own.phase || *s < end && start < *s + mode.duration;
        let starts = instance.starts(mode).filter(|s| instance.allowed[mode.first_option + s]).filter(overlaps);
        out.extend(starts.map(|s| Slot { mode: m as u32, start: s as u32 }).filter(|slot| !members.contains(slot)));
    }
    out
}
