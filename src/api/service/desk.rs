//! The desk of the services: the way in and out that their methods share.

use std::sync::Arc;

use tokio::sync::Semaphore;
use tonic::{Request, Response, Status};

use crate::api::admission::Refusal;
use crate::api::caller::Call;
use crate::api::case::Objection;
use crate::api::config::{Config, Limits};
use crate::api::solves::{Failure, Solves};
use crate::api::status;
use crate::api::telemetry::{self, Metrics};
use crate::base::Lang;

/// What the methods of the services share.
#[derive(Clone, Debug)]
pub(in crate::api) struct Desk(Arc<Parts>);

#[derive(Debug)]
struct Parts {
    limits: Limits,
    solves: Solves,
    metrics: Metrics,
    /// Room for what is answered at once, and, apart from it, for looking at what is to be planned: many that want to
    /// plan keep nobody from validating.
    quick: Arc<Semaphore>,
    intake: Arc<Semaphore>,
}

impl Desk {
    pub(in crate::api) fn new(config: &Config, solves: Solves, metrics: Metrics) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self(Arc::new(Parts {
            limits: config.limits.clone(),
            solves,
            metrics,
            quick: Arc::new(Semaphore::new(cores)),
            intake: Arc::new(Semaphore::new(1)),
        }))
    }

    /// What a request may ask at most.
    pub(super) fn limits(&self) -> &Limits {
        &self.0.limits
    }

    /// Where searches run.
    pub(super) fn solves(&self) -> &Solves {
        &self.0.solves
    }

    /// Does what a search needs first, apart from what is answered at once.
    pub(super) async fn take_in<T: Send + 'static>(
        &self,
        call: &Call,
        work: impl FnOnce() -> Result<T, Objection> + Send + 'static,
    ) -> Result<T, Status> {
        self.aside(&self.0.intake, call, work).await
    }

    /// Answers at once, beside tokio's threads.
    pub(super) async fn quick<A, T>(
        &self,
        request: Request<A>,
        answer: impl FnOnce(A, &Limits, Lang) -> Result<T, Objection> + Send + 'static,
    ) -> Result<Response<T>, Status>
    where
        A: Send + 'static,
        T: Send + 'static,
    {
        let call = Call::of(&request);
        let (parts, lang) = (Arc::clone(&self.0), call.lang);
        let asked = request.into_inner();
        let work = move || answer(asked, &parts.limits, lang);
        self.aside(&self.0.quick, &call, work).await.map(Response::new)
    }

    /// Does the work on a thread of tokio's for such things, when it is its turn.
    async fn aside<T: Send + 'static>(
        &self,
        room: &Arc<Semaphore>,
        call: &Call,
        work: impl FnOnce() -> Result<T, Objection> + Send + 'static,
    ) -> Result<T, Status> {
        let broken = |what| status::internal(&self.0.metrics.incident(what), call.lang);
        let turn = Arc::clone(room).acquire_owned().await.map_err(|_| broken("there is no room to answer in"))?;
        let span = tracing::Span::current();
        let done = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            span.in_scope(work)
        });
        done.await.map_err(|_| broken("a panic while a request was looked at"))?.map_err(|o| objection(&o, call))
    }
}

fn objection(objection: &Objection, call: &Call) -> Status {
    match objection {
        Objection::Problems(problems) => status::invalid(problems, call.lang),
        Objection::OverLimit(excess) => {
            call.refused(telemetry::Refusal::Limit);
            status::over_limit(excess, call.lang)
        }
    }
}

/// The answer to who gets no plan.
pub(super) fn failure(failure: &Failure, lang: Lang) -> Status {
    match failure {
        Failure::Refused(Refusal::Full(retry)) => status::busy(*retry, lang),
        Failure::Refused(Refusal::Leaving) => status::leaving(lang),
        Failure::Incident(incident) => status::internal(incident, lang),
    }
}
