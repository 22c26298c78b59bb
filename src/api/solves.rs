//! Searches: each on threads of its own, never on tokio's, and only so many at once.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;

use std::task::{Context, Poll};
use std::thread;
use std::time::Duration;

use tokio::sync::oneshot;

use super::admission::{Admission, Place, Places, Refusal};
use super::clock::{Clock, Flag, Raised};
use super::config::Config;
use super::lane::Lane;
use super::nice::step_back;
use super::telemetry::{self, IncidentId, Metrics, Outcome, Stage};
use super::work::{Ending, Trouble, Work, Workplace};
use crate::base::Stop;
use crate::model::Problem;

/// Threads that an answer gains most from: a search has as many streams.
const QUESTION_THREADS: usize = 4;

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Failure {
    Refused(Refusal),
    /// Known only once the search had begun; with paths in the request.
    Problems(Vec<Problem>),
    Incident(IncidentId),
}

impl From<Refusal> for telemetry::Refusal {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Full(_) => Self::QueueFull,
            Refusal::Leaving => Self::Leaving,
        }
    }
}

/// A place, and what counts it as taken.
#[derive(Debug)]
pub(super) struct Seat {
    place: Place,
    counted: telemetry::Running,
    settings: Settings,
}

/// Where searches are done.
#[derive(Clone, Debug)]
pub(super) struct Solves {
    plans: (Admission, Settings),
    questions: (Admission, Settings),
    metrics: Metrics,
    /// The server leaves: all come to an end with what they have.
    leaving: Flag,
}

#[derive(Clone, Copy, Debug)]
struct Settings {
    threads: usize,
    nice: i32,
    default_limit: Duration,
    longest: Duration,
}

impl Solves {
    pub(super) fn new(config: &Config, metrics: Metrics, leaving: Flag) -> Self {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        Self { plans: plans(config, cores), questions: questions(config, cores), metrics, leaving }
    }

    fn lane(&self, lane: Lane) -> &(Admission, Settings) {
        match lane {
            Lane::Plans => &self.plans,
            Lane::Questions => &self.questions,
        }
    }

    /// No more searches: those that wait are sent away, those that go on go on.
    pub(super) fn close(&self) {
        self.plans.0.close();
        self.questions.0.close();
    }

    /// A place for a search, when one comes free. Whoever stops waiting is counted as gone.
    pub(super) async fn enter(&self, lane: Lane, tenant: &str) -> Result<Seat, Failure> {
        let queued = self.metrics.solve_queued();
        let (admission, settings) = self.lane(lane);
        match admission.enter(tenant).await {
            Ok(place) => Ok(Seat { place, counted: queued.started(), settings: *settings }),
            Err(refusal) => {
                queued.refused(refusal.into());
                Err(Failure::Refused(refusal))
            }
        }
    }

    /// Whether nobody of the tenant would be let in now, so that it is not worth looking at what is asked.
    pub(super) fn refuses(&self, lane: Lane, tenant: &str) -> Option<Refusal> {
        self.lane(lane).0.refuses(tenant)
    }

    /// Begins to search. The place is given back when the last of its threads has ended; dropping what is returned ends
    /// the search soon.
    pub(super) fn start<W: Work>(&self, seat: Seat, work: W) -> Running<W::Answer> {
        let (tell, answer) = oneshot::channel();
        let gone = Flag::default();
        let settings = seat.settings;
        let limit = work.patience(settings.default_limit).limit(settings.longest);
        let clock = Clock::start(Some(limit), gone.clone(), self.leaving.clone());
        let metrics = self.metrics.clone();
        let span = Stage::Solve.span();
        let search = move || {
            let Seat { place, counted, .. } = seat;
            let _entered = span.enter();
            step_back(settings.nice);
            let at = Workplace { threads: settings.threads, clock: &clock, counted: &counted, metrics: &metrics };
            let done = catch_unwind(AssertUnwindSafe(|| work.run(&at)));
            let (result, ending) = result(done, &metrics);
            let outcome = if clock.is_abandoned() && ending.outcome != Outcome::Failed {
                Outcome::Cancelled
            } else {
                ending.outcome
            };
            counted.ended(outcome, ending.gap);
            drop(place);
            // Whoever no longer waits needs no answer.
            let _ = tell.send(result);
        };
        let lost = self.metrics.clone();
        match thread::Builder::new().name("solve".to_owned()).spawn(search) {
            Ok(_) => Running { answer, lost, _gone: Raised(gone) },
            Err(_) => {
                let incident = self.metrics.incident("the system gave no thread for a search");
                Running::failed(Failure::Incident(incident), lost)
            }
        }
    }
}

/// Places for plans.
fn plans(config: &Config, cores: usize) -> (Admission, Settings) {
    let solve = &config.solve;
    let (concurrent, threads) = match (solve.concurrent, solve.threads) {
        (0, 0) => (cores, 1),
        (0, threads) => ((cores / threads).max(1), threads),
        (concurrent, 0) => (concurrent, (cores / concurrent).max(1)),
        both => both,
    };
    let per_tenant = match solve.per_tenant {
        // Where there are tenants, none may have all places: searches are long.
        0 if config.auth.is_on() => (concurrent - 1).max(1),
        0 => concurrent,
        most => most.min(concurrent),
    };
    let settings = Settings {
        threads,
        nice: solve.nice,
        default_limit: seconds(solve.default_seconds),
        longest: seconds(config.limits.max_seconds),
    };
    (Admission::new(Places { concurrent, per_tenant, queue: solve.queue }), settings)
}

/// Places for questions: few, each with many threads, because all of them are short.
fn questions(config: &Config, cores: usize) -> (Admission, Settings) {
    let concurrent = match config.workspaces.concurrent {
        0 => (cores / QUESTION_THREADS).max(1),
        so_many => so_many,
    };
    let settings = Settings {
        threads: (cores / concurrent).max(1),
        // Between plans and what is answered at once.
        nice: config.solve.nice / 2,
        default_limit: seconds(config.workspaces.default_seconds),
        longest: seconds(config.workspaces.max_seconds),
    };
    (Admission::new(Places { concurrent, per_tenant: concurrent, queue: config.solve.queue }), settings)
}

fn seconds(s: f64) -> Duration {
    Duration::try_from_secs_f64(s).unwrap_or(Duration::MAX)
}

/// What came of a search, and how it ended.
fn result<A>(done: thread::Result<Result<(A, Ending), Trouble>>, metrics: &Metrics) -> (Result<A, Failure>, Ending) {
    let failed = |what| {
        let ending = Ending { outcome: Outcome::Failed, gap: None };
        (Err(Failure::Incident(metrics.incident(what))), ending)
    };
    match done {
        Ok(Ok((answer, ending))) => (Ok(answer), ending),
        Ok(Err(Trouble::Problems(problems))) => {
            (Err(Failure::Problems(problems)), Ending { outcome: Outcome::Unknown, gap: None })
        }
        Ok(Err(Trouble::Internal)) => failed("the engine has no plan that its referee takes"),
        Err(_) => failed("the search panicked"),
    }
}

/// A search that goes on. It ends soon after this is dropped.
#[derive(Debug)]
pub(super) struct Running<A> {
    answer: oneshot::Receiver<Result<A, Failure>>,
    lost: Metrics,
    _gone: Raised,
}

impl<A> Running<A> {
    fn failed(failure: Failure, lost: Metrics) -> Self {
        let (tell, answer) = oneshot::channel();
        // The other end is held here.
        let _ = tell.send(Err(failure));
        Self { answer, lost, _gone: Raised(Flag::default()) }
    }
}

impl<A> Future for Running<A> {
    type Output = Result<A, Failure>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let polled = Pin::new(&mut self.answer).poll(cx);
        let lost = |_| Err(Failure::Incident(self.lost.incident("a search ended without an answer")));
        polled.map(|received| received.unwrap_or_else(lost))
    }
}
