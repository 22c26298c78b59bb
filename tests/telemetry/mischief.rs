//! What a service under the layer may do to it, chosen by the request's metadata.

use std::convert::Infallible;
use std::future::{Future, pending};
use std::pin::Pin;
use std::task::{Context, Poll};

use arbitre::api::telemetry::{Call, Refusal, Stage};
use http::{Request, Response};
use tonic::body::Body;
use tower::{Layer, Service};

/// The metadata that says what to do.
pub(crate) const DO: &str = "x-mischief";

#[derive(Clone)]
pub(crate) struct Mischief;

#[derive(Clone)]
pub(crate) struct Mischievous<S>(S);

impl<S> Layer<S> for Mischief {
    type Service = Mischievous<S>;

    fn layer(&self, inner: S) -> Mischievous<S> {
        Mischievous(inner)
    }
}

impl<S> Service<Request<Body>> for Mischievous<S>
where
    S: Service<Request<Body>, Response = Response<Body>, Error = Infallible>,
    S::Future: Send + 'static,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, Infallible>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.0.poll_ready(cx)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let what = request.headers().get(DO).and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned();
        let call = Call::of(request.extensions()).expect("the layer stands outside").clone();
        if what == "panic at once" {
            panic!("{what}: this names the-secret-portfolio");
        }
        call.tenant_is("county");
        let answer = self.0.call(request);
        Box::pin(async move {
            let _stage = Stage::Solve.span();
            match what.as_str() {
                "panic" => panic!("{what}: this names the-secret-portfolio"),
                "panic in the stream" => Ok(Response::new(Body::new(Panics))),
                "hang" => pending().await,
                "refuse" => {
                    call.refused(Refusal::QueueFull);
                    Ok(tonic::Status::resource_exhausted("the-secret-portfolio has to wait").into_http())
                }
                _ => answer.await,
            }
        })
    }
}

struct Panics;

impl http_body::Body for Panics {
    type Data = bytes::Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<bytes::Bytes>, Infallible>>> {
        panic!("this names the-secret-portfolio");
    }
}
