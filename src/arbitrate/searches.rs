//! Searches that share one budget of steps and time.

use super::ground::Ground;
use crate::base::{Slice, Stop};
use crate::model::Portfolio;
use crate::plan::Plan;
use crate::solve::{self, Answer, Giving, InternalError, Limit, Options, Question, Silent, Start};

/// Share of the time for searches; the menu's facts and sentences take what is left.
const SEARCHED: f64 = 0.995;

/// What is left of the budget.
pub(super) struct Searches<'a> {
    options: &'a Options,
    stop: Slice<'a>,
    steps_left: Option<u64>,
    /// Searches so far: none takes the way of another.
    made: u64,
}

impl<'a> Searches<'a> {
    pub(super) fn new(options: &'a Options, stop: &'a dyn Stop) -> Self {
        Self { options, stop: Slice::of_rest(stop, SEARCHED), steps_left: options.max_steps, made: 0 }
    }

    /// Whether there is nothing left to search with.
    pub(super) fn is_over(&self) -> bool {
        self.stop.stop() || self.steps_left == Some(0)
    }

    /// A search with that share of what is left.
    pub(super) fn run(
        &mut self,
        ground: &Ground,
        hints: &[&Plan],
        giving: &Giving,
        limits: &[Limit],
        share: f64,
    ) -> Result<Answer, InternalError> {
        self.run_on(&ground.portfolio, ground, hints, giving, limits, share)
    }

    /// The same on a portfolio that differs from the ground's, in its goals say.
    pub(super) fn run_on(
        &mut self,
        portfolio: &Portfolio,
        ground: &Ground,
        hints: &[&Plan],
        giving: &Giving,
        limits: &[Limit],
        share: f64,
    ) -> Result<Answer, InternalError> {
        let question = Question { portfolio, baseline: Some(&ground.baseline), hint: None };
        let start = Start { hints, limits, giving: Some(giving), ..Start::default() };
        let max_steps = self.steps_left.map(|left| ((left as f64 * share) as u64).max(1));
        let seed = self.options.seed.wrapping_add(self.made);
        let options = Options { max_steps, gap: 0.0, seed, ..self.options.clone() };
        let stop = Slice::of_rest(&self.stop, share);
        let mut answer = solve::plan_from(&question, &start, &options, &stop, &Silent)?;
        self.made += 1;
        self.steps_left = self.steps_left.map(|left| left.saturating_sub(answer.steps));
        if let Some(solve) = answer.plan.solve.as_mut() {
            solve.seed = self.options.seed;
        }
        Ok(answer)
    }
}
