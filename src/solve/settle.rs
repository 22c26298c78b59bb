//! What has moved for nothing goes back to where it was: the last thing that is done to a plan, beside the plans that it
//! comes after (what was decided, yesterday's).
//!
//! One of those that is as good in every goal is the answer. Otherwise one project after another is held where it was, as
//! long as some plan as good in every goal is left, so that in the end no plan changes some of the projects that this one
//! changes and no others: proven where the searches came to an end, and tried where the budget did not last.

use super::aims::Aims;
use super::exact::Plans;
use super::instance::Instance;
use super::search::{Control, From, optimise};
use super::stage::Stage;
use super::state::State;
use crate::base::{Rng, Stop};

/// Changed projects up to which all pairs of them are tried at once: two thousand pairs take some milliseconds.
const PAIRED: usize = 64;

/// Steps of one search for a plan that holds one project more, and more where the budget has more for each that is open: with
/// 400 a small portfolio in a hundred was not closed, with 2,000 alone one in a thousand.
const STEPS: u64 = 2_000;

/// How long, and with what chance.
pub(crate) struct Budget<'a> {
    pub steps: u64,
    pub stop: &'a dyn Stop,
    pub rng: &'a Rng,
}

/// The plan, as close to the first of the references as its goals allow, and the steps that took.
pub(crate) fn settle(aims: &Aims, best: Plans, references: &[Plans], budget: &Budget) -> (Plans, u64) {
    let figures = aims.figures(&best);
    let stage = aims.equals(aims.instance, &figures);
    if let Some(same) = references.iter().find(|r| State::with(&stage, r).is_sound()) {
        return (same.clone(), 0);
    }
    let Some(old) = references.first() else { return (best, 0) };
    let mut settling = Settling { aims, figures: &figures, old, state: State::with(&stage, &best), steps: 0 };
    settling.swap(budget.stop);
    settling.hold(&stage, budget);
    (settling.state.plans, settling.steps)
}

struct Settling<'a> {
    aims: &'a Aims<'a>,
    figures: &'a [i64],
    old: &'a Plans,
    state: State<'a>,
    steps: u64,
}

impl<'a> Settling<'a> {
    fn changed(&self) -> Vec<usize> {
        (0..self.old.len()).filter(|p| self.state.plans[*p] != self.old[*p]).collect()
    }

    /// Puts projects back that can go back as they stand, alone or in pairs.
    fn swap(&mut self, stop: &dyn Stop) {
        while !stop.is_abandoned() {
            let changed = self.changed();
            let singles = changed.iter().filter(|p| self.put_back(&[**p])).count();
            if singles > 0 {
                continue;
            }
            let pairs = changed.iter().enumerate().flat_map(|(i, p)| changed[i + 1..].iter().map(|q| [*p, *q]));
            let found = changed.len() <= PAIRED && { pairs }.any(|pair| self.put_back(&pair));
            if !found {
                return;
            }
        }
    }

    fn put_back(&mut self, projects: &[usize]) -> bool {
        self.state.commit();
        projects.iter().for_each(|p| self.state.lift(*p));
        for p in projects {
            if let Some(slots) = &self.old[*p] {
                self.state.place(*p, slots.clone());
            }
        }
        let holds = self.state.is_sound();
        if !holds {
            self.state.undo_to(0);
        }
        holds
    }

    /// Searches for plans that hold one changed project more where it was, and all that are unchanged.
    fn hold(&mut self, stage: &'a Stage<'a>, budget: &Budget) {
        let mut open = self.changed();
        if open.is_empty() || budget.stop.stop() {
            return;
        }
        let mut held = self.aims.instance.clone();
        let mut is_held = vec![false; self.old.len()];
        open.sort_by_key(|p| (self.weight(*p), *p));
        while let Some(p) = open.first().copied() {
            if self.steps >= budget.steps || budget.stop.stop() {
                return;
            }
            for (q, is_held) in is_held.iter_mut().enumerate() {
                if !*is_held && self.state.plans[q] == self.old[q] {
                    *is_held = true;
                    held.hold(q, self.old[q].as_deref());
                }
            }
            let mut with = held.clone();
            let steps = STEPS.max((budget.steps - self.steps) / open.len() as u64);
            let found = if with.hold(p, self.old[p].as_deref()) { self.search(&with, p, steps, budget) } else { None };
            let found = found.map(|plans| State::with(stage, &plans)).filter(State::is_sound);
            if let Some(state) = found {
                self.state = state;
                self.swap(budget.stop);
            }
            open.retain(|q| *q != p && self.state.plans[*q] != self.old[*q]);
        }
    }

    /// The graver the change, the less: what is gone first, then what ends at another time, what is new last.
    fn weight(&self, project: usize) -> u8 {
        match (&self.old[project], &self.state.plans[project]) {
            (Some(_), None) => 0,
            (Some(old), Some(new)) if self.aims.instance.span(old).1 != self.aims.instance.span(new).1 => 1,
            (Some(_), Some(_)) => 2,
            (None, _) => 3,
        }
    }

    fn search(&mut self, instance: &Instance, project: usize, steps: u64, budget: &Budget) -> Option<Plans> {
        let aims = Aims { instance, caps: self.aims.caps, goals: self.aims.goals.clone() };
        let stage = aims.equals(instance, self.figures);
        let control = Control {
            stop: budget.stop,
            steps: steps.min(budget.steps - self.steps),
            is_good_enough: &|_, _| true,
            is_eager: false,
            report: &|_, _, _| {},
        };
        let rng = budget.rng.child("settle", project as u64);
        let found = optimise(&stage, &rng, &From { hints: &[&self.state.plans], ..From::default() }, &control);
        self.steps += found.steps.max(1);
        found.best.map(|b| b.1)
    }
}
