//! The budget of commands that search several times.

use super::args::EachBudgetArgs;
use super::clock::Clock;
use super::failure::Failure;
use super::interrupt;
use crate::solve::Options;

impl EachBudgetArgs {
    /// How each search is run: within so many steps where nothing is said.
    pub(super) fn options(&self, steps: u64) -> Options {
        let max_steps = if self.steps.is_none() && self.seconds.is_none() { Some(steps) } else { self.steps };
        self.run.options(max_steps, 0.0)
    }

    /// The clock of all searches together.
    pub(super) fn clock(&self) -> Result<Clock, Failure> {
        Ok(Clock::start(self.seconds, interrupt::flag().map_err(Failure::Interrupt)?))
    }
}
