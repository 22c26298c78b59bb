//! Watches a solve: keeps the latest progress for the live line, and writes each to the trace.

use std::sync::{Mutex, PoisonError};

use super::clock::Clock;
use super::trace::Trace;
use crate::solve::{Observer, Progress};

/// What has been seen so far.
pub(super) struct Watch<'a> {
    clock: &'a Clock,
    latest: Mutex<Option<Progress>>,
    trace: Option<Trace>,
}

impl<'a> Watch<'a> {
    /// Watches by this clock, into this trace.
    pub(super) fn new(clock: &'a Clock, trace: Option<Trace>) -> Self {
        Self { clock, latest: Mutex::new(None), trace }
    }

    /// The latest progress, and the seconds since the start.
    pub(super) fn latest(&self) -> (Option<Progress>, f64) {
        (*self.latest.lock().unwrap_or_else(PoisonError::into_inner), self.clock.seconds())
    }

    /// The trace, once there is no more to see.
    pub(super) fn into_trace(self) -> Option<Trace> {
        self.trace
    }
}

impl Observer for Watch<'_> {
    fn progress(&self, progress: &Progress) {
        *self.latest.lock().unwrap_or_else(PoisonError::into_inner) = Some(*progress);
        if let Some(trace) = &self.trace {
            trace.write(self.clock.seconds(), progress);
        }
    }
}
