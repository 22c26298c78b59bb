//! The workers of this process, and who looks after the store.

use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::ear::Ear;
use crate::api::config::Config;
use crate::api::telemetry::Metrics;
use crate::job::{self, Leave, Store, StoreError, Terms, Worker};

/// How often the store's figures are looked at.
const LOOK: Duration = Duration::from_secs(2);

/// How often what was kept long enough is swept out.
const SWEEP: Duration = Duration::from_secs(60);

/// How often somebody looks whether to leave.
const TICK: Duration = Duration::from_millis(100);

/// The store of jobs, with the threads that work on it here.
pub struct Staff {
    store: Arc<dyn Store>,
    leave: Leave,
    threads: Vec<JoinHandle<()>>,
}

impl Staff {
    /// Opens the store that the configuration names, and puts `workers` to work on it.
    ///
    /// # Errors
    ///
    /// If the store cannot be used, or the system gives no threads.
    pub fn hire(config: &Config, workers: usize, metrics: &Metrics) -> Result<Self, StoreError> {
        let store = job::open(&config.jobs.store, config.jobs.policy())?;
        metrics.jobs_begin();
        let leave = Leave::default();
        let mut staff = Self { store, leave, threads: Vec::new() };
        let ear: Arc<dyn job::Ear> = Arc::new(Ear { metrics: metrics.clone(), nice: config.jobs.nice });
        for number in 0..workers {
            let worker = staff.worker(config, number, &ear);
            staff.spawn("job", move || worker.run())?;
        }
        let (store, leave, metrics) = (Arc::clone(&staff.store), staff.leave.clone(), metrics.clone());
        staff.spawn("job-store", move || look_after(&*store, &leave, &metrics, &*ear))?;
        Ok(staff)
    }

    /// How many workers a server has where its configuration leaves it open.
    pub fn of_server(config: &Config) -> usize {
        match config.jobs.workers {
            0 if job::file(&config.jobs.store).is_none() => 0,
            0 => cores(),
            some => some,
        }
    }

    /// How many a process has that does nothing else.
    pub fn of_worker(config: &Config) -> usize {
        if config.jobs.workers == 0 { cores() } else { config.jobs.workers }
    }

    /// The store.
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.store
    }

    /// Takes no more jobs; gives back after `grace` what has not ended by then. Waits until all have left.
    pub fn leave(self, grace: Duration) {
        self.leave.soon();
        let end = Instant::now().checked_add(grace);
        while self.threads.iter().any(|t| !t.is_finished()) && end.is_none_or(|end| Instant::now() < end) {
            thread::sleep(TICK);
        }
        self.leave.now();
        for thread in self.threads {
            // A panic has been logged where it happened.
            let _ = thread.join();
        }
    }

    fn worker(&self, config: &Config, number: usize, ear: &Arc<dyn job::Ear>) -> Worker {
        let seconds = |s: f64| Duration::try_from_secs_f64(s).unwrap_or(Duration::MAX);
        let terms = Terms {
            threads: config.jobs.threads,
            default_seconds: seconds(config.solve.default_seconds),
            longest: seconds(config.limits.max_seconds),
        };
        Worker {
            name: format!("{}/{}/{number}", machine(), std::process::id()),
            store: Arc::clone(&self.store),
            terms,
            lease: config.jobs.policy().lease,
            ear: Arc::clone(ear),
            leave: self.leave.clone(),
        }
    }

    fn spawn(&mut self, name: &str, work: impl FnOnce() + Send + 'static) -> Result<(), StoreError> {
        let none = |e: std::io::Error| StoreError::Unavailable(e.to_string());
        self.threads.push(thread::Builder::new().name(name.to_owned()).spawn(work).map_err(none)?);
        Ok(())
    }
}

/// Counts what waits, and forgets what is old.
fn look_after(store: &dyn Store, leave: &Leave, metrics: &Metrics, ear: &dyn job::Ear) {
    let (mut looked, mut swept): (Option<Instant>, Option<Instant>) = (None, None);
    while !leave.is_soon() {
        if looked.is_none_or(|at| at.elapsed() >= LOOK) {
            looked = Some(Instant::now());
            match store.load() {
                Ok(load) => metrics.jobs_waiting(&load),
                Err(error) => ear.trouble(&error, LOOK),
            }
        }
        if swept.is_none_or(|at| at.elapsed() >= SWEEP) {
            swept = Some(Instant::now());
            if let Err(error) = store.sweep() {
                ear.trouble(&error, SWEEP);
            }
        }
        thread::sleep(TICK);
    }
}

fn cores() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// The machine's name, as far as the system tells it.
fn machine() -> String {
    rustix::system::uname().nodename().to_string_lossy().into_owned()
}
