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
use super::state::State;
use crate::base::{Rng, Stop};

/// Changed projects up to which all pairs of them are tried at once: two thousand pairs take some milliseconds.
const PAIRED: usize = 64;

/// Steps of one search for a plan that holds one project more: with 400 a small portfolio in a hundred was not closed.
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
    let is_sound = |plans: &Plans| State::with(&stage, plans).is_sound();
    let mut settling = Settling { aims, figures: &figures, old, plans: best, steps: 0 };
    settling.swap(&is_sound);
    settling.hold(&is_sound, budget);
    (settling.plans, settling.steps)
}

struct Settling<'a> {
    aims: &'a Aims<'a>,
    figures: &'a [i64],
    old: &'a Plans,
    plans: Plans,
    steps: u64,
}

impl Settling<'_> {
    fn changed(&self) -> Vec<usize> {
        (0..self.plans.len()).filter(|p| self.plans[*p] != self.old[*p]).collect()
    }

    /// Puts projects back that can go back as they stand, alone or in pairs.
    fn swap(&mut self, is_sound: &dyn Fn(&Plans) -> bool) {
        loop {
            let changed = self.changed();
            let singles = changed.iter().filter(|p| self.put_back(&[**p], is_sound)).count();
            if singles > 0 {
                continue;
            }
            let pairs = changed.iter().enumerate().flat_map(|(i, p)| changed[i + 1..].iter().map(|q| [*p, *q]));
            let found = changed.len() <= PAIRED && { pairs }.any(|pair| self.put_back(&pair, is_sound));
            if !found {
                return;
            }
        }
    }

    fn put_back(&mut self, projects: &[usize], is_sound: &dyn Fn(&Plans) -> bool) -> bool {
        let was: Vec<_> = projects.iter().map(|p| self.plans[*p].clone()).collect();
        projects.iter().for_each(|p| self.plans[*p].clone_from(&self.old[*p]));
        let holds = is_sound(&self.plans);
        if !holds {
            projects.iter().zip(was).for_each(|(p, was)| self.plans[*p] = was);
        }
        holds
    }

    /// Searches for plans that hold one changed project more where it was, and all that are unchanged.
    fn hold(&mut self, is_sound: &dyn Fn(&Plans) -> bool, budget: &Budget) {
        let mut held = self.aims.instance.clone();
        let mut is_held = vec![false; self.plans.len()];
        let mut open = self.changed();
        open.sort_by_key(|p| (self.weight(*p), *p));
        while let Some(p) = open.first().copied() {
            if self.steps >= budget.steps || budget.stop.stop() {
                return;
            }
            for q in 0..self.plans.len() {
                if !is_held[q] && self.plans[q] == self.old[q] {
                    is_held[q] = true;
                    held.hold(q, self.old[q].as_deref());
                }
            }
            let mut with = held.clone();
            let found = if with.hold(p, self.old[p].as_deref()) { self.search(&with, p, budget) } else { None };
            if let Some(plans) = found.filter(|plans| is_sound(plans)) {
                self.plans = plans;
                self.swap(is_sound);
            }
            open.retain(|q| *q != p && self.plans[*q] != self.old[*q]);
        }
    }

    /// The graver the change, the less: what is gone first, then what ends at another time, what is new last.
    fn weight(&self, project: usize) -> u8 {
        match (&self.old[project], &self.plans[project]) {
            (Some(_), None) => 0,
            (Some(old), Some(new)) if self.aims.instance.span(old).1 != self.aims.instance.span(new).1 => 1,
            (Some(_), Some(_)) => 2,
            (None, _) => 3,
        }
    }

    fn search(&mut self, instance: &Instance, project: usize, budget: &Budget) -> Option<Plans> {
        let aims = Aims { instance, caps: self.aims.caps, goals: self.aims.goals.clone() };
        let stage = aims.equals(instance, self.figures);
        let control = Control {
            stop: budget.stop,
            steps: STEPS.min(budget.steps - self.steps),
            is_good_enough: &|_, _| true,
            report: &|_, _, _| {},
        };
        let rng = budget.rng.child("settle", project as u64);
        let found = optimise(&stage, &rng, &From { hints: &[&self.plans], ..From::default() }, &control);
        self.steps += found.steps.max(1);
        found.best.map(|b| b.1)
    }
}
