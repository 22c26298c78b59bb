//! What refers to a part of a portfolio, named by list and id: `projects/b/run`, `rules/pair`.

use crate::model::draft::{PhaseDraft, PortfolioDraft};

/// Phases of other projects that wait for the project, and selection rules that speak of it.
pub(super) fn of_project(draft: &PortfolioDraft, id: &str) -> Vec<String> {
    let mut found = phases(draft, |project, phase| project != id && phase.after.iter().any(|d| d.project == id));
    let rules = draft.rules.iter().filter(|r| r.projects.iter().any(|p| p == id));
    found.extend(rules.map(|r| format!("rules/{}", r.id)));
    found
}

/// Sourcing rules that buy under the framework, on or off, and phases with a mode that does.
pub(super) fn of_framework(draft: &PortfolioDraft, id: &str) -> Vec<String> {
    let rules = draft.sourcing_rules.iter().filter(|r| r.shares.iter().any(|s| s.framework == id));
    let mut found: Vec<String> = rules.map(|r| format!("sourcingRules/{}", r.id)).collect();
    let buys = |phase: &PhaseDraft| phase.modes.iter().flat_map(|m| &m.purchases).any(|p| p.framework == id);
    found.extend(phases(draft, |_, phase| buys(phase)));
    found
}

/// Nothing refers to selection rules and flow limits.
pub(super) fn none(_: &PortfolioDraft, _: &str) -> Vec<String> {
    Vec::new()
}

fn phases(draft: &PortfolioDraft, refers: impl Fn(&str, &PhaseDraft) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for project in &draft.projects {
        let phases = project.phases.iter().filter(|phase| refers(&project.id, phase));
        found.extend(phases.map(|phase| format!("projects/{}/{}", project.id, phase.id)));
    }
    found
}
