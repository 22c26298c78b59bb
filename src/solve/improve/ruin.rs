//! Which projects to lift: a few that have something to do with one another.

use super::super::guide::Guide;
use super::super::state::State;
use crate::base::Rng;

/// Projects to lift, and one that is out to place first, if the ruin was made for it.
pub(crate) struct Ruin {
    pub lift: Vec<usize>,
    pub first: Option<usize>,
}

/// Draws a ruin of about `size` projects. There is at least one project.
pub(crate) fn draw(state: &State, guide: &Guide, rng: &mut Rng, size: usize) -> Ruin {
    let placed: Vec<usize> = (0..state.plans.len()).filter(|p| state.contains(*p)).collect();
    if placed.is_empty() {
        return Ruin { lift: Vec::new(), first: None };
    }
    let missing = |p: &usize| state.instance().projects[*p].must && !state.contains(*p);
    let missing: Vec<usize> = (0..state.plans.len()).filter(missing).collect();
    if !missing.is_empty() && rng.chance(0.7) {
        let wanted = missing[rng.below(missing.len())];
        if state.instance().kept.iter().any(Option::is_some) && rng.chance(0.5) {
            return room_everywhere(state, wanted, &placed, rng, 4 * size);
        }
        return room_for(state, wanted, &placed, rng, 2 * size);
    }
    match rng.below(10) {
        0 | 1 => Ruin { lift: at_random(&placed, rng, size), first: None },
        2..=4 => Ruin { lift: around_a_period(state, &placed, rng, size), first: None },
        5 => Ruin { lift: weakest(guide, &placed, rng, size), first: None },
        _ => for_one_that_is_out(state, guide, &placed, rng, size),
    }
}

/// The project, and some of those that use any of its resources at a time drawn at random: a demand on a full plan needs
/// several teams at once.
fn room_everywhere(state: &State, wanted: usize, placed: &[usize], rng: &mut Rng, size: usize) -> Ruin {
    let instance = state.instance();
    let modes = instance.projects[wanted].phases.clone().flat_map(|ph| instance.phases[ph].modes.clone());
    let mut resources: Vec<usize> = modes.flat_map(|m| instance.modes[m].uses.iter().map(|u| u.resource)).collect();
    resources.sort_unstable();
    resources.dedup();
    let from = rng.below(instance.periods);
    let to = (from + instance.periods / 3 + 1).min(instance.periods);
    let is_rival = |p: &usize| resources.iter().any(|r| uses(state, *p, *r, from, to));
    let mut rivals: Vec<usize> = placed.iter().copied().filter(is_rival).collect();
    rng.shuffle(&mut rivals);
    rivals.truncate(size);
    Ruin { lift: rivals, first: Some(wanted) }
}

fn at_random(placed: &[usize], rng: &mut Rng, size: usize) -> Vec<usize> {
    (0..size).map(|_| placed[rng.below(placed.len())]).collect()
}

/// Projects that use the same resource at about the same time as one drawn at random.
fn around_a_period(state: &State, placed: &[usize], rng: &mut Rng, size: usize) -> Vec<usize> {
    let instance = state.instance();
    let seed = placed[rng.below(placed.len())];
    let slots = state.plans[seed].as_ref().expect("it is placed");
    let slot = slots[rng.below(slots.len())];
    let mode = instance.mode(slot);
    if mode.uses.is_empty() {
        return vec![seed];
    }
    let resource = mode.uses[rng.below(mode.uses.len())].resource;
    let (from, to) = (slot.start as usize, slot.start as usize + mode.duration);
    let mut near: Vec<usize> =
        placed.iter().copied().filter(|p| *p != seed && uses(state, *p, resource, from, to)).collect();
    rng.shuffle(&mut near);
    near.truncate(size.saturating_sub(1));
    near.push(seed);
    near
}

fn uses(state: &State, project: usize, resource: usize, from: usize, to: usize) -> bool {
    let instance = state.instance();
    let slots = state.plans[project].as_deref().unwrap_or_default();
    slots.iter().any(|s| {
        let mode = instance.mode(*s);
        let start = s.start as usize;
        start < to && from < start + mode.duration && mode.uses.iter().any(|u| u.resource == resource)
    })
}

/// Projects that bring little for what they use, with some luck.
fn weakest(guide: &Guide, placed: &[usize], rng: &mut Rng, size: usize) -> Vec<usize> {
    let mut keyed: Vec<(f64, usize)> =
        placed.iter().map(|p| (guide.gains[*p] / guide.effort[*p] + rng.unit(), *p)).collect();
    keyed.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    keyed.into_iter().take(size).map(|x| x.1).collect()
}

/// A project that is out, and some of those that share its resources.
fn for_one_that_is_out(state: &State, guide: &Guide, placed: &[usize], rng: &mut Rng, size: usize) -> Ruin {
    let out: Vec<usize> = (0..state.plans.len()).filter(|p| !state.contains(*p)).collect();
    if out.is_empty() {
        return Ruin { lift: at_random(placed, rng, size), first: None };
    }
    // The better of two at prices: promising projects come up more often, none is left out.
    let (a, b) = (out[rng.below(out.len())], out[rng.below(out.len())]);
    let wanted = if guide.gains[a] >= guide.gains[b] { a } else { b };
    room_for(state, wanted, placed, rng, size)
}

/// The project, and some of those that use one of its resources at a time drawn at random.
fn room_for(state: &State, wanted: usize, placed: &[usize], rng: &mut Rng, size: usize) -> Ruin {
    let instance = state.instance();
    let modes = instance.projects[wanted].phases.clone().flat_map(|ph| instance.phases[ph].modes.clone());
    let mut resources: Vec<usize> = modes.flat_map(|m| instance.modes[m].uses.iter().map(|u| u.resource)).collect();
    resources.sort_unstable();
    resources.dedup();
    if resources.is_empty() {
        return Ruin { lift: at_random(placed, rng, size), first: Some(wanted) };
    }
    let resource = resources[rng.below(resources.len())];
    let from = rng.below(instance.periods);
    let to = (from + instance.periods / 3 + 1).min(instance.periods);
    let mut rivals: Vec<usize> = placed.iter().copied().filter(|p| uses(state, *p, resource, from, to)).collect();
    rng.shuffle(&mut rivals);
    rivals.truncate(size);
    Ruin { lift: rivals, first: Some(wanted) }
}
