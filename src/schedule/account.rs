//! Non-renewable resources: what ways use up, and how ways that use up too much are changed until they do not.

use super::network::Network;
use crate::base::Rng;

/// Changes of ways, by activity, before a repair is given up.
const PATIENCE: usize = 6;

/// Draws of ways before it is given up to find some within the capacities.
const ATTEMPTS: usize = 20;

/// What ways use up of each non-renewable resource.
#[derive(Clone, Debug)]
pub(crate) struct Account {
    /// By resource: the activities whose ways use different amounts of it.
    users: Vec<Vec<u32>>,
    used: Vec<i64>,
}

impl Account {
    pub(crate) fn new(network: &Network) -> Self {
        let mut users = vec![Vec::new(); network.nonrenewables.len()];
        for a in 0..network.len() {
            for (r, users) in users.iter_mut().enumerate() {
                let mut amounts = (0..network.ways[a].len()).map(|w| units(network, a, w as u16, r));
                let first = amounts.next();
                if amounts.any(|u| Some(u) != first) {
                    users.push(a as u32);
                }
            }
        }
        Self { users, used: vec![0; network.nonrenewables.len()] }
    }

    /// Counts the ways anew.
    pub(crate) fn count(&mut self, network: &Network, ways: &[u16]) {
        self.used.fill(0);
        for (a, &way) in ways.iter().enumerate() {
            for &(r, units) in &network.way(a, way).nonrenewable {
                self.used[r] += i64::from(units);
            }
        }
    }

    /// Whether another way of an activity leaves everything within its capacity.
    pub(crate) fn allows(&self, network: &Network, activity: usize, from: u16, to: u16) -> bool {
        let capacity = |r: usize| i64::from(network.nonrenewables[r]);
        let more = &network.way(activity, to).nonrenewable;
        more.iter().all(|&(r, u)| self.used[r] - units(network, activity, from, r) + i64::from(u) <= capacity(r))
    }

    /// Takes another way into account.
    pub(crate) fn change(&mut self, network: &Network, activity: usize, from: u16, to: u16) {
        network.way(activity, from).nonrenewable.iter().for_each(|&(r, u)| self.used[r] -= i64::from(u));
        network.way(activity, to).nonrenewable.iter().for_each(|&(r, u)| self.used[r] += i64::from(u));
    }

    /// Ways by chance, rather short ones, within the capacities; false if none come about.
    pub(crate) fn draw(&mut self, network: &Network, ways: &mut [u16], rng: &mut Rng) -> bool {
        (0..ATTEMPTS).any(|_| {
            for (a, way) in ways.iter_mut().enumerate() {
                let count = network.ways[a].len();
                let (one, other) = (rng.below(count) as u16, rng.below(count) as u16);
                let is_shorter = network.way(a, one).duration <= network.way(a, other).duration;
                *way = if is_shorter { one } else { other };
            }
            self.repair(network, ways, rng)
        })
    }

    /// Changes ways until nothing is used up beyond its capacity; false if that does not come about.
    pub(crate) fn repair(&mut self, network: &Network, ways: &mut [u16], rng: &mut Rng) -> bool {
        self.count(network, ways);
        let users: usize = self.users.iter().map(Vec::len).sum();
        for _ in 0..PATIENCE * users + 1 {
            let over: Vec<usize> = (0..self.used.len()).filter(|&r| self.excess(network, r, 0) > 0.0).collect();
            if over.is_empty() {
                return true;
            }
            let resource = over[rng.below(over.len())];
            let Some((activity, way)) = self.relief(network, resource, ways, rng) else { return false };
            self.change(network, activity, ways[activity], way);
            ways[activity] = way;
        }
        false
    }

    /// The change of a way that takes most off what is used beyond capacities; now and then any that takes something off.
    fn relief(&self, network: &Network, resource: usize, ways: &[u16], rng: &mut Rng) -> Option<(usize, u16)> {
        let greedy = rng.chance(0.8);
        let mut best: Option<(f64, usize, u16)> = None;
        for &a in &self.users[resource] {
            let a = a as usize;
            let now = units(network, a, ways[a], resource);
            for way in (0..network.ways[a].len() as u16).filter(|&w| units(network, a, w, resource) < now) {
                let cost = if greedy { self.cost(network, a, ways[a], way) + 1e-6 * rng.unit() } else { rng.unit() };
                if best.is_none_or(|b| cost < b.0) {
                    best = Some((cost, a, way));
                }
            }
        }
        best.map(|(_, a, way)| (a, way))
    }

    /// By how much a change adds to what is used beyond capacities, in shares of them.
    fn cost(&self, network: &Network, activity: usize, from: u16, to: u16) -> f64 {
        let (old, new) = (&network.way(activity, from).nonrenewable, &network.way(activity, to).nonrenewable);
        let touched = old.iter().chain(new.iter().filter(|n| old.iter().all(|o| o.0 != n.0))).map(|n| n.0);
        let more = |r: usize| units(network, activity, to, r) - units(network, activity, from, r);
        touched.map(|r| self.excess(network, r, more(r)) - self.excess(network, r, 0)).sum()
    }

    fn excess(&self, network: &Network, resource: usize, more: i64) -> f64 {
        let capacity = i64::from(network.nonrenewables[resource]);
        (self.used[resource] + more - capacity).max(0) as f64 / capacity.max(1) as f64
    }
}

fn units(network: &Network, activity: usize, way: u16, resource: usize) -> i64 {
    let needs = &network.way(activity, way).nonrenewable;
    needs.iter().find(|n| n.0 == resource).map_or(0, |n| i64::from(n.1))
}
