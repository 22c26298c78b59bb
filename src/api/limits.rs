//! What a request may ask at most: what the operator's limits say of it.

use super::config::Limits;
use super::status::Excess;
use crate::model::Portfolio;
use crate::wire::{Subject, Wishes};

/// Whether what is said is within bounds, as far as can be told before it is validated.
pub(super) fn hold_subject(limits: &Limits, subject: &Subject) -> Result<(), Excess> {
    let changes = subject.scenario.as_ref().map_or(0, |s| s.changes.len());
    hold("limits.max_changes", limits.max_changes, changes, "scenario.changes")?;
    hold("limits.max_projects", limits.max_projects, subject.portfolio.projects.len(), "portfolio.projects")
}

/// Whether what it comes to is within bounds.
pub(super) fn hold_portfolio(limits: &Limits, portfolio: &Portfolio) -> Result<(), Excess> {
    hold("limits.max_projects", limits.max_projects, portfolio.projects.len(), "portfolio.projects")?;
    hold("limits.max_periods", limits.max_periods, portfolio.calendar.len(), "portfolio.calendar")
}

/// Whether the search is within bounds.
pub(super) fn hold_wishes(limits: &Limits, wishes: &Wishes) -> Result<(), Excess> {
    hold("limits.max_seconds", limits.max_seconds, wishes.max_seconds.unwrap_or(0.0), "options.maxSeconds")?;
    hold("limits.max_steps", limits.max_steps, wishes.max_steps.unwrap_or(0), "options.maxSteps")
}

fn hold<T: PartialOrd + ToString>(
    limit: &'static str,
    allowed: T,
    given: T,
    field: &'static str,
) -> Result<(), Excess> {
    if given <= allowed {
        return Ok(());
    }
    Err(Excess { limit, allowed: allowed.to_string(), given: Some(given.to_string()), field })
}
