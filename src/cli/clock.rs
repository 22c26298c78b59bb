//! The clock that the engine is told to stop by: a deadline, if there is one, and Ctrl-C.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::base::Stop;

/// Runs from its making.
#[derive(Debug)]
pub(super) struct Clock {
    start: Instant,
    limit: Option<Duration>,
    interrupted: Arc<AtomicBool>,
}

impl Clock {
    /// Starts now; stops after `limit`, or once `interrupted` is set.
    pub(super) fn start(limit: Option<Duration>, interrupted: Arc<AtomicBool>) -> Self {
        Self { start: Instant::now(), limit, interrupted }
    }

    /// Seconds since the start.
    pub(super) fn seconds(&self) -> f64 {
        self.start.elapsed().as_secs_f64()
    }

    /// Whether Ctrl-C has put an end to it.
    pub(super) fn is_interrupted(&self) -> bool {
        self.interrupted.load(Ordering::Relaxed)
    }
}

impl Stop for Clock {
    fn stop(&self) -> bool {
        self.interrupted.load(Ordering::Relaxed) || self.limit.is_some_and(|limit| self.start.elapsed() >= limit)
    }

    fn spent(&self) -> f64 {
        match self.limit {
            None => 0.0,
            Some(limit) if limit.is_zero() => 1.0,
            Some(limit) => (self.start.elapsed().as_secs_f64() / limit.as_secs_f64()).min(1.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interruption_stops_and_so_does_the_deadline() {
        let flag = Arc::new(AtomicBool::new(false));
        let clock = Clock::start(None, Arc::clone(&flag));
        assert!(!clock.stop());
        assert_eq!(clock.spent(), 0.0);
        flag.store(true, Ordering::Relaxed);
        assert!(clock.stop());
        let over = Clock::start(Some(Duration::ZERO), Arc::default());
        assert!(over.stop());
        assert_eq!(over.spent(), 1.0);
    }
}
