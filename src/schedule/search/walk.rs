//! One stream of search that walks: it changes one list of activities and their ways a little, and keeps what is no worse than
//! it was some steps ago (late acceptance, Burke & Bykov 2017). What a list leads to is reckoned from its first change on,
//! and only as long as it may still be kept.

use super::super::account::Account;
use super::super::instance::Value;
use super::super::justify::Shop;
use super::super::network::Network;
use super::super::path::Paths;
use super::member::{Lister, Member};
use crate::base::Rng;

/// Steps without a better schedule, in lengths of the memory, after which the walk goes on from the best.
const PATIENCE: u64 = 60;

/// One step in so many justifies what it came to, and every better one.
const JUSTIFY: usize = 50;

#[derive(Clone, Debug)]
pub(crate) struct Walk<'a> {
    network: &'a Network,
    rng: Rng,
    shop: Shop,
    lister: Lister,
    account: Account,
    choices: Vec<u32>,
    /// Activities by project.
    teams: Vec<Vec<u32>>,
    /// Whether activities of one project follow those of another.
    is_tangled: bool,
    list: Vec<u32>,
    member: Option<Member>,
    /// What is tried: list, ways and starts.
    trial: (Vec<u32>, Vec<u16>, Vec<u32>),
    keys: Vec<i64>,
    memory: Vec<Value>,
    steps: u64,
    improved: u64,
    /// The best that it has made.
    pub best: Option<Member>,
}

impl<'a> Walk<'a> {
    /// With a memory of so many steps.
    pub(crate) fn new(network: &'a Network, rng: Rng, memory: usize) -> Self {
        let mut teams = vec![Vec::new(); network.release.len()];
        (0..network.len()).for_each(|a| teams[network.project[a]].push(a as u32));
        teams.retain(|team| !team.is_empty());
        let crosses =
            |a: usize| network.successors[a].iter().any(|&s| network.project[s as usize] != network.project[a]);
        Self {
            network,
            rng,
            shop: Shop::new(network),
            lister: Lister::default(),
            account: Account::new(network),
            choices: network.choices(),
            teams,
            is_tangled: (0..network.len()).any(crosses),
            list: Vec::new(),
            member: None,
            trial: Default::default(),
            keys: vec![0; network.len()],
            memory: vec![Value { first: i64::MAX, second: i64::MAX }; memory],
            steps: 0,
            improved: 0,
            best: None,
        }
    }

    /// Goes on from a schedule of another's, if it has not found a better one for long.
    pub(crate) fn welcome(&mut self, member: &Member) {
        if self.steps - self.improved > PATIENCE * self.memory.len() as u64 {
            self.adopt(member.clone());
        }
    }

    pub(crate) fn step(&mut self) {
        self.steps += 1;
        let Some(current) = self.member.as_ref().map(|m| m.value) else {
            if let Some(first) = self.first() {
                self.adopt(first);
            }
            return;
        };
        let slot = (self.steps % self.memory.len() as u64) as usize;
        let limit = current.max(self.memory[slot]);
        let Some(from) = self.change() else { return };
        let (list, ways, starts) = (&self.trial.0, &self.trial.1, &mut self.trial.2);
        if let Some(value) = self.shop.regenerate(self.network, list, ways, from, limit, starts) {
            self.keep(value);
        }
        let now = self.member.as_ref().expect("there is one by now").value;
        if now < self.memory[slot] || self.memory[slot].first == i64::MAX {
            self.memory[slot] = now;
        }
        if self.steps - self.improved > 2 * PATIENCE * self.memory.len() as u64
            && let Some(best) = self.best.clone()
        {
            self.adopt(best);
        }
    }

    /// Takes what was tried for what it is.
    fn keep(&mut self, value: Value) {
        let is_best = self.best.as_ref().is_none_or(|b| value < b.value);
        let mut value = value;
        if is_best || self.rng.below(JUSTIFY) == 0 {
            let (list, ways, starts) = (&mut self.trial.0, &self.trial.1, &mut self.trial.2);
            value = self.shop.improve(self.network, ways, starts);
            list.sort_unstable_by_key(|&a| (starts[a as usize], a));
        }
        let member = self.member.as_mut().expect("a walk goes on from somewhere");
        std::mem::swap(&mut self.list, &mut self.trial.0);
        std::mem::swap(&mut member.ways, &mut self.trial.1);
        std::mem::swap(&mut member.starts, &mut self.trial.2);
        member.value = value;
        if self.best.as_ref().is_none_or(|b| member.value < b.value) {
            self.best = Some(member.clone());
            self.improved = self.steps;
        }
    }

    /// Goes on from here.
    fn adopt(&mut self, member: Member) {
        self.list = (0..self.network.len() as u32).collect();
        self.list.sort_unstable_by_key(|&a| (member.starts[a as usize], a));
        self.memory.fill(member.value);
        if self.best.as_ref().is_none_or(|b| member.value < b.value) {
            self.best = Some(member.clone());
        }
        self.member = Some(member);
        self.improved = self.steps;
    }

    /// Projects one after the other, those that take least first, or all by latest start.
    fn first(&mut self) -> Option<Member> {
        let network = self.network;
        let mut ways = vec![0; network.len()];
        if !self.account.draw(network, &mut ways, &mut self.rng) {
            return None;
        }
        let paths = Paths::new(network, |a| network.way(a, ways[a]).duration);
        let apart = if self.rng.chance(0.5) { 1 << 32 } else { 0 };
        let order: Vec<i64> = (0..network.release.len())
            .map(|p| i64::from(network.release[p]) + i64::from(network.reference[p]) + self.rng.below(20) as i64)
            .collect();
        for a in 0..network.len() {
            let late = order[network.project[a]];
            self.keys[a] = late * apart + late - i64::from(paths.tails[a]);
        }
        self.lister.order(network, &self.keys);
        let mut starts = vec![0; network.len()];
        self.shop.generate(network, &self.lister.list, &ways, &mut starts);
        let value = network.value(&starts, &ways);
        Some(Member { starts, ways, value })
    }

    /// Makes a trial of the current list, changed; from where on. None if the change came to nothing.
    fn change(&mut self) -> Option<usize> {
        let member = self.member.as_ref().expect("a walk goes on from somewhere");
        self.trial.0.clone_from(&self.list);
        self.trial.1.clone_from(&member.ways);
        self.trial.2.clone_from(&member.starts);
        let kind = self.rng.unit();
        let from = match () {
            () if !self.choices.is_empty() && kind < 0.4 => self.change_ways(),
            () if self.teams.len() > 1 && !self.is_tangled && kind < 0.5 => self.change_projects(),
            () if kind < 0.85 => self.move_one(),
            () => self.shake(),
        }?;
        Some(from)
    }

    /// One to three activities in another way, and as many others as it takes to stay within the non-renewable resources.
    fn change_ways(&mut self) -> Option<usize> {
        let network = self.network;
        let near = self.rng.below(self.choices.len());
        for _ in 0..1 + self.rng.below(3) {
            // Neighbours in the network tend to share resources and time.
            let at = (near + self.rng.below(30)) % self.choices.len();
            let a = self.choices[at] as usize;
            self.trial.1[a] = self.rng.below(network.ways[a].len()) as u16;
        }
        if !self.account.repair(network, &mut self.trial.1, &mut self.rng) {
            return None;
        }
        let ways = &self.member.as_ref().expect("there is one").ways;
        self.trial.0.iter().position(|&a| self.trial.1[a as usize] != ways[a as usize])
    }

    /// One activity elsewhere between those that it follows and those that follow it.
    fn move_one(&mut self) -> Option<usize> {
        let list = &mut self.trial.0;
        let at = self.rng.below(list.len());
        let activity = list[at] as usize;
        let reach = 1 + self.rng.below(list.len().min(40));
        let (before, after) = (&self.network.predecessors[activity], &self.network.successors[activity]);
        let first = at.saturating_sub(reach);
        let low = (first..at).rev().find(|&k| before.contains(&list[k])).map_or(first, |k| k + 1);
        let last = (at + reach).min(list.len() - 1);
        let high = (at + 1..=last).find(|&k| after.contains(&list[k])).map_or(last, |k| k - 1);
        let to = low + self.rng.below(high - low + 1);
        match to.cmp(&at) {
            std::cmp::Ordering::Equal => return None,
            std::cmp::Ordering::Less => list[to..=at].rotate_right(1),
            std::cmp::Ordering::Greater => list[at..=to].rotate_left(1),
        }
        Some(to.min(at))
    }

    /// One project before another where both stand, or all of a project some places earlier or later.
    fn change_projects(&mut self) -> Option<usize> {
        let list = &mut self.trial.0;
        let project = |a: u32| self.network.project[a as usize];
        let pick = |rng: &mut Rng| self.teams[rng.below(self.teams.len())][0];
        let (one, other) = (project(pick(&mut self.rng)), project(pick(&mut self.rng)));
        if one != other && self.rng.chance(0.5) {
            let places: Vec<usize> = (0..list.len()).filter(|&k| [one, other].contains(&project(list[k]))).collect();
            let mut both: Vec<u32> = places.iter().map(|&k| list[k]).collect();
            both.sort_by_key(|&a| project(a) != one);
            places.iter().zip(both).for_each(|(&k, a)| list[k] = a);
        } else {
            let shift = self.rng.below(list.len()) as i64 - list.len() as i64 / 2;
            let team = 2 * shift / 3;
            list.iter().enumerate().for_each(|(k, &a)| {
                self.keys[a as usize] = 2 * k as i64 + if project(a) == one { 2 * team + 1 } else { 0 };
            });
            list.sort_by_key(|&a| self.keys[a as usize]);
        }
        (0..list.len()).find(|&k| list[k] != self.list[k])
    }

    /// Some of the activities in a stretch of the list in another order.
    fn shake(&mut self) -> Option<usize> {
        let count = self.trial.0.len();
        let length = 3 + self.rng.below(count.min(30));
        let from = self.rng.below(count.saturating_sub(length) + 1);
        for (k, &a) in self.trial.0.iter().enumerate() {
            self.keys[a as usize] = 4 * k as i64;
        }
        for k in from..(from + length).min(count) {
            if self.rng.chance(0.4) {
                self.keys[self.trial.0[k] as usize] = 4 * from as i64 + self.rng.below(4 * length) as i64;
            }
        }
        self.lister.order(self.network, &self.keys);
        self.trial.0.clone_from(&self.lister.list);
        (0..count).find(|&k| self.trial.0[k] != self.list[k])
    }
}
