//! The constraints of a network within a limit on its value, over starts and chosen ways, each with the predicates that
//! explain what it infers (Schutt, Feydy, Stuckey & Wallace 2011).

use super::super::instance::Objective;
use super::super::network::Network;
use super::super::path::Paths;
use super::orders::Orders;
use super::store::{Conflict, Predicate, Store};
use super::timetable::{Task, Timetable};

/// An activity: its start is the variable of the same number.
#[derive(Clone, Debug)]
struct Job {
    /// Durations by way.
    durations: Vec<i32>,
    /// The first of its variables that are 1 where a way is chosen; none where there is no choice.
    chosen: Option<usize>,
}

/// What a schedule may come to at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Limit {
    /// The sum of projects' finishes, where it counts.
    pub sum: i32,
    /// The latest finish.
    pub last: i32,
}

impl Limit {
    /// Whether what is within this one is within the other.
    pub(super) fn is_within(self, other: Self) -> bool {
        self.sum <= other.sum && self.last <= other.last
    }
}

/// Variables: a start for each activity, an end for each project, then the ways, then the orders of pairs.
#[derive(Clone, Debug)]
pub(crate) struct Model<'a> {
    network: &'a Network,
    jobs: Vec<Job>,
    /// By variable of a way: its activity.
    owners: Vec<u32>,
    first_way: usize,
    orders: Orders,
    timetables: Vec<Timetable>,
    /// By non-renewable resource: the activities that use it, and the other way round.
    users: Vec<Vec<usize>>,
    uses: Vec<Vec<usize>>,
    /// Successors of activities, ends of projects among them.
    after: Vec<Vec<u32>>,
    before: Vec<Vec<u32>>,
    tails: Vec<u32>,
    /// The most that the ends of all projects may sum up to.
    sum: Option<i32>,
    reason: Vec<Predicate>,
}

impl<'a> Model<'a> {
    /// With all activities done by `last`, and projects' finishes of no more than `sum`, where that counts. None where paths
    /// alone are longer.
    pub(crate) fn new(network: &'a Network, Limit { sum, last }: Limit) -> Option<(Self, Store)> {
        let paths = Paths::new(network, |a| network.shortest(a));
        let mut store = Store::default();
        let projects = network.release.len();
        let finishes = paths.finishes(network);
        let (sum, ends) = match network.objective {
            Objective::Makespan => (None, vec![last; projects]),
            Objective::DelayThenMakespan => {
                let total: i64 = finishes.iter().map(|&f| i64::from(f)).sum();
                let spare = i64::from(sum) - total;
                let end = |p: usize| (i64::from(finishes[p]) + spare).clamp(-1, i64::from(last)) as i32;
                (Some(sum), (0..projects).map(end).collect())
            }
        };
        for a in 0..network.len() {
            let (lower, upper) = (paths.heads[a] as i32, ends[network.project[a]] - paths.tails[a] as i32);
            if lower > upper {
                return None;
            }
            store.add(lower, upper);
        }
        for p in 0..projects {
            if finishes[p] as i32 > ends[p] {
                return None;
            }
            store.add(finishes[p] as i32, ends[p]);
        }
        let mut model = Self {
            network,
            jobs: Vec::new(),
            owners: Vec::new(),
            first_way: network.len() + projects,
            orders: Orders::default(),
            timetables: Vec::new(),
            users: vec![Vec::new(); network.nonrenewables.len()],
            uses: vec![Vec::new(); network.len()],
            after: network.successors.clone(),
            before: network.predecessors.clone(),
            tails: paths.tails,
            sum,
            reason: Vec::new(),
        };
        model.before.resize(model.first_way, Vec::new());
        model.after.resize(model.first_way, Vec::new());
        for a in 0..network.len() {
            model.add_job(a, &mut store);
        }
        for p in 0..projects {
            model.jobs.push(Job { durations: vec![0], chosen: None });
            let end = network.len() + p;
            let last = |&a: &usize| {
                network.project[a] == p && network.successors[a].iter().all(|&s| network.project[s as usize] != p)
            };
            for a in (0..network.len()).filter(last) {
                model.after[a].push(end as u32);
                model.before[end].push(a as u32);
            }
        }
        model.orders = Orders::new(network, &mut store);
        model.timetables = (0..network.renewables.len()).map(|r| model.timetable(r)).collect();
        Some((model, store))
    }

    /// How many values all variables may take.
    pub(crate) fn values(&self, store: &Store) -> u64 {
        (0..store.sides() / 2).map(|v| (store.upper(v) - store.lower(v)) as u64).sum()
    }

    /// A lower limit; before any decision.
    pub(crate) fn tighten(&mut self, store: &mut Store, limit: Limit) -> Result<(), Conflict> {
        if self.sum.is_some() {
            self.sum = Some(limit.sum);
            self.ends(store)?;
        }
        (self.network.len()..self.first_way).try_for_each(|end| store.set(Predicate::at_most(end, limit.last), &[]))
    }

    fn add_job(&mut self, activity: usize, store: &mut Store) {
        let ways = &self.network.ways[activity];
        let durations = ways.iter().map(|w| w.duration as i32).collect();
        let chosen = (ways.len() > 1).then(|| {
            for _ in ways {
                store.add(0, 1);
                self.owners.push(activity as u32);
            }
            self.first_way + self.owners.len() - ways.len()
        });
        self.jobs.push(Job { durations, chosen });
        for resource in 0..self.network.nonrenewables.len() {
            if (0..ways.len()).any(|w| self.units(activity, w, resource) > 0) {
                self.users[resource].push(activity);
                self.uses[activity].push(resource);
            }
        }
    }

    fn timetable(&self, resource: usize) -> Timetable {
        let units = |a: usize, w: usize| {
            let needs = &self.network.ways[a][w].renewable;
            needs.iter().find(|n| n.0 == resource).map_or(0, |n| n.1 as i32)
        };
        let tasks = (0..self.network.len()).map(|a| Task {
            start: a,
            chosen: self.jobs[a].chosen,
            durations: self.jobs[a].durations.clone(),
            units: (0..self.jobs[a].durations.len())
                .map(|w| if self.jobs[a].durations[w] == 0 { 0 } else { units(a, w) })
                .collect(),
        });
        let tasks = tasks.filter(|t| t.units.iter().any(|&u| u > 0)).collect();
        Timetable::new(tasks, self.network.renewables[resource] as i32)
    }

    /// Infers from a change of a side.
    pub(crate) fn on_change(&mut self, store: &mut Store, side: u32) -> Result<(), Conflict> {
        let variable = (side / 2) as usize;
        if self.orders.has(variable) {
            return self.orders.on_order(store, variable);
        }
        if variable >= self.first_way {
            let activity = self.owners[variable - self.first_way];
            self.choice(store, activity as usize)?;
            self.successors(store, activity as usize)?;
            self.predecessors(store, activity as usize)?;
            return (0..self.uses[activity as usize].len())
                .try_for_each(|k| self.nonrenewable(store, self.uses[activity as usize][k]));
        }
        if side.is_multiple_of(2) {
            if variable >= self.network.len() && self.sum.is_some() {
                self.ends(store)?;
            }
            self.successors(store, variable)?;
            if variable < self.network.len() {
                self.orders.on_later(store, variable)?;
            }
        } else {
            self.predecessors(store, variable)?;
            if variable < self.network.len() {
                self.orders.on_earlier(store, variable)?;
            }
        }
        Ok(())
    }

    /// All that is inferred at the start.
    pub(crate) fn on_start(&mut self, store: &mut Store) -> Result<(), Conflict> {
        for a in 0..self.first_way {
            self.successors(store, a)?;
            self.predecessors(store, a)?;
        }
        (0..self.network.len()).try_for_each(|a| self.orders.on_later(store, a))?;
        (0..self.network.nonrenewables.len()).try_for_each(|r| self.nonrenewable(store, r))?;
        self.ends(store)
    }

    pub(crate) fn timetables(&mut self, store: &mut Store) -> Result<(), Conflict> {
        for timetable in &mut self.timetables {
            let trail = store.trail.len();
            timetable.propagate(store)?;
            if store.trail.len() > trail {
                break;
            }
        }
        Ok(())
    }

    /// The least duration that is still possible.
    fn duration(&self, store: &Store, job: usize) -> i32 {
        let Job { durations, chosen } = &self.jobs[job];
        match chosen {
            None => durations[0],
            Some(first) => {
                let open = (0..durations.len()).filter(|w| store.upper(first + w) == 1).map(|w| durations[w]);
                open.min().unwrap_or(0)
            }
        }
    }

    /// Why no duration below this one is possible.
    fn explain_duration(&mut self, job: usize, duration: i32) {
        let Job { durations, chosen } = &self.jobs[job];
        if let Some(first) = chosen {
            let shorter = (0..durations.len()).filter(|&w| durations[w] < duration);
            self.reason.extend(shorter.map(|w| Predicate::at_most(first + w, 0)));
        }
    }

    /// Starts of what follows, and ways that are too long for it.
    fn successors(&mut self, store: &mut Store, job: usize) -> Result<(), Conflict> {
        let (lower, duration) = (store.lower(job), self.duration(store, job));
        for k in 0..self.after[job].len() {
            let next = self.after[job][k] as usize;
            if store.lower(next) < lower + duration {
                self.reason.clear();
                self.reason.push(Predicate::at_least(job, lower));
                self.explain_duration(job, duration);
                store.slide(Predicate::at_least(next, lower + duration), &self.reason)?;
            }
        }
        self.long_ways(store, job)
    }

    fn predecessors(&mut self, store: &mut Store, job: usize) -> Result<(), Conflict> {
        let upper = store.upper(job);
        for k in 0..self.before[job].len() {
            let previous = self.before[job][k] as usize;
            let duration = self.duration(store, previous);
            if store.upper(previous) > upper - duration {
                self.reason.clear();
                self.reason.push(Predicate::at_most(job, upper));
                self.explain_duration(previous, duration);
                store.slide(Predicate::at_most(previous, upper - duration), &self.reason)?;
            }
            self.long_ways(store, previous)?;
        }
        // With fewer ways left, its own latest start may be earlier.
        let duration = self.duration(store, job);
        for k in 0..self.after[job].len() {
            let next = self.after[job][k] as usize;
            let upper = store.upper(next);
            if store.upper(job) > upper - duration {
                self.reason.clear();
                self.reason.push(Predicate::at_most(next, upper));
                self.explain_duration(job, duration);
                store.slide(Predicate::at_most(job, upper - duration), &self.reason)?;
            }
        }
        Ok(())
    }

    fn long_ways(&mut self, store: &mut Store, job: usize) -> Result<(), Conflict> {
        let Some(first) = self.jobs[job].chosen else { return Ok(()) };
        let lower = store.lower(job);
        for k in 0..self.after[job].len() {
            let next = self.after[job][k] as usize;
            let room = store.upper(next) - lower;
            for way in 0..self.jobs[job].durations.len() {
                let duration = self.jobs[job].durations[way];
                if duration > room && store.upper(first + way) == 1 {
                    let reason = [Predicate::at_least(job, lower), Predicate::at_most(next, lower + duration - 1)];
                    store.set(Predicate::at_most(first + way, 0), &reason)?;
                }
            }
        }
        Ok(())
    }

    /// Exactly one way.
    fn choice(&mut self, store: &mut Store, job: usize) -> Result<(), Conflict> {
        let Some(first) = self.jobs[job].chosen else { return Ok(()) };
        let last = first + self.jobs[job].durations.len();
        if let Some(taken) = (first..last).find(|&x| store.lower(x) == 1) {
            for other in (first..last).filter(|&x| x != taken) {
                store.set(Predicate::at_most(other, 0), &[Predicate::at_least(taken, 1)])?;
            }
            return Ok(());
        }
        let open: Vec<usize> = (first..last).filter(|&x| store.upper(x) == 1).take(2).collect();
        if open.len() < 2 {
            self.reason.clear();
            self.reason.extend((first..last).filter(|x| Some(x) != open.first()).map(|x| Predicate::at_most(x, 0)));
            match open.first() {
                Some(&x) => store.set(Predicate::at_least(x, 1), &self.reason)?,
                None => return Err(store.fail(&self.reason)),
            }
        }
        Ok(())
    }

    /// Ways that use up more than others must leave.
    fn nonrenewable(&mut self, store: &mut Store, resource: usize) -> Result<(), Conflict> {
        let capacity = i64::from(self.network.nonrenewables[resource]);
        let least: Vec<i64> = self.users[resource].iter().map(|&a| self.least(store, a, resource)).collect();
        let total: i64 = least.iter().sum();
        if total > capacity {
            self.explain_least(&least, resource, None);
            return Err(store.fail(&self.reason));
        }
        for user in 0..least.len() {
            let activity = self.users[resource][user];
            let Some(first) = self.jobs[activity].chosen else { continue };
            for way in 0..self.jobs[activity].durations.len() {
                let more = self.units(activity, way, resource) - least[user];
                if total + more > capacity && store.upper(first + way) == 1 {
                    self.explain_least(&least, resource, Some(activity));
                    store.set(Predicate::at_most(first + way, 0), &self.reason)?;
                }
            }
        }
        Ok(())
    }

    fn units(&self, activity: usize, way: usize, resource: usize) -> i64 {
        let needs = &self.network.ways[activity][way].nonrenewable;
        needs.iter().find(|n| n.0 == resource).map_or(0, |n| i64::from(n.1))
    }

    fn least(&self, store: &Store, activity: usize, resource: usize) -> i64 {
        let open = |w: &usize| self.jobs[activity].chosen.is_none_or(|first| store.upper(first + w) == 1);
        let ways = (0..self.jobs[activity].durations.len()).filter(open);
        ways.map(|w| self.units(activity, w, resource)).min().unwrap_or(0)
    }

    fn explain_least(&mut self, least: &[i64], resource: usize, but: Option<usize>) {
        self.reason.clear();
        for (&activity, &least) in self.users[resource].iter().zip(least) {
            if Some(activity) == but {
                continue;
            }
            let Some(first) = self.jobs[activity].chosen else { continue };
            for way in 0..self.jobs[activity].durations.len() {
                if self.units(activity, way, resource) < least {
                    self.reason.push(Predicate::at_most(first + way, 0));
                }
            }
        }
    }

    /// Ends that are too late for the sum.
    fn ends(&mut self, store: &mut Store) -> Result<(), Conflict> {
        let Some(most) = self.sum else { return Ok(()) };
        let ends = self.network.len()..self.first_way;
        let total: i64 = ends.clone().map(|e| i64::from(store.lower(e))).sum();
        for end in ends.clone() {
            let upper = i64::from(most) - total + i64::from(store.lower(end));
            if i64::from(store.upper(end)) > upper {
                self.reason.clear();
                let others = ends.clone().filter(|&e| e != end);
                self.reason.extend(others.map(|e| Predicate::at_least(e, store.lower(e))));
                // Below what a bound can say, nothing is possible either.
                store.slide(Predicate::at_most(end, upper.max(-1) as i32), &self.reason)?;
            }
        }
        Ok(())
    }

    /// Where activities come next when nothing has been learned: the earliest, of those the one with the longest tail.
    pub(crate) fn next(&self, store: &Store) -> Option<Predicate> {
        let open = (0..self.network.len()).filter(|&a| !self.is_settled(store, a));
        let job = open.min_by_key(|&a| (store.lower(a), std::cmp::Reverse(self.tails[a]), a))?;
        if let Some(first) = self.jobs[job].chosen {
            let ways = (0..self.jobs[job].durations.len()).filter(|w| !store.is_fixed(first + w));
            if let Some(way) = ways.min_by_key(|&w| (self.jobs[job].durations[w], w)) {
                return Some(Predicate::at_least(first + way, 1));
            }
        }
        Some(Predicate::at_most(job, store.lower(job)))
    }

    fn is_settled(&self, store: &Store, activity: usize) -> bool {
        let Job { durations, chosen } = &self.jobs[activity];
        store.is_fixed(activity) && chosen.is_none_or(|first| (0..durations.len()).all(|w| store.is_fixed(first + w)))
    }

    /// Starts and ways, all being settled.
    pub(crate) fn solution(&self, store: &Store) -> (Vec<u32>, Vec<u16>) {
        let starts = (0..self.network.len()).map(|a| store.lower(a) as u32).collect();
        let way = |a: usize| match self.jobs[a].chosen {
            None => 0,
            Some(first) => (0..self.jobs[a].durations.len()).find(|w| store.lower(first + w) == 1).unwrap_or(0) as u16,
        };
        (starts, (0..self.network.len()).map(way).collect())
    }
}
