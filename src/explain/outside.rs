//! Why a project is out.

use std::collections::BTreeSet;

use super::Finding;
use super::blocked::{kinds_that_block_alone, ways_out};
use super::family;
use super::inquest::{Inquest, is_change};
use crate::base::ProjectId;
use crate::model::Measure;
use crate::solve::{Barrier, Best, Gain, Inquiry, Place};

/// At least one finding.
pub(super) fn of(inquest: &Inquest, project: ProjectId) -> Vec<Finding> {
    if let Some(finding) = never_fits(inquest, project) {
        return vec![finding];
    }
    let inquiry = inquest.probe.inquire(project);
    if let Some(finding) = worthless(inquest, &inquiry) {
        return vec![finding];
    }
    match inquiry.best(&BTreeSet::new(), &inquest.goals()) {
        Best::At(gain) => vec![beside(inquest, &inquiry, &gain)],
        Best::Nowhere => blocked(inquest, project, &inquiry),
        Best::Unsettled if kinds_that_block_alone(&inquiry, &BTreeSet::new()).is_empty() => vec![Finding::Undecided],
        Best::Unsettled => blocked(inquest, project, &inquiry),
    }
}

/// Whether it fits nowhere even if nothing else is planned, rules and other projects aside.
pub(super) fn never_fits(inquest: &Inquest, project: ProjectId) -> Option<Finding> {
    if inquest.alone.contains(project) {
        return None;
    }
    let inquiry = inquest.alone.inquire(project);
    let is_other = |b: &&Barrier| matches!(b, Barrier::Rule(_) | Barrier::Project(_));
    let others: BTreeSet<Barrier> = inquiry.barriers().iter().filter(is_other).copied().collect();
    if inquiry.place(&others) != Place::Nowhere {
        return None;
    }
    Some(Finding::NeverFits { shortages: ways_out(&inquiry, &others).into_iter().next().unwrap_or_default() })
}

/// Whether it betters nothing wherever its own limits let it go, so that more of anything would not help.
fn worthless(inquest: &Inquest, inquiry: &Inquiry) -> Option<Finding> {
    let all: BTreeSet<Barrier> = inquiry.barriers().iter().copied().collect();
    let Best::At(gain) = inquiry.best(&all, &inquest.goals()) else { return None };
    let (measure, change) = inquest.first_change(&gain.by_goal);
    // More people would mean less overload: of it nothing is known with everything lifted.
    let is_sure = gain.is_best && measure != Measure::Overload && inquest.strict_order().len() == gain.by_goal.len();
    (is_sure && change <= 0.0).then_some(Finding::NoValue { measure, loss: -change })
}

/// It fits: what it would bring.
fn beside(inquest: &Inquest, inquiry: &Inquiry, gain: &Gain) -> Finding {
    let (measure, change) = inquest.first_change(&gain.by_goal);
    if change > 0.0 {
        return Finding::Overlooked { with: Vec::new(), measure, gain: change };
    }
    if let Some(finding) = within_slack(inquest, inquiry) {
        return finding;
    }
    if gain.is_best { Finding::NoValue { measure, loss: -change } } else { Finding::Undecided }
}

/// Whether it betters a goal and worsens those before it by less than their slack.
fn within_slack(inquest: &Inquest, inquiry: &Inquiry) -> Option<Finding> {
    let strict = inquest.strict_order();
    if strict.len() == inquest.goals().len() {
        return None;
    }
    let Best::At(gain) = inquiry.best(&BTreeSet::new(), &strict) else { return None };
    let first = strict.into_iter().find(|k| is_change(gain.by_goal[*k]))?;
    let kept = (0..first).all(|k| gain.by_goal[k] >= 0.0 || inquest.keeps(k, gain.by_goal[k]));
    let measure = inquest.portfolio.policy.goals[first].measure;
    let gain = gain.by_goal[first];
    (gain > 0.0 && kept).then_some(Finding::Overlooked { with: Vec::new(), measure, gain })
}

/// It does not fit: with what it would, or with whom.
fn blocked(inquest: &Inquest, project: ProjectId, inquiry: &Inquiry) -> Vec<Finding> {
    let ways = ways_out(inquiry, &BTreeSet::new());
    if ways.is_empty() {
        return vec![Finding::Undecided];
    }
    if let Some(finding) = ways.iter().find_map(|way| family::of(inquest, project, way)) {
        return vec![finding];
    }
    let shortfall = inquest.shortfalls[project.index()].unwrap_or(0.0);
    ways.into_iter().map(|shortages| Finding::Blocked { shortages, shortfall }).collect()
}
