//! Forward-backward improvement (Li & Willis 1992; double justification of Valls, Ballestín & Quintanilla 2005): everything
//! as late as its project's finish allows, latest finish first; then everything as early as can be, earliest start first.
//! No finish of a project gets later.

use super::account::Account;
use super::instance::{Objective, Value};
use super::network::Network;
use super::path::Paths;
use super::profile::Profile;
use super::sgs::{Direction, serial};

/// Room for generating schedules, kept from one to the next.
#[derive(Clone, Debug)]
pub(crate) struct Shop {
    profile: Profile,
    list: Vec<u32>,
    floors: Vec<u32>,
    releases: Vec<u32>,
    mirrored: Vec<u32>,
    /// By activity: what follows it takes at least.
    after: Vec<u32>,
    /// By project: when it finishes at least, and as far as its activities are placed.
    least: Vec<u32>,
    reach: Vec<u32>,
}

impl Shop {
    pub(crate) fn new(network: &Network) -> Self {
        let paths = Paths::new(network, |a| network.shortest(a));
        let empty = vec![0; network.len()];
        Self {
            profile: Profile::new(network),
            list: Vec::new(),
            floors: empty.clone(),
            releases: (0..network.len()).map(|a| network.release_of(a)).collect(),
            mirrored: empty,
            after: (0..network.len()).map(|a| paths.tails[a] - network.shortest(a)).collect(),
            least: paths.finishes(network),
            reach: network.release.clone(),
        }
    }

    /// Starts of a feasible list.
    pub(crate) fn generate(&mut self, network: &Network, list: &[u32], ways: &[u16], starts: &mut [u32]) {
        serial(network, &mut self.profile, Direction::Forward, list, ways, &self.releases, starts);
    }

    /// As before, but an activity that is free takes the way that finishes first, among those that `allows` lets it take.
    pub(crate) fn generate_choosing(
        &mut self,
        network: &Network,
        list: &[u32],
        ways: &mut [u16],
        mut free: impl FnMut(usize) -> bool,
        account: &mut Account,
        starts: &mut [u32],
    ) {
        self.profile.clear();
        for &activity in list {
            let activity = activity as usize;
            let done = |&p: &u32| starts[p as usize] + network.way(p as usize, ways[p as usize]).duration;
            let before = &network.predecessors[activity];
            let from = before.iter().map(done).max().unwrap_or(0).max(self.releases[activity]);
            let place = |way: u16| {
                let way = network.way(activity, way);
                self.profile.earliest(&way.needs, from, way.duration)
            };
            let mut way = ways[activity];
            let mut start = place(way);
            if network.ways[activity].len() > 1 && free(activity) {
                let mut finish = start + network.way(activity, way).duration;
                for other in 0..network.ways[activity].len() as u16 {
                    let duration = network.way(activity, other).duration;
                    if other != way && from + duration < finish && account.allows(network, activity, way, other) {
                        let place = place(other);
                        if place + duration < finish {
                            account.change(network, activity, way, other);
                            (way, start, finish) = (other, place, place + duration);
                        }
                    }
                }
                ways[activity] = way;
            }
            let taken = network.way(activity, way);
            self.profile.take(&taken.needs, start, taken.duration);
            starts[activity] = start;
        }
    }

    /// Starts of a feasible list whose activities before `from` start as given; none once it is clear that the value's first
    /// part is more than the limit's, or when the value is more.
    pub(crate) fn regenerate(
        &mut self,
        network: &Network,
        list: &[u32],
        ways: &[u16],
        from: usize,
        limit: Value,
        starts: &mut [u32],
    ) -> Option<Value> {
        self.profile.clear();
        self.reach.copy_from_slice(&self.least);
        let mut reached = self.reached(network);
        for (place, &activity) in list.iter().enumerate() {
            let activity = activity as usize;
            let way = network.way(activity, ways[activity]);
            if place >= from {
                let done = |&p: &u32| starts[p as usize] + network.way(p as usize, ways[p as usize]).duration;
                let before = &network.predecessors[activity];
                let earliest = before.iter().map(done).max().unwrap_or(0).max(self.releases[activity]);
                starts[activity] = self.profile.earliest(&way.needs, earliest, way.duration);
            }
            self.profile.take(&way.needs, starts[activity], way.duration);
            let end = starts[activity] + way.duration + self.after[activity];
            let reach = &mut self.reach[network.project[activity]];
            if end > *reach {
                reached = match network.objective {
                    Objective::Makespan => reached.max(i64::from(end)),
                    Objective::DelayThenMakespan => reached + i64::from(end - *reach),
                };
                *reach = end;
                if reached > limit.first {
                    return None;
                }
            }
        }
        let value = network.value_of_finishes(&self.reach);
        (value <= limit).then_some(value)
    }

    /// The value's first part as far as it is reached.
    fn reached(&self, network: &Network) -> i64 {
        network.value_of_finishes(&self.reach).first
    }

    /// Justifies for as long as that betters the schedule; what it comes to.
    pub(crate) fn improve(&mut self, network: &Network, ways: &[u16], starts: &mut [u32]) -> Value {
        let mut value = network.value(starts, ways);
        loop {
            self.justify(network, ways, starts);
            let now = network.value(starts, ways);
            if now >= value {
                return now;
            }
            value = now;
        }
    }

    /// Justifies to the right, then to the left.
    pub(crate) fn justify(&mut self, network: &Network, ways: &[u16], starts: &mut [u32]) {
        let finish = |a: usize, starts: &[u32]| starts[a] + network.way(a, ways[a]).duration;
        let end = (0..network.len()).map(|a| finish(a, starts)).max().unwrap_or(0);
        self.set_floors(network, end, |a| finish(a, starts));
        self.list.clear();
        self.list.extend(0..network.len() as u32);
        // Against the current of time, of two at one time the one that comes later in the network stands first.
        self.list.sort_unstable_by_key(|&a| std::cmp::Reverse((finish(a as usize, starts), a)));
        let (list, profile) = (&self.list, &mut self.profile);
        serial(network, profile, Direction::Backward, list, ways, &self.floors, &mut self.mirrored);
        starts.iter_mut().enumerate().for_each(|(a, start)| *start = end - finish(a, &self.mirrored));
        self.list.sort_unstable_by_key(|&a| (starts[a as usize], a));
        serial(network, &mut self.profile, Direction::Forward, &self.list, ways, &self.releases, starts);
    }

    /// How far from the end each activity stays at least: as its project does.
    fn set_floors(&mut self, network: &Network, end: u32, finish: impl Fn(usize) -> u32) {
        match network.objective {
            Objective::Makespan => self.floors.fill(0),
            Objective::DelayThenMakespan => {
                let mut finishes = vec![0; network.release.len()];
                (0..network.len())
                    .for_each(|a| finishes[network.project[a]] = finish(a).max(finishes[network.project[a]]));
                (0..network.len()).for_each(|a| self.floors[a] = end - finishes[network.project[a]]);
            }
        }
    }
}
