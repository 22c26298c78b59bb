//! What may come between a worker and its job, and the clock that the search is told to stop by.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::base::Stop;

/// Raised from outside while a job is worked on.
#[derive(Debug, Default)]
pub(in crate::job) struct Signals {
    /// It was called off: what has been found is kept.
    pub cancelled: AtomicBool,
    /// The worker leaves: what has been found is kept, for another to go on from.
    pub released: AtomicBool,
    /// Another worker has the job: nothing of this attempt counts any more.
    pub fenced: AtomicBool,
}

impl Signals {
    /// Whether one is raised.
    pub(in crate::job) fn is_raised(signal: &AtomicBool) -> bool {
        signal.load(Ordering::Relaxed)
    }

    /// Raises it.
    pub(in crate::job) fn raise(signal: &AtomicBool) {
        signal.store(true, Ordering::Relaxed);
    }
}

/// Runs from its making.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clock<'a> {
    start: Instant,
    limit: Option<Duration>,
    signals: &'a Signals,
}

impl<'a> Clock<'a> {
    /// Starts now.
    pub(super) fn start(limit: Option<Duration>, signals: &'a Signals) -> Self {
        Self { start: Instant::now(), limit, signals }
    }

    /// The same clock, that ends by then at the latest.
    pub(super) fn no_later_than(self, end: Duration) -> Self {
        Self { limit: Some(self.limit.map_or(end, |limit| limit.min(end))), ..self }
    }

    /// Since the start.
    pub(super) fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }

    /// Whether somebody outside has put an end to it.
    pub(super) fn is_broken_off(&self) -> bool {
        let Signals { cancelled, released, fenced } = self.signals;
        [cancelled, released, fenced].into_iter().any(Signals::is_raised)
    }

    /// Whether its own time is over.
    pub(super) fn is_over(&self) -> bool {
        self.limit.is_some_and(|limit| self.elapsed() >= limit)
    }
}

impl Stop for Clock<'_> {
    fn stop(&self) -> bool {
        self.is_broken_off() || self.is_over()
    }

    fn is_abandoned(&self) -> bool {
        Signals::is_raised(&self.signals.fenced)
    }

    fn spent(&self) -> f64 {
        match self.limit {
            None => 0.0,
            Some(limit) if limit.is_zero() => 1.0,
            Some(limit) => (self.elapsed().as_secs_f64() / limit.as_secs_f64()).min(1.0),
        }
    }
}

/// What comes after the search ends early only when nobody wants it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unwanted<'a>(pub(super) &'a Signals);

impl Stop for Unwanted<'_> {
    fn stop(&self) -> bool {
        Signals::is_raised(&self.0.fenced)
    }

    fn is_abandoned(&self) -> bool {
        self.stop()
    }
}
