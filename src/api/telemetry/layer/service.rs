//! The layer's way of calling what it stands around.

use std::convert::Infallible;
use std::future::{Future, poll_fn};
use std::net::SocketAddr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use http::{Extensions, Request, Response};
use tonic::body::Body;
use tonic::transport::server::TcpConnectInfo;
use tower::{Layer, Service};
use tracing::{Instrument, Span, field, info_span};

use super::super::call::Call;
use super::super::code;
use super::super::incident::IncidentId;
use super::super::methods::Methods;
use super::super::metrics::Metrics;
use super::super::request_id::RequestId;
use super::super::trace;
use super::body::{Received, Sent};
use crate::api::security::Peer;

/// What a caller is told of a panic.
type OnPanic = fn(&IncidentId) -> tonic::Status;

/// Watches every call of the service that it is put around.
#[derive(Clone, Debug)]
pub struct TelemetryLayer {
    metrics: Metrics,
    methods: Arc<Methods>,
    on_panic: OnPanic,
}

impl TelemetryLayer {
    /// A layer that counts by `metrics`, and knows the methods that are served.
    pub fn new(metrics: Metrics, methods: Methods) -> Self {
        Self { metrics, methods: Arc::new(methods), on_panic }
    }

    /// With an answer to a panic that says more than the code and the incident.
    #[must_use]
    pub fn answering_panics(self, on_panic: OnPanic) -> Self {
        Self { on_panic, ..self }
    }
}

fn on_panic(incident: &IncidentId) -> tonic::Status {
    tonic::Status::internal(format!("internal error; incident {incident}"))
}

impl<S> Layer<S> for TelemetryLayer {
    type Service = TelemetryService<S>;

    fn layer(&self, inner: S) -> Self::Service {
        TelemetryService { inner, layer: self.clone() }
    }
}

/// A service that is watched.
#[derive(Clone, Debug)]
pub struct TelemetryService<S> {
    inner: S,
    layer: TelemetryLayer,
}

impl<S, B> Service<Request<Body>> for TelemetryService<S>
where
    S: Service<Request<Body>, Response = Response<B>, Error = Infallible> + Clone + Send + 'static,
    S::Future: Send,
    B: http_body::Body<Data = bytes::Bytes> + Send + 'static,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, mut request: Request<Body>) -> Self::Future {
        let call = self.layer.begin(&request);
        request.extensions_mut().insert(call.clone());
        let watched = call.clone();
        let request = request.map(|body| Body::new(Received::new(body, watched)));
        // The one that said it was ready is the one to call; the clone takes its place.
        let next = self.inner.clone();
        let mut inner = std::mem::replace(&mut self.inner, next);
        let (span, on_panic) = (call.span().clone(), self.layer.on_panic);
        // Made before the first poll, so that a call that is never polled ends as one that was left.
        let leaves = Leaves { call, settled: false };
        Box::pin(answered(leaves, on_panic, move || inner.call(request)).instrument(span))
    }
}

impl TelemetryLayer {
    fn begin<B>(&self, request: &Request<B>) -> Call {
        let (id, method) = (RequestId::of(request.headers()), self.methods.name(request.uri().path()));
        let span = span(&id, method);
        if let Some(trace) = trace::adopt(&span, request.headers()) {
            span.record("trace_id", field::display(trace));
        }
        if let Some(peer) = peer(request.extensions()) {
            span.record("peer", field::display(peer));
        }
        Call::begin(id, method, span, self.metrics.clone(), code::deadline(request.headers()))
    }
}

/// From where it comes, over a connection of ours or of tonic's own.
fn peer(extensions: &Extensions) -> Option<SocketAddr> {
    let ours = extensions.get::<Peer>().map(|peer| peer.address);
    ours.or_else(|| extensions.get::<TcpConnectInfo>().and_then(TcpConnectInfo::remote_addr))
}

/// The span of a call. Names with a point in them are OpenTelemetry's own, and stay out of the log.
fn span(id: &RequestId, method: &str) -> Span {
    let (service, name) = method.split_once('/').unwrap_or((method, method));
    info_span!(
        target: "arbitre",
        parent: None,
        "request",
        request_id = id.as_str(),
        method,
        trace_id = field::Empty,
        peer = field::Empty,
        tenant = field::Empty,
        code = field::Empty,
        otel.name = method,
        otel.kind = "server",
        otel.status_code = field::Empty,
        rpc.system = "grpc",
        rpc.service = service,
        rpc.method = name,
        rpc.grpc.status_code = field::Empty,
    )
}

/// Ends the call as one that was left, unless something else has ended it.
struct Leaves {
    call: Call,
    settled: bool,
}

impl Drop for Leaves {
    fn drop(&mut self) {
        if !self.settled {
            self.call.abandoned();
        }
    }
}

/// Awaits the answer. A panic on the way becomes an answer, too.
async fn answered<F, B>(
    mut leaves: Leaves,
    on_panic: OnPanic,
    call_inner: impl FnOnce() -> F,
) -> Result<Response<Body>, Infallible>
where
    F: Future<Output = Result<Response<B>, Infallible>>,
    B: http_body::Body<Data = bytes::Bytes> + Send + 'static,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    let call = &leaves.call;
    let answer = match catch_unwind(AssertUnwindSafe(call_inner)) {
        Ok(future) => {
            let mut future = Box::pin(future);
            poll_fn(|cx| match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(cx))) {
                Ok(poll) => poll.map(Some),
                Err(_) => Poll::Ready(None),
            })
            .await
        }
        Err(_) => None,
    };
    let mut response = match answer {
        Some(Ok(response)) => watch(response, call, on_panic),
        None => panicked(call, on_panic),
    };
    response.headers_mut().insert(RequestId::HEADER, call.id().header());
    // What is still to come is watched by the body.
    leaves.settled = true;
    Ok(response)
}

fn panicked(call: &Call, on_panic: OnPanic) -> Response<Body> {
    let status = on_panic(&call.metrics().incident("a panic while a request was being answered"));
    call.ended(status.code());
    status.into_http()
}

/// Ends the call here if its head says all, else when its body ends.
fn watch<B>(response: Response<B>, call: &Call, on_panic: OnPanic) -> Response<Body>
where
    B: http_body::Body<Data = bytes::Bytes> + Send + 'static,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    let told = code::in_headers(response.headers());
    let otherwise = code::of_http(response.status());
    if told.is_some() || response.body().is_end_stream() {
        call.ended(told.unwrap_or(otherwise));
    }
    response.map(|body| Body::new(Sent::new(Body::new(body), call.clone(), otherwise, on_panic)))
}
