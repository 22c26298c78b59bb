//! Questions about one project that is out: what bars it, and where it would go if something were lifted.

use std::collections::BTreeSet;

use super::applicant::Applicant;
use super::barrier::{Barrier, Shortage};
use super::ground::Ground;
use super::place::{Best, Gain, Place, Placement};
use super::rest::Rest;
use super::search::{Answer, Search};
use super::shortage;
use super::worth::{Gains, Shortest, Worth, gains};
use crate::solve::instance::{Functional, Slot};

/// What can be asked about a project that is out.
#[derive(Debug)]
pub struct Inquiry<'a> {
    applicant: Applicant<'a>,
}

impl<'a> Inquiry<'a> {
    pub(super) fn new(ground: &'a Ground, rest: &'a Rest, project: usize, makespan: usize) -> Self {
        Self { applicant: Applicant::new(ground, rest, project, makespan) }
    }

    /// Only placements that have finished before period `latest`.
    pub fn ending_by(mut self, latest: usize) -> Self {
        self.applicant.latest = self.applicant.latest.min(latest);
        self
    }

    /// Everything that can bar it, in order.
    pub fn barriers(&self) -> &[Barrier] {
        &self.applicant.barriers
    }

    /// Where it goes if these barriers are lifted and all others hold: where the least of what they bar is taken, then
    /// the earliest.
    pub fn place(&self, lifted: &BTreeSet<Barrier>) -> Place {
        let lifted = self.mask(lifted);
        match self.search(&Shortest { lifted: &lifted }, &lifted).any() {
            Answer::Found { slots, .. } => Place::At(Placement { slots }),
            Answer::Nowhere => Place::Nowhere,
            Answer::Unsettled => Place::Unsettled,
        }
    }

    /// The placement that gains most for the goals in order if these barriers are lifted and all others hold. `order`
    /// lists positions of goals.
    pub fn best(&self, lifted: &BTreeSet<Barrier>, order: &[usize]) -> Best {
        let lifted = self.mask(lifted);
        match self.search(&Gains { order }, &lifted).best() {
            Answer::Found { slots, is_best } => Best::At(self.gain(slots, is_best)),
            Answer::Nowhere => Best::Nowhere,
            Answer::Unsettled => Best::Unsettled,
        }
    }

    /// What the placement lacks beside what is placed; contracts that are lifted owe nothing.
    pub fn shortages(&self, placement: &Placement, lifted: &BTreeSet<Barrier>) -> Vec<Shortage> {
        shortage::of(&self.applicant, &placement.slots, &self.mask(lifted))
    }

    fn gain(&self, slots: Vec<Slot>, is_best: bool) -> Gain {
        let figure = |(f, x): (&Functional, i64)| x as f64 / f.unit;
        let by_goal = self.applicant.ground.goals.iter().zip(gains(&self.applicant, &slots)).map(figure).collect();
        Gain { placement: Placement { slots }, by_goal, is_best }
    }

    fn search<'b, W: Worth>(&'b self, worth: &'b W, lifted: &'b [bool]) -> Search<'b, W> {
        Search { applicant: &self.applicant, worth, lifted }
    }

    fn mask(&self, lifted: &BTreeSet<Barrier>) -> Vec<bool> {
        self.barriers().iter().map(|b| lifted.contains(b)).collect()
    }
}
