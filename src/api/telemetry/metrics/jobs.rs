//! Durable jobs: what waits, what is under way, how it ends.

use std::time::Duration;

use opentelemetry::KeyValue;
use opentelemetry::metrics::{Counter, Gauge, Histogram, Meter};

use super::histogram::{GAPS, SECONDS, histogram};
use crate::job::{Load, Outcome, State, now};

#[derive(Debug)]
pub(super) struct Jobs {
    queued: Gauge<u64>,
    running: Gauge<u64>,
    oldest: Gauge<f64>,
    ended: Counter<u64>,
    attempts: Counter<u64>,
    repeated: Counter<u64>,
    wait: Histogram<f64>,
    attempt_seconds: Histogram<f64>,
    gap: Histogram<f64>,
    failures: Counter<u64>,
}

impl Jobs {
    pub(super) fn new(meter: &Meter) -> Self {
        let gauge = |name, what| meter.u64_gauge(name).with_description(what).build();
        let counter = |name, what| meter.u64_counter(name).with_description(what).build();
        let seconds = |name, what| histogram(meter, name, what, "s", &SECONDS);
        let oldest = meter.f64_gauge("arbitre_jobs_oldest_seconds").with_unit("s");
        Self {
            queued: gauge("arbitre_jobs_queued", "Jobs in the store that wait for a worker."),
            running: gauge("arbitre_jobs_running", "Jobs in the store that workers are at."),
            oldest: oldest.with_description("Age of the oldest job in the store that has not ended.").build(),
            ended: counter("arbitre_jobs_ended_total", "Jobs that ended here, by state."),
            attempts: counter("arbitre_job_attempts_total", "Attempts at jobs that ended here, by outcome."),
            repeated: counter("arbitre_job_repeats_total", "Jobs taken here that had been tried before."),
            wait: seconds("arbitre_job_wait_seconds", "From a job's creation to the begin of an attempt."),
            attempt_seconds: seconds("arbitre_job_attempt_seconds", "How long attempts at jobs took."),
            gap: histogram(meter, "arbitre_job_gap_ratio", "Proven gap at the end of jobs.", "1", &GAPS),
            failures: counter("arbitre_job_store_failures_total", "Times that the store did not do what it was asked."),
        }
    }

    /// Shows from the start what has not happened yet.
    pub(super) fn begin_at_zero(&self) {
        for state in State::ALL.into_iter().filter(|s| s.is_final()) {
            self.ended.add(0, &[KeyValue::new("state", state.as_str())]);
        }
        for outcome in OUTCOMES {
            self.attempts.add(0, &[KeyValue::new("outcome", name(outcome))]);
        }
        self.repeated.add(0, &[]);
        self.failures.add(0, &[]);
    }

    pub(super) fn waiting(&self, load: &Load) {
        self.queued.record(load.queued, &[]);
        self.running.record(load.running, &[]);
        let age = load.oldest.map_or(0, |at| now().saturating_sub(at));
        self.oldest.record(Duration::from_millis(age).as_secs_f64(), &[]);
    }

    pub(super) fn began(&self, waited: Duration, again: bool) {
        self.wait.record(waited.as_secs_f64(), &[]);
        self.repeated.add(u64::from(again), &[]);
    }

    pub(super) fn attempt_ended(&self, outcome: Option<Outcome>, seconds: f64) {
        if let Some(outcome) = outcome {
            self.attempts.add(1, &[KeyValue::new("outcome", name(outcome))]);
        }
        self.attempt_seconds.record(seconds, &[]);
    }

    pub(super) fn ended(&self, state: State, gap: Option<f64>) {
        self.ended.add(1, &[KeyValue::new("state", state.as_str())]);
        if let Some(gap) = gap {
            self.gap.record(gap, &[]);
        }
    }

    pub(super) fn failed(&self) {
        self.failures.add(1, &[]);
    }
}

/// How attempts end that somebody is there to count.
const OUTCOMES: [Outcome; 4] = [Outcome::Done, Outcome::Failed, Outcome::Released, Outcome::Cancelled];

fn name(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Done => "done",
        Outcome::Failed => "failed",
        Outcome::Lost => "lost",
        Outcome::Released => "released",
        Outcome::Cancelled => "cancelled",
    }
}
