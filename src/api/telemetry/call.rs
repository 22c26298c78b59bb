//! What is known of a call while it lasts: shared by the layer that watches it and by what answers it.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use http::Extensions;
use tonic::Code;
use tracing::Span;

use super::code;
use super::methods::is_routine;
use super::metrics::{Metrics, Refusal};
use super::request_id::RequestId;

/// A call in progress. It is among a request's extensions; clones are of the same call.
#[derive(Clone, Debug)]
pub struct Call(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    id: RequestId,
    method: String,
    span: Span,
    metrics: Metrics,
    since: Instant,
    deadline: Option<Duration>,
    tenant: OnceLock<String>,
    refusal: Mutex<Option<Refusal>>,
    received: AtomicU64,
    sent: AtomicU64,
    ended: AtomicBool,
}

impl Call {
    pub(super) fn begin(id: RequestId, method: &str, span: Span, metrics: Metrics, deadline: Option<Duration>) -> Self {
        metrics.request_began(method);
        Self(Arc::new(Inner {
            id,
            method: method.to_owned(),
            span,
            metrics,
            since: Instant::now(),
            deadline,
            tenant: OnceLock::new(),
            refusal: Mutex::new(None),
            received: AtomicU64::new(0),
            sent: AtomicU64::new(0),
            ended: AtomicBool::new(false),
        }))
    }

    /// The call of a request that came through the layer.
    pub fn of(extensions: &Extensions) -> Option<&Self> {
        extensions.get()
    }

    /// Its id, in the log and in the answer.
    pub fn id(&self) -> &RequestId {
        &self.0.id
    }

    /// Its span, for what works at it on other threads.
    pub fn span(&self) -> &Span {
        &self.0.span
    }

    /// Says who asks; the first word holds.
    pub fn tenant_is(&self, tenant: &str) {
        if self.0.tenant.set(tenant.to_owned()).is_ok() {
            self.0.span.record("tenant", tenant);
        }
    }

    /// Who asks, if that has been said.
    pub fn tenant(&self) -> Option<&str> {
        self.0.tenant.get().map(String::as_str)
    }

    /// Counts the call as refused, and names the reason in its last line; the first word holds.
    pub fn refused(&self, reason: Refusal) {
        let mut refusal = self.0.refusal.lock().unwrap_or_else(PoisonError::into_inner);
        if refusal.is_none() {
            *refusal = Some(reason);
            self.0.metrics.refused(reason);
        }
    }

    pub(super) fn metrics(&self) -> &Metrics {
        &self.0.metrics
    }

    pub(super) fn received(&self, bytes: usize) {
        self.0.received.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    pub(super) fn sent(&self, bytes: usize) {
        self.0.sent.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    /// The caller has left before the end: at its deadline, or before it.
    pub(super) fn abandoned(&self) {
        let late = self.0.deadline.is_some_and(|limit| self.0.since.elapsed() >= limit);
        self.ended(if late { Code::DeadlineExceeded } else { Code::Cancelled });
    }

    /// Counts and logs the end; only the first counts.
    pub(super) fn ended(&self, code: Code) {
        if self.0.ended.swap(true, Ordering::Relaxed) {
            return;
        }
        let (took, call) = (self.0.since.elapsed(), &self.0);
        let bytes = (call.received.load(Ordering::Relaxed), call.sent.load(Ordering::Relaxed));
        call.metrics.request_ended(&call.method, code, took, bytes);
        let name = code::name(code);
        call.span.record("code", name);
        call.span.record("rpc.grpc.status_code", code as i32);
        if is_fault(code) {
            call.span.record("otel.status_code", "ERROR");
        }
        self.log(code, took, bytes);
    }

    fn log(&self, code: Code, took: Duration, (received, sent): (u64, u64)) {
        let seconds = (took.as_secs_f64() * 1e6).round() / 1e6;
        let refusal = *self.0.refusal.lock().unwrap_or_else(PoisonError::into_inner);
        let refused = refusal.map(Refusal::name);
        // A macro's level is part of its place in the source, so that each needs a line of its own.
        macro_rules! line {
            ($log:ident) => {
                tracing::$log!(
                    target: "arbitre", parent: &self.0.span, seconds, received, sent, refused, "request ended"
                )
            };
        }
        match code {
            _ if is_fault(code) => line!(error),
            Code::Ok if is_routine(&self.0.method) => line!(debug),
            Code::Cancelled if is_routine(&self.0.method) => line!(debug),
            Code::Unauthenticated | Code::PermissionDenied | Code::ResourceExhausted | Code::Unavailable => line!(warn),
            _ => line!(info),
        }
    }
}

/// Whether the code says that the server is at fault.
fn is_fault(code: Code) -> bool {
    matches!(code, Code::Internal | Code::Unknown | Code::DataLoss)
}
