//! Several searches within one budget: the clock that all of them share, and the line that shows how far they are.

use std::io::{self, IsTerminal};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::args::SharedBudgetArgs;
use super::clock::Clock;
use super::{console, live};
use crate::base::Lang;
use crate::plan::Plan;
use crate::report;
use crate::solve::Progress;
use crate::study;

/// The limit on all searches together: as said, or so long where nothing is said.
pub(super) fn limit(budget: &SharedBudgetArgs, otherwise: Duration) -> Option<Duration> {
    let said = budget.seconds.is_some() || budget.steps.is_some() || budget.gap.is_some();
    if said { budget.seconds } else { Some(otherwise) }
}

/// Watches by a clock, and says on a terminal what each part came to.
pub(super) struct Shared<'a> {
    clock: &'a Clock,
    /// Time has a place in what comes of it.
    is_timed: bool,
    names: Vec<String>,
    latest: Mutex<Option<(usize, Progress)>>,
    lang: Lang,
}

impl<'a> Shared<'a> {
    /// `names` are what the searches are called, by number.
    pub(super) fn new(clock: &'a Clock, budget: &SharedBudgetArgs, names: Vec<String>, lang: Lang) -> Self {
        // A step budget gives the same plans on every machine, to the byte: the time it took has no place in them.
        let is_timed = budget.seconds.is_some() || budget.steps.is_none();
        Self { clock, is_timed, names, latest: Mutex::new(None), lang }
    }

    /// The clock.
    pub(super) fn clock(&self) -> &Clock {
        self.clock
    }

    /// What each search is called.
    pub(super) fn name(&self, number: usize) -> &str {
        self.names.get(number).map_or("", |name| name)
    }

    /// Does the work, with a line shown meanwhile where somebody looks.
    pub(super) fn shown<T>(&self, work: impl FnOnce() -> T) -> T {
        if !io::stderr().is_terminal() {
            return work();
        }
        let line = || {
            let latest = *self.latest.lock().unwrap_or_else(PoisonError::into_inner);
            let line = live::line(latest.as_ref().map(|x| &x.1), self.clock.seconds(), self.lang);
            latest.map_or(line.clone(), |(number, _)| format!("{}  {line}", self.name(number)))
        };
        live::line_shown(line, work)
    }
}

impl study::Watch for Shared<'_> {
    fn progress(&self, number: usize, progress: &Progress) {
        *self.latest.lock().unwrap_or_else(PoisonError::into_inner) = Some((number, *progress));
    }

    fn planned(&self, number: usize, plan: &Plan) {
        if io::stderr().is_terminal() {
            let line = report::outcome_line(plan, self.lang);
            console::print(live::ERASE);
            console::say(&format!("{}: {line}", self.name(number)));
        }
    }

    fn seconds(&self) -> f64 {
        if self.is_timed { self.clock.seconds() } else { 0.0 }
    }
}

impl study::PointWatch for Shared<'_> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_searches_have_their_time_unless_a_limit_is_given() {
        let budget = |seconds, steps, gap| SharedBudgetArgs { seconds, steps, gap };
        let (ten, otherwise) = (Duration::from_secs(10), Duration::from_secs(90));
        for (given, expected) in [
            (budget(None, None, None), Some(otherwise)),
            (budget(Some(ten), None, None), Some(ten)),
            (budget(None, Some(5), None), None),
            (budget(None, None, Some(0.1)), None),
        ] {
            assert_eq!(limit(&given, otherwise), expected, "{given:?}");
        }
    }
}
