//! One of several questions that are answered by and by: what is known of its answer so far.

use super::watch::Watch;
use crate::base::{Slice, Stop};
use crate::model::{Goal, Portfolio};
use crate::plan::{Baseline, GoalResult, Plan, PlanStatus};
use crate::solve::{self, Answer, InternalError, Limit, Observer, Options, Prices, Progress, Question, Start};

/// Figures that differ by less than this share of them are the same.
const SAME: f64 = 1e-9;

/// Plans that a search makes use of at most.
pub(super) const STREAMS: usize = 4;

/// A question and its best answer so far.
pub(super) struct Task<'a> {
    pub number: usize,
    pub portfolio: &'a Portfolio,
    pub baseline: Option<&'a Baseline>,
    pub limits: Vec<Limit>,
    pub answer: Option<Answer>,
    /// Steps and seconds that its parts have taken.
    pub steps: u64,
    pub seconds: f64,
    parts: u64,
}

/// What is known of a question's answer, to go on from another time.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    pub answer: Option<Answer>,
    steps: u64,
    seconds: f64,
    parts: u64,
}

/// How a part of a search is run.
pub(super) struct Part<'a> {
    pub options: &'a Options,
    /// Steps of this part.
    pub max_steps: Option<u64>,
    /// Share of the time that is left.
    pub share: f64,
    pub stop: &'a dyn Stop,
    pub watch: &'a dyn Watch,
}

/// What is known of like questions.
#[derive(Clone, Debug, Default)]
pub(super) struct Alike<'a> {
    /// The likeliest first.
    pub hints: Vec<&'a Plan>,
    /// Of the same first goal.
    pub prices: Option<&'a Prices>,
}

impl<'a> Task<'a> {
    pub(super) fn new(number: usize, portfolio: &'a Portfolio, baseline: Option<&'a Baseline>) -> Self {
        Self { number, portfolio, baseline, limits: Vec::new(), answer: None, steps: 0, seconds: 0.0, parts: 0 }
    }

    /// The question, as far as it was answered before.
    pub(super) fn resumed(self, known: Known) -> Self {
        let Known { answer, steps, seconds, parts } = known;
        Self { answer, steps, seconds, parts, ..self }
    }

    /// What is known of its answer by now.
    pub(super) fn known(self) -> Known {
        Known { answer: self.answer, steps: self.steps, seconds: self.seconds, parts: self.parts }
    }

    /// The plan, if there is one.
    pub(super) fn plan(&self) -> Option<&Plan> {
        self.answer.as_ref().map(|a| &a.plan).filter(|plan| plan.status.has_plan())
    }

    /// Whether no further search would change anything that is asked for.
    pub(super) fn is_settled(&self, options: &Options) -> bool {
        let Some(answer) = &self.answer else { return false };
        let enough = |g: &GoalResult| options.gap > 0.0 && g.gap <= options.gap;
        match answer.plan.status {
            PlanStatus::Optimal | PlanStatus::Infeasible => true,
            PlanStatus::Unspecified | PlanStatus::Feasible => answer.plan.goals.first().is_some_and(enough),
            PlanStatus::Unknown => false,
        }
    }

    /// Searches on, from what is known and from the hints, and keeps the better plan and the better bound.
    pub(super) fn go_on(&mut self, alike: &Alike, part: &Part) -> Result<(), InternalError> {
        let began = part.watch.seconds();
        let question = Question { portfolio: self.portfolio, baseline: self.baseline, hint: None };
        let own = self.answer.as_ref().map(|a| &a.prices).filter(|prices| !prices.pools.is_empty());
        // What is known already comes first: streams that no other plan is left for begin there.
        let hints: Vec<&Plan> = self.plan().into_iter().chain(alike.hints.iter().copied().take(STREAMS)).collect();
        // Proofs of like questions are no help: going their way takes more steps there than going one's own.
        let proof = self.answer.as_ref().map(|a| &a.proof).filter(|proof| !proof.is_empty());
        let start = Start {
            hints: &hints,
            prices: own.or(alike.prices),
            proof,
            searched: self.steps,
            limits: &self.limits,
            giving: None,
        };
        // A part that began like the one before it would take the same way again.
        let seed = part.options.seed.wrapping_add(self.parts);
        let options = Options { max_steps: part.max_steps, seed, ..part.options.clone() };
        let told = Told { number: self.number, steps: self.steps, watch: part.watch };
        let stop = Slice::of_rest(part.stop, part.share);
        let found = solve::plan_from(&question, &start, &options, &stop, &told)?;
        self.parts += 1;
        self.steps += found.steps;
        self.seconds += part.watch.seconds() - began;
        self.take(found);
        let (seed, seconds) = (part.options.seed, self.seconds);
        if let Some(solve) = self.answer.as_mut().and_then(|a| a.plan.solve.as_mut()) {
            (solve.seed, solve.wall_seconds) = (seed, seconds);
        }
        if let Some(answer) = &self.answer {
            part.watch.planned(self.number, &answer.plan);
        }
        Ok(())
    }

    /// The better of the two plans, with the better of the first goal's bounds: those of later goals hold only beside the
    /// figures of the earlier goals that they were proven beside.
    fn take(&mut self, found: Answer) {
        let Some(old) = self.answer.take() else {
            self.answer = Some(found);
            return;
        };
        // A search that took the proof up goes on where it ended; one that did not come to prove anything has none.
        let proof = if found.proof.is_empty() { old.proof.clone() } else { found.proof.clone() };
        let (mut best, other) =
            if is_better(&self.portfolio.policy.goals, &found.plan, &old.plan) { (found, old) } else { (old, found) };
        if let Some(bound) = other.plan.goals.first().map(|g| g.bound) {
            tighten(&mut best.plan, bound);
        }
        best.proof = proof;
        self.answer = Some(best);
    }
}

/// Takes over a bound of the first goal that is proven of the same question, if it is tighter.
pub(super) fn tighten(plan: &mut Plan, bound: f64) {
    let Some(goal) = plan.goals.first_mut() else { return };
    let tighter = if goal.measure.is_maximised() { bound < goal.bound } else { bound > goal.bound };
    if !tighter {
        return;
    }
    let same = (bound - goal.value).abs() <= SAME * goal.value.abs().max(1.0);
    goal.bound = if same { goal.value } else { bound };
    goal.gap = (goal.bound - goal.value).abs() / goal.value.abs().max(1e-9);
    if plan.status == PlanStatus::Feasible && plan.goals.iter().all(|g| g.gap == 0.0) {
        plan.status = PlanStatus::Optimal;
    }
}

/// Whether `a` is better than `b`, goal by goal; what a goal's slack lets later ones give up does not count.
fn is_better(goals: &[Goal], a: &Plan, b: &Plan) -> bool {
    if !a.status.has_plan() || !b.status.has_plan() {
        return a.status.has_plan() || (a.status == PlanStatus::Infeasible && !b.status.has_plan());
    }
    for (k, goal) in goals.iter().enumerate() {
        let (Some(x), Some(y)) = (a.measure(goal.measure), b.measure(goal.measure)) else { return false };
        let gained = if goal.measure.is_maximised() { x - y } else { y - x };
        let slack = if k + 1 == goals.len() { 0.0 } else { goal.slack };
        if gained.abs() > (slack + SAME) * x.abs().max(y.abs()).max(1e-9) {
            return gained > 0.0;
        }
    }
    false
}

/// Tells a study's watch of one search.
struct Told<'a> {
    number: usize,
    steps: u64,
    watch: &'a dyn Watch,
}

impl Observer for Told<'_> {
    fn progress(&self, progress: &Progress) {
        self.watch.progress(self.number, &Progress { steps: self.steps + progress.steps, ..*progress });
    }

    fn incumbent(&self, plan: &dyn Fn() -> Result<Plan, InternalError>) {
        self.watch.incumbent(self.number, plan);
    }
}
