//! What a search for prices remembers to look for cuts with.

use super::super::instance::Slot;
use super::Pricer;
use super::conflict_graph;
use super::mix::Mix;
use super::plane::Plane;
use super::separate::Separator;

/// Evaluations after which cuts are looked for again, and about the most that looking for those of capacities takes.
pub(crate) const EVERY: u32 = 50;

/// Looking for cliques takes that, divided by this, at most.
const CLIQUES: u64 = 2;

/// Times that cuts are looked for until one that is idle is dropped.
const OLD: u32 = 3;

/// Recent answers, and which cuts are of use.
#[derive(Clone, Debug)]
pub(super) struct Cutting {
    mix: Mix,
    separator: Separator,
    /// Evaluations since cuts were last looked for.
    waited: u32,
    /// By cut: how often it was found idle since it last was not.
    ages: Vec<u32>,
    /// Cuts that were there first, which stay.
    known: usize,
}

impl Cutting {
    /// Begins with an answer and so many cuts, of which the first `known` stay.
    pub(super) fn new(plans: &[Option<Vec<Slot>>], cuts: usize, known: usize) -> Self {
        Self { mix: Mix::of(plans), separator: Separator::default(), waited: 0, ages: vec![0; cuts], known }
    }

    /// Takes an answer in with this weight.
    pub(super) fn add(&mut self, weight: f64, plans: &[Option<Vec<Slot>>]) {
        self.mix.add(weight, plans);
        self.waited += 1;
    }

    /// The share of projects that most recent answers agree on.
    pub(super) fn agreement(&self) -> f64 {
        self.mix.agreement()
    }

    /// Whether to look for cuts now; where prices stand still there is nothing to wait for.
    pub(super) fn is_due(&self, is_still: bool) -> bool {
        self.waited >= EVERY || is_still && !self.is_done()
    }

    /// Whether there are no more to be found.
    pub(super) fn is_done(&self) -> bool {
        self.separator.is_done()
    }

    /// Cuts that recent answers break on average, with the share that they do by; and what looking took, in evaluations: not
    /// much more than `most` for those of capacities, and half of that for cliques.
    pub(super) fn find(&mut self, pricer: &Pricer, most: u64) -> (Vec<(Plane, f64)>, u64) {
        self.waited = 0;
        let cells = pricer.cells();
        let most = most.min(u64::from(EVERY));
        let (instance, cuts) = (pricer.stage.instance, &pricer.rows.cuts);
        let (mut found, work) = self.separator.find(instance, cuts, &self.mix, cells * most);
        let (cliques, asked) = conflict_graph::find(instance, cuts, &self.mix, cells * most / CLIQUES);
        found.extend(cliques);
        (found, (work + asked) / cells)
    }

    /// Which cuts stay: those that are not idle, or have not been for long.
    pub(super) fn stay(&mut self, is_idle: impl Iterator<Item = bool>) -> Vec<bool> {
        for (age, is_idle) in self.ages.iter_mut().zip(is_idle).skip(self.known) {
            *age = if is_idle { *age + 1 } else { 0 };
        }
        let stay = self.ages.iter().map(|age| *age < OLD).collect();
        self.ages.retain(|age| *age < OLD);
        stay
    }

    /// So many more.
    pub(super) fn grow(&mut self, more: usize) {
        self.ages.extend(std::iter::repeat_n(0, more));
    }
}
