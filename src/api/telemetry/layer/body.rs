//! The two bodies of a call, watched on their way.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::HeaderMap;
use http_body::{Body as _, Frame, SizeHint};
use tonic::body::Body;
use tonic::{Code, Status};

use super::super::call::Call;
use super::super::code;
use super::super::incident::IncidentId;

type Polled = Poll<Option<Result<Frame<Bytes>, Status>>>;

/// What the caller sends: its bytes are counted.
pub(super) struct Received {
    inner: Body,
    call: Call,
}

impl Received {
    pub(super) fn new(inner: Body, call: Call) -> Self {
        Self { inner, call }
    }
}

impl http_body::Body for Received {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Polled {
        let polled = Pin::new(&mut self.inner).poll_frame(cx);
        if let Poll::Ready(Some(Ok(frame))) = &polled {
            self.call.received(frame.data_ref().map_or(0, Bytes::len));
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

/// What the caller is sent: bytes are counted, and the end, or that there was none, ends the call.
pub(super) struct Sent {
    inner: Body,
    call: Call,
    otherwise: Code,
    on_panic: fn(&IncidentId) -> Status,
    panicked: bool,
}

impl Sent {
    /// `otherwise` is the code of an answer that ends without naming one.
    pub(super) fn new(inner: Body, call: Call, otherwise: Code, on_panic: fn(&IncidentId) -> Status) -> Self {
        Self { inner, call, otherwise, on_panic, panicked: false }
    }

    /// A panic of what makes the stream ends it like any error: by trailers.
    fn after_panic(&mut self) -> Polled {
        self.panicked = true;
        let status = (self.on_panic)(&self.call.metrics().incident("a panic while a stream was being written"));
        self.call.ended(status.code());
        let mut trailers = HeaderMap::new();
        Poll::Ready(Some(status.add_header(&mut trailers).map(|()| Frame::trailers(trailers))))
    }

    fn look(&self, polled: &Polled) {
        match polled {
            Poll::Ready(Some(Ok(frame))) => match (frame.data_ref(), frame.trailers_ref()) {
                (Some(data), _) => self.call.sent(data.len()),
                (None, trailers) => {
                    self.call.ended(trailers.and_then(code::in_headers).unwrap_or(self.otherwise));
                }
            },
            Poll::Ready(Some(Err(status))) => self.call.ended(status.code()),
            Poll::Ready(None) => self.call.ended(self.otherwise),
            Poll::Pending => {}
        }
    }
}

impl http_body::Body for Sent {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Polled {
        if self.panicked {
            return Poll::Ready(None);
        }
        let span = self.call.span().clone();
        let _within = span.enter();
        let Ok(polled) = catch_unwind(AssertUnwindSafe(|| Pin::new(&mut self.inner).poll_frame(cx))) else {
            return self.after_panic();
        };
        self.look(&polled);
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.panicked || self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

impl Drop for Sent {
    fn drop(&mut self) {
        if self.inner.is_end_stream() {
            self.call.ended(self.otherwise);
        } else {
            self.call.abandoned();
        }
    }
}
