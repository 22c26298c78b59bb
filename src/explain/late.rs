//! Why a project ends after its target.

use std::collections::BTreeSet;

use super::Finding;
use super::blocked::ways_out;
use super::inquest::Inquest;
use crate::base::ProjectId;
use crate::solve::Place;

/// A finding if the project is late and nowhere beside the rest of the plan would be in time.
pub(super) fn of(inquest: &Inquest, project: ProjectId) -> Option<Finding> {
    let target = inquest.portfolio.projects[project.index()].target?;
    let target = inquest.portfolio.calendar.periods_ended_by(target);
    if inquest.probe.end(project)? <= target {
        return None;
    }
    let probe = inquest.probe.without(project);
    let inquiry = probe.inquire(project).ending_by(target);
    let nothing = BTreeSet::new();
    if inquiry.place(&nothing) != Place::Nowhere {
        return None;
    }
    let ways = ways_out(&inquiry, &nothing);
    let all: BTreeSet<_> = inquiry.barriers().iter().copied().collect();
    match ways.into_iter().next() {
        Some(shortages) => Some(Finding::Late { shortages }),
        None if inquiry.place(&all) == Place::Nowhere => Some(Finding::Late { shortages: Vec::new() }),
        None => None,
    }
}
