//! Jobs in one SQLite file: no server, nothing to set up. Written in a write-ahead log that is on disk before anything is
//! answered (WAL, synchronous FULL), so that what was answered survives the process and the machine's power. Several
//! processes of one machine may share the file.

mod claim;
mod copy;
mod error;
mod kept;
mod list;
mod rows;
mod schema;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::life::{Ending, News, Policy};
use super::name;
use super::record::Record;
use super::store::{Filter, Load, Page, Store, StoreError};
use super::time::now;
pub use copy::{backup, restore};
use error::told;

/// How long to wait for another process that writes.
const PATIENCE: Duration = Duration::from_secs(10);

/// How often a worker without a job looks whether anything has changed in the file: that costs some microseconds.
const LOOK: Duration = Duration::from_millis(10);

/// Some jobs wait for their time, and nothing changes when it has come.
const LOOK_ANYWAY: Duration = Duration::from_millis(250);

/// Jobs that are forgotten in one go.
const SWEPT: usize = 200;

/// The file.
#[derive(Debug)]
pub struct Sqlite {
    policy: Policy,
    /// One writes, another reads meanwhile.
    writer: Mutex<Connection>,
    reader: Mutex<Connection>,
}

impl Sqlite {
    /// Opens the file, makes it if it is not there, and brings it up to date.
    ///
    /// # Errors
    ///
    /// If it cannot be opened, or is no store of this version or an earlier one.
    pub fn open(path: &Path, policy: Policy) -> Result<Self, StoreError> {
        let mut writer = connect(path)?;
        schema::migrate(&mut writer)?;
        let reader = connect(path)?;
        Ok(Self { policy, writer: Mutex::new(writer), reader: Mutex::new(reader) })
    }

    /// Changes the file, all or nothing.
    fn change<T>(&self, work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let mut writer = lock(&self.writer);
        let change = writer.transaction_with_behavior(TransactionBehavior::Immediate).map_err(told)?;
        let done = work(&change)?;
        change.commit().map_err(told)?;
        Ok(done)
    }

    /// Changes a job.
    fn change_job(
        &self,
        id: &str,
        work: impl FnOnce(&mut Record) -> Result<(), StoreError>,
    ) -> Result<Record, StoreError> {
        self.change(|change| {
            let mut job = rows::find(change, id)?.ok_or(StoreError::NotFound)?;
            work(&mut job)?;
            rows::update(change, &job)?;
            Ok(job)
        })
    }

    fn reader(&self) -> MutexGuard<'_, Connection> {
        lock(&self.reader)
    }

    /// Changes with whatever anybody else writes into the file.
    fn mark(&self) -> Result<i64, StoreError> {
        self.reader().pragma_query_value(None, "data_version", |row| row.get(0)).map_err(told)
    }

    fn try_claim(&self, worker: &str) -> Result<Option<Record>, StoreError> {
        let now = now();
        if !claim::is_likely(&self.reader(), now)? {
            return Ok(None);
        }
        self.change(|change| {
            claim::reap(change, now, &self.policy)?;
            claim::next(change, worker, now, &self.policy)
        })
    }
}

impl Store for Sqlite {
    fn submit(&self, job: &Record, input: &[u8]) -> Result<(Record, bool), StoreError> {
        self.change(|change| {
            if let Some(there) = rows::find(change, &job.id)? {
                return if there.is_same_work(job) { Ok((there, false)) } else { Err(StoreError::Conflict) };
            }
            kept::put_once(change, &name::of_input(&job.input), input)?;
            rows::insert(change, job)?;
            Ok((job.clone(), true))
        })
    }

    fn get(&self, id: &str) -> Result<Option<Record>, StoreError> {
        rows::find(&self.reader(), id)
    }

    fn list(&self, filter: &Filter, after: Option<u64>, limit: usize) -> Result<Page, StoreError> {
        list::page(&self.reader(), filter, after, limit)
    }

    fn claim(&self, worker: &str, patience: Duration) -> Result<Option<Record>, StoreError> {
        let end = Instant::now() + patience;
        loop {
            let mark = self.mark()?;
            if let Some(job) = self.try_claim(worker)? {
                return Ok(Some(job));
            }
            let again = (Instant::now() + LOOK_ANYWAY).min(end);
            while self.mark()? == mark && Instant::now() < again {
                thread::sleep(LOOK);
            }
            if Instant::now() >= end {
                return Ok(None);
            }
        }
    }

    fn beat(&self, id: &str, attempt: u32, news: &News) -> Result<Record, StoreError> {
        self.change_job(id, |job| Ok(job.beat(attempt, news, now(), &self.policy)?))
    }

    fn end(&self, id: &str, attempt: u32, ending: &Ending) -> Result<Record, StoreError> {
        self.change_job(id, |job| Ok(job.end(attempt, ending, now(), &self.policy)?))
    }

    fn cancel(&self, id: &str) -> Result<Record, StoreError> {
        self.change_job(id, |job| {
            job.cancel(now(), &self.policy);
            Ok(())
        })
    }

    fn delete(&self, id: &str) -> Result<(), StoreError> {
        self.change(|change| {
            let job = rows::find(change, id)?.ok_or(StoreError::NotFound)?;
            if !job.state.is_final() {
                return Err(StoreError::NotEnded);
            }
            kept::forget(change, &job)
        })
    }

    fn put(&self, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        self.change(|change| kept::put(change, name, bytes))
    }

    fn fetch(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        kept::fetch(&self.reader(), name)
    }

    fn discard(&self, name: &str) -> Result<(), StoreError> {
        self.change(|change| kept::discard(change, name))
    }

    fn load(&self) -> Result<Load, StoreError> {
        list::load(&self.reader())
    }

    fn sweep(&self) -> Result<usize, StoreError> {
        self.change(|change| {
            let old = claim::expired(change, now(), SWEPT)?;
            for job in &old {
                kept::forget(change, job)?;
            }
            Ok(old.len())
        })
    }
}

fn lock(connection: &Mutex<Connection>) -> MutexGuard<'_, Connection> {
    // A panic in between has rolled its transaction back.
    connection.lock().unwrap_or_else(PoisonError::into_inner)
}

fn connect(path: &Path) -> Result<Connection, StoreError> {
    let named = |e: rusqlite::Error| named(path, told(e));
    let connection = Connection::open(path).map_err(named)?;
    connection.busy_timeout(PATIENCE).map_err(named)?;
    connection.pragma_update(None, "journal_mode", "wal").map_err(named)?;
    connection.pragma_update(None, "synchronous", "full").map_err(named)?;
    Ok(connection)
}

/// Which file it is that something is wrong with.
fn named(path: &Path, error: StoreError) -> StoreError {
    let at = |why: String| format!("{}: {why}", PathBuf::from(path).display());
    match error {
        StoreError::Unavailable(why) => StoreError::Unavailable(at(why)),
        StoreError::Full(why) => StoreError::Full(at(why)),
        StoreError::Damaged(why) => StoreError::Damaged(at(why)),
        other => other,
    }
}
