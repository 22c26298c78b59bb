//! A job's life: what may become of a record, whatever store it is in. A store reads a record, has it changed here, and
//! writes it back if nobody else has changed it meanwhile.

use std::time::Duration;

use super::record::{Attempt, Outcome, Progress, Record, State};
use super::time::{Millis, millis};

/// How patient stores are.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// A worker that has not been heard of for so long is lost.
    pub lease: Duration,
    /// Attempts that may fail before the job does.
    pub attempts: usize,
    /// Workers that may be lost over a job before it fails: more than attempts, because a worker's death is seldom the
    /// job's fault.
    pub losses: usize,
    /// How long what has ended is kept.
    pub retention: Duration,
}

impl Default for Policy {
    fn default() -> Self {
        Self { lease: Duration::from_secs(15), attempts: 3, losses: 10, retention: Duration::from_secs(30 * 24 * 3600) }
    }
}

/// The first pause before a job is tried again; each one after it is twice as long.
const FIRST_PAUSE: Millis = 500;

/// No pause is longer.
const LONGEST_PAUSE: Millis = 60_000;

/// Whoever speaks for an attempt that is no longer the one under way: another worker has the job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fenced;

/// What a worker has to tell of a job that it is at.
#[derive(Clone, Debug, Default)]
pub struct News {
    /// How far it is, if that changed.
    pub progress: Option<Progress>,
    /// Where what was found so far is kept, and the seconds of search that led to it.
    pub saved: Option<(String, f64)>,
}

/// How an attempt comes to an end.
#[derive(Clone, Debug, PartialEq)]
pub enum Ending {
    /// With a result, kept there; `reused` if it had been there before.
    Done {
        /// Its name.
        result: String,
        /// Whether it was there before.
        reused: bool,
        /// How far it came, unless that was told before.
        progress: Option<Progress>,
    },
    /// With an error; another attempt may do better, or not.
    Failed {
        /// What went wrong.
        error: String,
        /// Whether to try again.
        again: bool,
    },
    /// The worker gives it back.
    Released,
    /// It was called off; what is saved stays.
    Cancelled,
}

impl Ending {
    /// The same, with how far it came if it does not say so itself.
    pub fn or_progress(mut self, otherwise: Option<Progress>) -> Self {
        if let Self::Done { progress, .. } = &mut self {
            *progress = progress.take().or(otherwise);
        }
        self
    }
}

impl Record {
    /// A worker takes it.
    pub fn begin(&mut self, worker: &str, delivery: u64, now: Millis, policy: &Policy) {
        debug_assert_eq!(self.state, State::Queued);
        self.state = State::Running;
        self.started.get_or_insert(now);
        self.lease_until = now + millis(policy.lease);
        let worker = worker.to_owned();
        self.attempts.push(Attempt {
            worker,
            started: now,
            ended: None,
            outcome: None,
            error: String::new(),
            delivery,
        });
        self.version += 1;
    }

    /// The worker is still at it.
    pub fn beat(&mut self, attempt: u32, news: &News, now: Millis, policy: &Policy) -> Result<(), Fenced> {
        self.holds(attempt)?;
        self.lease_until = now + millis(policy.lease);
        if let Some(progress) = &news.progress {
            self.progress = Some(progress.clone());
            self.version += 1;
        }
        if let Some((name, spent)) = &news.saved {
            (self.saved, self.spent) = (Some(name.clone()), *spent);
            self.version += 1;
        }
        Ok(())
    }

    /// The worker has come to an end with it.
    pub fn end(&mut self, attempt: u32, ending: &Ending, now: Millis, policy: &Policy) -> Result<(), Fenced> {
        self.holds(attempt)?;
        match ending {
            Ending::Done { result, reused, progress } => {
                self.close(Outcome::Done, "", now);
                (self.result, self.reused) = (Some(result.clone()), *reused);
                self.progress = progress.clone().or(self.progress.take());
                self.finish(State::Succeeded, now, policy);
            }
            Ending::Failed { error, again } => {
                self.close(Outcome::Failed, error, now);
                let failures = self.ended(Outcome::Failed);
                if *again && failures < policy.attempts && !self.cancelling {
                    self.wait(now + pause(failures));
                } else {
                    error.clone_into(&mut self.error);
                    self.finish(if self.cancelling { State::Cancelled } else { State::Failed }, now, policy);
                }
            }
            Ending::Released => {
                self.close(Outcome::Released, "", now);
                self.wait_or_cancel(now, policy);
            }
            Ending::Cancelled => {
                self.close(Outcome::Cancelled, "", now);
                self.finish(State::Cancelled, now, policy);
            }
        }
        Ok(())
    }

    /// Its worker is not heard of any more.
    pub fn lose(&mut self, now: Millis, policy: &Policy) {
        debug_assert_eq!(self.state, State::Running);
        let worker = self.attempts.last().map(|a| a.worker.clone()).unwrap_or_default();
        let error = format!("the worker {worker} was not heard of any more");
        self.close(Outcome::Lost, &error, now);
        let losses = self.ended(Outcome::Lost);
        if losses >= policy.losses {
            self.error = error;
            return self.finish(State::Failed, now, policy);
        }
        self.wait_or_cancel(now, policy);
        // The first loss is nobody's fault: the job goes on at once.
        if losses > 1 {
            self.not_before = now + pause(losses - 1);
        }
    }

    /// It is called off: at once if it waits, by its worker if it runs. Says whether anything changed.
    pub fn cancel(&mut self, now: Millis, policy: &Policy) -> bool {
        match self.state {
            State::Queued => self.finish(State::Cancelled, now, policy),
            State::Running if !self.cancelling => {
                self.cancelling = true;
                self.version += 1;
            }
            State::Running | State::Succeeded | State::Failed | State::Cancelled => return false,
        }
        true
    }

    /// Whether the attempt is the one under way.
    fn holds(&self, attempt: u32) -> Result<(), Fenced> {
        if self.state == State::Running && self.attempt() == attempt { Ok(()) } else { Err(Fenced) }
    }

    fn close(&mut self, outcome: Outcome, error: &str, now: Millis) {
        if let Some(attempt) = self.attempts.last_mut() {
            (attempt.ended, attempt.outcome) = (Some(now), Some(outcome));
            error.clone_into(&mut attempt.error);
        }
    }

    fn wait_or_cancel(&mut self, now: Millis, policy: &Policy) {
        if self.cancelling { self.finish(State::Cancelled, now, policy) } else { self.wait(now) }
    }

    fn wait(&mut self, until: Millis) {
        (self.state, self.not_before, self.lease_until) = (State::Queued, until, 0);
        self.version += 1;
    }

    fn finish(&mut self, state: State, now: Millis, policy: &Policy) {
        (self.state, self.lease_until, self.cancelling) = (state, 0, false);
        self.finished = Some(now);
        self.expires = Some(now.saturating_add(millis(policy.retention)));
        self.version += 1;
    }
}

/// The pause after so many attempts that came to nothing.
fn pause(times: usize) -> Millis {
    let doublings = u32::try_from(times.saturating_sub(1)).unwrap_or(u32::MAX).min(16);
    (FIRST_PAUSE << doublings).min(LONGEST_PAUSE)
}
