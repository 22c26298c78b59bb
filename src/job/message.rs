//! Jobs as messages.

use super::record::{Attempt, Kind, Outcome, Record, State};
use super::time::{Millis, text};
use crate::wire::v1;

/// A job as an answer holds it.
pub fn message(job: &Record) -> v1::Job {
    let moment = |at: Option<Millis>| at.map(text).unwrap_or_default();
    let attempts = job.attempts.iter().zip(1..).map(|(a, number)| attempt(a, number)).collect();
    v1::Job {
        id: job.id.clone(),
        state: state(job.state).into(),
        kind: kind(job.kind).into(),
        request_id: job.request_id.clone(),
        tenant: job.tenant.clone(),
        priority: job.priority,
        deadline: moment(job.deadline),
        labels: job.labels.clone(),
        portfolio: job.portfolio.clone(),
        input_hash: job.input.clone(),
        created: text(job.created),
        started: moment(job.started),
        finished: moment(job.finished),
        progress: job.progress.as_ref().map(|p| p.message.clone()),
        progress_of: job.progress.as_ref().map_or(0, |p| p.of),
        attempts,
        error: job.error.clone(),
        reused: job.reused,
        cancelling: job.cancelling,
        expires: moment(job.expires),
        version: job.version,
    }
}

fn attempt(attempt: &Attempt, number: u32) -> v1::JobAttempt {
    v1::JobAttempt {
        number,
        worker: attempt.worker.clone(),
        started: text(attempt.started),
        ended: attempt.ended.map(text).unwrap_or_default(),
        outcome: attempt.outcome.map_or(v1::JobAttemptOutcome::Unspecified, outcome).into(),
        error: attempt.error.clone(),
    }
}

fn state(state: State) -> v1::JobState {
    match state {
        State::Queued => v1::JobState::Queued,
        State::Running => v1::JobState::Running,
        State::Succeeded => v1::JobState::Succeeded,
        State::Failed => v1::JobState::Failed,
        State::Cancelled => v1::JobState::Cancelled,
    }
}

/// The state that a message means.
pub fn read_state(state: v1::JobState) -> Option<State> {
    match state {
        v1::JobState::Unspecified => None,
        v1::JobState::Queued => Some(State::Queued),
        v1::JobState::Running => Some(State::Running),
        v1::JobState::Succeeded => Some(State::Succeeded),
        v1::JobState::Failed => Some(State::Failed),
        v1::JobState::Cancelled => Some(State::Cancelled),
    }
}

fn kind(kind: Kind) -> v1::JobKind {
    match kind {
        Kind::Plan => v1::JobKind::Plan,
        Kind::Compare => v1::JobKind::Compare,
        Kind::Frontier => v1::JobKind::Frontier,
        Kind::Arbitrate => v1::JobKind::Arbitrate,
    }
}

fn outcome(outcome: Outcome) -> v1::JobAttemptOutcome {
    match outcome {
        Outcome::Done => v1::JobAttemptOutcome::Done,
        Outcome::Failed => v1::JobAttemptOutcome::Failed,
        Outcome::Lost => v1::JobAttemptOutcome::Lost,
        Outcome::Released => v1::JobAttemptOutcome::Released,
        Outcome::Cancelled => v1::JobAttemptOutcome::Cancelled,
    }
}
