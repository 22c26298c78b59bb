//! What a request is about: the portfolio, changed by its scenario, validated, within bounds.

use super::config::Limits;
use super::limits;
use super::status::Excess;
use crate::model::draft::PortfolioDraft;
use crate::model::{self, Portfolio, Problem};
use crate::plan::Baseline;
use crate::scenario;
use crate::wire::{Decided, Subject};

/// A portfolio to work on.
#[derive(Debug)]
pub(super) struct Case {
    /// As said, changes made.
    pub draft: PortfolioDraft,
    /// As validated.
    pub portfolio: Portfolio,
    /// The scenario's id; empty without one.
    pub scenario: String,
}

/// Why it cannot be worked on.
#[derive(Debug)]
pub(super) enum Objection {
    /// With paths in the request.
    Problems(Vec<Problem>),
    OverLimit(Excess),
}

impl From<Vec<Problem>> for Objection {
    fn from(problems: Vec<Problem>) -> Self {
        Self::Problems(problems)
    }
}

impl From<Excess> for Objection {
    fn from(excess: Excess) -> Self {
        Self::OverLimit(excess)
    }
}

impl Case {
    pub(super) fn new(subject: Subject, bounds: &Limits) -> Result<Self, Objection> {
        Self::at("portfolio", subject, bounds)
    }

    /// The same of a portfolio that stands in another field.
    pub(super) fn at(field: &str, subject: Subject, bounds: &Limits) -> Result<Self, Objection> {
        limits::hold_subject(bounds, &subject)?;
        let Subject { portfolio, scenario } = subject;
        let draft = match &scenario {
            Some(changes) => scenario::apply(&portfolio, changes).map_err(|found| under("scenario", found))?,
            None => portfolio,
        };
        let portfolio = model::validate(&draft).map_err(|found| under(field, found))?;
        limits::hold_portfolio(bounds, &portfolio)?;
        Ok(Self { draft, portfolio, scenario: scenario.map(|s| s.id).unwrap_or_default() })
    }

    /// What was decided, in this portfolio's periods.
    pub(super) fn baseline(&self, decided: &Decided) -> Option<Baseline> {
        let frozen = decided.frozen_until.map_or(0, |day| self.portfolio.calendar.periods_beginning_before(day));
        let frozen = i32::try_from(frozen).expect("a calendar has far fewer than 2^31 periods");
        decided.baseline.as_ref().map(|plan| Baseline::new(plan, frozen))
    }
}

fn under(field: &str, problems: Vec<Problem>) -> Vec<Problem> {
    problems.into_iter().map(|p| p.under(field)).collect()
}
