//! Solvers that learn and tell one another, against all schedules of tiny instances.

use super::orders;
use super::solver::Learned;
use super::store::Predicate;
use super::{Limit, News, Sense, Solver, Verdict};
use crate::base::Rng;
use crate::schedule::network::Network;
use crate::schedule::{Activity, Instance, Mode, Objective, Project};

fn instance(rng: &mut Rng) -> Instance {
    let (count, capacities) = (4 + rng.below(4), [2 + rng.below(3) as u32, 3]);
    let objective = if rng.chance(0.5) { Objective::Makespan } else { Objective::DelayThenMakespan };
    let projects: Vec<Project> = (0..1 + rng.below(2))
        .map(|_| Project { release: rng.below(2) as u32, duration: rng.below(4) as u32 })
        .collect();
    let choice = if rng.chance(0.5) { 1 } else { 2 };
    let mode = |rng: &mut Rng| Mode {
        duration: (1 + rng.below(4)) as u32 % 4,
        renewable: capacities.iter().enumerate().map(|(r, c)| (r, 1 + rng.below(*c as usize) as u32)).collect(),
        nonrenewable: vec![(0, rng.below(3) as u32)],
    };
    let activities = (0..count)
        .map(|a| Activity {
            project: rng.below(projects.len()),
            modes: (0..1 + rng.below(choice)).map(|_| mode(rng)).collect(),
            successors: (a + 1..count).filter(|_| rng.chance(0.2)).collect(),
        })
        .collect();
    let stock = vec![count as u32 + rng.below(3) as u32];
    Instance::new(projects, activities, capacities.to_vec(), stock, objective).expect("it is made to be valid")
}

/// Every schedule within the limit, as the values of all variables.
struct All<'a> {
    network: &'a Network,
    limit: Limit,
    starts: Vec<i32>,
    ways: Vec<usize>,
    found: Vec<Vec<i32>>,
}

impl<'a> All<'a> {
    fn of(network: &'a Network, limit: Limit) -> Vec<Vec<i32>> {
        let mut all = Self { network, limit, starts: Vec::new(), ways: Vec::new(), found: Vec::new() };
        all.next();
        all.found
    }

    fn next(&mut self) {
        let at = self.starts.len();
        if at == self.network.len() {
            self.found.extend(self.values());
            return;
        }
        for way in 0..self.network.ways[at].len() {
            for start in self.network.release[self.network.project[at]] as i32..=self.limit.last {
                self.starts.push(start);
                self.ways.push(way);
                if self.holds() {
                    self.next();
                }
                self.starts.pop();
                self.ways.pop();
            }
        }
    }

    fn end(&self, a: usize) -> i32 {
        self.starts[a] + self.network.ways[a][self.ways[a]].duration as i32
    }

    /// Whether the last one goes with those before it.
    fn holds(&self) -> bool {
        let (network, last) = (self.network, self.starts.len() - 1);
        let way = |a: usize| &network.ways[a][self.ways[a]];
        let held = |t: i32, r: usize| {
            let runs = (0..=last).filter(|&a| self.starts[a] <= t && t < self.end(a));
            runs.flat_map(|a| &way(a).renewable).filter(|n| n.0 == r).map(|n| n.1).sum::<u32>()
        };
        let used = (0..=last).flat_map(|a| &way(a).nonrenewable).map(|n| n.1).sum::<u32>();
        self.end(last) <= self.limit.last
            && network.predecessors[last].iter().all(|&p| self.end(p as usize) <= self.starts[last])
            && (0..network.renewables.len())
                .all(|r| (self.starts[last]..self.end(last)).all(|t| held(t, r) <= network.renewables[r]))
            && used <= network.nonrenewables[0]
    }

    /// Starts, then projects' ends, then ways where there is a choice; none where ends sum up to too much.
    fn values(&self) -> Option<Vec<i32>> {
        let network = self.network;
        let end = |p: usize| {
            let own = (0..network.len()).filter(|&a| network.project[a] == p).map(|a| self.end(a));
            own.max().unwrap_or(network.release[p] as i32)
        };
        let ends: Vec<i32> = (0..network.release.len()).map(end).collect();
        if network.objective == Objective::DelayThenMakespan && ends.iter().sum::<i32>() > self.limit.sum {
            return None;
        }
        let chosen = |a: usize| {
            let ways = if network.ways[a].len() > 1 { 0..network.ways[a].len() } else { 0..0 };
            ways.map(move |w| i32::from(self.ways[a] == w))
        };
        let ways = (0..network.len()).flat_map(chosen);
        let order = |&(a, b): &(u32, u32)| i32::from(self.starts[a as usize] < self.starts[b as usize]);
        let orders = orders::pairs(network);
        let values = self.starts.iter().copied().chain(ends.iter().copied()).chain(ways);
        Some(values.chain(orders.iter().map(order)).collect())
    }
}

fn holds(p: Predicate, values: &[i32]) -> bool {
    let value = values[p.side as usize / 2];
    if p.side.is_multiple_of(2) { value >= p.value } else { -value >= p.value }
}

fn check(news: &News, all: &[Vec<i32>], case: &str) {
    for Learned { predicates, .. } in &news.learned {
        let excluded = all.iter().find(|values| predicates.iter().all(|&p| holds(p, values)));
        assert_eq!(excluded, None, "{case}: {predicates:?}");
    }
}

/// Three solvers of two limits, each told at every turn what the others have learned: each comes to what all schedules within its
/// limit say, and nothing that it learns excludes one of them.
#[test]
fn what_is_learned_and_told_excludes_no_schedule() {
    let (mut verdicts, mut told) = ([0; 2], 0);
    for seed in 0..2_000 {
        let mut rng = Rng::new(seed);
        let instance = instance(&mut rng);
        let Ok(network) = Network::new(&instance) else { continue };
        let last = 4 + rng.below(5) as i32;
        let wide = Limit { sum: last + rng.below(last as usize) as i32, last };
        let narrow = Limit { sum: wide.sum - rng.below(3) as i32, last: last - rng.below(3) as i32 };
        let limits = [(wide, Sense::Early), (wide, Sense::Late), (narrow, Sense::Late)];
        let all: Vec<Vec<Vec<i32>>> = limits.iter().map(|l| All::of(&network, l.0)).collect();
        let mut solvers: Vec<Option<Solver>> = limits.iter().map(|l| Solver::new(&network, l.0, l.1)).collect();
        let mut open = vec![true; solvers.len()];
        for turn in 0..10_000 {
            let mut news: Vec<News> = Vec::new();
            for (i, solver) in solvers.iter_mut().enumerate() {
                let case = format!("seed {seed}, solver {i}, turn {turn}");
                let verdict = match solver {
                    None => Verdict::Refuted,
                    Some(_) if !open[i] => Verdict::Open,
                    Some(solver) => solver.run(1 + rng.below(3) as u64, &|| false),
                };
                match &verdict {
                    Verdict::Refuted => assert_eq!(all[i], Vec::<Vec<i32>>::new(), "{case}"),
                    Verdict::Open => {}
                    Verdict::Found(starts, _) => {
                        let is_it = |values: &Vec<i32>| starts.iter().zip(values).all(|(s, v)| *s as i32 == *v);
                        assert!(all[i].iter().any(is_it), "{case}: {starts:?}");
                    }
                }
                verdicts[usize::from(verdict == Verdict::Refuted)] += usize::from(verdict != Verdict::Open);
                open[i] &= verdict == Verdict::Open;
                let told = solver.as_mut().map(Solver::news);
                news.push(told.unwrap_or(News { limit: limits[i].0, learned: Vec::new() }));
                check(&news[i], &all[i], &case);
            }
            if !open.contains(&true) {
                break;
            }
            told += news.iter().map(|news| news.learned.len()).sum::<usize>();
            for (from, to) in [(0, 1), (1, 0), (0, 2), (1, 2), (2, 0), (2, 1)] {
                if let Some(solver) = solvers[to].as_mut().filter(|_| open[to]) {
                    solver.hear(&news[from]);
                }
            }
        }
        assert!(!open.contains(&true), "seed {seed}: nothing is open at the end");
    }
    assert!(verdicts.iter().all(|n| *n > 100) && told > 500, "{verdicts:?}, {told} told");
}
