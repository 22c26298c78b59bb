//! Which projects to lift: a few that have something to do with one another.

use super::super::guide::Guide;
use super::super::state::State;
use super::district::District;
use super::sample::some_of;
use crate::base::Rng;

/// Projects to lift, and one that is out to place first, if the ruin was made for it.
pub(crate) struct Ruin {
    pub lift: Vec<usize>,
    pub first: Option<usize>,
}

/// Placed projects of which the weakest are looked for: all of a large portfolio would take longer to rank than to place a few.
const RANKED: usize = 150;

/// How often room is made in a resource by how scarce it is, and not in any, in a district. Random 1,000, three portfolios, two seeds,
/// 200,000 steps: gaps of 10.9 % on average, 11.4 % without. Of few projects it makes no difference in short walks, and after 60 s the
/// county's plans were worth less, if not by more than luck may make.
const BY_SCARCITY: f64 = 0.8;

/// Draws a ruin of about `size` projects. There is at least one project.
pub(crate) fn draw(state: &State, district: &District, guide: &Guide, rng: &mut Rng, size: usize) -> Ruin {
    if state.placed().is_empty() {
        return Ruin { lift: Vec::new(), first: None };
    }
    let missing = state.missing();
    if !missing.is_empty() && rng.chance(0.7) {
        let wanted = missing[rng.below(missing.len())];
        if state.instance().kept.iter().any(Option::is_some) && rng.chance(0.5) {
            return room_everywhere(state, wanted, rng, 4 * size);
        }
        return room_for(state, district, guide, wanted, rng, 2 * size);
    }
    match rng.below(10) {
        0 | 1 => Ruin { lift: at_random(state, district, rng, size), first: None },
        2..=4 => Ruin { lift: around_a_period(state, district, rng, size), first: None },
        5 => Ruin { lift: weakest(state, district, guide, rng, size), first: None },
        _ => for_one_that_is_out(state, district, guide, rng, size),
    }
}

/// The project, and some of those that use any of its resources at a time drawn at random: a demand on a full plan needs
/// several teams at once.
fn room_everywhere(state: &State, wanted: usize, rng: &mut Rng, size: usize) -> Ruin {
    let resources = &state.instance().projects[wanted].resources;
    let lift = window(state, rng).rivals(state, rng, resources, size);
    Ruin { lift, first: Some(wanted) }
}

fn at_random(state: &State, district: &District, rng: &mut Rng, size: usize) -> Vec<usize> {
    (0..size).map(|_| district.placed(state, rng)).collect()
}

/// Projects that use the same resource at about the same time as one drawn at random.
fn around_a_period(state: &State, district: &District, rng: &mut Rng, size: usize) -> Vec<usize> {
    let instance = state.instance();
    let seed = district.placed(state, rng);
    let slots = state.plans[seed].as_ref().expect("it is placed");
    let slot = slots[rng.below(slots.len())];
    let mode = instance.mode(slot);
    if mode.uses.is_empty() {
        return vec![seed];
    }
    let resource = mode.uses[rng.below(mode.uses.len())].resource;
    let window = Window { from: slot.start as usize, to: slot.start as usize + mode.duration };
    let mut near = window.rivals(state, rng, &[resource], size);
    near.retain(|p| *p != seed);
    near.truncate(size.saturating_sub(1));
    near.push(seed);
    near
}

/// Periods from one to before another.
struct Window {
    from: usize,
    to: usize,
}

/// A third of all periods, somewhere.
fn window(state: &State, rng: &mut Rng) -> Window {
    let periods = state.instance().periods;
    let from = rng.below(periods);
    Window { from, to: (from + periods / 3 + 1).min(periods) }
}

impl Window {
    /// At most `count` placed projects that use one of the resources in the window.
    fn rivals(&self, state: &State, rng: &mut Rng, resources: &[usize], count: usize) -> Vec<usize> {
        let users: Vec<&[usize]> = resources.iter().map(|r| state.instance().users[*r].as_slice()).collect();
        some_of(&users, rng, count, |p| self.has(state, p, resources))
    }

    /// Whether the project uses one of the resources in it.
    fn has(&self, state: &State, project: usize, resources: &[usize]) -> bool {
        let instance = state.instance();
        let slots = state.plans[project].as_deref().unwrap_or_default();
        slots.iter().any(|s| {
            let mode = instance.mode(*s);
            let start = s.start as usize;
            start < self.to
                && self.from < start + mode.duration
                && mode.uses.iter().any(|u| resources.contains(&u.resource))
        })
    }
}

/// Projects that bring little for what they use, with some luck.
fn weakest(state: &State, district: &District, guide: &Guide, rng: &mut Rng, size: usize) -> Vec<usize> {
    let few = district.many_placed(state, rng, RANKED);
    let mut keyed: Vec<(f64, usize)> =
        few.into_iter().map(|p| (guide.gains[p] / guide.effort[p] + rng.unit(), p)).collect();
    keyed.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    keyed.into_iter().take(size).map(|x| x.1).collect()
}

/// A project that is out, and some of those that share its resources.
fn for_one_that_is_out(state: &State, district: &District, guide: &Guide, rng: &mut Rng, size: usize) -> Ruin {
    if state.left_out().is_empty() {
        return Ruin { lift: at_random(state, district, rng, size), first: None };
    }
    // The better of two at prices: promising projects come up more often, none of the district is left out.
    let (a, b) = (district.left_out(state, rng), district.left_out(state, rng));
    let wanted = if guide.gains[a] >= guide.gains[b] { a } else { b };
    room_for(state, district, guide, wanted, rng, size)
}

/// The project, and some of those that use one of its resources at a time drawn at random.
fn room_for(state: &State, district: &District, guide: &Guide, wanted: usize, rng: &mut Rng, size: usize) -> Ruin {
    let resources = &state.instance().projects[wanted].resources;
    if resources.is_empty() {
        return Ruin { lift: at_random(state, district, rng, size), first: Some(wanted) };
    }
    let resource = if district.is_some() {
        one_of(resources, &guide.scarcity, rng)
    } else {
        resources[rng.below(resources.len())]
    };
    let lift = window(state, rng).rivals(state, rng, &[resource], size);
    Ruin { lift, first: Some(wanted) }
}

/// One of the resources, the scarcer the more often. There is one.
fn one_of(resources: &[usize], scarcity: &[f64], rng: &mut Rng) -> usize {
    let total: f64 = resources.iter().map(|r| scarcity[*r]).sum();
    let any = resources[rng.below(resources.len())];
    if total <= 0.0 || !rng.chance(BY_SCARCITY) {
        return any;
    }
    let mut left = total * rng.unit();
    let is_drawn = |r: &usize| {
        left -= scarcity[*r];
        left < 0.0
    };
    resources.iter().copied().find(is_drawn).unwrap_or(any)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::solve::bound::Pricer;
    use crate::solve::state::tests::{PROJECTS, on_some_stage, somewhere};

    /// Of a district as of the whole portfolio: as many as are asked for, each once, while there are so many.
    #[test]
    fn the_weakest_are_different_projects() {
        let mut tried = 0;
        for seed in 0..200 {
            on_some_stage(&mut Rng::new(seed), |stage, rng| {
                let pricer = Pricer::new(stage);
                let nothing = (vec![0.0; pricer.rows.len], vec![0.0; stage.instance.projects.len()]);
                let guide = Guide::new(&pricer, &nothing.0, &nothing.1, 0.0);
                let state = somewhere(stage, rng);
                let placed = state.placed().len();
                if placed == 0 {
                    return;
                }
                for district in [District::default(), District::of((0..PROJECTS).collect())] {
                    let mut found = weakest(&state, &district, &guide, rng, PROJECTS);
                    found.sort_unstable();
                    found.dedup();
                    assert_eq!(found.len(), placed, "seed {seed}");
                    tried += 1;
                }
            });
        }
        assert!(tried > 100, "{tried}");
    }

    /// Of three resources one is free and one twice as scarce as the other.
    #[test]
    fn the_scarcer_a_resource_is_the_more_often_room_is_made_in_it() {
        let (mut rng, mut times) = (Rng::new(1), [0; 3]);
        (0..3_000).for_each(|_| times[one_of(&[0, 1, 2], &[1.0, 0.0, 2.0], &mut rng)] += 1);
        assert!((900..1_100).contains(&times[0]) && (150..250).contains(&times[1]), "{times:?}");
        let mut times = [0; 3];
        (0..3_000).for_each(|_| times[one_of(&[0, 1, 2], &[0.0; 3], &mut rng)] += 1);
        assert!(times.iter().all(|n| (900..1_100).contains(n)), "{times:?}");
    }
}
