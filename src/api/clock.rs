//! The clock of a search: its limit, the caller's patience, and the server's own leaving.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::base::Stop;

/// Something that is over at some time, for all who hold it.
#[derive(Clone, Debug, Default)]
pub(super) struct Flag(Arc<AtomicBool>);

impl Flag {
    pub(super) fn raise(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    pub(super) fn is_raised(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Raises the flag when it is dropped: whoever waited no longer does.
#[derive(Debug)]
pub(super) struct Raised(pub(super) Flag);

impl Drop for Raised {
    fn drop(&mut self) {
        self.0.raise();
    }
}

/// Runs from its making.
#[derive(Clone, Debug)]
pub(super) struct Clock {
    start: Instant,
    end: Option<Instant>,
    /// Nobody waits for the answer any more.
    pub gone: Flag,
    /// The server leaves: the best so far is wanted now.
    pub leaving: Flag,
}

impl Clock {
    /// Starts now, and stops after the limit, if there is one.
    pub(super) fn start(limit: Option<Duration>, gone: Flag, leaving: Flag) -> Self {
        let start = Instant::now();
        Self { start, end: limit.and_then(|l| start.checked_add(l)), gone, leaving }
    }

    /// The same clock with another end.
    pub(super) fn until(&self, end: Option<Instant>) -> Self {
        Self { end, ..self.clone() }
    }

    /// Seconds since the start.
    pub(super) fn seconds(&self) -> f64 {
        self.start.elapsed().as_secs_f64()
    }
}

impl Stop for Clock {
    fn stop(&self) -> bool {
        self.gone.is_raised() || self.leaving.is_raised() || self.end.is_some_and(|end| Instant::now() >= end)
    }

    fn is_abandoned(&self) -> bool {
        self.gone.is_raised()
    }

    fn spent(&self) -> f64 {
        let Some(end) = self.end else { return 0.0 };
        let limit = end.saturating_duration_since(self.start).as_secs_f64();
        if limit == 0.0 { 1.0 } else { (self.seconds() / limit).min(1.0) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_comes_first_stops_it() {
        let clock = Clock::start(None, Flag::default(), Flag::default());
        assert!(!clock.stop());
        assert_eq!(clock.spent(), 0.0);
        let over = clock.until(Some(clock.start));
        assert!(over.stop());
        assert_eq!(over.spent(), 1.0);
        drop(Raised(clock.gone.clone()));
        assert!(clock.stop() && clock.is_abandoned());
        let other = Clock::start(None, Flag::default(), Flag::default());
        other.leaving.raise();
        assert!(other.stop() && !other.is_abandoned());
    }
}
