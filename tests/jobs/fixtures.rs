//! Stores to test, and jobs to put into them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use arbitre::job::{self, Kind, Policy, Record, Store};
use tempfile::TempDir;

use crate::nodes;

/// Where a store is, for as long as a test needs it.
pub(crate) struct Place {
    /// As a command line says it.
    pub(crate) address: String,
    _folder: Option<TempDir>,
}

impl Place {
    /// A file of its own.
    pub(crate) fn sqlite() -> Self {
        let folder = TempDir::new().expect("a folder");
        let address = format!("sqlite:{}", folder.path().join("jobs.db").display());
        Self { address, _folder: Some(folder) }
    }

    /// Names of its own on three nodes; none where there is no server.
    pub(crate) fn nats() -> Option<Self> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("t{}", NEXT.fetch_add(1, Ordering::Relaxed));
        nodes::shared().map(|cluster| Self { address: cluster.address(&name), _folder: None })
    }

    /// The store.
    pub(crate) fn open(&self, policy: &Policy) -> Arc<dyn Store> {
        job::open(&self.address, policy.clone()).expect("a store")
    }
}

/// Runs a test on SQLite and on JetStream.
macro_rules! on_both {
    ($($name:ident)*) => {
        mod on_sqlite {
            $(#[test] fn $name() { super::$name(&crate::fixtures::Place::sqlite()); })*
        }
        mod on_jetstream {
            $(#[test] fn $name() {
                if let Some(place) = crate::fixtures::Place::nats() {
                    super::$name(&place);
                }
            })*
        }
    };
}
pub(crate) use on_both;

/// Workers are lost soon.
pub(crate) fn hasty() -> Policy {
    Policy { lease: Duration::from_millis(1500), attempts: 2, losses: 3, ..Policy::default() }
}

/// Longer than any answer takes; a test that waits so long has failed.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// No job comes, in so long.
pub(crate) const A_WHILE: Duration = Duration::from_millis(200);

/// A job that waits.
pub(crate) fn job(id: &str) -> Record {
    let hash = job::hash(id.as_bytes());
    Record { portfolio: id.to_owned(), ..Record::queued(hash[..32].to_owned(), Kind::Plan, hash, job::now()) }
}

/// Puts it in.
pub(crate) fn submit(store: &dyn Store, job: &Record) -> Record {
    store.submit(job, job.portfolio.as_bytes()).expect("it is taken in").0
}

/// The next job; there has to be one.
pub(crate) fn claim(store: &dyn Store, worker: &str) -> Record {
    store.claim(worker, PATIENCE).expect("the store answers").expect("there is a job")
}

/// There is none.
pub(crate) fn claim_none(store: &dyn Store) {
    let found = store.claim("nobody", A_WHILE).expect("the store answers");
    assert!(found.is_none(), "{found:?}");
}
