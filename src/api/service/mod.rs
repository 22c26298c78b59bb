//! The planning service: its methods, and the way in and out that they share.

mod check;
mod expand;
mod plan;
mod validate;

use std::sync::Arc;

use tokio::sync::Semaphore;
use tonic::{Request, Response, Status};

use self::server::PlanningService;
use super::admission::Refusal;
use super::caller::Call;
use super::case::Objection;
use super::config::{Config, Limits};
use super::solves::{Failure, Solves};
use super::status;
use super::telemetry::{self, Metrics};
use crate::base::Lang;
use crate::wire::v1;

/// Generated from `proto/` at build time.
#[allow(missing_docs, clippy::all, unreachable_pub)]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/services/arbitre.v1.rs"));
}

/// The generated side of the service.
pub(super) use generated::planning_service_server as server;

/// The service.
#[derive(Clone, Debug)]
pub(super) struct Planning(Arc<Parts>);

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

impl Planning {
    pub(super) fn new(config: &Config, solves: Solves, metrics: Metrics) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self(Arc::new(Parts {
            limits: config.limits.clone(),
            solves,
            metrics,
            quick: Arc::new(Semaphore::new(cores)),
            intake: Arc::new(Semaphore::new(1)),
        }))
    }

    /// Answers at once, beside tokio's threads.
    async fn quick<A, T>(
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

fn failure(failure: &Failure, lang: Lang) -> Status {
    match failure {
        Failure::Refused(Refusal::Full(retry)) => status::busy(*retry, lang),
        Failure::Refused(Refusal::Leaving) => status::leaving(lang),
        Failure::TooLate => status::too_late(lang),
        Failure::Incident(incident) => status::internal(incident, lang),
    }
}

#[tonic::async_trait]
impl PlanningService for Planning {
    type StreamPlanStream = plan::Events;

    async fn plan(&self, request: Request<v1::PlanRequest>) -> Result<Response<v1::PlanResponse>, Status> {
        plan::unary(self, request).await
    }

    async fn stream_plan(
        &self,
        request: Request<v1::StreamPlanRequest>,
    ) -> Result<Response<Self::StreamPlanStream>, Status> {
        plan::stream(self, request).await
    }

    async fn validate_portfolio(
        &self,
        request: Request<v1::ValidatePortfolioRequest>,
    ) -> Result<Response<v1::ValidatePortfolioResponse>, Status> {
        self.quick(request, validate::answer).await
    }

    async fn expand_portfolio(
        &self,
        request: Request<v1::ExpandPortfolioRequest>,
    ) -> Result<Response<v1::ExpandPortfolioResponse>, Status> {
        self.quick(request, expand::answer).await
    }

    async fn check_plan(
        &self,
        request: Request<v1::CheckPlanRequest>,
    ) -> Result<Response<v1::CheckPlanResponse>, Status> {
        self.quick(request, check::answer).await
    }
}
