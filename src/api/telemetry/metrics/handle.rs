//! The handle that the service counts by.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use opentelemetry::KeyValue;
use opentelemetry::metrics::{Meter, MeterProvider};
use opentelemetry_sdk::metrics::SdkMeterProvider;
use tonic::Code;

use super::super::code;
use super::instruments::Instruments;
use super::refusal::Refusal;
use super::solves::{Queued, STAGES};
use super::workspaces::OpenWorkspace;
use super::{process, solves, workspaces};
use crate::job::{Load, Outcome, State};

/// What the collector gets, each in batches of its own.
const SIGNALS: [&str; 2] = ["metrics", "traces"];

/// Counts and measures. Clones are cheap and count together; the default one leads nowhere.
#[derive(Clone)]
pub struct Metrics(Arc<Instruments>);

impl Metrics {
    /// The handle to all instruments of a meter.
    pub fn new(meter: &Meter) -> Self {
        let instruments = Instruments::new(meter);
        instruments.begin_at_zero(&STAGES, &SIGNALS);
        process::register(meter);
        Self(Arc::new(instruments))
    }

    /// A search waits for a place. It counts as waiting until the guard is asked for the next step, or dropped.
    pub fn solve_queued(&self) -> Queued {
        solves::queued(Arc::clone(&self.0))
    }

    /// A workspace was opened, of about so many bytes. It counts until the guard is dropped.
    pub fn workspace_opened(&self, bytes: usize) -> OpenWorkspace {
        workspaces::opened(Arc::clone(&self.0), bytes)
    }

    /// A request or a connection was turned away.
    pub fn refused(&self, reason: Refusal) {
        self.0.refused(reason);
    }

    /// This process has a store of jobs: their counts are there from now on.
    pub fn jobs_begin(&self) {
        self.0.jobs.begin_at_zero();
    }

    /// What waits in the store of jobs.
    pub fn jobs_waiting(&self, load: &Load) {
        self.0.jobs.waiting(load);
    }

    /// A job was taken that had waited so long; `again` if it had been tried before.
    pub fn job_began(&self, waited: Duration, again: bool) {
        self.0.jobs.began(waited, again);
    }

    /// An attempt at a job ended.
    pub fn job_attempt_ended(&self, outcome: Option<Outcome>, seconds: f64) {
        self.0.jobs.attempt_ended(outcome, seconds);
    }

    /// A job ended, with that proven gap if there is one.
    pub fn job_ended(&self, state: State, gap: Option<f64>) {
        self.0.jobs.ended(state, gap);
    }

    /// The store of jobs did not do what it was asked.
    pub fn store_failed(&self) {
        self.0.jobs.failed();
    }

    pub(in super::super) fn incident_counted(&self) {
        self.0.incidents.add(1, &[]);
    }

    pub(in super::super) fn export_failed(&self, signal: &'static str) {
        self.0.export_failures.add(1, &[KeyValue::new("signal", signal)]);
    }

    pub(in super::super) fn request_began(&self, method: &str) {
        self.0.in_flight.add(1, &[KeyValue::new("method", method.to_owned())]);
    }

    pub(in super::super) fn request_ended(&self, method: &str, code: Code, took: Duration, bytes: (u64, u64)) {
        let method = KeyValue::new("method", method.to_owned());
        self.0.in_flight.add(-1, std::slice::from_ref(&method));
        self.0.requests.add(1, &[method.clone(), KeyValue::new("code", code::name(code))]);
        let method = [method];
        self.0.request_seconds.record(took.as_secs_f64(), &method);
        self.0.request_bytes.record(bytes.0, &method);
        self.0.response_bytes.record(bytes.1, &method);
    }
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new(&SdkMeterProvider::default().meter("arbitre"))
    }
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Metrics")
    }
}
