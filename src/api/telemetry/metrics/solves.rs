//! A search's way through the service: it waits, it runs, it ends. Guards keep the levels true however it leaves.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use opentelemetry::KeyValue;

use super::instruments::Instruments;
use super::refusal::Refusal;

/// Where a search was when its caller left.
pub(super) const STAGES: [&str; 2] = ["queue", "solve"];

/// How a search ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// With a plan that is proven to be best.
    Optimal,
    /// With a plan.
    Feasible,
    /// With a proof that there is none.
    Infeasible,
    /// At its limit, before any plan.
    Unknown,
    /// Its caller left.
    Cancelled,
    /// By an error of the program's own.
    Failed,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 6] =
        [Self::Optimal, Self::Feasible, Self::Infeasible, Self::Unknown, Self::Cancelled, Self::Failed];

    /// Its name in metrics.
    pub fn name(self) -> &'static str {
        match self {
            Self::Optimal => "optimal",
            Self::Feasible => "feasible",
            Self::Infeasible => "infeasible",
            Self::Unknown => "unknown",
            Self::Cancelled => "cancelled",
            Self::Failed => "failed",
        }
    }
}

/// A search that waits for a place. Dropped, its caller has left.
#[must_use = "it counts as waiting for as long as it is held"]
#[derive(Debug)]
pub struct Queued {
    to: Arc<Instruments>,
    since: Instant,
    settled: bool,
}

pub(super) fn queued(to: Arc<Instruments>) -> Queued {
    to.queue_depth.add(1, &[]);
    Queued { to, since: Instant::now(), settled: false }
}

impl Queued {
    /// It got its place.
    pub fn started(mut self) -> Running {
        self.settled = true;
        let to = Arc::clone(&self.to);
        to.queue_wait.record(self.since.elapsed().as_secs_f64(), &[]);
        to.solves_running.add(1, &[]);
        Running { to, since: Instant::now(), has_plan: AtomicBool::new(false), ended: false }
    }

    /// It was turned away.
    pub fn refused(mut self, reason: Refusal) {
        self.settled = true;
        self.to.refused(reason);
    }

    /// How long it has waited.
    pub fn waited(&self) -> Duration {
        self.since.elapsed()
    }
}

impl Drop for Queued {
    fn drop(&mut self) {
        let to = &self.to;
        to.queue_depth.add(-1, &[]);
        if !self.settled {
            to.cancellations.add(1, &[KeyValue::new("stage", "queue")]);
        }
    }
}

/// A search at work. Dropped without an end, it has failed.
#[must_use = "it counts as running for as long as it is held"]
#[derive(Debug)]
pub struct Running {
    to: Arc<Instruments>,
    since: Instant,
    has_plan: AtomicBool,
    ended: bool,
}

impl Running {
    /// It has a plan. Only the first time counts, so that every better plan may be told.
    pub fn found_plan(&self) {
        if !self.has_plan.swap(true, Ordering::Relaxed) {
            self.to.first_plan.record(self.since.elapsed().as_secs_f64(), &[]);
        }
    }

    /// It is over; the gap is the first goal's, where there is a plan.
    pub fn ended(mut self, outcome: Outcome, gap: Option<f64>) {
        self.end(outcome, gap);
    }

    fn end(&mut self, outcome: Outcome, gap: Option<f64>) {
        self.ended = true;
        let to = &self.to;
        to.solves_running.add(-1, &[]);
        to.solve_seconds.record(self.since.elapsed().as_secs_f64(), &[KeyValue::new("outcome", outcome.name())]);
        if let Some(gap) = gap {
            to.gap.record(gap, &[]);
        }
        if outcome == Outcome::Cancelled {
            to.cancellations.add(1, &[KeyValue::new("stage", "solve")]);
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if !self.ended {
            self.end(Outcome::Failed, None);
        }
    }
}
