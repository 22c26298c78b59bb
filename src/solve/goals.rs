//! Goals in order: each is optimised among the plans that keep every earlier goal within its slack. In the end what later
//! goals gave up without need is taken back, and what has moved without need goes back.

use std::sync::Arc;

use super::aims::Aims;
use super::api::{Options, Progress, Question};
use super::bound::Dual;
use super::exact::Plans;
use super::instance::{Functional, Instance, functional};
use super::makespan;
use super::part::{Part, Reached, Until};
use super::record::Record;
use super::search::{Control, Found, From, optimise};
use super::settle::{self, settle};
use super::stage::Stage;
use super::state::State;
use crate::base::{Rng, Stop};
use crate::model::{Goal, Measure};

/// Share of the budget for the first goal where there are several: it is the one that counts most, and later ones start
/// from its plan.
const FIRST_SHARE: f64 = 0.6;

/// Share of the budget that is left for taking back and going back where there is something to take or to go back to. Both
/// have as large a share of the steps that the goals took, and at least so many.
const LAST_SHARE: f64 = 0.05;
const LAST_STEPS: u64 = 10_000;

/// What the goals are pursued from, and within.
#[derive(Debug, Default)]
pub(crate) struct Warm {
    pub hints: Vec<Plans>,
    /// Prices of the first goal.
    pub prices: Option<Dual>,
    /// What a like question's tree did for the first goal.
    pub record: Option<Arc<Record>>,
    /// Steps that went into the hints, where the search for the first goal is to go on from there.
    pub searched: u64,
    /// What every plan has to keep.
    pub caps: Vec<(Functional, i64)>,
    /// What was decided, what was planned before: not left for what is no better.
    pub references: Vec<Plans>,
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
    pub prices: Dual,
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
    let own = |goal: &Goal| functional(question.portfolio, question.baseline, instance, goal.measure);
    let aims = Aims::new(instance, &warm.caps, goals.iter().map(own).collect());
    let mut reached_best = Vec::new();
    let gives = goals[..goals.len() - 1].iter().any(|g| g.slack > 0.0);
    let whole = if gives || !warm.references.is_empty() { 1.0 - LAST_SHARE } else { 1.0 };
    for (k, goal) in goals.iter().enumerate() {
        let share = whole * if k + 1 == goals.len() { 1.0 } else { share_until(k, goals.len()) };
        let budget = options.max_steps.map_or(u64::MAX, |most| (most as f64 * share) as u64);
        let own = own(goal);
        let best = out.best.take();
        let before = out.steps;
        let gap_wanted = if k == 0 { options.gap } else { 0.0 };
        let part = Part {
            instance,
            caps: caps.clone(),
            horizon,
            hints: match &best {
                Some(plans) => later_hints(plans, &warm.references, &Keeps { instance, caps: &caps, horizon }),
                None => warm.hints.iter().collect(),
            },
            prices: warm.prices.as_ref().filter(|_| k == 0),
            record: warm.record.as_ref().filter(|_| k == 0),
            searched: if k == 0 { warm.searched } else { 0 },
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
            is_eager: gap_wanted > 0.0,
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
        reached_best.push(out.best.as_ref().map_or(0, |plans| aims.figures(plans)[k]));
        match goal.measure {
            Measure::Makespan => horizon = (reached.value * (1.0 + goal.slack) + 1e-9).min(horizon as f64) as usize,
            _ => caps.push(cap(own, reached.value, goal)),
        }
    }
    let last = Last { question, aims: &aims, rng: &rng, stop, most: options.max_steps };
    last.take_back(&reached_best, &mut out);
    last.go_back(&warm.references, &mut out);
    out
}

/// What is done once all goals are reached.
struct Last<'a> {
    question: &'a Question<'a>,
    aims: &'a Aims<'a>,
    rng: &'a Rng,
    stop: &'a dyn Stop,
    most: Option<u64>,
}

impl Last<'_> {
    fn steps(&self, taken: u64) -> u64 {
        let share = ((taken as f64 * LAST_SHARE) as u64).max(LAST_STEPS);
        self.most.map_or(share, |most| share.min(most.saturating_sub(taken)))
    }

    /// Where a later goal gave up of an earlier one's slack more than its own figure needs: takes that back. `reached` has
    /// each goal's best figure.
    fn take_back(&self, reached: &[i64], out: &mut Outcome) {
        let goals = &self.question.portfolio.policy.goals;
        for (k, goal) in goals.iter().enumerate().filter(|(k, g)| g.slack > 0.0 && k + 1 < goals.len()) {
            let (steps, Some(best)) = (self.steps(out.steps), &out.best) else { return };
            let figures = self.aims.figures(best);
            if figures[k] <= reached[k] || steps == 0 || self.stop.stop() {
                continue;
            }
            let (caps, horizon) = self.aims.as_good(&figures, Some(k));
            let part = Part {
                instance: self.aims.instance,
                caps,
                horizon,
                hints: vec![best],
                prices: None,
                record: None,
                searched: 0,
                rng: self.rng.child("back", k as u64),
                stop: Until { stop: self.stop, share: 1.0 },
                steps,
                report: &|_, _, _| {},
                is_good_enough: &|_, _| false,
                is_eager: false,
            };
            let own = functional(self.question.portfolio, self.question.baseline, self.aims.instance, goal.measure);
            let found = if goal.measure == Measure::Makespan { makespan::reach(&part) } else { reach(&part, own) };
            out.steps += found.steps;
            out.best = found.best.or(out.best.take());
        }
    }

    /// Back to a reference that is as good, or as close to it as the goals allow.
    fn go_back(&self, references: &[Plans], out: &mut Outcome) {
        let Some(best) = out.best.take() else { return };
        let budget = settle::Budget { steps: self.steps(out.steps), stop: self.stop, rng: self.rng };
        let (plans, steps) = settle(self.aims, best, references, &budget);
        out.steps += steps;
        out.best = Some(plans);
    }
}

/// What a goal has to keep of the ones before it.
struct Keeps<'a> {
    instance: &'a Instance,
    caps: &'a [(Functional, i64)],
    horizon: usize,
}

/// The best plan so far, and the references that keep what it keeps: one of them may be as good, too.
fn later_hints<'a>(best: &'a Plans, references: &'a [Plans], keeps: &Keeps) -> Vec<&'a Plans> {
    let nothing = Functional::zero(keeps.instance, Measure::Makespan);
    let stage = Stage::new(keeps.instance, nothing, keeps.caps.to_vec(), keeps.horizon);
    let sound = references.iter().filter(|plans| State::with(&stage, plans).is_sound());
    std::iter::once(best).chain(sound).collect()
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
        &From { hints: &part.hints, prices: part.prices, record: part.record, searched: part.searched },
        &Control {
            stop: &part.stop,
            steps: part.steps,
            is_good_enough: &|profit, bound| (part.is_good_enough)(figure(profit as f64), figure(bound)),
            is_eager: part.is_eager,
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
        let floor = units - goal.slack * units.abs() - own.grid();
        (own.negated(), -(floor.round() as i64))
    } else {
        at_most(own, value * (1.0 + goal.slack))
    }
}

/// What keeps a minimised measure at that figure or below.
pub(crate) fn at_most(own: Functional, most: f64) -> (Functional, i64) {
    let most = most * own.unit + own.grid();
    (own, (most + 1e-6).floor() as i64)
}
