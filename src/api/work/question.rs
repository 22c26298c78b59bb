//! A question to a workspace.

use std::time::Duration;

use super::open::Counted;
use super::{Ending, Patience, Trouble, Work, Workplace};
use crate::api::deadline::Deadline;
use crate::api::lane::Lane;
use crate::api::workspaces::Visit;
use crate::base::Lang;
use crate::report;
use crate::study::{AskError, Asking, Searching, Watch};
use crate::wire::{self, QuestionOrder, v1};

/// A question whose turn it is.
#[derive(Debug)]
pub(in crate::api) struct Question {
    pub visit: Visit,
    pub order: QuestionOrder,
    pub deadline: Deadline,
    pub lang: Lang,
}

impl Work for Question {
    type Answer = v1::AskResponse;
    const LANE: Lane = Lane::Questions;

    fn patience(&self, otherwise: Duration) -> Patience {
        let projects = self.visit.workspace().portfolio().projects.len();
        let wishes = &self.order.wishes;
        let patience = Patience::of(wishes, self.deadline, projects, otherwise);
        // That the caller would wait is no wish for more than people in a room wait.
        let is_open = wishes.max_steps.is_none() && wishes.gap.is_none();
        Patience { wished: patience.wished.or(is_open.then_some(otherwise)), ..patience }
    }

    fn run(mut self, at: &Workplace<'_>) -> Result<(v1::AskResponse, Ending), Trouble> {
        let (lang, order) = (self.lang, &self.order);
        let options = at.options(&order.wishes);
        let watch = Counted { at, wishes: &order.wishes };
        let patience = at.reasons(self.deadline);
        let searching = Searching { options: &options, stop: at.clock, patience: &patience, watch: &watch };
        let workspace = self.visit.workspace_mut();
        let undo = order.undo.unwrap_or(workspace.kept());
        let (scenario, on_base, keep) = (&order.scenario, order.on_base, order.keep);
        let asked = Asking { scenario, undo, on_base, keep, lang };
        let reply = workspace.ask(&asked, &searching)?;
        if at.is_deserted() {
            return Ok((v1::AskResponse::default(), Ending::with_all([].into_iter())));
        }
        let ending = Ending::with_all(reply.plan().into_iter());
        let headline = report::reply(&reply, lang);
        let mut answer = wire::reply_message(&reply, headline, lang);
        answer.seconds = watch.seconds();
        answer.workspace = Some(self.visit.message());
        Ok((answer, ending))
    }
}

impl From<AskError> for Trouble {
    fn from(error: AskError) -> Self {
        match error {
            AskError::Problems(problems) => Self::Problems(problems.into_iter().map(wire::question_problem).collect()),
            AskError::Undo { asked, kept } => Self::Problems(vec![wire::undo_problem(asked, kept)]),
            AskError::Internal(error) => error.into(),
        }
    }
}
