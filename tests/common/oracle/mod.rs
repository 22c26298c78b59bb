//! Exhaustive search: the best plan of a small portfolio, found by trying everything.
//!
//! It is a slow twin of the engine and of the referee and shares nothing with either, nor with the model: from the
//! draft on it has its own calendar, modes, accounting and judgement, after the reference referee `check_plan.py`.

mod account;
mod calendar;
mod index;
mod judge;
mod modes;
mod search;
mod setup;

pub(crate) use account::Placed;
pub(crate) use judge::Verdict;
pub(crate) use search::Outcome;

use arbitre::model::Measure;
use arbitre::model::draft::PortfolioDraft;
use arbitre::plan::Plan;

use account::Account;
use setup::Setup;

/// A portfolio and a baseline, ready to be searched.
pub(crate) struct Oracle {
    setup: Setup,
    /// By project: every way of having it in that holds by itself.
    ways: Vec<Vec<Account>>,
}

impl Oracle {
    /// The draft has to be valid.
    pub(crate) fn new(draft: &PortfolioDraft, baseline: Option<&Plan>, frozen_before: i32) -> Self {
        let setup = Setup::new(draft, baseline, i64::from(frozen_before));
        let ways = (0..setup.projects.len()).map(|p| account::ways(&setup, p)).collect();
        Self { setup, ways }
    }

    /// How many plans there are to try: each project out, or in one of its ways.
    pub(crate) fn plans(&self) -> f64 {
        self.ways.iter().map(|ways| (ways.len() + 1) as f64).product()
    }

    /// Every way of having a project in that holds by itself.
    pub(crate) fn ways(&self, project: usize) -> Vec<Placed> {
        self.ways[project].iter().filter_map(|way| way.placed.clone()).collect()
    }

    /// Id and duration of a mode.
    pub(crate) fn mode(&self, project: usize, phase: usize, mode: usize) -> (&str, i64) {
        let mode = &self.setup.projects[project].phases[phase].modes[mode];
        (&mode.id, mode.duration)
    }

    /// Modes of a phase.
    pub(crate) fn modes(&self, project: usize, phase: usize) -> usize {
        self.setup.projects[project].phases[phase].modes.len()
    }

    /// Periods of the calendar.
    pub(crate) fn periods(&self) -> usize {
        self.setup.calendar.count()
    }

    /// What the plan breaks and what it comes to; by project, how it is placed.
    pub(crate) fn judge(&self, plan: &[Option<Placed>]) -> Verdict {
        let accounts: Vec<Account> =
            plan.iter().enumerate().map(|(p, placed)| account::account(&self.setup, p, placed.clone())).collect();
        judge::judge(&self.setup, &accounts.iter().collect::<Vec<_>>())
    }

    /// The goals' best figures, or that there is no plan.
    pub(crate) fn solve(&self) -> Outcome {
        search::solve(&self.setup, &self.ways, true)
    }

    /// The fewest committed projects that a plan changes, of those whose every project `may` be so; none if there is none.
    pub(crate) fn fewest(&self, may: &dyn Fn(usize, Option<&Placed>) -> bool) -> Option<usize> {
        search::fewest(&self.setup, &self.ways, may)
    }

    /// Whether the baseline commits to the project and this is another way, or no way, of having it in.
    pub(crate) fn is_changed(&self, project: usize, placed: Option<&Placed>) -> bool {
        account::is_changed(&self.setup, project, placed)
    }

    /// The same without ruling anything out early.
    pub(crate) fn solve_slowly(&self) -> Outcome {
        search::solve(&self.setup, &self.ways, false)
    }

    /// The goals' figures of every plan that holds.
    pub(crate) fn figures(&self) -> Vec<Vec<f64>> {
        search::figures(&self.setup, &self.ways)
    }

    /// Every plan that holds and whose goals' figures are such, by project.
    pub(crate) fn plans_with(&self, wanted: impl Fn(&[f64]) -> bool) -> Vec<Vec<Option<Placed>>> {
        search::plans(&self.setup, &self.ways, wanted)
    }

    /// The goals in order, with their slacks.
    pub(crate) fn goals(&self) -> &[(Measure, f64)] {
        &self.setup.goals
    }
}
