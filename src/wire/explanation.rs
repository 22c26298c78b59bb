//! Explanations of one project as messages.

use super::comparison::project_change;
use super::plan::{self, reason_message};
use super::planning::measure_value;
use super::scenario::change_message;
use super::v1;
use crate::study::{ProjectExplanation, WayIn, WayKind, WhyNotBy};

/// The explanation as an answer holds it.
pub fn explanation_message(e: &ProjectExplanation) -> v1::ProjectExplanation {
    v1::ProjectExplanation {
        project: e.project.clone(),
        selected: e.selected,
        start: e.start.clone(),
        finish: e.finish.clone(),
        reasons: e.reasons.iter().map(reason_message).collect(),
        not_by: e.not_by.as_ref().map(not_by),
    }
}

fn not_by(n: &WhyNotBy) -> v1::WhyNotBy {
    v1::WhyNotBy {
        by: n.by.clone(),
        is_met: n.is_met,
        is_infeasible: n.is_infeasible,
        reasons: n.reasons.iter().map(reason_message).collect(),
        ways: n.ways.iter().map(way).collect(),
    }
}

fn way(w: &WayIn) -> v1::WayIn {
    let kind = match w.kind {
        WayKind::Fits => v1::WayKind::Fits,
        WayKind::Staff => v1::WayKind::Staff,
        WayKind::Fund => v1::WayKind::Fund,
        WayKind::Framework => v1::WayKind::Framework,
        WayKind::FlowLimit => v1::WayKind::FlowLimit,
        WayKind::Rule => v1::WayKind::Rule,
        WayKind::Sourcing => v1::WayKind::Sourcing,
        WayKind::Several => v1::WayKind::Several,
        WayKind::Displace => v1::WayKind::Displace,
        WayKind::Deadline => v1::WayKind::Deadline,
    };
    v1::WayIn {
        kind: kind.into(),
        changes: w.changes.iter().map(change_message).collect(),
        moves: w.moves.iter().map(project_change).collect(),
        differences: w.differences.iter().map(|d| measure_value(d.measure, d.value)).collect(),
        is_least: w.is_least,
        is_fewest: w.is_fewest,
        plan: Some(plan::message(&w.plan)),
        headline: w.headline.clone(),
    }
}
