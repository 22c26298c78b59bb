//! A workspace's first plan.

use std::time::Duration;

use super::{Ending, Patience, Trouble, Work, Workplace};
use crate::api::deadline::Deadline;
use crate::api::workspaces::Reserved;
use crate::base::Lang;
use crate::plan::Plan;
use crate::solve::InternalError;
use crate::study::{Searching, Watch, Workspace};
use crate::wire::{self, Wishes, v1};

/// A workspace that is not planned yet.
#[derive(Debug)]
pub(in crate::api) struct Open {
    pub workspace: Workspace,
    pub hint: Option<Plan>,
    /// Its room.
    pub reserved: Reserved,
    pub wishes: Wishes,
    pub deadline: Deadline,
    pub lang: Lang,
}

impl Work for Open {
    type Answer = (Workspace, Reserved, v1::Plan);

    fn patience(&self, otherwise: Duration) -> Patience {
        Patience::of(&self.wishes, self.deadline, self.workspace.portfolio().projects.len(), otherwise)
    }

    fn run(mut self, at: &Workplace<'_>) -> Result<(Self::Answer, Ending), Trouble> {
        let options = at.options(&self.wishes);
        let watch = Counted { at, wishes: &self.wishes };
        let patience = at.reasons(self.deadline);
        let searching = Searching { options: &options, stop: at.clock, patience: &patience, watch: &watch };
        self.workspace.improve(self.hint.as_ref(), &searching)?;
        let plan = self.workspace.plan(self.lang, &searching)?;
        Ok(((self.workspace, self.reserved, wire::plan_message(&plan)), Ending::with(&plan)))
    }
}

/// Counts the first plan, and tells the time.
pub(super) struct Counted<'a> {
    pub at: &'a Workplace<'a>,
    pub wishes: &'a Wishes,
}

impl Watch for Counted<'_> {
    fn incumbent(&self, _number: usize, _plan: &dyn Fn() -> Result<Plan, InternalError>) {
        self.at.counted.found_plan();
    }

    fn seconds(&self) -> f64 {
        self.at.seconds(self.wishes)
    }
}
