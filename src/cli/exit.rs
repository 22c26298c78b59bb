//! What the process tells the one that started it.

use std::process::ExitCode;

use super::failure::Failure;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exit {
    /// Done.
    Done,
    /// Proven infeasible, or a plan that breaks its constraints.
    Refused,
    /// Input that cannot be used.
    Unusable,
    /// Time up before any plan.
    TimeUp,
    /// An error in the program itself: EX_SOFTWARE of sysexits.h.
    Bug,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Refused => 1,
            Exit::Unusable => 2,
            Exit::TimeUp => 3,
            Exit::Bug => 70,
        })
    }
}

/// How a command ends that failed so.
pub(super) fn of_failures(failures: &[Failure]) -> Exit {
    let is_broken = |f: &Failure| matches!(f, Failure::Plan { .. });
    if failures.iter().any(|f| matches!(f, Failure::Internal(_))) {
        Exit::Bug
    } else if !failures.is_empty() && failures.iter().all(|f| is_broken(f) || f.is_passing()) {
        Exit::Refused
    } else {
        Exit::Unusable
    }
}
