//! What a request may ask at most: what the operator's limits say of it.

use super::config::Limits;
use super::status::Excess;
use crate::model::Portfolio;
use crate::model::draft::scenario::ScenarioDraft;
use crate::model::draft::{PortfolioDraft, ProjectDraft};
use crate::study::{Candidate, Wish};
use crate::wire::{ComparisonOrder, QuestionOrder, RenderOrder, Subject, Wishes};

/// Whether what is said is within bounds, as far as can be told before it is validated.
pub(super) fn hold_subject(limits: &Limits, subject: &Subject) -> Result<(), Excess> {
    subject.scenario.iter().try_for_each(|s| hold_changes(limits, s, "scenario.changes"))?;
    hold_draft(limits, &subject.portfolio)
}

/// The same of scenarios side by side.
pub(super) fn hold_comparison(limits: &Limits, order: &ComparisonOrder) -> Result<(), Excess> {
    hold("limits.max_scenarios", limits.max_scenarios, order.scenarios.len(), "scenarios")?;
    hold("limits.max_proposals", limits.max_proposals, order.proposals, "proposals")?;
    order.scenarios.iter().try_for_each(|s| hold_changes(limits, s, "scenarios.changes"))?;
    hold_draft(limits, &order.portfolio)?;
    hold_wishes(limits, &order.wishes)
}

/// The same of what a dossier is made from.
pub(super) fn hold_render(limits: &Limits, order: &RenderOrder) -> Result<(), Excess> {
    hold("limits.max_scenarios", limits.max_scenarios, order.scenarios.len(), "scenarios")?;
    hold("limits.max_scenarios", limits.max_scenarios + limits.max_proposals, order.plans.len(), "plans")?;
    let told = order.comparison.iter().flat_map(|told| &told.scenarios).map(|s| &s.scenario);
    order.scenarios.iter().chain(told).try_for_each(|s| hold_changes(limits, s, "scenarios.changes"))?;
    order.frontiers.iter().try_for_each(|f| hold_points(limits, f.0.points.len()))?;
    let demanded = order.arbitration.as_ref().map_or(&[][..], |told| &told.arbitration.demanded);
    hold_demands(limits, &order.portfolio, demanded)?;
    hold_draft(limits, &order.portfolio)
}

/// The same of a question to a workspace.
pub(super) fn hold_question(limits: &Limits, order: &QuestionOrder) -> Result<(), Excess> {
    hold_changes(limits, &order.scenario, "changes")?;
    hold_wishes(limits, &order.wishes)
}

/// Whether each candidate has no more changes than a scenario may.
pub(super) fn hold_candidates(limits: &Limits, candidates: &[Candidate]) -> Result<(), Excess> {
    let changes = |c: &Candidate| if let Wish::Changes(changes) = &c.what { changes.len() } else { 1 };
    let all: usize = candidates.iter().map(changes).sum();
    hold("limits.max_changes", limits.max_changes, all, "candidates")
}

/// Whether no more is sampled than may be: a sample is a scenario or three.
pub(super) fn hold_samples(limits: &Limits, samples: usize) -> Result<(), Excess> {
    hold("limits.max_scenarios", limits.max_scenarios, samples, "samples")
}

/// Whether a curve has no more points than it may.
pub(super) fn hold_points(limits: &Limits, points: usize) -> Result<(), Excess> {
    hold("limits.max_points", limits.max_points, points, "points")
}

/// Whether a portfolio has no more projects with its demands than it may. A demand that it has already takes that project's
/// place.
pub(super) fn hold_demands(limits: &Limits, draft: &PortfolioDraft, demands: &[ProjectDraft]) -> Result<(), Excess> {
    let is_new = |d: &&ProjectDraft| draft.projects.iter().all(|p| p.id != d.id);
    let projects = draft.projects.len() + demands.iter().filter(is_new).count();
    hold("limits.max_projects", limits.max_projects, projects, "demands")
}

fn hold_changes(limits: &Limits, scenario: &ScenarioDraft, field: &'static str) -> Result<(), Excess> {
    hold("limits.max_changes", limits.max_changes, scenario.changes.len(), field)
}

fn hold_draft(limits: &Limits, draft: &PortfolioDraft) -> Result<(), Excess> {
    hold("limits.max_projects", limits.max_projects, draft.projects.len(), "portfolio.projects")
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
