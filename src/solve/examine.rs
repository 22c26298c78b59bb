//! What prices say of one part of a tree, with cuts of its own where they lower its bound: cuts that are found there hold everywhere,
//! but few of them count elsewhere, and each makes evaluations dearer (branch and cut with local cut pools: Padberg & Rinaldi 1991).

use super::bound::{EVERY, Mix, Priced, Pricer, Scope, Volume};
use crate::base::Stop;

/// Evaluations of prices at a part: more bound better, fewer leave time for more parts. Of three portfolios of 30 projects, after 25 s of
/// the tree alone, the sum of bounds was 1,278 with 60, 1,270 with 120 and 1,268 with 300. Of 10,000 tiny ones, 200,000 steps leave 3
/// unproven with 40, 1 with 120 and with 200, 5 with 400.
pub(super) const EVALUATIONS: u64 = 120;

/// Options of a problem that is soon tried as a whole, at most.
const TINY: u64 = 1_000;

/// No more are made once this share of them has not brought the bound nearer to what is worth looking for by that share of the way.
const PATIENCE: f64 = 0.25;
const PROGRESS: f64 = 1e-3;

/// The same where cuts are looked for, in evaluations: new cuts need some until they have their price. Of the county, own people and
/// four incumbents, the bound after 150,000 evaluations is 1,420.0 on average with this, 1,420.3 where all rounds are made, and 1,423.0
/// without cuts.
const CUTTING_PATIENCE: u64 = 150;
const CUTTING_PROGRESS: f64 = 3e-3;

/// Evaluations that show what a side of a split would bring.
const LOOK_EVALUATIONS: u64 = 30;

/// Which plans are worth looking for in a part, and how long.
#[derive(Clone, Copy)]
pub(super) struct Aim<'s> {
    /// The best plan's profit.
    pub known: Option<i64>,
    /// A profit that only what is worth looking for exceeds; minus infinity without a plan.
    pub cutoff: f64,
    /// The least profit that a plan may have.
    pub least: f64,
    pub stop: &'s dyn Stop,
}

impl Aim<'_> {
    /// Whether more evaluations may settle a part that is bounded so.
    pub(super) fn is_open(&self, bound: f64) -> bool {
        bound > self.cutoff && bound >= self.least && !self.stop.stop()
    }

    /// What a bound may usefully fall by: to the cutoff, or where it is proven that there is no plan.
    pub(super) fn worth(&self, bound: f64) -> f64 {
        bound - if self.cutoff.is_finite() { self.cutoff } else { self.least }
    }

    /// By how much it usefully fell.
    pub(super) fn fall(&self, before: f64, after: f64) -> f64 {
        (before - after).clamp(0.0, self.worth(before).max(0.0))
    }

    /// Where a bound is wanted.
    fn target(&self, bound: f64) -> f64 {
        if self.cutoff.is_finite() { self.cutoff } else { 2.0 * self.least - bound - 1.0 }
    }
}

/// How much is done about a part.
#[derive(Clone, Copy)]
pub(super) struct Effort {
    pub evaluations: u64,
    /// How often cuts are looked for at most.
    pub rounds: u64,
    /// Rows that all parts share; cuts of its own come after them.
    pub shared: usize,
}

/// What prices say of a part.
pub(super) struct Bounded {
    pub volume: Volume,
    /// At the best prices.
    pub best: Priced,
    /// Recent answers.
    pub mix: Mix,
    pub evaluations: u64,
}

/// What a side was seen to come to.
pub(super) struct Look {
    pub bound: f64,
    pub prices: Vec<f64>,
    pub evaluations: u64,
}

/// Whether all of a problem of so many options is soon tried.
pub(super) fn is_tiny(options: u64) -> bool {
    options <= TINY
}

/// Looks for prices that bound the part well, from `prices` on, and for cuts of its own.
pub(super) fn examine(pricer: &mut Pricer, scope: &Scope, prices: Vec<f64>, effort: Effort, aim: Aim) -> Bounded {
    let (mut volume, best) = Volume::new(pricer, scope, prices);
    volume.begin_under_branch();
    let mix = Mix::of(&best.plans);
    let mut part = Bounded { volume, best, mix, evaluations: 1 };
    let patience = (PATIENCE * effort.evaluations as f64) as u64;
    let mut pace = Pace { share: PROGRESS, patience, bound: part.volume.bound, evaluations: 0 };
    while part.evaluations < effort.evaluations && aim.is_open(part.volume.bound) {
        part.advance(pricer, scope, aim);
        if pace.is_lost(&part, aim) {
            break;
        }
    }
    if effort.rounds > 0 && aim.is_open(part.volume.bound) {
        part.cut(pricer, scope, effort, aim);
    }
    part
}

/// What a part comes to after a few evaluations.
pub(super) fn look(pricer: &Pricer, scope: &Scope, prices: &[f64], aim: Aim) -> Look {
    let (mut volume, _) = Volume::new(pricer, scope, prices.to_vec());
    volume.begin_look();
    let mut evaluations = 1;
    while evaluations < LOOK_EVALUATIONS && aim.is_open(volume.bound) {
        volume.advance(pricer, scope, aim.target(volume.bound));
        evaluations += 1;
    }
    Look { bound: volume.bound, prices: volume.prices, evaluations }
}

impl Bounded {
    fn advance(&mut self, pricer: &Pricer, scope: &Scope, aim: Aim) {
        let priced = self.volume.advance(pricer, scope, aim.target(self.volume.bound));
        self.mix.add(self.volume.last_weight, &priced.plans);
        self.evaluations += 1;
        if priced.bound <= self.volume.bound {
            self.best = priced;
        }
    }

    /// Goes on with cuts that answers break. Those that are worth nothing in the end are dropped.
    fn cut(&mut self, pricer: &mut Pricer, scope: &Scope, effort: Effort, aim: Aim) {
        let every = u64::from(EVERY);
        let end = self.evaluations + (effort.rounds + 1) * every;
        let (share, patience) = (CUTTING_PROGRESS, CUTTING_PATIENCE);
        let mut pace = Pace { share, patience, bound: self.volume.bound, evaluations: self.evaluations };
        self.volume.look_for_cuts(pricer, &self.best, pricer.rows.cuts.list.len());
        while self.evaluations < end && aim.is_open(self.volume.bound) && !pace.is_lost(self, aim) {
            self.advance(pricer, scope, aim);
            // What is found last has to be priced, too.
            if self.evaluations + every < end {
                self.evaluations += self.volume.tighten(pricer, every);
            }
        }
        self.volume.end_looking_for_cuts(pricer, effort.shared);
    }
}

/// When the bound was last much lower than before.
struct Pace {
    share: f64,
    patience: u64,
    bound: f64,
    evaluations: u64,
}

impl Pace {
    /// Whether that is long ago.
    fn is_lost(&mut self, part: &Bounded, aim: Aim) -> bool {
        let bound = part.volume.bound;
        if self.bound - bound > self.share * aim.worth(self.bound).abs() {
            (self.bound, self.evaluations) = (bound, part.evaluations);
        }
        part.evaluations - self.evaluations > self.patience
    }
}

#[cfg(test)]
mod tests {
    use super::super::bound::{Status, option_costs};
    use super::*;
    use crate::base::{Never, Rng};
    use crate::solve::state::tests::{on_some_stage, somewhere};

    /// Cuts lower the bound, no plan is above it, and what is left of them is what the bound is proven with.
    #[test]
    fn cuts_of_a_part_lower_its_bound_and_no_plan_is_above() {
        let (mut lower, mut plans) = (0, 0);
        for seed in 0..400 {
            on_some_stage(&mut Rng::new(seed), |stage, rng| {
                let (mut pricer, mut scope) = (Pricer::new(stage), Scope::root(stage));
                if let Some(project) = scope.status.iter().position(|s| *s == Status::Free) {
                    scope.status[project] = Status::In;
                }
                let (shared, least) = (pricer.rows.len, stage.least as f64);
                let aim = Aim { known: None, cutoff: f64::NEG_INFINITY, least, stop: &Never };
                let bounded = |pricer: &mut Pricer, rounds| {
                    let prices = vec![0.0; pricer.rows.len];
                    examine(pricer, &scope, prices, Effort { evaluations: 100, rounds, shared }, aim).volume
                };
                let without = bounded(&mut pricer, 0);
                let with = bounded(&mut pricer, 20);
                assert!(with.bound <= without.bound, "seed {seed}");
                assert_eq!(with.prices.len(), pricer.rows.len, "seed {seed}");
                assert!(with.prices[shared..].iter().all(|price| *price > 0.0), "seed {seed}: idle cuts");
                let priced = pricer.price(&with.prices, &scope).bound;
                assert!((priced - with.bound).abs() <= 1e-9 * with.bound.abs().max(1.0), "seed {seed}: {priced}");
                lower += usize::from(pricer.rows.len > shared && with.bound < without.bound);
                for _ in 0..20 {
                    let state = somewhere(stage, rng);
                    let is_inside = |(p, s): (usize, &Status)| *s != Status::In || state.contains(p);
                    if state.is_sound() && scope.status.iter().enumerate().all(is_inside) {
                        assert!(state.profit() as f64 <= with.bound, "seed {seed}: a plan above");
                        plans += 1;
                    }
                }
                pricer.rows.truncate(shared);
                assert_eq!(option_costs(&pricer, &without.prices), option_costs(&Pricer::new(stage), &without.prices));
            });
        }
        assert!(lower > 20 && plans > 200, "{lower}, {plans}");
    }
}
