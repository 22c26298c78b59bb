//! The part of the problem that a bound speaks of: all of it at the root, less under a branch.

use super::super::instance::{Instance, Mode};
use super::super::stage::Stage;

/// Whether a project is in, as far as branching has settled it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    Free,
    In,
    Out,
}

/// Options and projects that remain.
#[derive(Clone, Debug)]
pub(crate) struct Scope {
    pub allowed: Vec<bool>,
    pub status: Vec<Status>,
    /// By framework: whether anything is ordered, as far as it is settled.
    pub used: Vec<Option<bool>>,
    /// By project: whether it is settled that it is not as [`Instance::kept`](super::super::instance::Instance::kept) has it.
    pub changed: Vec<bool>,
}

impl Scope {
    /// Everything that the stage allows.
    pub(crate) fn root(stage: &Stage) -> Self {
        let instance = stage.instance;
        let mut allowed = instance.allowed.clone();
        if stage.horizon < instance.periods {
            for mode in &instance.modes {
                for start in 0..mode.starts {
                    allowed[mode.first_option + start] &= start + mode.duration <= stage.horizon;
                }
            }
        }
        let status = |p: &super::super::instance::Project| if p.must { Status::In } else { Status::Free };
        let never_owed = |f: &super::super::instance::Framework| (f.min == 0).then_some(true);
        Self {
            allowed,
            status: instance.projects.iter().map(status).collect(),
            used: instance.frameworks.iter().map(never_owed).collect(),
            changed: vec![false; instance.projects.len()],
        }
    }
}

/// Options of a phase that are left: mode and start.
pub(crate) fn options<'a>(
    instance: &'a Instance,
    scope: &'a Scope,
    phase: usize,
) -> impl Iterator<Item = (usize, &'a Mode, usize)> + 'a {
    let modes = instance.phases[phase].modes.clone().map(|m| (m, &instance.modes[m]));
    modes.flat_map(|(m, mode)| {
        (0..mode.starts).filter(|s| scope.allowed[mode.first_option + s]).map(move |s| (m, mode, s))
    })
}
