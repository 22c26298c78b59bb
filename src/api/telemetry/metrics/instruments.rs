//! Every instrument, with its name, its meaning and its buckets.

use opentelemetry::KeyValue;
use opentelemetry::metrics::{Counter, Histogram, Meter, UpDownCounter};

use super::histogram::{GAPS, SECONDS, histogram};
use super::jobs::Jobs;
use super::refusal::Refusal;

/// Four times more each: from an empty request to the largest that is commonly allowed.
const BYTES: [f64; 11] = [
    256.0,
    1024.0,
    4096.0,
    16_384.0,
    65_536.0,
    262_144.0,
    1_048_576.0,
    4_194_304.0,
    16_777_216.0,
    67_108_864.0,
    268_435_456.0,
];

#[derive(Debug)]
pub(super) struct Instruments {
    pub(super) requests: Counter<u64>,
    pub(super) in_flight: UpDownCounter<i64>,
    pub(super) request_seconds: Histogram<f64>,
    pub(super) request_bytes: Histogram<u64>,
    pub(super) response_bytes: Histogram<u64>,
    pub(super) queue_depth: UpDownCounter<i64>,
    pub(super) queue_wait: Histogram<f64>,
    pub(super) solves_running: UpDownCounter<i64>,
    pub(super) solve_seconds: Histogram<f64>,
    pub(super) first_plan: Histogram<f64>,
    pub(super) gap: Histogram<f64>,
    pub(super) cancellations: Counter<u64>,
    pub(super) refusals: Counter<u64>,
    pub(super) workspaces: UpDownCounter<i64>,
    pub(super) workspace_bytes: UpDownCounter<i64>,
    pub(super) incidents: Counter<u64>,
    pub(super) export_failures: Counter<u64>,
    pub(super) jobs: Jobs,
}

impl Instruments {
    pub(super) fn new(meter: &Meter) -> Self {
        let counter = |name, what| meter.u64_counter(name).with_description(what).build();
        let level = |name, what| meter.i64_up_down_counter(name).with_description(what).build();
        let seconds = |name, what| histogram(meter, name, what, "s", &SECONDS);
        let bytes = |name, what| {
            meter.u64_histogram(name).with_description(what).with_unit("By").with_boundaries(BYTES.to_vec()).build()
        };
        Self {
            requests: counter("arbitre_requests_total", "Requests that ended, by method and gRPC code."),
            in_flight: level("arbitre_requests_in_flight", "Requests that have not ended."),
            request_seconds: seconds("arbitre_request_seconds", "From a request's head to the end of its answer."),
            request_bytes: bytes("arbitre_request_bytes", "Bytes of a request on the wire, heads left out."),
            response_bytes: bytes("arbitre_response_bytes", "Bytes of an answer on the wire, heads left out."),
            queue_depth: level("arbitre_queue_depth", "Searches that wait for a place."),
            queue_wait: seconds("arbitre_queue_wait_seconds", "How long searches waited that got a place."),
            solves_running: level("arbitre_solves_running", "Searches at work."),
            solve_seconds: seconds("arbitre_solve_seconds", "How long searches ran, by outcome."),
            first_plan: seconds("arbitre_first_plan_seconds", "From a search's begin to its first plan."),
            gap: histogram(meter, "arbitre_gap_ratio", "Proven gap at the end of a search with a plan.", "1", &GAPS),
            cancellations: counter("arbitre_cancellations_total", "Searches whose caller left, by stage."),
            refusals: counter("arbitre_refusals_total", "Requests and connections refused, by reason."),
            workspaces: level("arbitre_workspaces", "Workspaces in memory."),
            workspace_bytes: level("arbitre_workspace_bytes", "Bytes that workspaces take in memory, about."),
            incidents: counter("arbitre_incidents_total", "Errors of the program's own."),
            export_failures: counter(
                "arbitre_telemetry_export_failures_total",
                "Batches that the collector did not take, by signal.",
            ),
            jobs: Jobs::new(meter),
        }
    }

    pub(super) fn refused(&self, reason: Refusal) {
        self.refusals.add(1, &[KeyValue::new("reason", reason.name())]);
    }

    /// Shows from the start what has not happened yet: an alert cannot watch a counter that is not there.
    pub(super) fn begin_at_zero(&self, stages: &[&'static str], signals: &[&'static str]) {
        self.queue_depth.add(0, &[]);
        self.solves_running.add(0, &[]);
        self.workspaces.add(0, &[]);
        self.workspace_bytes.add(0, &[]);
        self.incidents.add(0, &[]);
        stages.iter().for_each(|stage| self.cancellations.add(0, &[KeyValue::new("stage", *stage)]));
        Refusal::ALL.iter().for_each(|reason| self.refusals.add(0, &[KeyValue::new("reason", reason.name())]));
        signals.iter().for_each(|signal| self.export_failures.add(0, &[KeyValue::new("signal", *signal)]));
    }
}
