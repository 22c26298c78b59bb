//! The plan that changes the fewest committed projects, with a proof: the count is a sum over projects, so that prices
//! bound it like any goal, and whole numbers round their bound up.

use super::api::{Options, Question};
use super::giving;
use super::goals::{Outcome, Warm};
use super::instance::Instance;
use super::search::{Control, From, optimise};
use super::stage::Stage;
use super::terms::{Aim, Changed};
use crate::base::{Rng, Stop};

/// As few changed as can be within the caps, from the plans that are known.
pub(super) fn pursue(
    question: &Question<'_>,
    instance: &Instance,
    warm: &Warm,
    aim: Aim,
    options: &Options,
    stop: &dyn Stop,
) -> (Outcome, Changed) {
    let own = giving::changes(instance, question.portfolio, question.baseline, None);
    let unit = own.unit;
    let stage = Stage::new(instance, own.negated(), warm.caps.clone(), instance.periods);
    let control = Control {
        stop,
        steps: options.max_steps.unwrap_or(u64::MAX).max(1),
        is_good_enough: &|_, _| aim == Aim::Any,
        is_eager: false,
        report: &|_, _, _| {},
    };
    let hints: Vec<_> = warm.hints.iter().collect();
    let from = From { hints: &hints, ..From::default() };
    let found = optimise(&stage, &Rng::new(options.seed).child("fewest", 0), &from, &control);
    let infeasible = found.best.is_none() && found.bound == f64::NEG_INFINITY;
    let count = found.best.as_ref().map(|(profit, _)| (-*profit as f64 / unit).round() as usize);
    // The search rounds its bound down to whole changes, and so it is whole but for the last digits.
    let at_least = if found.bound.is_finite() { (-found.bound / unit - 1e-6).ceil().max(0.0) as usize } else { 0 };
    let changed = Changed { count, at_least: count.map_or(at_least, |count| at_least.min(count)) };
    let best = found.best.map(|b| b.1);
    let outcome = Outcome { best, infeasible, prices: found.prices, unit, steps: found.steps, ..Outcome::default() };
    (outcome, changed)
}
