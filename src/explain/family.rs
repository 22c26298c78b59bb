//! Projects that are out only because others are: whether they could all come in together.

use std::collections::BTreeSet;

use super::Finding;
use super::inquest::Inquest;
use crate::base::ProjectId;
use crate::model::{Portfolio, SelectionRuleKind};
use crate::solve::{Barrier, BarrierKind, Best, Lack, Probe, Shortage};

/// Larger families are not tried.
const MOST: usize = 12;

/// Whether the project, which lacks nothing but these, comes in with all that it lacks, to the goals' good. Each is
/// placed where it is best, one after the other: that this finds nothing proves nothing.
pub(super) fn of(inquest: &Inquest, project: ProjectId, way: &[Shortage]) -> Option<Finding> {
    if way.is_empty() || missing(way).len() != way.len() {
        return None;
    }
    let mut family = Family { inquest, probe: inquest.probe.clone(), members: Vec::new(), gains: Vec::new() };
    family.add(project, 0)?;
    let broken: BTreeSet<_> = inquest.probe.broken_rules().into_iter().collect();
    if family.probe.broken_rules().iter().any(|r| !broken.contains(r)) {
        return None;
    }
    let (measure, gain) = inquest.first_change(&family.gains);
    let mut with: Vec<ProjectId> = family.members.into_iter().filter(|p| *p != project).collect();
    with.sort_unstable();
    (gain > 0.0).then_some(Finding::Overlooked { with, measure, gain })
}

/// What has been placed so far, and what that gains.
struct Family<'a> {
    inquest: &'a Inquest<'a>,
    probe: Probe,
    members: Vec<ProjectId>,
    gains: Vec<f64>,
}

impl Family<'_> {
    /// Places the project after all that it needs, and then what its rules ask for.
    fn add(&mut self, project: ProjectId, depth: usize) -> Option<()> {
        // One that is being added is in soon, or the rules do not hold in the end.
        if self.probe.contains(project) || self.members.contains(&project) {
            return Some(());
        }
        if depth >= MOST || self.members.len() >= MOST {
            return None;
        }
        self.members.push(project);
        needs(self.inquest.portfolio, project).into_iter().try_for_each(|p| self.add(p, depth + 1))?;
        let inquiry = self.probe.inquire(project);
        let rules: BTreeSet<Barrier> =
            inquiry.barriers().iter().filter(|b| b.kind() == BarrierKind::Rule).copied().collect();
        let Best::At(gain) = inquiry.best(&rules, &self.inquest.goals()) else { return None };
        let asked = missing(&inquiry.shortages(&gain.placement, &rules));
        self.gains.resize(gain.by_goal.len(), 0.0);
        self.gains.iter_mut().zip(&gain.by_goal).for_each(|(sum, x)| *sum += x);
        self.probe = self.probe.beside(project, &gain.placement);
        asked.into_iter().flatten().try_for_each(|p| self.add(p, depth + 1))
    }
}

/// Projects that this one waits for.
fn needs(portfolio: &Portfolio, project: ProjectId) -> Vec<ProjectId> {
    let phases = &portfolio.projects[project.index()].phases;
    phases.iter().flat_map(|ph| &ph.after).filter_map(|d| d.project).filter(|p| *p != project).collect()
}

/// For each of the shortages that other projects would make good: which.
fn missing(way: &[Shortage]) -> Vec<Vec<ProjectId>> {
    let projects = |s: &Shortage| match (&s.lack, s.barrier) {
        (Lack::Out, Barrier::Project(p)) => Some(vec![p]),
        (Lack::Barred { kind: SelectionRuleKind::Together | SelectionRuleKind::Implies, projects }, _) => {
            Some(projects.clone())
        }
        _ => None,
    };
    way.iter().filter_map(projects).collect()
}
