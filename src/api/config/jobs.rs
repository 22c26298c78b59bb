//! Durable jobs.

use std::time::Duration;

use super::key::{Range, Section, Visitor};
use crate::job::Policy;

/// Durable jobs: for `arbitre serve` and for `arbitre worker`.
#[derive(Clone, Debug, PartialEq)]
pub struct Jobs {
    /// Where they are kept: `sqlite:FILE`, or `nats://HOST:PORT`. Empty: there are none.
    pub store: String,
    /// Jobs that this process works on at once. 0: as many as there are cores; but none in a server of NATS, where
    /// workers are processes of their own.
    pub workers: usize,
    /// Threads of a job.
    pub threads: usize,
    /// Seconds without a word from a worker after which its job is given to another.
    pub lease_seconds: f64,
    /// Attempts that may fail before a job does.
    pub attempts: usize,
    /// Workers that may be lost over a job before it fails.
    pub losses: usize,
    /// Days that jobs and results are kept after their end.
    pub retention_days: f64,
    /// How far jobs stand back for whoever waits for an answer: the niceness of their threads (Linux).
    pub nice: i32,
}

impl Default for Jobs {
    fn default() -> Self {
        Self {
            store: String::new(),
            workers: 0,
            threads: 1,
            lease_seconds: 15.0,
            attempts: 3,
            losses: 10,
            retention_days: 30.0,
            nice: 15,
        }
    }
}

impl Jobs {
    /// How patient the store is.
    pub fn policy(&self) -> Policy {
        const DAY: f64 = 24.0 * 3600.0;
        let seconds = |s: f64| Duration::try_from_secs_f64(s).unwrap_or(Duration::MAX);
        Policy {
            lease: seconds(self.lease_seconds),
            attempts: self.attempts,
            losses: self.losses,
            retention: seconds(self.retention_days * DAY),
        }
    }
}

impl Section for Jobs {
    const NAME: &'static str = "jobs";

    fn keys(&mut self, visitor: &mut impl Visitor) {
        let Self { store, workers, threads, lease_seconds, attempts, losses, retention_days, nice } = self;
        visitor.key("store", store, Range::Any);
        visitor.key("workers", workers, Range::Within(0.0, 1024.0));
        visitor.key("threads", threads, Range::Within(1.0, 1024.0));
        visitor.key("lease_seconds", lease_seconds, Range::Within(0.5, 3_600.0));
        visitor.key("attempts", attempts, Range::Within(1.0, 100.0));
        visitor.key("losses", losses, Range::Within(1.0, 1_000.0));
        visitor.key("retention_days", retention_days, Range::Within(0.0001, 3_660.0));
        visitor.key("nice", nice, Range::Within(0.0, 19.0));
    }
}
