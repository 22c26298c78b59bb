//! Histograms and the buckets that several of them share.

use opentelemetry::metrics::{Histogram, Meter};

/// From what answers at once to the longest search that operators commonly allow.
pub(super) const SECONDS: [f64; 16] =
    [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 900.0, 3600.0];

/// Dense where plans commonly end, within a few percent of the best; one bucket for those that are proven.
pub(super) const GAPS: [f64; 12] = [0.0, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1.0];

pub(super) fn histogram(
    meter: &Meter,
    name: &'static str,
    what: &'static str,
    unit: &'static str,
    bounds: &[f64],
) -> Histogram<f64> {
    meter.f64_histogram(name).with_description(what).with_unit(unit).with_boundaries(bounds.to_vec()).build()
}
