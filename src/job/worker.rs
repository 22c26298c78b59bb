//! A worker: takes one job after the other from a store, says all the while that it is at it, and brings back what came
//! of it. Any number of them may share a store, in one process or in many.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use prost::Message;

use super::life::{Ending, News};
use super::name;
use super::record::{Progress, Record, State};
use super::store::{Store, StoreError};
use super::work::{Outcome, Post, Saved, Signals, Task, Terms, Trouble, last_progress};
use crate::wire::v1;

/// How long to wait for a job before looking whether to leave.
const PATIENCE: Duration = Duration::from_millis(500);

/// The first pause after trouble with the store; each one after it is twice as long, up to the last.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LAST_PAUSE: Duration = Duration::from_secs(10);

/// News are told so often at most.
const NEWS: Duration = Duration::from_millis(500);

/// Plans are saved so often at most.
const SAVE: Duration = Duration::from_secs(2);

/// Told of what happens, for logs and metrics.
pub trait Ear: Send + Sync {
    /// A job was taken.
    fn began(&self, _job: &Record) {}

    /// An attempt ended, and this became of the job.
    fn ended(&self, _job: &Record, _seconds: f64) {}

    /// The store does not do what it is asked; it is asked again after that pause.
    fn trouble(&self, _error: &StoreError, _pause: Duration) {}

    /// The work panicked.
    fn panicked(&self, _job: &Record) {}

    /// Called on the thread that works on a job, before it.
    fn enter(&self) {}
}

/// Hears nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Deaf;

impl Ear for Deaf {}

/// Tells workers to leave.
#[derive(Clone, Debug, Default)]
pub struct Leave(Arc<Leaving>);

#[derive(Debug, Default)]
struct Leaving {
    soon: AtomicBool,
    now: AtomicBool,
}

impl Leave {
    /// Take no more jobs.
    pub fn soon(&self) {
        self.0.soon.store(true, Ordering::Relaxed);
    }

    /// Give back what is under way.
    pub fn now(&self) {
        self.soon();
        self.0.now.store(true, Ordering::Relaxed);
    }

    /// Whether to take no more jobs.
    pub fn is_soon(&self) -> bool {
        self.0.soon.load(Ordering::Relaxed)
    }

    fn is_now(&self) -> bool {
        self.0.now.load(Ordering::Relaxed)
    }
}

/// A worker.
#[derive(Clone)]
#[allow(missing_debug_implementations)]
pub struct Worker {
    /// Its name in attempts.
    pub name: String,
    /// Where jobs come from.
    pub store: Arc<dyn Store>,
    /// How work is done here.
    pub terms: Terms,
    /// After so long without a word from here a job is given to another worker.
    pub lease: Duration,
    /// Who is told.
    pub ear: Arc<dyn Ear>,
    /// When to leave.
    pub leave: Leave,
}

impl Worker {
    /// Works until it is told to leave. A store that cannot be reached is asked again and again, ever more seldom.
    pub fn run(&self) {
        let mut pause = FIRST_PAUSE;
        while !self.leave.is_soon() {
            match self.store.claim(&self.name, PATIENCE) {
                Ok(Some(job)) => {
                    pause = FIRST_PAUSE;
                    self.attempt(&job);
                }
                Ok(None) => pause = FIRST_PAUSE,
                Err(error) => {
                    self.ear.trouble(&error, pause);
                    self.rest(pause);
                    pause = (pause * 2).min(LAST_PAUSE);
                }
            }
        }
    }

    /// Sleeps, unless it is told to leave.
    fn rest(&self, pause: Duration) {
        let end = Instant::now() + pause;
        while Instant::now() < end && !self.leave.is_soon() {
            thread::sleep(pause.min(Duration::from_millis(20)));
        }
    }

    /// One attempt at a job, from its claim to its end.
    fn attempt(&self, job: &Record) {
        self.ear.began(job);
        let began = Instant::now();
        let (signals, desk) = (Signals::default(), Desk::new());
        let ending = thread::scope(|scope| {
            let (done, over) = channel();
            let (signals, desk) = (&signals, &desk);
            let beats = scope.spawn(move || self.beats(job, signals, desk, &over));
            let ending = self.work(job, signals, desk);
            stop(&done);
            // It has ended, or panicked after all; either way there is no more to wait for.
            let _ = beats.join();
            // Whoever is done soon has told nobody yet how far it came.
            ending.or_progress(desk.take().progress)
        });
        if Signals::is_raised(&signals.fenced) {
            return;
        }
        let attempt = job.attempt();
        match self.insist(|| self.store.end(&job.id, attempt, &ending)) {
            Ok(after) => {
                self.ear.ended(&after, began.elapsed().as_secs_f64());
                self.tidy(job, &after);
            }
            // The job is another's, or forgotten, or will be given to another: its lease is over by then.
            Err(error) => self.ear.trouble(&error, Duration::ZERO),
        }
    }

    /// What was saved on the way is of no use once there is a result.
    fn tidy(&self, job: &Record, after: &Record) {
        let is_done = after.state == State::Succeeded;
        let old = [job.saved.as_ref(), after.saved.as_ref()];
        for name in old.into_iter().flatten() {
            if (is_done || after.saved.as_ref() != Some(name)) && after.result.as_ref() != Some(name) {
                // Retention will find what stays behind.
                let _ = self.store.discard(name);
            }
        }
    }

    /// Does the job, whatever happens in it.
    fn work(&self, job: &Record, signals: &Signals, desk: &Desk) -> Ending {
        let done = catch_unwind(AssertUnwindSafe(|| self.perform(job, signals, desk)));
        done.unwrap_or_else(|panic| {
            self.ear.panicked(job);
            let said = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
            Ending::Failed { error: format!("the work panicked: {}", said.unwrap_or("?")), again: true }
        })
    }

    fn perform(&self, job: &Record, signals: &Signals, desk: &Desk) -> Ending {
        let shared = name::of_result(&job.input, &job.tenant, &job.lang);
        if let Some(result) = self.known(&shared) {
            return Ending::Done { result: shared, reused: true, progress: last_progress(&result, 0.0) };
        }
        let input = match self.insist(|| self.store.fetch(&name::of_input(&job.input))) {
            Ok(Some(input)) if name::hash(&input) == job.input => input,
            Ok(Some(_)) => return failed("what the store holds is not what was asked: its hash differs", true),
            Ok(None) => return failed("what was asked is not in the store", true),
            Err(error) => return failed(&error.to_string(), true),
        };
        let before = job.saved.as_ref().and_then(|saved| self.store.fetch(saved).ok().flatten());
        let before = before.and_then(|bytes| Saved::of_bytes(&bytes));
        self.ear.enter();
        let task = Task { job, before, share: self.share(job), terms: &self.terms, signals };
        match task.perform(&input, desk) {
            Ok(_) if Signals::is_raised(&signals.fenced) => Ending::Released,
            Ok(outcome) => self.bring(job, signals, desk, outcome, shared),
            Err(Trouble::Unusable(error)) => failed(&error, false),
            Err(Trouble::Internal(error)) => failed(&error, true),
        }
    }

    /// The result, if it is there already. It is put back then: stores that forget by age count from now.
    fn known(&self, name: &str) -> Option<v1::JobResult> {
        let again = |bytes: Vec<u8>| self.store.put(name, &bytes).map(|()| bytes);
        let found = self.insist(|| self.store.fetch(name)?.map(again).transpose());
        v1::JobResult::decode(&found.ok().flatten()?[..]).ok()
    }

    /// Keeps what came of it, then says how it ended.
    fn bring(&self, job: &Record, signals: &Signals, desk: &Desk, outcome: Outcome, shared: String) -> Ending {
        let (cancelled, released) = (Signals::is_raised(&signals.cancelled), Signals::is_raised(&signals.released));
        if !outcome.result.r#final && (cancelled || released) {
            desk.saved(outcome.saved, outcome.seconds);
            return if cancelled { Ending::Cancelled } else { Ending::Released };
        }
        // What did not run its course is no answer to the same question asked again.
        let name = if outcome.result.r#final { shared } else { name::of_partial(&job.id) };
        let bytes = outcome.result.encode_to_vec();
        let kept = self.insist(|| match self.store.fetch(&name)? {
            // Another job of the same work came first.
            Some(_) if outcome.result.r#final => Ok(()),
            Some(_) | None => self.store.put(&name, &bytes),
        });
        match kept {
            Ok(()) => {
                let progress = last_progress(&outcome.result, outcome.seconds);
                Ending::Done { result: name, reused: false, progress }
            }
            Err(error) => failed(&error.to_string(), true),
        }
    }

    /// Jobs that have the same night before them share it: each has so much of the time until its deadline as there are
    /// workers for each job that waits. Whoever is done early leaves the rest to all others.
    fn share(&self, job: &Record) -> f64 {
        if job.deadline.is_none() {
            return 1.0;
        }
        let load = self.store.load().unwrap_or_default();
        let running = load.running.max(1) as f64;
        running / (running + load.queued as f64)
    }

    /// Says that it is still at it, and what is new; hears what the store has to say.
    fn beats(&self, job: &Record, signals: &Signals, desk: &Desk, over: &Receiver<()>) {
        let (each, mut told) = (self.lease / 3, Instant::now());
        loop {
            let tick = NEWS.min(each);
            match over.recv_timeout(tick) {
                Ok(()) | Err(RecvTimeoutError::Disconnected) => return self.last_words(job, signals, desk),
                Err(RecvTimeoutError::Timeout) => {}
            }
            if self.leave.is_now() {
                Signals::raise(&signals.released);
            }
            let is_due = told.elapsed() >= each;
            match self.tell(job, signals, desk, is_due) {
                Ok(true) => told = Instant::now(),
                Ok(false) => {}
                Err(StoreError::Fenced | StoreError::NotFound) => return Signals::raise(&signals.fenced),
                Err(error) => self.ear.trouble(&error, tick),
            }
        }
    }

    /// What was found last is kept where somebody may go on from it.
    fn last_words(&self, job: &Record, signals: &Signals, desk: &Desk) {
        let is_early = Signals::is_raised(&signals.cancelled) || Signals::is_raised(&signals.released);
        if is_early && let Err(error) = self.insist(|| self.tell(job, signals, desk, true)) {
            self.ear.trouble(&error, Duration::ZERO);
        }
    }

    fn tell(&self, job: &Record, signals: &Signals, desk: &Desk, is_due: bool) -> Result<bool, StoreError> {
        let noted = desk.take();
        if noted.is_empty() && !is_due {
            return Ok(false);
        }
        let attempt = job.attempt();
        let told = self.keep(job, attempt, &noted).and_then(|news| self.store.beat(&job.id, attempt, &news));
        match told {
            Ok(after) => {
                if after.cancelling {
                    Signals::raise(&signals.cancelled);
                }
                Ok(true)
            }
            Err(error) => {
                desk.put_back(noted);
                Err(error)
            }
        }
    }

    /// What is saved is kept before anything speaks of it.
    fn keep(&self, job: &Record, attempt: u32, noted: &Noted) -> Result<News, StoreError> {
        let saved = match &noted.saved {
            Some((saved, seconds)) => {
                let name = name::of_saved(&job.id, attempt);
                self.store.put(&name, &saved.to_bytes())?;
                Some((name, *seconds))
            }
            None => None,
        };
        Ok(News { progress: noted.progress.clone(), saved })
    }

    /// Asks again for as long as the store may do better, but no longer than anybody would wait for this worker.
    fn insist<T>(&self, ask: impl Fn() -> Result<T, StoreError>) -> Result<T, StoreError> {
        let (end, mut pause) = (Instant::now() + self.lease * 4, FIRST_PAUSE);
        loop {
            match ask() {
                Err(error) if error.is_passing() && Instant::now() + pause < end => {
                    self.ear.trouble(&error, pause);
                    thread::sleep(pause);
                    pause = (pause * 2).min(LAST_PAUSE);
                }
                other => return other,
            }
        }
    }
}

fn failed(error: &str, again: bool) -> Ending {
    Ending::Failed { error: error.to_owned(), again }
}

fn stop(done: &Sender<()>) {
    // Whoever listened may have ended already.
    let _ = done.send(());
}

/// What the search has to tell, until it is told.
struct Desk {
    noted: Mutex<Noted>,
    saved_at: Mutex<Option<Instant>>,
}

#[derive(Default)]
struct Noted {
    progress: Option<Progress>,
    saved: Option<(Saved, f64)>,
}

impl Noted {
    fn is_empty(&self) -> bool {
        self.progress.is_none() && self.saved.is_none()
    }
}

impl Desk {
    fn new() -> Self {
        Self { noted: Mutex::default(), saved_at: Mutex::default() }
    }

    fn noted(&self) -> MutexGuard<'_, Noted> {
        self.noted.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self) -> Noted {
        std::mem::take(&mut self.noted())
    }

    /// What could not be told; what is newer counts.
    fn put_back(&self, old: Noted) {
        let mut noted = self.noted();
        noted.progress = noted.progress.take().or(old.progress);
        noted.saved = noted.saved.take().or(old.saved);
    }

    fn saved_at(&self) -> MutexGuard<'_, Option<Instant>> {
        self.saved_at.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Post for Desk {
    fn progress(&self, of: usize, message: v1::PlanProgress) {
        let of = u32::try_from(of).unwrap_or(u32::MAX);
        self.noted().progress = Some(Progress { of, message });
    }

    fn wants_saved(&self) -> bool {
        self.saved_at().is_none_or(|at| at.elapsed() >= SAVE)
    }

    fn saved(&self, saved: Saved, seconds: f64) {
        *self.saved_at() = Some(Instant::now());
        self.noted().saved = Some((saved, seconds));
    }
}
