//! Tells the log and the metrics what workers do.

use std::time::Duration;

use crate::api::telemetry::Metrics;
use crate::job::{self, Record, StoreError};

/// Logs and counts.
pub(super) struct Ear {
    pub(super) metrics: Metrics,
    pub(super) nice: i32,
}

impl job::Ear for Ear {
    fn began(&self, job: &Record) {
        let waited = job::now().saturating_sub(job.created);
        self.metrics.job_began(Duration::from_millis(waited), job.attempts.len() > 1);
        tracing::info!(
            target: "arbitre", job = job.id, tenant = job.tenant, attempt = job.attempt(), "job begins"
        );
    }

    fn ended(&self, job: &Record, seconds: f64) {
        let attempt = job.attempts.last();
        let outcome = attempt.and_then(|a| a.outcome);
        let gap = job.progress.as_ref().and_then(|p| p.message.gap);
        self.metrics.job_attempt_ended(outcome, seconds);
        if job.state.is_final() {
            self.metrics.job_ended(job.state, gap);
        }
        let error = attempt.map(|a| &a.error[..]).filter(|e| !e.is_empty());
        tracing::info!(
            target: "arbitre", job = job.id, tenant = job.tenant, attempt = job.attempt(), state = job.state.as_str(),
            seconds, gap, error, "job ends"
        );
    }

    fn trouble(&self, error: &StoreError, pause: Duration) {
        self.metrics.store_failed();
        tracing::warn!(target: "arbitre", %error, pause_seconds = pause.as_secs_f64(), "trouble with the store of jobs");
    }

    fn panicked(&self, job: &Record) {
        let incident = self.metrics.incident("a job panicked");
        tracing::error!(target: "arbitre", job = job.id, %incident, "a job panicked");
    }

    fn enter(&self) {
        crate::api::nice::step_back(self.nice);
    }
}
