//! Where calls about jobs are answered: beside tokio's threads, because stores block; by whom, about whose jobs.

use std::sync::Arc;

use tokio::sync::Semaphore;
use tonic::{Code, Request, Response, Status};

use crate::api::caller::Call;
use crate::api::case::Objection;
use crate::api::config::Limits;
use crate::api::rights::{Caller, Right, is_tenant};
use crate::api::service::desk::{Desk, objection};
use crate::api::status;
use crate::api::telemetry::Metrics;
use crate::base::Lang;
use crate::job::{Record, Store, StoreError};
use crate::model::{Problem, ProblemCode};

/// Calls that may be with the store at once. They wait there, mostly, and so may be more than cores.
const ROOM: usize = 32;

/// What the methods share.
#[derive(Clone)]
pub(in crate::api) struct Room {
    desk: Desk,
    store: Option<Arc<dyn Store>>,
    metrics: Metrics,
    turns: Arc<Semaphore>,
}

/// Whose jobs a call may see, and where they are.
pub(super) struct Counter {
    pub(super) store: Arc<dyn Store>,
    pub(super) tenant: Arc<str>,
    pub(super) is_admin: bool,
    pub(super) lang: Lang,
    pub(super) limits: Limits,
}

/// Why a call about jobs is not answered as it wishes.
#[derive(Debug)]
pub(super) enum Refused {
    Objection(Objection),
    Store(StoreError),
    /// Nothing has been found so far.
    NoResult(String),
    /// For others than the caller's tenant.
    OtherTenant,
    /// The system has no chance to give for an id.
    NoChance,
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<Objection> for Refused {
    fn from(objection: Objection) -> Self {
        Self::Objection(objection)
    }
}

impl From<Vec<Problem>> for Refused {
    fn from(problems: Vec<Problem>) -> Self {
        Self::Objection(Objection::Problems(problems))
    }
}

impl Room {
    pub(in crate::api) fn new(desk: Desk, store: Option<Arc<dyn Store>>, metrics: Metrics) -> Self {
        Self { desk, store, metrics, turns: Arc::new(Semaphore::new(ROOM)) }
    }

    /// Whether the server leaves: whoever only listens is to listen elsewhere.
    pub(super) fn is_closed(&self) -> bool {
        self.desk.is_closed()
    }

    /// Answers with what the store says.
    pub(super) async fn answer<A, T>(
        &self,
        request: Request<A>,
        answer: impl FnOnce(&Counter, A) -> Result<T, Refused> + Send + 'static,
    ) -> Result<Response<T>, Status>
    where
        A: Send + 'static,
        T: Send + 'static,
    {
        let (call, counter) = self.counter(&request)?;
        let asked = request.into_inner();
        let answer = self.aside(&call, move || answer(&counter, asked)).await?;
        Ok(Response::new(answer))
    }

    /// Who asks.
    pub(super) fn counter<A>(&self, request: &Request<A>) -> Result<(Call, Counter), Status> {
        let call = Call::of(request);
        let store = self.store.clone().ok_or_else(|| no_store(call.lang))?;
        let is_admin = request.extensions().get::<Caller>().is_none_or(|c| c.rights.include(Right::Admin));
        let tenant = Arc::clone(&call.tenant);
        let counter = Counter { store, tenant, is_admin, lang: call.lang, limits: self.desk.limits().clone() };
        Ok((call, counter))
    }

    /// Does the work on a thread of tokio's for such things, when it is its turn.
    pub(super) async fn aside<T: Send + 'static>(
        &self,
        call: &Call,
        work: impl FnOnce() -> Result<T, Refused> + Send + 'static,
    ) -> Result<T, Status> {
        let broken = |what| status::internal(&self.metrics.incident(what), call.lang);
        let turn =
            Arc::clone(&self.turns).acquire_owned().await.map_err(|_| broken("there is no room to answer in"))?;
        let span = tracing::Span::current();
        let done = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            span.in_scope(work)
        });
        let done = done.await.map_err(|_| broken("a panic while a call about jobs was answered"))?;
        done.map_err(|refused| self.refusal(&refused, call))
    }

    fn refusal(&self, refused: &Refused, call: &Call) -> Status {
        let lang = call.lang;
        match refused {
            Refused::Objection(found) => objection(found, call),
            Refused::NoResult(error) => no_result(error, lang),
            Refused::OtherTenant => other_tenant(lang),
            Refused::NoChance => status::internal(&self.metrics.incident("the system gives no randomness"), lang),
            Refused::Store(error) => self.trouble(error, lang),
        }
    }

    fn trouble(&self, error: &StoreError, lang: Lang) -> Status {
        let refused = |code, reason, fr, en| status::refused(code, reason, [], lang.pick(fr, en), lang);
        match error {
            StoreError::NotFound => refused(Code::NotFound, "JOB_NOT_FOUND", "cette tâche n'existe pas", "no such job"),
            StoreError::NotEnded | StoreError::Fenced => refused(
                Code::FailedPrecondition,
                "JOB_NOT_ENDED",
                "la tâche n'est pas finie ; annulez-la d'abord",
                "the job has not ended; cancel it first",
            ),
            StoreError::Conflict => refused(
                Code::AlreadyExists,
                "REQUEST_ID_TAKEN",
                "cet identifiant de demande désigne un autre travail",
                "the request id stands for other work",
            ),
            StoreError::Unavailable(_) | StoreError::Full(_) => {
                self.metrics.store_failed();
                tracing::warn!(target: "arbitre", error = %error, "trouble with the store of jobs");
                status::store_unavailable(matches!(error, StoreError::Full(_)), lang)
            }
            StoreError::Damaged(_) | StoreError::Newer { .. } | StoreError::Address(_) => {
                tracing::error!(target: "arbitre", error = %error, "the store of jobs cannot be used");
                status::internal(&self.metrics.incident("the store of jobs cannot be used"), lang)
            }
        }
    }
}

impl Counter {
    /// The job of that id, if it is one of the caller's.
    pub(super) fn job(&self, id: &str) -> Result<Record, Refused> {
        if id.is_empty() {
            return Err(vec![Problem::new(ProblemCode::Missing, "id", "")].into());
        }
        let found = if crate::job::is_id(id) { self.store.get(id)? } else { None };
        let own = found.filter(|job| self.is_admin || *job.tenant == *self.tenant);
        own.ok_or(Refused::Store(StoreError::NotFound))
    }

    /// The tenant that is meant: the caller's own, unless it says otherwise and may.
    pub(super) fn tenant(&self, said: &str) -> Result<String, Refused> {
        match said {
            "" => Ok((*self.tenant).to_owned()),
            own if own == &*self.tenant => Ok(own.to_owned()),
            _ if !self.is_admin => Err(Refused::OtherTenant),
            other if is_tenant(other) => Ok(other.to_owned()),
            other => Err(vec![Problem::new(ProblemCode::BadTenant, "tenant", other)].into()),
        }
    }
}

fn no_store(lang: Lang) -> Status {
    let text = lang.pick(
        "ce serveur ne garde pas de tâches ; son exploitant doit fixer jobs.store",
        "this server keeps no jobs; its operator has to set jobs.store",
    );
    status::refused(Code::Unimplemented, "NO_STORE", [], text, lang)
}

fn other_tenant(lang: Lang) -> Status {
    let text = lang.pick("seul un administrateur agit pour d'autres", "only administrators act for others");
    status::refused(Code::PermissionDenied, "OTHER_TENANT", [], text, lang)
}

fn no_result(error: &str, lang: Lang) -> Status {
    let text = lang.pick("rien n'a encore été trouvé", "nothing has been found so far");
    let text = if error.is_empty() { text.to_owned() } else { format!("{text}: {error}") };
    status::refused(Code::NotFound, "NO_RESULT_YET", [], &text, lang)
}
