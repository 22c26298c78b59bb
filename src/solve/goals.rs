//! Goals in order: each is optimised among the plans that keep every earlier goal within its slack.

use std::sync::Arc;

use super::api::{Options, Progress, Question};
use super::exact::Plans;
use super::instance::{Functional, Instance, functional};
use super::makespan;
use super::part::{Part, Reached, Until};
use super::record::Record;
use super::search::{Control, Found, From, optimise};
use super::stage::Stage;
use crate::base::{Rng, Stop};
use crate::model::{Goal, Measure};

/// Share of the budget for the first goal where there are several: it is the one that counts most, and later ones start
/// from its plan.
const FIRST_SHARE: f64 = 0.6;

/// What the goals are pursued from, and within.
#[derive(Debug, Default)]
pub(crate) struct Warm {
    pub hints: Vec<Plans>,
    /// Prices of the first goal, by row.
    pub prices: Option<Vec<f64>>,
    /// What a like question's tree did for the first goal.
    pub record: Option<Arc<Record>>,
    /// What every plan has to keep.
    pub caps: Vec<(Functional, i64)>,
}

/// What came of all goals.
#[derive(Default)]
pub(crate) struct Outcome {
    /// The plan, if there is one.
    pub best: Option<Plans>,
    /// Proven bound of each goal that was reached, in the measure's own terms.
    pub bounds: Vec<f64>,
    /// Proven: there is no plan.
    pub infeasible: bool,
    /// Prices of the first goal, and integers in one of its units.
    pub prices: Vec<f64>,
    pub unit: f64,
    /// What the tree did for the first goal.
    pub record: Record,
    pub steps: u64,
}

/// Optimises the question's goals one after the other.
pub(crate) fn pursue(
    question: &Question<'_>,
    instance: &Instance,
    warm: &Warm,
    options: &Options,
    stop: &dyn Stop,
    watch: &dyn Fn(&Progress, Option<&Plans>),
) -> Outcome {
    let goals = &question.portfolio.policy.goals;
    let rng = Rng::new(options.seed);
    let mut out = Outcome::default();
    let (mut caps, mut horizon) = (warm.caps.clone(), instance.periods);
    for (k, goal) in goals.iter().enumerate() {
        let share = if k + 1 == goals.len() { 1.0 } else { share_until(k, goals.len()) };
        let budget = options.max_steps.map_or(u64::MAX, |most| (most as f64 * share) as u64);
        let own = functional(question.portfolio, question.baseline, instance, goal.measure);
        let best = out.best.take();
        let before = out.steps;
        let gap_wanted = if k == 0 { options.gap } else { 0.0 };
        let part = Part {
            instance,
            caps: caps.clone(),
            horizon,
            hints: if let Some(plans) = &best { vec![plans; 4] } else { warm.hints.iter().collect() },
            prices: warm.prices.as_deref().filter(|_| k == 0),
            record: warm.record.as_ref().filter(|_| k == 0),
            rng: rng.child("goal", k as u64),
            stop: Until { stop, share },
            steps: budget.saturating_sub(before).max(1),
            report: &|best, bound, steps| {
                let value = best.map(|b| b.0);
                let gap = value.map_or(f64::INFINITY, |v| gap(v, bound));
                let steps = before + steps;
                let progress = Progress { goal: k, measure: goal.measure, value, bound, gap, steps };
                watch(&progress, best.map(|b| b.1));
            },
            is_good_enough: &|value, bound| gap(value, bound) <= gap_wanted,
        };
        let reached = match goal.measure {
            Measure::Makespan => makespan::reach(&part),
            _ => reach(&part, own.clone()),
        };
        out.steps += reached.steps;
        if k == 0 {
            (out.prices, out.unit, out.infeasible) = (reached.prices, reached.unit, reached.infeasible);
            out.record = reached.record;
        }
        out.best = reached.best.or(best);
        if out.best.is_none() {
            return out;
        }
        out.bounds.push(reached.bound);
        match goal.measure {
            Measure::Makespan => horizon = (reached.value * (1.0 + goal.slack) + 1e-9).min(horizon as f64) as usize,
            _ => caps.push(cap(own, reached.value, goal)),
        }
    }
    out
}

/// |bound - value| / max(|value|, 1e-9).
pub(crate) fn gap(value: f64, bound: f64) -> f64 {
    (bound - value).abs() / value.abs().max(1e-9)
}

fn share_until(goal: usize, goals: usize) -> f64 {
    FIRST_SHARE + (1.0 - FIRST_SHARE) * goal as f64 / (goals - 1).max(1) as f64
}

/// A goal whose measure is a sum.
fn reach(part: &Part, own: Functional) -> Reached {
    let (unit, maximised) = (own.unit, own.measure.is_maximised());
    let sign = if maximised { 1.0 } else { -1.0 };
    let profit = if maximised { own } else { own.negated() };
    let stage = Stage::new(part.instance, profit, part.caps.clone(), part.horizon);
    let figure = |profit: f64| if profit == 0.0 { 0.0 } else { sign * profit / unit };
    let found = optimise(
        &stage,
        &part.rng,
        &From { hints: &part.hints, prices: part.prices, record: part.record },
        &Control {
            stop: &part.stop,
            steps: part.steps,
            is_good_enough: &|profit, bound| (part.is_good_enough)(figure(profit as f64), figure(bound)),
            report: &|best, bound, steps| {
                (part.report)(best.map(|(profit, plans)| (figure(profit as f64), plans)), figure(bound), steps);
            },
        },
    );
    let Found { best, bound, prices, record, steps } = found;
    Reached {
        value: figure(best.as_ref().map_or(0.0, |b| b.0 as f64)),
        // Rounding to the grid moves no project by more than half a unit, at the bound and at the plan.
        bound: figure(bound + part.instance.projects.len() as f64 * stage.profit.rounding()),
        infeasible: best.is_none() && bound == f64::NEG_INFINITY,
        best: best.map(|b| b.1),
        prices,
        record,
        unit,
        steps,
    }
}

/// What later goals have to keep of this one: at most so much of the functional, which for VALUE is negated.
fn cap(own: Functional, value: f64, goal: &Goal) -> (Functional, i64) {
    if goal.measure.is_maximised() {
        let units = value * own.unit;
        let floor = units - goal.slack * units.abs() - same(&own);
        (own.negated(), -(floor.round() as i64))
    } else {
        at_most(own, value * (1.0 + goal.slack))
    }
}

/// What keeps a minimised measure at that figure or below.
pub(crate) fn at_most(own: Functional, most: f64) -> (Functional, i64) {
    let most = most * own.unit + same(&own);
    (own, (most + 1e-6).floor() as i64)
}

/// Sums that differ by less than the grid's rounding are the same figure.
fn same(own: &Functional) -> f64 {
    own.by_end.len() as f64 * 2.0 * own.rounding()
}
