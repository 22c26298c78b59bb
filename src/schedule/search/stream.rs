//! One stream of search: a population of schedules. Each step makes a child of one or two of them, justifies it, and puts it
//! in the place of the weaker parent where it is no worse.

use super::super::account::Account;
use super::super::justify::Shop;
use super::super::network::Network;
use super::super::path::Paths;
use super::member::{Lister, Member};
use crate::base::Rng;

/// Members of a population.
const POPULATION: usize = 40;

/// Keys that are this far apart keep their order whatever is added to them.
const FAR: i64 = 1 << 40;

/// Steps of a key between two times.
const FINE: i64 = 16;

#[derive(Clone, Debug)]
pub(crate) struct Stream<'a> {
    network: &'a Network,
    rng: Rng,
    shop: Shop,
    lister: Lister,
    account: Account,
    /// Activities with a choice of ways.
    choices: Vec<u32>,
    keys: Vec<i64>,
    ways: Vec<u16>,
    members: Vec<Member>,
    /// The best that it has made.
    pub best: Option<Member>,
}

impl<'a> Stream<'a> {
    pub(crate) fn new(network: &'a Network, rng: Rng) -> Self {
        Self {
            network,
            rng,
            shop: Shop::new(network),
            lister: Lister::default(),
            account: Account::new(network),
            choices: network.choices(),
            keys: vec![0; network.len()],
            ways: vec![0; network.len()],
            members: Vec::new(),
            best: None,
        }
    }

    /// Takes in a schedule of another's in place of the weakest.
    pub(crate) fn welcome(&mut self, member: &Member) {
        if self.members.contains(member) {
            return;
        }
        if let Some(weakest) = (0..self.members.len()).max_by_key(|&m| self.members[m].value) {
            self.members[weakest] = member.clone();
        }
    }

    pub(crate) fn step(&mut self) {
        if self.members.len() < POPULATION {
            if self.random() {
                let child = self.make();
                self.members.push(child);
            }
            return;
        }
        let (one, other) = (self.pick(), self.pick());
        if self.rng.chance(0.5) {
            self.cross(one, other);
        } else {
            self.ruin(one);
        }
        if !self.choices.is_empty() && !self.account.repair(self.network, &mut self.ways, &mut self.rng) {
            return;
        }
        let child = self.make();
        let weaker = if self.members[one].value > self.members[other].value { one } else { other };
        if child.value <= self.members[weaker].value && !self.members.contains(&child) {
            self.members[weaker] = child;
        }
    }

    fn pick(&mut self) -> usize {
        let (a, b) = (self.rng.below(self.members.len()), self.rng.below(self.members.len()));
        if self.members[a].value <= self.members[b].value { a } else { b }
    }

    /// The schedule of the keys and ways.
    fn make(&mut self) -> Member {
        let network = self.network;
        self.lister.order(network, &self.keys);
        let mut starts = vec![0; network.len()];
        if self.choices.is_empty() {
            self.shop.generate(network, &self.lister.list, &self.ways, &mut starts);
        } else {
            self.account.count(network, &self.ways);
            let (share, rng, account) = (self.rng.unit(), &mut self.rng, &mut self.account);
            let free = |_: usize| rng.chance(share);
            self.shop.generate_choosing(network, &self.lister.list, &mut self.ways, free, account, &mut starts);
        }
        let value = self.shop.improve(network, &self.ways, &mut starts);
        let child = Member { starts, ways: self.ways.clone(), value };
        if self.best.as_ref().is_none_or(|b| child.value < b.value) {
            self.best = Some(child.clone());
        }
        child
    }

    /// Keys by latest start, with some luck, and ways that tend to be short; false if non-renewable resources bar them.
    fn random(&mut self) -> bool {
        let network = self.network;
        let found = self.account.draw(network, &mut self.ways, &mut self.rng);
        let paths = Paths::new(network, |a| network.way(a, self.ways[a]).duration);
        let longest = paths.tails.iter().copied().max().unwrap_or(0);
        let spread = 1 + longest as usize / 4;
        let due = |p: usize| i64::from(network.release[p]) + i64::from(network.reference[p]);
        for a in 0..network.len() {
            self.keys[a] = due(network.project[a]) - i64::from(paths.tails[a]) + self.rng.below(spread) as i64;
        }
        found
    }

    /// Inside a window of time as the one has it, before and behind it as the other (Debels & Vanhoucke 2005).
    fn cross(&mut self, one: usize, other: usize) {
        let network = self.network;
        let (from, to) = self.window(one, 4, 2);
        let (a, b) = (&self.members[one], &self.members[other]);
        for i in 0..network.len() {
            let (start, finish) = (a.starts[i], a.finish(network, i));
            let inside = start >= from && finish <= to;
            self.ways[i] = if inside { a.ways[i] } else { b.ways[i] };
            self.keys[i] = match () {
                () if inside => i64::from(start),
                () if b.starts[i] < from => i64::from(b.starts[i]) - FAR,
                () => i64::from(b.starts[i]) + FAR,
            };
        }
    }

    /// Inside a window of time in some other order, and some of it in other ways.
    fn ruin(&mut self, one: usize) {
        let (from, to) = self.window(one, 50, 3);
        let width = (i64::from(to - from) * FINE) as usize + 1;
        let change = self.rng.unit() * 0.3;
        for i in 0..self.network.len() {
            let (start, way) = (self.members[one].starts[i], self.members[one].ways[i]);
            self.ways[i] = way;
            self.keys[i] = i64::from(start) * FINE;
            if start >= from && start < to {
                if self.rng.chance(0.5) {
                    self.keys[i] = i64::from(from) * FINE + self.rng.below(width) as i64;
                }
                let count = self.network.ways[i].len();
                if count > 1 && self.rng.chance(change) {
                    self.ways[i] = self.rng.below(count) as u16;
                }
            }
        }
    }

    /// A window of a member's time, of at least one and at most about that part more of it.
    fn window(&mut self, member: usize, least: usize, more: usize) -> (u32, u32) {
        let m = &self.members[member];
        let end = (0..m.starts.len()).map(|i| m.finish(self.network, i)).max().unwrap_or(0).max(1) as usize;
        let length = (end / least + self.rng.below(end / more + 1)).max(1);
        let from = self.rng.below(end.saturating_sub(length) + 1);
        (from as u32, (from + length) as u32)
    }
}
