//! What a store of jobs has to do; everything above is the same for all of them. Calls block: whoever must not be kept
//! waiting calls from a thread of its own.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use super::address;
use super::life::{Ending, News};
use super::record::{Record, State};
use super::time::Millis;

/// Keeps jobs, and hands them out to workers. What it has answered outlives the process, whatever becomes of it.
pub trait Store: Send + Sync {
    /// Takes a job in with what it asks. One that is there already stays as it is: then the second is false.
    fn submit(&self, job: &Record, input: &[u8]) -> Result<(Record, bool), StoreError>;

    /// How a job stands.
    fn get(&self, id: &str) -> Result<Option<Record>, StoreError>;

    /// A page of jobs, in the order in which they came.
    fn list(&self, filter: &Filter, after: Option<u64>, limit: usize) -> Result<Page, StoreError>;

    /// The next job for a worker, if there is one before its patience is over: of the highest priority, tenants taking
    /// turns, of one tenant's the one that has to be ready first. Jobs whose worker was lost are among them.
    fn claim(&self, worker: &str, patience: Duration) -> Result<Option<Record>, StoreError>;

    /// The worker is still at its attempt, and tells what is new. `Fenced` if the job is another's by now.
    fn beat(&self, id: &str, attempt: u32, news: &News) -> Result<Record, StoreError>;

    /// The worker has come to an end with its attempt.
    fn end(&self, id: &str, attempt: u32, ending: &Ending) -> Result<Record, StoreError>;

    /// Calls a job off.
    fn cancel(&self, id: &str) -> Result<Record, StoreError>;

    /// Forgets a job that has ended, and what only it needs. What other jobs may share goes with the last of them, or by
    /// its age in a store that cannot tell.
    fn delete(&self, id: &str) -> Result<(), StoreError>;

    /// Keeps bytes under a name; what was there under it is replaced.
    fn put(&self, name: &str, bytes: &[u8]) -> Result<(), StoreError>;

    /// What is kept under a name.
    fn fetch(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError>;

    /// Forgets what is kept under a name.
    fn discard(&self, name: &str) -> Result<(), StoreError>;

    /// How much there is to do.
    fn load(&self) -> Result<Load, StoreError>;

    /// Forgets what has been kept long enough; so many jobs.
    fn sweep(&self) -> Result<usize, StoreError>;
}

/// Which jobs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Whose; everybody's if none.
    pub tenant: Option<String>,
    /// In these states; in any if empty.
    pub states: Vec<State>,
    /// With all these labels.
    pub labels: BTreeMap<String, String>,
}

impl Filter {
    /// Whether a job is one of them.
    pub fn takes(&self, job: &Record) -> bool {
        self.tenant.as_ref().is_none_or(|t| *t == job.tenant)
            && (self.states.is_empty() || self.states.contains(&job.state))
            && self.labels.iter().all(|(key, value)| job.labels.get(key) == Some(value))
    }
}

/// Some of them.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The jobs.
    pub jobs: Vec<Record>,
    /// Where the next page begins; none after the last.
    pub next: Option<u64>,
}

/// How much there is to do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Load {
    /// Jobs that wait.
    pub queued: u64,
    /// Jobs that workers are at.
    pub running: u64,
    /// When the oldest job that has not ended came in.
    pub oldest: Option<Millis>,
}

/// Why a store does not do what it is asked.
#[derive(Clone, Debug, PartialEq)]
pub enum StoreError {
    /// It cannot be reached, or is too busy: later it may.
    Unavailable(String),
    /// There is no room left.
    Full(String),
    /// What it holds cannot be read, or is not what it should be.
    Damaged(String),
    /// It was made by a later version of the program.
    Newer {
        /// Its schema.
        found: i64,
        /// The last that is known here.
        known: i64,
    },
    /// There is no such job.
    NotFound,
    /// The id stands for other work.
    Conflict,
    /// The job has not ended.
    NotEnded,
    /// The attempt is no longer the one under way.
    Fenced,
    /// The address is none of a store.
    Address(String),
}

impl StoreError {
    /// Whether it may do better later.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Unavailable(_) | Self::Full(_) => true,
            Self::Damaged(_)
            | Self::Newer { .. }
            | Self::NotFound
            | Self::Conflict
            | Self::NotEnded
            | Self::Fenced
            | Self::Address(_) => false,
        }
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unavailable(why) => write!(f, "the store cannot be reached: {why}"),
            Self::Full(why) => write!(f, "the store is full: {why}"),
            Self::Damaged(why) => write!(f, "the store is damaged: {why}"),
            Self::Newer { found, known } => {
                write!(
                    f,
                    "the store has schema {found}, of a later version of arbitre than this one, which knows {known}"
                )
            }
            Self::NotFound => write!(f, "no such job"),
            Self::Conflict => write!(f, "the request id stands for other work"),
            Self::NotEnded => write!(f, "the job has not ended"),
            Self::Fenced => write!(f, "another worker has the job"),
            Self::Address(address) => {
                let shown = address::shown(address);
                write!(f, "{shown}: no address of a store; write sqlite:FILE or nats://HOST:PORT")
            }
        }
    }
}

impl std::error::Error for StoreError {}

impl From<super::life::Fenced> for StoreError {
    fn from(_: super::life::Fenced) -> Self {
        Self::Fenced
    }
}
