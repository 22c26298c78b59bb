//! Flow limits: how many projects are under way, start or finish.

use super::project::{Outcome, Schedule};
use super::{Violation, When};
use crate::model::{FlowKind, FlowLimit, Portfolio, Project};

/// Says so for each window in which a limit is exceeded.
pub(super) fn check(portfolio: &Portfolio, schedule: &Schedule, violations: &mut Vec<Violation>) {
    for limit in &portfolio.policy.flow_limits {
        let hits = hits(portfolio, schedule, limit);
        // A window on projects under way would count them more than once.
        let width = if limit.kind == FlowKind::UnderWay { 1 } else { limit.window.max(1) as usize };
        for (t, window) in hits.windows(width).enumerate() {
            let count: u64 = window.iter().sum();
            if count > limit.max.into() {
                let period = When::first_day(&portfolio.calendar, t as i64);
                let (limit, kind, max) = (limit.id.clone(), limit.kind, limit.max);
                violations.push(Violation::FlowExceeded { limit, kind, period, width, count, max });
            }
        }
    }
}

/// By period: how many projects the limit counts in it.
fn hits(portfolio: &Portfolio, schedule: &Schedule, limit: &FlowLimit) -> Vec<u64> {
    let mut hits = vec![0; portfolio.calendar.len()];
    let end = hits.len() as i64 - 1;
    for (project, outcome) in portfolio.projects.iter().zip(&schedule.outcomes) {
        let Some(Outcome { first, last, .. }) = *outcome else { continue };
        if !counts(limit, project) {
            continue;
        }
        // Milestones at either end of the calendar count in the period next to them.
        let (from, to) = match limit.kind {
            FlowKind::UnderWay => (first.max(0), last.min(end)),
            FlowKind::Starts => (first.clamp(0, end), first.clamp(0, end)),
            FlowKind::Finishes => (last.clamp(0, end), last.clamp(0, end)),
        };
        (from..=to).for_each(|t| hits[t as usize] += 1);
    }
    hits
}

fn counts(limit: &FlowLimit, project: &Project) -> bool {
    (limit.sponsor.is_empty() || limit.sponsor == project.sponsor)
        && (limit.tag.is_empty() || project.tags.contains(&limit.tag))
}
