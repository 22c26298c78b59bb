//! MAKESPAN: the shortest horizon in which there is a plan. It is no sum over projects, so that it is reached by
//! shortening the horizon of a problem in which every plan is as good as any other; a horizon that is proven too short
//! bounds it (destructive lower bound; Klein & Scholl 1999).

use super::bound::{Dual, Pricer, Scope, Volume};
use super::exact::Plans;
use super::instance::{Functional, Instance};
use super::part::{Part, Reached};
use super::propagate::propagate;
use super::record::Record;
use super::search::{Control, Found, From, optimise};
use super::stage::Stage;
use crate::base::Stop;
use crate::model::Measure;

/// Evaluations of prices that a horizon is given to prove it too short, before plans are looked for.
const PROOF_EVALUATIONS: u32 = 150;

/// The shortest horizon that the part's constraints leave.
pub(super) fn reach(part: &Part) -> Reached {
    let mut run = Run { part, steps: 0 };
    let mut out = Reached {
        best: None,
        value: 0.0,
        bound: 0.0,
        infeasible: false,
        prices: Dual::default(),
        record: Record::default(),
        unit: 1.0,
        steps: 0,
    };
    let first = run.plan_within(part.horizon, 0);
    out.prices.clone_from(&first.prices);
    out.infeasible = first.best.is_none() && first.bound == f64::NEG_INFINITY;
    if let Some((_, plans)) = first.best {
        let (plans, lower) = run.shorten(plans);
        out.value = makespan(part.instance, &plans) as f64;
        out.bound = lower as f64;
        out.best = Some(plans);
    }
    out.steps = run.steps;
    out
}

struct Run<'a, 'b> {
    part: &'b Part<'a>,
    steps: u64,
}

impl Run<'_, '_> {
    /// From a plan, the shortest that is found, and a horizon below which there is proven to be none.
    fn shorten(&mut self, mut plans: Plans) -> (Plans, usize) {
        let mut lower = self.too_short(makespan(self.part.instance, &plans));
        loop {
            let reached = makespan(self.part.instance, &plans);
            (self.part.report)(Some((reached as f64, &plans)), lower as f64, self.steps);
            let enough = (self.part.is_good_enough)(reached as f64, lower as f64);
            if reached <= lower || enough || self.part.stop.stop() || self.steps >= self.part.steps {
                return (plans, lower);
            }
            let found = self.plan_within(reached - 1, lower);
            match found.best {
                Some((_, shorter)) => plans = shorter,
                None if found.bound == f64::NEG_INFINITY => lower = reached,
                None => return (plans, lower),
            }
        }
    }

    /// The least horizon that is not proven too short at little cost; `reached` is one that is long enough.
    fn too_short(&mut self, reached: usize) -> usize {
        let (mut low, mut high) = (0, reached);
        while low < high && !self.part.stop.stop() {
            let middle = low + (high - low) / 2;
            if self.is_too_short(middle) { low = middle + 1 } else { high = middle }
        }
        low
    }

    fn is_too_short(&mut self, horizon: usize) -> bool {
        let stage = stage(self.part, horizon);
        let mut scope = Scope::root(&stage);
        if propagate(&stage, &mut scope).is_err() {
            return true;
        }
        let mut pricer = Pricer::new(&stage);
        let (mut volume, priced) = Volume::new(&pricer, &scope, vec![0.0; pricer.rows.len]);
        volume.look_for_cuts(&pricer, &priced, 0);
        for _ in 0..PROOF_EVALUATIONS {
            if volume.bound < 0.0 || volume.is_settled() || self.part.stop.stop() {
                break;
            }
            volume.advance(&pricer, &scope, -1.0);
            self.steps += 1;
            self.steps += volume.tighten(&mut pricer, PROOF_EVALUATIONS.into());
        }
        // Every plan's profit is 0.
        volume.bound < 0.0
    }

    fn plan_within(&mut self, horizon: usize, lower: usize) -> Found {
        let part = self.part;
        let stage = stage(self.part, horizon);
        let taken = self.steps;
        let control = Control {
            stop: &part.stop,
            steps: part.steps.saturating_sub(taken).max(1),
            is_good_enough: &|_, _| true,
            is_eager: false,
            report: &|_, _, steps| (part.report)(None, lower as f64, taken + steps),
        };
        let from = From { hints: &part.hints, ..From::default() };
        let found = optimise(&stage, &part.rng.child("horizon", horizon as u64), &from, &control);
        self.steps += found.steps;
        found
    }
}

fn stage<'a>(part: &Part<'a>, horizon: usize) -> Stage<'a> {
    let nothing = Functional::zero(part.instance, Measure::Makespan);
    Stage::new(part.instance, nothing, part.caps.clone(), horizon)
}

/// Period after the last finish; 0 if nothing is planned.
fn makespan(instance: &Instance, plans: &Plans) -> usize {
    plans.iter().flatten().map(|slots| instance.span(slots).1).max().unwrap_or(0)
}
