//! Searches: each on threads of its own, never on tokio's, and only so many at once.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;

use std::task::{Context, Poll};
use std::thread;
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use super::admission::{Admission, Place, Places, Refusal};
use super::case::Case;
use super::clock::{Clock, Flag, Raised};
use super::config::Config;
use super::deadline::Deadline;
use super::telemetry::{self, IncidentId, Metrics, Outcome, Stage};
use super::teller::{Audience, Teller};
use crate::base::{Lang, Stop};
use crate::explain;
use crate::plan::{Baseline, Plan};
use crate::solve::{self, InternalError, Observer, Options, Question};
use crate::wire::{self, Wishes, v1};

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Failure {
    Refused(Refusal),
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
}

/// What is searched for, ready to begin.
#[derive(Debug)]
pub(super) struct Job {
    pub case: Case,
    pub baseline: Option<Baseline>,
    pub hint: Option<Plan>,
    pub wishes: Wishes,
    pub deadline: Deadline,
    pub lang: Lang,
}

/// Where searches are done.
#[derive(Clone, Debug)]
pub(super) struct Solves {
    admission: Admission,
    settings: Settings,
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
        let seconds = |s: f64| Duration::try_from_secs_f64(s).unwrap_or(Duration::MAX);
        let settings = Settings {
            threads,
            nice: solve.nice,
            default_limit: seconds(solve.default_seconds),
            longest: seconds(config.limits.max_seconds),
        };
        Self {
            admission: Admission::new(Places { concurrent, per_tenant, queue: solve.queue }),
            settings,
            metrics,
            leaving,
        }
    }

    /// No more searches: those that wait are sent away, those that go on go on.
    pub(super) fn close(&self) {
        self.admission.close();
    }

    /// A place for a search, when one comes free. Whoever stops waiting is counted as gone.
    pub(super) async fn enter(&self, tenant: &str) -> Result<Seat, Failure> {
        let queued = self.metrics.solve_queued();
        match self.admission.enter(tenant).await {
            Ok(place) => Ok(Seat { place, counted: queued.started() }),
            Err(refusal) => {
                queued.refused(refusal.into());
                Err(Failure::Refused(refusal))
            }
        }
    }

    /// Whether nobody of the tenant would be let in now, so that it is not worth looking at what is asked.
    pub(super) fn refuses(&self, tenant: &str) -> Option<Refusal> {
        self.admission.refuses(tenant)
    }

    /// Begins to search. The place is given back when the last of its threads has ended; dropping what is returned ends
    /// the search soon.
    pub(super) fn start(&self, seat: Seat, job: Job, audience: Option<Audience>) -> Running {
        let (tell, answer) = oneshot::channel();
        let gone = Flag::default();
        let clock = Clock::start(self.limit(&job), gone.clone(), self.leaving.clone());
        let (settings, metrics) = (self.settings, self.metrics.clone());
        let span = Stage::Solve.span();
        let work = move || {
            let Seat { place, counted } = seat;
            let _entered = span.enter();
            step_back(settings.nice);
            let watch = Teller::new(&clock, &counted, &metrics, audience);
            let done = catch_unwind(AssertUnwindSafe(|| job.run(&settings, &clock, &watch)));
            let failed = |what| Err(Failure::Incident(metrics.incident(what)));
            let result = match done {
                Ok(Ok(plan)) => Ok(plan),
                Ok(Err(_)) => failed("the engine has no plan that its referee takes"),
                Err(_) => failed("the search panicked"),
            };
            counted.ended(outcome(&result, &clock), gap(&result));
            drop(place);
            // Whoever no longer waits needs no answer.
            let _ = tell.send(result);
        };
        let lost = self.metrics.clone();
        match thread::Builder::new().name("solve".to_owned()).spawn(work) {
            Ok(_) => Running { answer, lost, _gone: Raised(gone) },
            Err(_) => {
                let incident = self.metrics.incident("the system gave no thread for a search");
                Running::failed(Failure::Incident(incident), lost)
            }
        }
    }

    /// How long the search may take: what is wished for, what the caller waits, what the operator allows.
    fn limit(&self, job: &Job) -> Option<Duration> {
        let Wishes { max_seconds, max_steps, gap, .. } = job.wishes;
        let is_open = max_steps.is_none() && gap.is_none() && !job.deadline.is_set();
        let wished = max_seconds.and_then(|s| Duration::try_from_secs_f64(s).ok());
        let wished = wished.or(is_open.then_some(self.settings.default_limit));
        let patience = job.deadline.for_search(job.case.portfolio.projects.len());
        let patience = patience.map(|end| end.saturating_duration_since(Instant::now()));
        [wished, patience, Some(self.settings.longest)].into_iter().flatten().min()
    }
}

impl Job {
    fn run(&self, settings: &Settings, clock: &Clock, watch: &dyn Observer) -> Result<v1::Plan, InternalError> {
        let asked = self.wishes.threads.map_or(settings.threads, |t| t as usize);
        let threads = Some(asked.min(settings.threads));
        let options = Options {
            max_steps: self.wishes.max_steps,
            gap: self.wishes.gap.unwrap_or(0.0),
            seed: self.wishes.seed.unwrap_or(Options::default().seed),
            threads,
        };
        let portfolio = &self.case.portfolio;
        let question = Question { portfolio, baseline: self.baseline.as_ref(), hint: self.hint.as_ref() };
        let answer = solve::plan(&question, &options, clock, watch)?;
        // A step budget gives the same plan on every machine, to the byte: the time it took has no place in it.
        let is_timed = self.wishes.max_seconds.is_some() || self.wishes.max_steps.is_none();
        let seconds = if is_timed { clock.seconds() } else { 0.0 };
        let patience = clock.until(self.deadline.for_reasons());
        if clock.is_abandoned() {
            return Ok(v1::Plan::default());
        }
        let explained = || self.explained(answer.plan, &answer.prices, &patience);
        let mut plan = solve::on_threads(threads, explained)?;
        plan.scenario.clone_from(&self.case.scenario);
        if let Some(solve) = &mut plan.solve {
            solve.wall_seconds = seconds;
        }
        Ok(wire::plan_message(&plan))
    }

    fn explained(&self, plan: Plan, prices: &solve::Prices, patience: &dyn Stop) -> Plan {
        explain::explain(&self.case.portfolio, self.baseline.as_ref(), plan, prices, self.lang, patience)
    }
}

fn outcome(result: &Result<v1::Plan, Failure>, clock: &Clock) -> Outcome {
    match result {
        Err(_) => Outcome::Failed,
        Ok(_) if clock.is_abandoned() => Outcome::Cancelled,
        Ok(plan) => match plan.status() {
            v1::PlanStatus::Optimal => Outcome::Optimal,
            v1::PlanStatus::Feasible => Outcome::Feasible,
            v1::PlanStatus::Infeasible => Outcome::Infeasible,
            v1::PlanStatus::Unknown | v1::PlanStatus::Unspecified => Outcome::Unknown,
        },
    }
}

/// The first goal's, where there is a plan.
fn gap(result: &Result<v1::Plan, Failure>) -> Option<f64> {
    result.as_ref().ok()?.goals.first().map(|g| g.gap)
}

/// A search that goes on. It ends soon after this is dropped.
#[derive(Debug)]
pub(super) struct Running {
    answer: oneshot::Receiver<Result<v1::Plan, Failure>>,
    lost: Metrics,
    _gone: Raised,
}

impl Running {
    fn failed(failure: Failure, lost: Metrics) -> Self {
        let (tell, answer) = oneshot::channel();
        // The other end is held here.
        let _ = tell.send(Err(failure));
        Self { answer, lost, _gone: Raised(Flag::default()) }
    }
}

impl Future for Running {
    type Output = Result<v1::Plan, Failure>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let polled = Pin::new(&mut self.answer).poll(cx);
        let lost = |_| Err(Failure::Incident(self.lost.incident("a search ended without an answer")));
        polled.map(|received| received.unwrap_or_else(lost))
    }
}

/// Lets whatever is answered at once go before this thread and those that it starts.
#[cfg(target_os = "linux")]
fn step_back(nice: i32) {
    if nice > 0
        && let Err(error) = rustix::process::nice(nice)
    {
        tracing::warn!(%error, nice, "searches could not be made to stand back");
    }
}

/// Where niceness is the whole process's, it is left alone.
#[cfg(not(target_os = "linux"))]
fn step_back(_: i32) {}
