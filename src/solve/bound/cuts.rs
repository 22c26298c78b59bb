//! The cuts that are priced, and what they say of a project's options.

use std::collections::BTreeSet;

use super::super::instance::{Instance, Mode, Slot};
use super::cut::{Cut, User, share};

/// Cuts, in the order in which they were found.
#[derive(Clone, Debug)]
pub(crate) struct Cuts {
    pub list: Vec<Cut>,
    /// By phase: the group that takes a period once. A chain's phases are one, any other phase is its own.
    group: Vec<usize>,
    /// By resource: who uses it, and the number of the first of them.
    users: Vec<Vec<User>>,
    first: Vec<usize>,
    /// By mode and use: the number of the user.
    of_use: Vec<Vec<Option<usize>>>,
    /// By number of a user: its part in cuts.
    parts: Vec<Vec<Part>>,
    steps: Vec<(i64, i64)>,
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
        let mut out = Self { list: Vec::new(), group, users, first, of_use: Vec::new(), parts, steps: Vec::new() };
        let number = |mode: &Mode, r: usize| out.user(mode.phase, r).map(|user| out.first[r] + user);
        let of = |mode: &Mode| mode.uses.iter().map(|usage| number(mode, usage.resource)).collect();
        out.of_use = instance.modes.iter().map(of).collect();
        out
    }

    /// One more row.
    pub(crate) fn push(&mut self, cut: Cut) {
        for member in &cut.members {
            let Ok(at) = self.users[cut.resource].binary_search_by_key(&member.group, |u| u.0) else { continue };
            let from = self.steps.len();
            self.steps.extend(&member.steps);
            let to = self.steps.len();
            self.parts[self.first[cut.resource] + at].push(Part { cut: self.list.len(), period: cut.period, from, to });
        }
        self.list.push(cut);
    }

    /// Leaves only these, in the same order.
    pub(super) fn retain(&mut self, is_kept: &[bool]) {
        self.parts.iter_mut().for_each(Vec::clear);
        self.steps.clear();
        let list = std::mem::take(&mut self.list);
        list.into_iter().zip(is_kept).filter(|x| *x.1).for_each(|x| self.push(x.0));
    }

    /// Number of parts: what there is to look at for all users together.
    pub(super) fn len(&self) -> usize {
        self.list.iter().map(|cut| cut.members.len()).sum()
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

    /// Adds the prices of a mode's use of a resource (by number) to the costs of starts, the first of which is `first`; `spread`
    /// are its amounts, period by period.
    pub(super) fn add_costs(
        &self,
        prices: &[f64],
        (mode, usage): (usize, usize),
        spread: &[i64],
        first: usize,
        costs: &mut [f64],
    ) {
        for part in self.parts(mode, usage).iter().filter(|part| prices[part.cut] > 0.0) {
            let Some(latest) = part.period.checked_sub(first) else { continue };
            let steps = &self.steps[part.from..part.to];
            let from = (latest + 1).saturating_sub(costs.len());
            let (mut last, mut cost) = (0, 0.0);
            for (k, amount) in spread.iter().enumerate().take(latest + 1).skip(from) {
                if *amount != last {
                    last = *amount;
                    cost = prices[part.cut] * share(steps, last) as f64;
                }
                costs[latest - k] += cost;
            }
        }
    }

    /// Adds what a slot counts in every row.
    pub(super) fn add_usage(&self, instance: &Instance, slot: Slot, excess: &mut [f64]) {
        let mode = instance.mode(slot);
        for (i, usage) in mode.uses.iter().enumerate() {
            let spread = instance.spread(mode, usage);
            for part in self.parts(slot.mode as usize, i) {
                if let Some(amount) = part.period.checked_sub(slot.start as usize).and_then(|k| spread.get(k)) {
                    excess[part.cut] += share(&self.steps[part.from..part.to], *amount) as f64;
                }
            }
        }
    }

    /// What the rows' prices come to for a unit of each resource and period.
    pub(super) fn by_unit(&self, instance: &Instance, prices: &[f64], units: &mut [f64]) {
        for (cut, price) in self.list.iter().zip(prices) {
            let row = cut.resource * instance.periods + cut.period;
            let capacity = instance.limit[row];
            if capacity > 0 {
                units[row] += price * cut.most as f64 / capacity as f64;
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
