//! Projects that have to do with one another, among which a stream walks for a while: streams that walk together in different
//! districts seldom get in one another's way, and what their steps look at stays in the processor's caches.

use super::super::instance::Instance;
use super::super::state::State;
use crate::base::Rng;

/// Projects of a district: about as many as have teams in common.
const SIZE: usize = 64;

/// Draws of a middle that has little to do with other districts, before any is taken.
const MIDDLES: usize = 8;

/// Draws for a project that is in, or out, before any of the portfolio is taken.
const DRAWS: usize = 12;

/// The share of steps that begin anywhere in the portfolio: what no other project is near, or few are, would hardly ever be in a
/// district.
const AFIELD: f64 = 0.1;

static EVERYWHERE: District = District { projects: Vec::new() };

/// Where projects are drawn from: those of a district, or, if it has none, the whole portfolio.
#[derive(Clone, Debug, Default)]
pub(super) struct District {
    projects: Vec<usize>,
}

impl District {
    /// So many districts, each around projects drawn at random, without a project in common.
    pub(super) fn apart(instance: &Instance, rng: &mut Rng, count: usize) -> Vec<Self> {
        let mut taken = Taken::new(instance);
        (0..count).map(|_| Self { projects: taken.district(rng) }).collect()
    }

    #[cfg(test)]
    pub(super) fn of(projects: Vec<usize>) -> Self {
        Self { projects }
    }

    /// Whether it is a part of the portfolio.
    pub(super) fn is_some(&self) -> bool {
        !self.projects.is_empty()
    }

    /// Where a step begins: here, as a rule.
    pub(super) fn or_everywhere(&self, rng: &mut Rng) -> &Self {
        if self.projects.is_empty() || !rng.chance(AFIELD) { self } else { &EVERYWHERE }
    }

    /// A project.
    pub(super) fn any(&self, state: &State, rng: &mut Rng) -> usize {
        self.drawn(rng, |_| true).unwrap_or_else(|| rng.below(state.plans.len()))
    }

    /// One that is placed; there is one.
    pub(super) fn placed(&self, state: &State, rng: &mut Rng) -> usize {
        self.drawn(rng, |p| state.contains(p)).unwrap_or_else(|| one_of(state.placed(), rng))
    }

    /// Those that are placed: all of the district; if it has none, so many draws from the whole portfolio, or all of it where
    /// they are no more.
    pub(super) fn many_placed(&self, state: &State, rng: &mut Rng, draws: usize) -> Vec<usize> {
        let own: Vec<usize> = self.projects.iter().copied().filter(|p| state.contains(*p)).collect();
        match state.placed() {
            _ if !own.is_empty() => own,
            all if all.len() > draws => (0..draws).map(|_| one_of(all, rng)).collect(),
            all => all.to_vec(),
        }
    }

    /// One that is out; there is one.
    pub(super) fn left_out(&self, state: &State, rng: &mut Rng) -> usize {
        self.drawn(rng, |p| !state.contains(p)).unwrap_or_else(|| one_of(state.left_out(), rng))
    }

    fn drawn(&self, rng: &mut Rng, is_wanted: impl Fn(usize) -> bool) -> Option<usize> {
        let draws = if self.projects.is_empty() { 0 } else { DRAWS };
        (0..draws).map(|_| one_of(&self.projects, rng)).find(|p| is_wanted(*p))
    }
}

fn one_of(projects: &[usize], rng: &mut Rng) -> usize {
    projects[rng.below(projects.len())]
}

/// What belongs to districts already.
struct Taken<'i> {
    instance: &'i Instance,
    has_project: Vec<bool>,
    has_resource: Vec<bool>,
}

impl<'i> Taken<'i> {
    fn new(instance: &'i Instance) -> Self {
        let has_project = vec![false; instance.projects.len()];
        Self { instance, has_project, has_resource: vec![false; instance.resources.len()] }
    }

    /// Projects around one drawn at random; around another, too, where that leads to too few. None where there are no
    /// resources, or too few projects are left.
    fn district(&mut self, rng: &mut Rng) -> Vec<usize> {
        let mut projects = Vec::with_capacity(SIZE);
        for _ in 0..SIZE {
            let reached = projects.len();
            let middle = self.middle(rng);
            self.take(middle, &mut projects);
            self.spread(&mut projects, reached, rng);
        }
        if self.instance.resources.is_empty() || projects.len() < SIZE { Vec::new() } else { projects }
    }

    /// At least half of whose resources no district has, if one is drawn.
    fn middle(&self, rng: &mut Rng) -> usize {
        let draw = |rng: &mut Rng| rng.below(self.instance.projects.len());
        let is_apart = |p: &usize| {
            let resources = &self.instance.projects[*p].resources;
            2 * resources.iter().filter(|r| self.has_resource[**r]).count() <= resources.len()
        };
        (0..MIDDLES).map(|_| draw(rng)).find(is_apart).unwrap_or_else(|| draw(rng))
    }

    /// From each project on, those that use what it uses, the rarest first.
    fn spread(&mut self, projects: &mut Vec<usize>, mut next: usize, rng: &mut Rng) {
        while next < projects.len() && projects.len() < SIZE {
            let instance = self.instance;
            let resources = &instance.projects[projects[next]].resources;
            let mut lists: Vec<&[usize]> = resources.iter().map(|r| instance.users[*r].as_slice()).collect();
            lists.sort_by_key(|users| users.len());
            for users in lists {
                if projects.len() == SIZE {
                    return;
                }
                let (before, after) = users.split_at(rng.below(users.len()));
                after.iter().chain(before).take(SIZE).for_each(|p| self.take(*p, projects));
            }
            next += 1;
        }
    }

    fn take(&mut self, project: usize, projects: &mut Vec<usize>) {
        if projects.len() < SIZE && !self.has_project[project] {
            self.has_project[project] = true;
            self.instance.projects[project].resources.iter().for_each(|r| self.has_resource[*r] = true);
            projects.push(project);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::solve::state::tests::{PROJECTS, anywhere, on_some_stage};

    /// A portfolio that many times over: each copy has resources of its own.
    fn copies(instance: &Instance, count: usize) -> Instance {
        let (projects, resources) = (instance.projects.len(), instance.resources.len());
        let mut all = instance.clone();
        for copy in 1..count {
            for project in &instance.projects {
                let mut project = project.clone();
                project.resources.iter_mut().for_each(|r| *r += copy * resources);
                all.projects.push(project);
            }
            all.resources.extend_from_slice(&instance.resources);
            let users = instance.users.iter().map(|users| users.iter().map(|p| p + copy * projects).collect());
            all.users.extend(users);
        }
        all
    }

    /// Districts have no project in common, and go on to a project that shares nothing with those before it only where no more
    /// project does that is free.
    #[test]
    fn districts_are_apart_and_keep_together_what_shares_resources() {
        let (mut steps, mut middles) = ([0; 2], [0; 2]);
        for seed in 0..100 {
            on_some_stage(&mut Rng::new(seed), |stage, rng| {
                let instance = copies(stage.instance, 100);
                let neighbours = |p: usize| instance.projects[p].resources.iter().flat_map(|r| &instance.users[*r]);
                let (mut taken, mut used) = (BTreeSet::<usize>::new(), BTreeSet::<usize>::new());
                for District { projects } in District::apart(&instance, rng, 4) {
                    assert!([0, SIZE].contains(&projects.len()), "seed {seed}");
                    if let (Some(middle), true) = (projects.first(), !taken.is_empty()) {
                        let resources = &instance.projects[*middle].resources;
                        let shared = resources.iter().filter(|r| used.contains(*r)).count();
                        middles[usize::from(2 * shared <= resources.len())] += 1;
                    }
                    for (k, p) in projects.iter().enumerate() {
                        let is_near = neighbours(*p).any(|q| projects[..k].contains(q));
                        let is_left = |p: &usize| neighbours(*p).any(|q| !taken.contains(q));
                        assert!(is_near || !projects[..k].iter().any(is_left), "seed {seed}: {p} after {k} others");
                        assert!(taken.insert(*p), "seed {seed}: {p} twice");
                        used.extend(&instance.projects[*p].resources);
                        steps[usize::from(is_near)] += 1;
                    }
                }
            });
        }
        assert!(steps.iter().all(|n| *n > 1_000), "{steps:?}");
        assert!(middles[1] > 20 * middles[0].max(1), "{middles:?}");
    }

    /// One step in ten leaves a district, and none draws for that where there is no district.
    #[test]
    fn some_steps_go_everywhere() {
        let (district, mut rng) = (District { projects: vec![0] }, Rng::new(1));
        let afield = (0..10_000).filter(|_| district.or_everywhere(&mut rng).projects.is_empty()).count();
        assert!((900..1_100).contains(&afield), "{afield}");
        let (mut before, mut after) = (Rng::new(1), Rng::new(1));
        District::default().or_everywhere(&mut after);
        assert_eq!(before.unit(), after.unit());
    }

    /// Whatever is asked for comes, of the district while it has some.
    #[test]
    fn what_is_drawn_is_in_or_out_as_asked() {
        for seed in 0..200 {
            on_some_stage(&mut Rng::new(seed), |stage, rng| {
                let mut state = State::new(stage);
                (0..PROJECTS / 2).for_each(|p| state.place(p, anywhere(stage.instance, p, rng)));
                let districts = [vec![], vec![0, PROJECTS - 1], vec![0], vec![PROJECTS - 1]];
                for projects in districts {
                    let district = District { projects: projects.clone() };
                    let (placed, out) = (district.placed(&state, rng), district.left_out(&state, rng));
                    assert!(state.contains(placed) && !state.contains(out), "seed {seed}");
                    assert!(!projects.contains(&0) || projects.len() > 1 || placed == 0, "seed {seed}");
                    assert!(projects != [PROJECTS - 1] || out == PROJECTS - 1, "seed {seed}");
                    assert!(projects.is_empty() || projects.contains(&district.any(&state, rng)), "seed {seed}");
                    let many = district.many_placed(&state, rng, 3);
                    assert!(!many.is_empty() && many.iter().all(|p| state.contains(*p)), "seed {seed}");
                    assert!(!projects.contains(&0) || many == [0], "seed {seed}");
                    assert!(projects.contains(&0) || many.len() == 3.min(state.placed().len()), "seed {seed}");
                }
            });
        }
    }
}
