//! The trace that a request belongs to: the caller's, if it says so.

use http::HeaderMap;
use opentelemetry::propagation::{Extractor, TextMapPropagator};
use opentelemetry::trace::{TraceContextExt, TraceId};
use opentelemetry_sdk::propagation::TraceContextPropagator;
use tracing::Span;
use tracing_opentelemetry::OpenTelemetrySpanExt;

/// Makes the span a child of the one that `traceparent` names, and gives the trace's id, if there is one.
pub(super) fn adopt(span: &Span, headers: &HeaderMap) -> Option<TraceId> {
    let caller = TraceContextPropagator::new().extract(&Headers(headers));
    let sent = caller.span().span_context().trace_id();
    // Where nothing is exported there is no layer that could take the parent over; the id still goes into the log.
    if caller.span().span_context().is_valid() && span.set_parent(caller).is_err() {
        return Some(sent);
    }
    let own = span.context().span().span_context().trace_id();
    Some(own).filter(|id| *id != TraceId::INVALID)
}

struct Headers<'a>(&'a HeaderMap);

impl Extractor for Headers<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).and_then(|value| value.to_str().ok())
    }

    fn keys(&self) -> Vec<&str> {
        self.0.keys().map(http::HeaderName::as_str).collect()
    }
}
