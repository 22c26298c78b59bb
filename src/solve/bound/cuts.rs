//! The cuts that are priced, and what they say of a project's options.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use super::super::instance::{Instance, Mode, Slot};
use super::cut::{Cut, User, share};
use super::plane::Plane;

/// Options of a clique that take as long to price as one part of a cut.
const IN_PART: usize = 4;

/// Cuts, in the order in which they were found.
#[derive(Clone, Debug)]
pub(crate) struct Cuts {
    pub list: Vec<Arc<Plane>>,
    /// By phase: the group that takes a period once. A chain's phases are one, any other phase is its own.
    group: Vec<usize>,
    /// By resource: who uses it, and the number of the first of them.
    users: Vec<Vec<User>>,
    first: Vec<usize>,
    /// By mode and use: the number of the user.
    of_use: Vec<Vec<Option<usize>>>,
    /// By amount of the instance: its position among those of its user.
    position: Vec<u32>,
    /// By number of a user: its part in cuts, in the order of periods.
    parts: Vec<Vec<Part>>,
    steps: Vec<(i64, i64)>,
    /// By mode: its starts in cliques, each with the cut.
    in_cliques: Vec<Vec<(u32, u32)>>,
}

/// A user of a resource, whose uses count in cuts: by number, with its resource.
#[derive(Clone, Copy, Debug)]
pub(super) struct Counted {
    pub user: usize,
    pub resource: usize,
}

/// A user's part in a cut.
#[derive(Clone, Copy, Debug)]
struct Part {
    cut: usize,
    period: usize,
    /// Where its steps are.
    from: usize,
    to: usize,
}

impl Cuts {
    /// None yet.
    pub(crate) fn new(instance: &Instance) -> Self {
        let of = |phase: usize| {
            let project = &instance.projects[instance.phases[phase].project];
            if project.chain { project.phases.start } else { phase }
        };
        let group: Vec<usize> = (0..instance.phases.len()).map(of).collect();
        let mut amounts = vec![BTreeSet::new(); instance.resources.len()];
        for mode in &instance.modes {
            for usage in &mode.uses {
                let spread = instance.spread(mode, usage).iter().filter(|x| **x > 0);
                amounts[usage.resource].extend(spread.map(|x| (group[mode.phase], *x)));
            }
        }
        // Each of two uses by one mode counts on its own, and two smaller ones may count more than what they come to.
        let twice = |m: &Mode, r: usize| m.uses.iter().filter(|u| u.resource == r).count() > 1;
        for mode in &instance.modes {
            mode.uses.iter().filter(|u| twice(mode, u.resource)).for_each(|u| amounts[u.resource].clear());
        }
        let users: Vec<Vec<User>> = amounts.iter().map(by_group).collect();
        let mut count = 0;
        let first = users.iter().map(|own| (count, count += own.len()).0).collect();
        let parts = vec![Vec::new(); count];
        let (of_use, position) = (Vec::new(), vec![0; instance.amounts.len()]);
        let mut out = Self {
            list: Vec::new(),
            group,
            users,
            first,
            of_use,
            position,
            parts,
            steps: Vec::new(),
            in_cliques: vec![Vec::new(); instance.modes.len()],
        };
        let number = |mode: &Mode, r: usize| out.user(mode.phase, r).map(|user| out.first[r] + user);
        let of = |mode: &Mode| mode.uses.iter().map(|usage| number(mode, usage.resource)).collect();
        out.of_use = instance.modes.iter().map(of).collect();
        out.set_positions(instance);
        out
    }

    fn set_positions(&mut self, instance: &Instance) {
        for mode in &instance.modes {
            for usage in &mode.uses {
                let Some(user) = self.user(mode.phase, usage.resource) else { continue };
                let amounts = &self.users[usage.resource][user].1;
                for (k, amount) in instance.spread(mode, usage).iter().enumerate() {
                    self.position[usage.first_amount + k] = amounts.partition_point(|x| x < amount) as u32;
                }
            }
        }
    }

    /// One more row.
    pub(crate) fn push(&mut self, plane: Arc<Plane>) {
        match &*plane {
            Plane::Shares(cut) => self.push_parts(cut),
            Plane::Clique(clique) => {
                let cut = self.list.len() as u32;
                clique.slots.iter().for_each(|slot| self.in_cliques[slot.mode as usize].push((slot.start, cut)));
            }
        }
        self.list.push(plane);
    }

    fn push_parts(&mut self, cut: &Cut) {
        for member in &cut.members {
            let Ok(at) = self.users[cut.resource].binary_search_by_key(&member.group, |u| u.0) else { continue };
            let from = self.steps.len();
            self.steps.extend(&member.steps);
            let to = self.steps.len();
            let parts = &mut self.parts[self.first[cut.resource] + at];
            let after = parts.partition_point(|part| part.period <= cut.period);
            parts.insert(after, Part { cut: self.list.len(), period: cut.period, from, to });
        }
    }

    /// Leaves only the first `count`.
    pub(super) fn truncate(&mut self, count: usize) {
        if count >= self.list.len() {
            return;
        }
        let mut steps = 0;
        for parts in &mut self.parts {
            parts.retain(|part| part.cut < count);
            steps = parts.iter().fold(steps, |steps, part| part.to.max(steps));
        }
        self.steps.truncate(steps);
        self.in_cliques.iter_mut().for_each(|starts| starts.retain(|(_, cut)| (*cut as usize) < count));
        self.list.truncate(count);
    }

    /// Leaves only these, in the same order.
    pub(super) fn retain(&mut self, is_kept: &[bool]) {
        self.parts.iter_mut().for_each(Vec::clear);
        self.steps.clear();
        self.in_cliques.iter_mut().for_each(Vec::clear);
        let list = std::mem::take(&mut self.list);
        list.into_iter().zip(is_kept).filter(|x| *x.1).for_each(|x| self.push(x.0));
    }

    /// Number of parts: what there is to look at for all users together.
    pub(super) fn len(&self) -> usize {
        let of = |plane: &Plane| match plane {
            Plane::Shares(cut) => cut.members.len(),
            Plane::Clique(clique) => clique.slots.len().div_ceil(IN_PART),
        };
        self.list.iter().map(|plane| of(plane)).sum()
    }

    /// By group: all its uses of the resource; nobody where cuts cannot count them.
    pub(crate) fn users(&self, resource: usize) -> &[User] {
        &self.users[resource]
    }

    /// Who of the resource's users the phase belongs to.
    pub(super) fn user(&self, phase: usize, resource: usize) -> Option<usize> {
        self.users[resource].binary_search_by_key(&self.group[phase], |u| u.0).ok()
    }

    /// What a mode's use of a resource may count in cuts.
    fn parts(&self, mode: usize, usage: usize) -> &[Part] {
        self.of_use[mode][usage].map_or(&[], |user| &self.parts[user])
    }

    /// Who uses a resource there, if it counts in cuts.
    pub(super) fn counted(&self, mode: usize, usage: usize, resource: usize) -> Option<Counted> {
        self.of_use[mode][usage].map(|user| Counted { user, resource })
    }

    /// The position of one of the instance's amounts among those of its user.
    pub(super) fn position(&self, amount: usize) -> usize {
        self.position[amount] as usize
    }

    /// Adds what each amount of a user costs in each period, if one of the cuts that it has a part in costs something; says
    /// whether. `units` are the prices of its resource by period, `prices` those of cuts.
    pub(super) fn add_rows(&self, counted: Counted, units: &[f64], prices: &[f64], rows: &mut Vec<f64>) -> bool {
        let Counted { user, resource } = counted;
        let dear = || self.parts[user].iter().filter(|part| prices[part.cut] > 0.0);
        if dear().next().is_none() {
            return false;
        }
        let amounts = &self.users[resource][user - self.first[resource]].1;
        let from = rows.len();
        amounts.iter().for_each(|amount| rows.extend(units.iter().map(|u| *amount as f64 * u)));
        for part in dear() {
            let steps = &self.steps[part.from..part.to];
            // Both ascend.
            let (mut own, mut steps) = (0, steps.iter().peekable());
            for (i, amount) in amounts.iter().enumerate() {
                while let Some((_, share)) = steps.next_if(|(least, _)| least <= amount) {
                    own = *share;
                }
                rows[from + i * units.len() + part.period] += prices[part.cut] * own as f64;
            }
        }
        true
    }

    /// Adds what a mode's options cost for being in cliques, by start.
    pub(super) fn add_cliques(&self, mode: usize, starts: Range<usize>, prices: &[f64], costs: &mut [f64]) {
        for (start, cut) in &self.in_cliques[mode] {
            let start = *start as usize;
            if starts.contains(&start) {
                costs[start - starts.start] += prices[*cut as usize];
            }
        }
    }

    /// Adds what a slot counts in every row.
    pub(super) fn add_usage(&self, instance: &Instance, slot: Slot, excess: &mut [f64]) {
        let cliques = self.in_cliques[slot.mode as usize].iter().filter(|x| x.0 == slot.start);
        cliques.for_each(|(_, cut)| excess[*cut as usize] += 1.0);
        let mode = instance.mode(slot);
        for (i, usage) in mode.uses.iter().enumerate() {
            let spread = instance.spread(mode, usage);
            let (parts, start) = (self.parts(slot.mode as usize, i), slot.start as usize);
            let first = parts.partition_point(|part| part.period < start);
            for part in parts[first..].iter().take_while(|part| part.period < start + spread.len()) {
                let amount = spread[part.period - start];
                excess[part.cut] += share(&self.steps[part.from..part.to], amount) as f64;
            }
        }
    }

    /// What the rows' prices come to for a unit of each resource and period.
    pub(super) fn by_unit(&self, instance: &Instance, prices: &[f64], units: &mut [f64]) {
        for (plane, price) in self.list.iter().zip(prices) {
            let rows = match &**plane {
                Plane::Shares(cut) => vec![(cut.resource * instance.periods + cut.period, 1.0)],
                Plane::Clique(clique) if *price > 0.0 => clique.scarce(instance),
                Plane::Clique(_) => continue,
            };
            for (row, share) in rows.into_iter().filter(|(row, _)| instance.limit[*row] > 0) {
                units[row] += price * plane.most() as f64 * share / instance.limit[row] as f64;
            }
        }
    }
}

fn by_group(amounts: &BTreeSet<(usize, i64)>) -> Vec<User> {
    let mut out: Vec<User> = Vec::new();
    for (group, amount) in amounts {
        match out.last_mut() {
            Some((last, own)) if last == group => own.push(*amount),
            _ => out.push((*group, vec![*amount])),
        }
    }
    out
}
