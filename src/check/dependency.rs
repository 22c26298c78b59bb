//! Dependencies: what comes before has finished, and the lag has gone by.

use super::chosen::{Chosen, ChosenPhase, ChosenProject};
use super::{Violation, When};
use crate::model::{Dependency, Portfolio};

/// Says so for each dependency of a planned phase that is not met.
pub(super) fn check(portfolio: &Portfolio, chosen: &Chosen, violations: &mut Vec<Violation>) {
    for c in &chosen.projects {
        for phase in &c.project.phases {
            let Some(planned) = c.phase(&phase.id) else { continue };
            for dependency in &phase.after {
                wait(portfolio, chosen, c, planned, dependency, violations);
            }
        }
    }
}

fn wait(
    portfolio: &Portfolio,
    chosen: &Chosen,
    waiting: &ChosenProject,
    planned: &ChosenPhase,
    dependency: &Dependency,
    violations: &mut Vec<Violation>,
) {
    let (project, phase) = (waiting.project.id.clone(), planned.name.to_owned());
    let before = dependency.project.unwrap_or(waiting.id);
    let Some(before) = chosen.get(before) else {
        let needs = portfolio.projects[before.index()].id.clone();
        violations.push(Violation::DependencyOut { project, phase, needs });
        return;
    };
    let only = dependency.phase.map(|id| &before.project.phases[id.index()].id[..]);
    for ph in before.phases.iter().filter(|ph| only.is_none_or(|name| name == ph.name)) {
        // A phase or mode that is unknown has its own violation, and no end to wait for.
        let Some(mode) = &ph.mode else { continue };
        let earliest = ph.start + mode.duration + i64::from(dependency.lag);
        if planned.start < earliest {
            violations.push(Violation::DependencyBroken {
                project: project.clone(),
                phase: phase.clone(),
                start: When::first_day(&portfolio.calendar, planned.start),
                after_project: before.project.id.clone(),
                after_phase: ph.name.to_owned(),
                earliest: When::first_day(&portfolio.calendar, earliest),
            });
        }
    }
}
