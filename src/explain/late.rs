//! Why a project ends after its target, or after any other period.

use std::collections::BTreeSet;

use super::Finding;
use super::blocked::ways_out;
use super::inquest::Inquest;
use crate::base::ProjectId;
use crate::solve::{Place, Shortage};

/// A finding if the project is late and nowhere beside the rest of the plan would be in time.
pub(super) fn of(inquest: &Inquest, project: ProjectId) -> Option<Finding> {
    let target = inquest.portfolio.projects[project.index()].target?;
    let target = inquest.portfolio.calendar.periods_ended_by(target);
    if inquest.probe.end(project)? <= target {
        return None;
    }
    in_the_way(inquest, project, target).map(|shortages| Finding::Late { shortages })
}

/// A finding if the project is in, ends after period `end` (the one after its last) and nowhere beside the rest of the
/// plan would end by then.
pub(super) fn by(inquest: &Inquest, project: ProjectId, end: usize) -> Option<Finding> {
    if inquest.probe.end(project)? <= end {
        return None;
    }
    in_the_way(inquest, project, end).map(|shortages| Finding::NotBy { end, shortages })
}

/// With what it would end by then; nothing if what concerns the project alone stands in the way. None if it would, or if
/// that is not settled.
fn in_the_way(inquest: &Inquest, project: ProjectId, end: usize) -> Option<Vec<Shortage>> {
    let probe = inquest.probe.without(project);
    let inquiry = probe.inquire(project).ending_by(end);
    let nothing = BTreeSet::new();
    if inquiry.place(&nothing) != Place::Nowhere {
        return None;
    }
    let ways = ways_out(&inquiry, &nothing);
    let all: BTreeSet<_> = inquiry.barriers().iter().copied().collect();
    match ways.into_iter().next() {
        Some(shortages) => Some(shortages),
        None => (inquiry.place(&all) == Place::Nowhere).then(Vec::new),
    }
}
