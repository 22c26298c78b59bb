//! What gives way to new demands.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use super::{Ending, Patience, Trouble, Work, Workplace};
use crate::api::case::Case;
use crate::api::deadline::Deadline;
use crate::api::mailbox::Mailbox;
use crate::arbitrate::{self, Arbitrating, Arbitration, ArbitrationError, Early, Triage};
use crate::base::{Date, Lang};
use crate::model::draft::ProjectDraft;
use crate::plan::{Plan, PlanStatus};
use crate::wire::{self, ArbitrationTerms, Wishes, v1};

/// Where triage is read; there is no progress besides.
pub(in crate::api) type Triages = Arc<Mailbox<Infallible, v1::ArbitrationTriage>>;

/// Seconds that are worth searching where nothing else is said.
const SECONDS: u64 = 30;

/// An arbitration of a portfolio's demands.
#[derive(Debug)]
pub(in crate::api) struct Arbitrate {
    pub case: Case,
    pub decided: Option<Date>,
    pub baseline: Plan,
    pub demands: Vec<ProjectDraft>,
    pub terms: ArbitrationTerms,
    pub wishes: Wishes,
    pub deadline: Deadline,
    pub lang: Lang,
    /// Where it is told on the way.
    pub news: Triages,
}

impl Arbitrate {
    /// What is asked.
    pub(in crate::api) fn asked(&self) -> Arbitrating<'_> {
        self.terms.asked(&self.case.draft, &self.demands, &self.baseline, self.decided, self.lang)
    }
}

impl Work for Arbitrate {
    type Answer = v1::Arbitration;

    fn patience(&self, _: Duration) -> Patience {
        Patience::of(&self.wishes, self.deadline, self.terms.options, Duration::from_secs(SECONDS))
    }

    fn run(self, at: &Workplace<'_>) -> Result<(v1::Arbitration, Ending), Trouble> {
        let told = |early: &Early| {
            if early.changed.is_some() {
                at.counted.found_plan();
            }
            self.news.incumbent(0, wire::triage_message(early));
        };
        let found = arbitrate::arbitrate(&self.asked(), &at.options(&self.wishes), at.clock, &told);
        let menu = found.map_err(|error| match error {
            ArbitrationError::Problems(problems) => Trouble::Problems(problems),
            ArbitrationError::Internal(error) => error.into(),
        })?;
        let ending = ending(&menu);
        Ok((wire::arbitration_message(&menu, &self.case.scenario), ending))
    }
}

fn ending(menu: &Arbitration) -> Ending {
    let status = match menu.triage {
        Triage::FitsAsIs | Triage::FitsIf if menu.options.first().is_some_and(|o| o.fewest_changes) => {
            PlanStatus::Optimal
        }
        Triage::FitsAsIs | Triage::FitsIf => PlanStatus::Feasible,
        Triage::Cannot => PlanStatus::Infeasible,
        Triage::Open => PlanStatus::Unknown,
    };
    Ending::with(&Plan { status, ..Plan::default() })
}
