//! What every request passes on its way in and out: the language that its problems are told in, the end of its caller's
//! patience, and what the transport says of messages that it does not let in, in the service's own terms.

use std::task::{Context, Poll};

use http::{HeaderMap, Request, Response};
use tonic::body::Body;
use tonic::{Code, Status};
use tower::{Layer, Service};

use super::deadline::Deadline;
use super::language;
use super::status::{self, Excess};
use crate::base::Lang;

const STATUS: &str = "grpc-status";
const DETAILS: &str = "grpc-status-details-bin";

/// Puts the door before a service.
#[derive(Clone, Copy, Debug)]
pub(super) struct DoorLayer {
    /// Bytes of a message at most.
    pub max_message_bytes: usize,
}

/// A service behind the door.
#[derive(Clone, Debug)]
pub(super) struct Door<S> {
    inner: S,
    max_message_bytes: usize,
}

impl<S> Layer<S> for DoorLayer {
    type Service = Door<S>;

    fn layer(&self, inner: S) -> Door<S> {
        Door { inner, max_message_bytes: self.max_message_bytes }
    }
}

impl<S, B> Service<Request<B>> for Door<S>
where
    S: Service<Request<B>, Response = Response<Body>> + Clone + Send + 'static,
    S::Future: Send + 'static,
    B: Send + 'static,
{
    type Response = Response<Body>;
    type Error = S::Error;
    type Future = std::pin::Pin<Box<dyn Future<Output = Result<Self::Response, Self::Error>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let lang = language::accepted(request.headers());
        let deadline = Deadline::of(request.headers());
        let most = self.max_message_bytes;
        let answer = language::within(lang, self.inner.call(request));
        Box::pin(async move {
            let response = tokio::select! {
                biased;
                response = answer => response?,
                () = deadline.passed() => return Ok(status::too_late(lang).into_http()),
            };
            Ok(match translated(response.headers(), most, lang) {
                Some(status) => status.into_http(),
                None => response,
            })
        })
    }
}

/// The status in the service's own terms, if it is the transport's. Those of the services all have details.
fn translated(headers: &HeaderMap, most: usize, lang: Lang) -> Option<Status> {
    if !headers.contains_key(STATUS) || headers.contains_key(DETAILS) {
        return None;
    }
    let found = Status::from_header_map(headers)?;
    match found.code() {
        // The message is too long as it came, or unpacked.
        Code::OutOfRange | Code::ResourceExhausted => {
            let excess =
                Excess { limit: "limits.max_message_bytes", allowed: most.to_string(), given: None, field: "" };
            Some(status::over_limit(&excess, lang))
        }
        Code::Internal => Some(status::malformed(found.message(), lang)),
        _ => None,
    }
}
