//! The desk of the services: the way in and out that their methods share.

use std::sync::Arc;

use tokio::sync::Semaphore;
use tonic::{Request, Response, Status};
use tracing::Instrument;

use crate::api::admission::Refusal;
use crate::api::caller::Call;
use crate::api::case::Objection;
use crate::api::config::{Config, Limits};
use crate::api::lane::Lane;
use crate::api::solves::{Failure, Running, Solves};
use crate::api::status;
use crate::api::telemetry::{self, Metrics, Stage};
use crate::api::work::Work;
use crate::api::workspaces::Workspaces;
use crate::base::Lang;
use crate::model::Problem;

/// What the methods of the services share.
#[derive(Clone, Debug)]
pub(in crate::api) struct Desk(Arc<Parts>);

#[derive(Debug)]
struct Parts {
    limits: Limits,
    solves: Solves,
    metrics: Metrics,
    workspaces: Workspaces,
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
            workspaces: Workspaces::new(config.workspaces.clone(), metrics.clone()),
            metrics,
            quick: Arc::new(Semaphore::new(cores)),
            intake: Arc::new(Semaphore::new(1)),
        }))
    }

    /// Portfolios kept for meetings.
    pub(in crate::api) fn workspaces(&self) -> &Workspaces {
        &self.0.workspaces
    }

    /// What the operator allows.
    pub(super) fn limits(&self) -> &Limits {
        &self.0.limits
    }

    /// Whether the server leaves.
    pub(super) fn is_closed(&self) -> bool {
        matches!(self.0.solves.refuses(Lane::Plans, ""), Some(Refusal::Leaving))
    }

    /// What was read of a small request, or the answer to what cannot be used.
    pub(super) fn read<T>(&self, call: &Call, read: Result<T, Vec<Problem>>) -> Result<T, Status> {
        read.map_err(|problems| status::invalid(&problems, call.lang))
    }

    /// The answer to an error of the program's own.
    pub(super) fn incident(&self, what: &'static str, lang: Lang) -> Status {
        status::internal(&self.0.metrics.incident(what), lang)
    }

    /// Looks at what is asked, apart from what is answered at once, waits for a place, and begins.
    pub(super) async fn begin<W: Work>(
        &self,
        call: &Call,
        look: impl FnOnce(&Limits, &Call) -> Result<W, Objection> + Send + 'static,
    ) -> Result<Running<W::Answer>, Status> {
        let solves = &self.0.solves;
        if let Some(refusal) = solves.refuses(W::LANE, &call.tenant) {
            call.refused(refusal.into());
            return Err(failure(&Failure::Refused(refusal), call.lang));
        }
        let (parts, asked) = (Arc::clone(&self.0), call.clone());
        let work = self.aside(&self.0.intake, call, move || look(&parts.limits, &asked)).await?;
        let entered = solves.enter(W::LANE, &call.tenant).instrument(Stage::Queue.span()).await;
        let seat = entered.map_err(|f| failure(&f, call.lang))?;
        Ok(solves.start(seat, work))
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
        let broken = |what| self.incident(what, call.lang);
        let turn = Arc::clone(room).acquire_owned().await.map_err(|_| broken("there is no room to answer in"))?;
        let span = tracing::Span::current();
        let done = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            span.in_scope(work)
        });
        done.await.map_err(|_| broken("a panic while a request was looked at"))?.map_err(|o| objection(&o, call))
    }
}

pub(super) fn objection(objection: &Objection, call: &Call) -> Status {
    match objection {
        Objection::Problems(problems) => status::invalid(problems, call.lang),
        Objection::OverLimit(excess) => {
            call.refused(telemetry::Refusal::Limit);
            status::over_limit(excess, call.lang)
        }
    }
}

/// The answer to who gets none.
pub(super) fn failure(failure: &Failure, lang: Lang) -> Status {
    match failure {
        Failure::Refused(Refusal::Full(retry)) => status::busy(*retry, lang),
        Failure::Refused(Refusal::Leaving) => status::leaving(lang),
        Failure::Problems(problems) => status::invalid(problems, lang),
        Failure::Incident(incident) => status::internal(incident, lang),
    }
}
