//! Scenarios side by side.

use std::time::Duration;

use super::herald::{Herald, News};
use super::{Ending, Patience, Trouble, Work, Workplace};
use crate::api::deadline::Deadline;
use crate::base::Lang;
use crate::study::{Case, Decided, Sitting};
use crate::wire::{self, Wishes, v1};

/// A comparison of a portfolio's scenarios.
#[derive(Debug)]
pub(in crate::api) struct Compare {
    /// The portfolio's id.
    pub portfolio: String,
    pub cases: Vec<Case>,
    pub proposals: usize,
    pub decided: wire::Decided,
    pub wishes: Wishes,
    pub deadline: Deadline,
    pub lang: Lang,
    /// Where it is told on the way.
    pub news: News,
}

impl Work for Compare {
    type Answer = v1::ComparisonResult;

    fn patience(&self, _: Duration) -> Patience {
        let seconds = Sitting::seconds(self.cases.len(), self.proposals);
        let projects = self.cases.iter().filter_map(|c| c.outcome.as_ref().ok()).map(|c| c.portfolio.projects.len());
        Patience::of(&self.wishes, self.deadline, projects.sum(), Duration::from_secs(seconds.into()))
    }

    fn run(self, at: &Workplace<'_>) -> Result<(v1::ComparisonResult, Ending), Trouble> {
        let ids = self.cases.iter().map(|c| c.scenario.id.clone()).collect();
        let watch = Herald::new(at, &self.wishes, ids, &self.news);
        let decided = Decided { plan: self.decided.baseline.as_ref(), frozen_until: self.decided.frozen_until };
        let (cases, proposals, lang) = (&self.cases[..], self.proposals, self.lang);
        let sitting = Sitting { portfolio: &self.portfolio, cases, proposals, decided, lang };
        let comparison = sitting.hold(&at.options(&self.wishes), at.clock, &at.reasons(self.deadline), &watch)?;
        let ending = Ending::with_all(comparison.scenarios.iter().filter_map(|s| s.plan.as_ref()));
        Ok((wire::comparison_result_message(&comparison, lang), ending))
    }
}
