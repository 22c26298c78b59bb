//! One question answered in legs: after each, what is known can be kept, and whoever has it can go on from there.

use super::task::{Alike, Part, Task};
use super::watch::Watch;
use crate::base::Stop;
use crate::model::Portfolio;
use crate::plan::{Baseline, Plan};
use crate::solve::{Answer, InternalError, Options, Prices};

/// A question and its best answer so far.
#[allow(missing_debug_implementations)]
pub struct Legs<'a>(Task<'a>);

impl<'a> Legs<'a> {
    /// Nothing is known yet.
    pub fn new(portfolio: &'a Portfolio, baseline: Option<&'a Baseline>) -> Self {
        Self(Task::new(0, portfolio, baseline))
    }

    /// Goes on from what an earlier run of the same question came to.
    #[must_use]
    pub fn resumed(mut self, answer: Answer) -> Self {
        self.0.steps = answer.steps;
        self.0.answer = Some(answer);
        self
    }

    /// Searches on, from what is known and from the hints. `options.max_steps` is for this leg, as is `stop`.
    pub fn go_on(
        &mut self,
        hints: &[&Plan],
        prices: Option<&Prices>,
        options: &Options,
        stop: &dyn Stop,
        watch: &dyn Watch,
    ) -> Result<(), InternalError> {
        let part = Part { options, max_steps: options.max_steps, share: 1.0, stop, watch };
        self.0.go_on(&Alike { hints: hints.to_vec(), prices }, &part)
    }

    /// Whether no further search would change anything that is asked for.
    pub fn is_settled(&self, options: &Options) -> bool {
        self.0.is_settled(options)
    }

    /// The best answer so far, with the steps of all legs.
    pub fn answer(&self) -> Option<Answer> {
        self.0.answer.as_ref().map(|answer| Answer { steps: self.0.steps, ..answer.clone() })
    }
}
