//! The gate in front of every method: who may pass is put into the request's extensions as a [`Caller`], who may not
//! gets a status with the reason.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use http::{Request, Response};
use tower::{Layer, Service};

use super::access::{Access, access};
use super::bearer::Bearers;
use super::connection::Peer;
use super::event::{Event, Sentinel};
use super::reason::Reason;
use crate::api::rights::{Caller, Right};
use crate::api::{language, status};

/// Puts a [`Gate`] around a service.
#[derive(Clone)]
pub struct GateLayer {
    bearers: Arc<Bearers>,
    sentinel: Arc<dyn Sentinel>,
}

impl GateLayer {
    pub(super) fn new(bearers: Arc<Bearers>, sentinel: Arc<dyn Sentinel>) -> Self {
        Self { bearers, sentinel }
    }

    /// Who asks, if they may.
    fn admit<B>(&self, request: &Request<B>) -> Result<Option<Caller>, Refusal> {
        let Access::Needs(right) = access(request.uri().path()) else { return Ok(None) };
        let peer = request.extensions().get::<Peer>();
        match self.bearers.caller(request.headers(), peer) {
            Ok(caller) if caller.rights.include(right) => Ok(Some(caller)),
            Ok(caller) => Err(Refusal { reason: Reason::RightMissing, caller: Some(caller), missing: Some(right) }),
            Err((reason, caller)) => Err(Refusal { reason, caller, missing: None }),
        }
    }

    fn notice<B>(&self, request: &Request<B>, refusal: &Refusal) {
        let peer = request.extensions().get::<Peer>();
        self.sentinel.notice(&Event::Refused {
            peer: peer.map(|peer| peer.address),
            certificate: peer.and_then(|peer| peer.certificate.as_deref()),
            method: &method(request),
            reason: refusal.reason,
            caller: refusal.caller.as_ref().map(|caller| (&*caller.tenant, &*caller.name)),
            beside: request.extensions(),
        });
    }
}

/// Why a request is not let in.
struct Refusal {
    reason: Reason,
    caller: Option<Caller>,
    missing: Option<Right>,
}

impl<S> Layer<S> for GateLayer {
    type Service = Gate<S>;

    fn layer(&self, inner: S) -> Gate<S> {
        Gate { layer: self.clone(), inner }
    }
}

/// Lets in who may.
#[derive(Clone)]
pub struct Gate<S> {
    layer: GateLayer,
    inner: S,
}

impl<S, B, R> Service<Request<B>> for Gate<S>
where
    S: Service<Request<B>, Response = Response<R>>,
    S::Future: Send + 'static,
    S::Error: Send + 'static,
    R: Default + Send + 'static,
{
    type Response = Response<R>;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Response<R>, S::Error>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        // A caller is what this gate says, whatever came before it.
        request.extensions_mut().remove::<Caller>();
        match self.layer.admit(&request) {
            Ok(caller) => {
                if let Some(caller) = caller {
                    request.extensions_mut().insert(caller);
                }
                Box::pin(self.inner.call(request))
            }
            Err(refusal) => {
                self.layer.notice(&request, &refusal);
                let answer = answer(&refusal, &request);
                Box::pin(std::future::ready(Ok(answer)))
            }
        }
    }
}

fn answer<B, R: Default>(refusal: &Refusal, request: &Request<B>) -> Response<R> {
    let lang = language::accepted(request.headers());
    let missing = refusal.missing.map(|right| ("right", right.as_str().to_owned()));
    let method = ("method", method(request));
    let facts = missing.into_iter().chain([method]);
    let reason = refusal.reason;
    status::refused(reason.code(), reason.as_str(), facts, reason.message(lang), lang).into_http()
}

/// The path, as far as a method's can go: what is longer is none, and would take room in headers and logs.
fn method<B>(request: &Request<B>) -> String {
    const MOST: usize = 128;
    request.uri().path().chars().take(MOST).collect()
}
