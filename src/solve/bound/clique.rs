//! Rows of options of which any two exceed some capacity together, each pair perhaps another one in another period: a plan has
//! one of them at most. Rows of one capacity and period cannot say so.

use super::super::instance::{Instance, Slot};

/// Options of which no two go together, ascending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Clique {
    pub slots: Vec<Slot>,
}

impl Clique {
    /// These, no two of which go together, with more that go with none of them, as they come: those first whose phases weigh most.
    /// Says as well how many options it looked at.
    pub(super) fn lifted(instance: &Instance, mut members: Vec<Slot>, weight: &[f64]) -> (Self, u64) {
        let others = others(instance, &members, weight);
        for slot in &others {
            match members.iter().position(|member| !clash(instance, *member, *slot)) {
                // Who goes with one option mostly goes with the next, too.
                Some(at) => members.swap(0, at),
                None => members.push(*slot),
            }
        }
        members.sort_unstable();
        members.dedup();
        (Self { slots: members }, others.len() as u64)
    }

    /// Whether no two of them go together.
    pub(crate) fn holds(&self, instance: &Instance) -> bool {
        let later = |i: usize| &self.slots[i + 1..];
        self.slots.is_sorted_by(|a, b| a < b)
            && self.slots.iter().enumerate().all(|(i, a)| later(i).iter().all(|b| clash(instance, *a, *b)))
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

/// Whether two options do not go together, being of one phase, of one chain at the same time, or more than a capacity.
pub(super) fn clash(instance: &Instance, a: Slot, b: Slot) -> bool {
    let (one, other) = (instance.mode(a), instance.mode(b));
    if one.phase == other.phase {
        return true;
    }
    let (of_one, of_other) = (a.start as usize, b.start as usize);
    let common = of_one.max(of_other)..(of_one + one.duration).min(of_other + other.duration);
    if common.is_empty() {
        return false;
    }
    let project = instance.phases[one.phase].project;
    if project == instance.phases[other.phase].project {
        return instance.projects[project].chain;
    }
    let pairs =
        one.uses.iter().flat_map(|x| other.uses.iter().filter(|y| y.resource == x.resource).map(move |y| (x, y)));
    pairs.into_iter().any(|(x, y)| {
        let (own, theirs) = (instance.spread(one, x), instance.spread(other, y));
        let limit = &instance.limit[x.resource * instance.periods..][..instance.periods];
        let exceeds = |t: usize| {
            let (own, theirs) = (own[t - of_one], theirs[t - of_other]);
            own > 0 && theirs > 0 && own + theirs > limit[t]
        };
        common.clone().any(exceeds)
    })
}
