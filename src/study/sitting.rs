//! What a committee sits over: scenarios planned together, changes proposed beside them, and all of it side by side.

use super::case::{Case, Decided};
use super::compare::{Comparison, compare};
use super::propose::{Proposing, propose};
use super::together::plan_all;
use super::watch::Watch;
use crate::base::{Lang, Slice, Stop};
use crate::solve::{self, InternalError, Options};

/// Shares of a budget that a scenario has for each that a proposal has.
const SCENARIO: usize = 3;

/// Seconds that are worth searching for each share, where nothing else is said.
const SHARE_SECONDS: u32 = 10;

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Sitting<'a> {
    /// The portfolio's id.
    pub portfolio: &'a str,
    /// It, under each scenario.
    pub cases: &'a [Case],
    /// So many proposals beside them at most.
    pub proposals: usize,
    /// What was decided before, as for the cases.
    pub decided: Decided<'a>,
    /// The language of reasons and headlines.
    pub lang: Lang,
}

impl Sitting<'_> {
    /// Seconds that are worth searching, where nothing else is said.
    pub fn seconds(cases: usize, proposals: usize) -> u32 {
        u32::try_from(shares(cases, proposals)).unwrap_or(u32::MAX).saturating_mul(SHARE_SECONDS)
    }

    /// Plans and compares. `stop` is for all searches together and `patience` for the reasons after them;
    /// `options.max_steps` is for each scenario, and a proposal has a third of it. The same cases, seed and step budget
    /// give the same comparison on any number of threads.
    pub fn hold(
        &self,
        options: &Options,
        stop: &dyn Stop,
        patience: &dyn Stop,
        watch: &dyn Watch,
    ) -> Result<Comparison, InternalError> {
        let share = (SCENARIO * self.cases.len()) as f64 / shares(self.cases.len(), self.proposals) as f64;
        let planned = plan_all(self.cases, options, &Slice::of_rest(stop, share), watch)?;
        let asked = Proposing { count: self.proposals, decided: self.decided, lang: self.lang };
        let proposals = propose(self.cases, &planned, &asked, options, stop, watch)?;
        let side_by_side = || compare(self.portfolio, self.cases, &planned, self.lang, patience);
        Ok(Comparison { proposals, ..solve::on_threads(options.threads, side_by_side)? })
    }
}

fn shares(cases: usize, proposals: usize) -> usize {
    (SCENARIO * cases + proposals).max(1)
}
