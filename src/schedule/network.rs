//! The instance as the search wants it: dense arrays in topological order, only modes that can run, and each mode's demands
//! packed into words, so that one subtraction tells whether four resources suffice.

use super::instance::{Instance, Mode, Objective, Value};

/// Units of several resources in one word, a lane for each; the highest bit of every lane is kept free.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Need {
    pub word: u32,
    pub units: u64,
}

/// One way of doing an activity that fits every capacity on its own.
#[derive(Clone, Debug)]
pub(crate) struct Way {
    /// Its position among the modes of the instance.
    pub mode: usize,
    pub duration: u32,
    pub needs: Vec<Need>,
    /// Units by renewable resource, without zeros.
    pub renewable: Vec<(usize, u32)>,
    /// Units by non-renewable resource, without zeros.
    pub nonrenewable: Vec<(usize, u32)>,
}

/// Activities by topological position; `origin` leads back to the instance.
#[derive(Clone, Debug)]
pub(crate) struct Network {
    pub origin: Vec<usize>,
    pub project: Vec<usize>,
    pub predecessors: Vec<Vec<u32>>,
    pub successors: Vec<Vec<u32>>,
    pub ways: Vec<Vec<Way>>,
    /// By project.
    pub release: Vec<u32>,
    pub reference: Vec<u32>,
    pub renewables: Vec<u32>,
    pub nonrenewables: Vec<u32>,
    /// Capacities, packed.
    pub words: Vec<u64>,
    /// The highest bit of every lane.
    pub guard: u64,
    pub objective: Objective,
    /// A time by which everything can be done.
    pub horizon: u32,
}

impl Network {
    /// The network, or the activity of the instance that cannot be done in any way.
    pub(crate) fn new(instance: &Instance) -> Result<Self, usize> {
        let origin = topological(instance);
        let mut position = vec![0_u32; origin.len()];
        origin.iter().enumerate().for_each(|(p, &a)| position[a] = p as u32);
        let lanes = Lanes::new(instance);
        let mut network = Self {
            project: origin.iter().map(|&a| instance.activities()[a].project).collect(),
            predecessors: vec![Vec::new(); origin.len()],
            successors: vec![Vec::new(); origin.len()],
            ways: Vec::with_capacity(origin.len()),
            release: instance.projects().iter().map(|p| p.release).collect(),
            reference: instance.projects().iter().map(|p| p.duration).collect(),
            renewables: instance.renewables().to_vec(),
            nonrenewables: instance.nonrenewables().to_vec(),
            words: lanes.pack_capacities(instance.renewables()),
            guard: lanes.guard(),
            objective: instance.objective(),
            horizon: instance.horizon() as u32,
            origin,
        };
        for at in 0..network.origin.len() {
            let activity = &instance.activities()[network.origin[at]];
            let mut successors: Vec<u32> = activity.successors.iter().map(|&s| position[s]).collect();
            successors.sort_unstable();
            successors.dedup();
            successors.iter().for_each(|&s| network.predecessors[s as usize].push(at as u32));
            network.successors[at] = successors;
            let ways = ways(instance, &activity.modes, &lanes);
            if ways.is_empty() {
                return Err(network.origin[at]);
            }
            network.ways.push(ways);
        }
        Ok(network)
    }

    pub(crate) fn len(&self) -> usize {
        self.origin.len()
    }

    /// Activities with a choice of ways.
    pub(crate) fn choices(&self) -> Vec<u32> {
        (0..self.len()).filter(|&a| self.ways[a].len() > 1).map(|a| a as u32).collect()
    }

    pub(crate) fn way(&self, activity: usize, way: u16) -> &Way {
        &self.ways[activity][usize::from(way)]
    }

    pub(crate) fn shortest(&self, activity: usize) -> u32 {
        self.ways[activity].iter().map(|w| w.duration).min().unwrap_or(0)
    }

    pub(crate) fn release_of(&self, activity: usize) -> u32 {
        self.release[self.project[activity]]
    }

    /// What starts come to in these ways.
    pub(crate) fn value(&self, starts: &[u32], ways: &[u16]) -> Value {
        let finish = |a: usize| starts[a] + self.way(a, ways[a]).duration;
        match self.objective {
            Objective::Makespan => {
                Value { first: i64::from((0..self.len()).map(finish).max().unwrap_or(0)), second: 0 }
            }
            Objective::DelayThenMakespan => {
                let mut finishes = self.release.clone();
                (0..self.len()).for_each(|a| finishes[self.project[a]] = finishes[self.project[a]].max(finish(a)));
                self.value_of_finishes(&finishes)
            }
        }
    }

    /// What projects' finishes come to.
    pub(crate) fn value_of_finishes(&self, finishes: &[u32]) -> Value {
        let last = i64::from(finishes.iter().copied().max().unwrap_or(0));
        match self.objective {
            Objective::Makespan => Value { first: last, second: 0 },
            Objective::DelayThenMakespan => {
                let due = |p: usize| i64::from(self.release[p]) + i64::from(self.reference[p]);
                let delay = (0..finishes.len()).map(|p| i64::from(finishes[p]) - due(p)).sum();
                Value { first: delay, second: last - i64::from(self.release.iter().copied().min().unwrap_or(0)) }
            }
        }
    }
}

/// Activities so that each comes after those it follows; among those that may come, the first of the instance.
fn topological(instance: &Instance) -> Vec<usize> {
    let activities = instance.activities();
    let mut waits = vec![0_usize; activities.len()];
    activities.iter().flat_map(|a| &a.successors).for_each(|&s| waits[s] += 1);
    let mut ready: std::collections::BTreeSet<usize> = (0..waits.len()).filter(|&a| waits[a] == 0).collect();
    let mut order = Vec::with_capacity(waits.len());
    while let Some(a) = ready.pop_first() {
        order.push(a);
        for &s in &activities[a].successors {
            waits[s] -= 1;
            if waits[s] == 0 {
                ready.insert(s);
            }
        }
    }
    assert_eq!(order.len(), activities.len(), "an instance has no circle");
    order
}

/// The modes that can run at all and that no other is at least as good as in everything (Sprecher, Hartmann & Drexl 1997).
fn ways(instance: &Instance, modes: &[Mode], lanes: &Lanes) -> Vec<Way> {
    let fits = |needs: &[(usize, u32)], capacities: &[u32]| needs.iter().all(|&(r, units)| units <= capacities[r]);
    // What takes no time holds nothing.
    let holds = |m: &Mode| m.duration == 0 || fits(&m.renewable, instance.renewables());
    let runs = |m: &Mode| holds(m) && fits(&m.nonrenewable, instance.nonrenewables());
    let able: Vec<usize> = (0..modes.len()).filter(|&m| runs(&modes[m])).collect();
    let beaten =
        |&m: &usize| able.iter().any(|&o| beats(&modes[o], &modes[m]) && (o < m || !beats(&modes[m], &modes[o])));
    let kept = able.iter().copied().filter(|m| !beaten(m));
    kept.map(|m| Way {
        mode: m,
        duration: modes[m].duration,
        needs: if modes[m].duration == 0 { Vec::new() } else { lanes.pack(&modes[m].renewable) },
        renewable: modes[m].renewable.iter().copied().filter(|n| n.1 > 0 && modes[m].duration > 0).collect(),
        nonrenewable: modes[m].nonrenewable.iter().copied().filter(|n| n.1 > 0).collect(),
    })
    .collect()
}

/// Whether one is no worse than the other in anything; any two that are the same are no worse than each other.
fn beats(one: &Mode, other: &Mode) -> bool {
    if std::ptr::eq(one, other) {
        return false;
    }
    let units = |needs: &[(usize, u32)], r: usize| needs.iter().find(|n| n.0 == r).map_or(0, |n| n.1);
    let less = |one: &[(usize, u32)], other: &[(usize, u32)]| one.iter().all(|&(r, u)| u <= units(other, r));
    one.duration <= other.duration
        && less(&one.renewable, &other.renewable)
        && less(&one.nonrenewable, &other.nonrenewable)
}

/// Which lane of which word counts which resource: resources that the same projects use stand together.
struct Lanes {
    bits: u32,
    place: Vec<(u32, u32)>,
    words: usize,
}

impl Lanes {
    fn new(instance: &Instance) -> Self {
        let small = instance.renewables().iter().all(|&c| c < 1 << 15);
        let bits = if small { 16 } else { 32 };
        let mut users = vec![std::collections::BTreeSet::new(); instance.renewables().len()];
        for a in instance.activities() {
            for &(r, _) in a.modes.iter().flat_map(|m| &m.renewable) {
                users[r].insert(a.project);
            }
        }
        let mut order: Vec<usize> = (0..users.len()).collect();
        order.sort_by_key(|&r| (std::cmp::Reverse(users[r].len()), users[r].iter().copied().collect::<Vec<_>>(), r));
        let mut place = vec![(0, 0); users.len()];
        let (mut word, mut lane) = (0, 0);
        for (at, &r) in order.iter().enumerate() {
            let together = at == 0 || users[order[at - 1]] == users[r];
            if lane == 64 / bits || !together {
                (word, lane) = (word + 1, 0);
            }
            place[r] = (word, lane * bits);
            lane += 1;
        }
        Self { bits, words: if users.is_empty() { 0 } else { word as usize + 1 }, place }
    }

    fn guard(&self) -> u64 {
        if self.bits == 16 { 0x8000_8000_8000_8000 } else { 0x8000_0000_8000_0000 }
    }

    fn pack(&self, needs: &[(usize, u32)]) -> Vec<Need> {
        let mut words = std::collections::BTreeMap::new();
        for &(r, units) in needs.iter().filter(|n| n.1 > 0) {
            let (word, shift) = self.place[r];
            *words.entry(word).or_insert(0) += u64::from(units) << shift;
        }
        words.into_iter().map(|(word, units)| Need { word, units }).collect()
    }

    fn pack_capacities(&self, capacities: &[u32]) -> Vec<u64> {
        let mut words = vec![0; self.words];
        for (r, &units) in capacities.iter().enumerate() {
            let (word, shift) = self.place[r];
            words[word as usize] += u64::from(units) << shift;
        }
        words
    }
}
