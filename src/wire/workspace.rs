//! Workspaces: what is asked of them, and what they answer.

use super::comparison::compared_message;
use super::request::{Decided, Reading, Subject, Wishes};
use super::{plan, scenario, v1};
use crate::base::Lang;
use crate::model::draft::scenario::ScenarioDraft;
use crate::model::{Problem, ProblemCode};
use crate::plan::Plan;
use crate::study::Reply;

/// What a workspace is opened with.
#[derive(Clone, Debug)]
pub struct WorkspaceOrder {
    /// Of what.
    pub subject: Subject,
    /// From what.
    pub decided: Decided,
    /// A plan to start from.
    pub hint: Option<Plan>,
    /// How.
    pub wishes: Wishes,
}

/// What a workspace is asked.
#[derive(Clone, Debug)]
pub struct QuestionOrder {
    /// The workspace's id.
    pub workspace: String,
    /// The changes, under the question's id.
    pub scenario: ScenarioDraft,
    /// They are to the portfolio as it was opened.
    pub on_base: bool,
    /// Further questions are put on top of this one.
    pub keep: bool,
    /// So many kept questions are taken back first; all if none.
    pub undo: Option<usize>,
    /// How.
    pub wishes: Wishes,
}

/// Reads a request, or says all that is wrong with its form.
pub fn read_open_request(m: v1::OpenWorkspaceRequest) -> Result<WorkspaceOrder, Vec<Problem>> {
    let mut reading = Reading::default();
    let subject = reading.subject(m.portfolio, m.scenario);
    let decided = reading.decided(m.baseline, &m.frozen_until);
    let hint = reading.plan("hint", m.hint);
    let wishes = reading.wishes(m.options.unwrap_or_default());
    reading.end(subject.map(|subject| WorkspaceOrder { subject, decided, hint, wishes }))
}

/// Reads a request.
pub fn read_ask_request(m: v1::AskRequest) -> Result<QuestionOrder, Vec<Problem>> {
    let mut reading = Reading::default();
    let workspace = reading.id("workspace", m.workspace);
    let changes = m.changes.into_iter().map(scenario::change_draft).collect();
    let scenario = ScenarioDraft { id: m.question, changes, ..ScenarioDraft::default() };
    let wishes = reading.wishes(m.options.unwrap_or_default());
    let undo = if m.reset { None } else { Some(usize::try_from(m.undo).unwrap_or(usize::MAX)) };
    let (on_base, keep) = (m.on_base, m.keep);
    reading.end(workspace.map(|workspace| QuestionOrder { workspace, scenario, on_base, keep, undo, wishes }))
}

/// Reads a request: the workspace's id.
pub fn read_close_request(m: v1::CloseWorkspaceRequest) -> Result<String, Vec<Problem>> {
    let mut reading = Reading::default();
    let workspace = reading.id("workspace", m.workspace);
    reading.end(workspace)
}

/// What is wrong with a question, at its place in the request: what is wrong with a change is at the change, and what is
/// wrong with what the changes make is at the portfolio.
pub fn question_problem(problem: Problem) -> Problem {
    match problem.path.strip_prefix("scenario.") {
        Some(path) => Problem { path: path.to_owned(), ..problem },
        None => problem.under("portfolio"),
    }
}

/// What is wrong with what a workspace is opened with, at its place in the request.
pub fn opening_problems(problems: Vec<Problem>) -> Vec<Problem> {
    let is_change = |p: &Problem| p.path == "scenario" || p.path.starts_with("scenario.");
    problems.into_iter().map(|p| if is_change(&p) { p } else { p.under("portfolio") }).collect()
}

/// More is to be taken back than is kept.
pub fn undo_problem(asked: usize, kept: usize) -> Problem {
    Problem::new(ProblemCode::OutOfRange, "undo", asked).with(format!("0..{kept}"))
}

/// The answer, without what only the server knows: the workspace, and the time it took.
pub fn reply_message(reply: &Reply, headline: String, lang: Lang) -> v1::AskResponse {
    v1::AskResponse {
        plan: reply.plan().map(plan::message),
        answer: Some(compared_message(&reply.comparison, Reply::ASKED, lang)),
        kept: reply.kept,
        headline,
        ..v1::AskResponse::default()
    }
}
