//! A baseline: what was decided, and what a new plan may do to it.

use std::collections::BTreeMap;

use super::{Commitment, Plan, ProjectPlan};

/// The committed projects of a plan.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Baseline {
    /// In the plan's order; only selected projects with a commitment.
    pub projects: Vec<CommittedProject>,
    /// Selected projects without one: they bind nothing, and stay as they are where nothing is better without.
    pub proposed: Vec<ProposedProject>,
    /// Phases that start before this period stay as they are; 0 freezes nothing.
    pub frozen_before: i32,
}

/// A committed project.
#[derive(Clone, Debug, PartialEq)]
pub struct CommittedProject {
    /// Its id.
    pub project: String,
    /// What a new plan may do to it; never `Unspecified`.
    pub commitment: Commitment,
    /// Its last finish period.
    pub finish: i32,
    /// Mode and start of each phase.
    pub phases: BTreeMap<String, (String, i32)>,
}

/// A project that was planned and not committed.
#[derive(Clone, Debug, PartialEq)]
pub struct ProposedProject {
    /// Its id.
    pub project: String,
    /// Mode and start of each phase.
    pub phases: BTreeMap<String, (String, i32)>,
}

impl Baseline {
    /// What `plan` commits to and proposes, frozen before period `frozen_before`.
    pub fn new(plan: &Plan, frozen_before: i32) -> Self {
        let planned = || plan.projects.iter().filter(|p| p.selected && !p.phases.is_empty());
        let is_committed = |p: &&ProjectPlan| p.commitment != Commitment::Unspecified;
        let committed = planned().filter(is_committed).map(|p| CommittedProject {
            project: p.project.clone(),
            commitment: p.commitment,
            finish: p.phases.iter().map(|ph| ph.finish_period).max().unwrap_or(0),
            phases: phases(p),
        });
        let proposed = planned().filter(|p| !is_committed(p));
        let proposed = proposed.map(|p| ProposedProject { project: p.project.clone(), phases: phases(p) });
        Self { projects: committed.collect(), proposed: proposed.collect(), frozen_before }
    }

    /// Mode and start of each phase of a project that was planned, committed or not.
    pub fn phases(&self, project: &str) -> Option<&BTreeMap<String, (String, i32)>> {
        let committed = self.projects.iter().filter(|c| c.project == project).map(|c| &c.phases);
        committed.chain(self.proposed.iter().filter(|c| c.project == project).map(|c| &c.phases)).next()
    }
}

fn phases(p: &ProjectPlan) -> BTreeMap<String, (String, i32)> {
    p.phases.iter().map(|ph| (ph.phase.clone(), (ph.mode.clone(), ph.start_period))).collect()
}
