//! What is asked about a plan and takes searches: one project, candidate changes, prices.

use std::time::Duration;

use super::{Ending, Patience, Trouble, Work, Workplace};
use crate::api::case::Case;
use crate::api::deadline::Deadline;
use crate::base::{Date, Lang, ProjectId};
use crate::plan::{Plan, PlanStatus};
use crate::solve::Options;
use crate::study::{self, Candidate, Decided, Evaluating, Explaining, Pricing};
use crate::wire::{self, Wishes, v1};

/// Steps of a search where nothing limits it.
const STEPS: u64 = 20_000;
const STEPS_EACH: u64 = 3_000;

/// A plan that something is asked about, looked at.
#[derive(Debug)]
pub(in crate::api) struct About {
    pub case: Case,
    pub plan: Option<Plan>,
    pub decided: wire::Decided,
    pub wishes: Wishes,
    pub deadline: Deadline,
    pub lang: Lang,
}

impl About {
    fn decided(&self) -> Decided<'_> {
        Decided { plan: self.decided.baseline.as_ref(), frozen_until: self.decided.frozen_until }
    }

    fn patience(&self, otherwise: Duration) -> Patience {
        Patience::of(&self.wishes, self.deadline, self.case.portfolio.projects.len(), otherwise)
    }

    /// Within so many steps where nothing is said; no gap is kept.
    fn options(&self, at: &Workplace<'_>, steps: u64) -> Options {
        let is_open = self.wishes.max_steps.is_none() && self.wishes.max_seconds.is_none();
        let options = at.options(&self.wishes);
        Options { gap: 0.0, max_steps: if is_open { Some(steps) } else { options.max_steps }, ..options }
    }
}

/// One project.
#[derive(Debug)]
pub(in crate::api) struct Explain {
    pub about: About,
    pub project: ProjectId,
    pub by: Option<Date>,
}

impl Work for Explain {
    type Answer = v1::ExplainProjectResponse;

    fn patience(&self, otherwise: Duration) -> Patience {
        self.about.patience(otherwise)
    }

    fn run(self, at: &Workplace<'_>) -> Result<(Self::Answer, Ending), Trouble> {
        let about = &self.about;
        let empty = Plan::default();
        let asked = Explaining {
            draft: &about.case.draft,
            portfolio: &about.case.portfolio,
            plan: about.plan.as_ref().unwrap_or(&empty),
            decided: about.decided(),
            project: self.project,
            by: self.by,
            lang: about.lang,
        };
        let explained = study::explain_project(&asked, &about.options(at, STEPS), at.clock)?;
        let explanation = Some(wire::explanation_message(&explained));
        Ok((v1::ExplainProjectResponse { explanation }, Ending::of(PlanStatus::Feasible, None)))
    }
}

/// Candidate changes.
#[derive(Debug)]
pub(in crate::api) struct Evaluate {
    pub about: About,
    pub candidates: Vec<Candidate>,
}

impl Work for Evaluate {
    type Answer = v1::EvaluateChangesResponse;

    fn patience(&self, otherwise: Duration) -> Patience {
        self.about.patience(otherwise)
    }

    fn run(self, at: &Workplace<'_>) -> Result<(Self::Answer, Ending), Trouble> {
        let about = &self.about;
        let empty = Plan::default();
        let asked = Evaluating {
            draft: &about.case.draft,
            portfolio: &about.case.portfolio,
            plan: about.plan.as_ref().unwrap_or(&empty),
            decided: about.decided(),
        };
        let found = study::evaluate(&asked, &self.candidates, &about.options(at, STEPS_EACH), at.clock)?;
        let evaluation = Some(wire::evaluation_message(&found, about.lang));
        Ok((v1::EvaluateChangesResponse { evaluation }, Ending::of(found.unchanged.status, None)))
    }
}

/// Prices.
#[derive(Debug)]
pub(in crate::api) struct Price {
    pub about: About,
    pub samples: usize,
}

impl Work for Price {
    type Answer = v1::PriceResourcesResponse;

    fn patience(&self, otherwise: Duration) -> Patience {
        self.about.patience(otherwise)
    }

    fn run(self, at: &Workplace<'_>) -> Result<(Self::Answer, Ending), Trouble> {
        let about = &self.about;
        let asked = Pricing {
            draft: &about.case.draft,
            portfolio: &about.case.portfolio,
            plan: about.plan.as_ref(),
            decided: about.decided(),
            samples: self.samples,
        };
        let found = study::margins(&asked, &about.options(at, STEPS), at.clock)?;
        let status = if found.is_some() { PlanStatus::Feasible } else { PlanStatus::Unknown };
        let prices = found.as_ref().map(wire::prices_message);
        Ok((v1::PriceResourcesResponse { prices }, Ending::of(status, None)))
    }
}
