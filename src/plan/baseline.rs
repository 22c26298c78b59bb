//! A baseline: what was decided, and what a new plan may do to it.

use std::collections::BTreeMap;

use super::{Commitment, Plan};

/// The committed projects of a plan.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Baseline {
    /// In the plan's order; only selected projects with a commitment.
    pub projects: Vec<CommittedProject>,
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

impl Baseline {
    /// What `plan` commits to, frozen before period `frozen_before`.
    pub fn new(plan: &Plan, frozen_before: i32) -> Self {
        let committed =
            |p: &&super::ProjectPlan| p.selected && p.commitment != Commitment::Unspecified && !p.phases.is_empty();
        let projects = plan.projects.iter().filter(committed).map(|p| CommittedProject {
            project: p.project.clone(),
            commitment: p.commitment,
            finish: p.phases.iter().map(|ph| ph.finish_period).max().unwrap_or(0),
            phases: p.phases.iter().map(|ph| (ph.phase.clone(), (ph.mode.clone(), ph.start_period))).collect(),
        });
        Self { projects: projects.collect(), frozen_before }
    }
}
