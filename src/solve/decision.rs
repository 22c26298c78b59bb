//! What branching decides: one side of a question that every plan answers one way or the other.

use super::bound::{Scope, Status};
use super::instance::{Instance, Mode};
use super::keep;

/// A side of a split. Its plans and those of the other side are all that there are; a project that is out is on both sides
/// of a question about its phases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Decision {
    /// The project is in, or out.
    Project { project: usize, is_in: bool },
    /// Something is ordered under the framework, or nothing.
    Used { framework: usize, used: bool },
    /// The phase starts in this period at the latest, or later.
    Start { phase: usize, last: usize, early: bool },
    /// The phase is done in this mode, or in another.
    Mode { phase: usize, mode: usize, only: bool },
    /// The project is as it is kept, or not: [`Instance::kept`].
    Kept { project: usize, is_kept: bool },
    /// Every plan: the question has only this side.
    All,
    /// No plan.
    None,
}

impl Decision {
    /// Takes what is on the other side away; false if that leaves nothing for sure.
    pub(crate) fn apply(self, instance: &Instance, scope: &mut Scope) -> bool {
        match self {
            Self::Project { project, is_in } => {
                let (status, other) = if is_in { (Status::In, Status::Out) } else { (Status::Out, Status::In) };
                let holds = scope.status[project] != other;
                scope.status[project] = status;
                return holds;
            }
            Self::Used { framework, used } => {
                let holds = scope.used[framework] != Some(!used);
                scope.used[framework] = Some(used);
                if !used {
                    bar_orders(instance, scope, framework);
                }
                return holds;
            }
            Self::Start { phase, last, early } => keep(instance, scope, phase, |_, start| (start <= last) == early),
            Self::Mode { phase, mode, only } => keep(instance, scope, phase, |m, _| (m == mode) == only),
            Self::Kept { project, is_kept } => {
                let holds = !is_kept || (instance.kept[project].is_some() && scope.status[project] != Status::Out);
                if holds {
                    keep::settle(instance, scope, project, is_kept);
                }
                return holds;
            }
            Self::All => {}
            Self::None => return false,
        }
        true
    }
}

/// Takes away every option that orders from the framework.
fn bar_orders(instance: &Instance, scope: &mut Scope, framework: usize) {
    let orders = |m: &&Mode| m.orders.iter().any(|(f, amount)| *f == framework && *amount > 0);
    for mode in instance.modes.iter().filter(orders) {
        scope.allowed[mode.first_option..mode.first_option + mode.starts].fill(false);
    }
}

/// Keeps the options of a phase, by mode and start, that `holds` accepts.
fn keep(instance: &Instance, scope: &mut Scope, phase: usize, holds: impl Fn(usize, usize) -> bool) {
    for m in instance.phases[phase].modes.clone() {
        let mode = &instance.modes[m];
        for start in 0..mode.starts {
            scope.allowed[mode.first_option + start] &= holds(m, start);
        }
    }
}
