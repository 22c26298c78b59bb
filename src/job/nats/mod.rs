//! Jobs in NATS JetStream, on one server or on a cluster: a stream of work, from which each message is one worker's at a
//! time; a bucket of records, changed by compare and set; an object store for what is large. Nothing is kept here that
//! outlives the process.

mod again;
mod claim;
mod credentials;
mod list;
mod objects;
mod records;
mod setup;
mod subjects;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use async_nats::jetstream::{AckKind, Message};
use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::Notify;

use self::again::until_heard;
use self::claim::Turns;
use self::records::Entry;
use self::setup::{Address, PATIENCE, There, unavailable};
use super::life::{Ending, News, Policy};
use super::name;
use super::record::{Record, State};
use super::store::{Filter, Load, Page, Store, StoreError};
use super::time::{Millis, now};

/// How often a worker without a job looks, whether it was told of one or not: messages come back silently.
const LOOK: Duration = Duration::from_millis(500);

/// Entries of the list that one sweep looks at.
const SWEPT: usize = 500;

/// How long it is remembered that a job was forgotten: longer than a message of it can be on its way.
const MARKED: Millis = 48 * 3600 * 1000;

/// The servers.
#[allow(missing_debug_implementations)]
pub struct Nats {
    policy: Policy,
    prefix: String,
    there: There,
    turns: tokio::sync::Mutex<Turns>,
    /// Told that a job came.
    wake: Arc<Notify>,
    /// Messages of the attempts of this process.
    held: Mutex<HashMap<(String, u32), Message>>,
    /// Where the next sweep goes on.
    swept: Mutex<u64>,
    runtime: Option<Runtime>,
}

impl Nats {
    /// Connects, and sets up what is missing. The address is `nats://HOST:PORT`, with more servers after commas, and
    /// `?replicas=N&ca=FILE&cert=FILE&key=FILE&prefix=NAME` where that is wanted.
    ///
    /// # Errors
    ///
    /// If the address is none, or no server can be reached.
    pub fn open(address: &str, policy: Policy) -> Result<Self, StoreError> {
        let read = Address::parse(address).ok_or_else(|| StoreError::Address(address.to_owned()))?;
        let runtime = Builder::new_multi_thread().worker_threads(2).thread_name("nats").enable_all().build();
        let runtime = runtime.map_err(unavailable)?;
        let wake = Arc::new(Notify::new());
        let there = runtime.block_on(async {
            let there = setup::open(&read, &policy).await?;
            let mut told = there.client.subscribe(subjects::wake(&read.prefix)).await.map_err(unavailable)?;
            let wake = Arc::clone(&wake);
            tokio::spawn(async move {
                while told.next().await.is_some() {
                    wake.notify_waiters();
                }
            });
            Ok::<_, StoreError>(there)
        })?;
        Ok(Self {
            policy,
            prefix: read.prefix,
            there,
            turns: tokio::sync::Mutex::default(),
            wake,
            held: Mutex::default(),
            swept: Mutex::default(),
            runtime: Some(runtime),
        })
    }

    /// Waits for an answer, but not for ever.
    fn wait<T>(&self, work: impl Future<Output = Result<T, StoreError>>) -> Result<T, StoreError> {
        self.wait_for(PATIENCE * 6, work)
    }

    fn wait_for<T>(
        &self,
        patience: Duration,
        work: impl Future<Output = Result<T, StoreError>>,
    ) -> Result<T, StoreError> {
        let runtime = self.runtime.as_ref().expect("it is there until it is dropped");
        let late = |_| StoreError::Unavailable("the servers did not answer in time".to_owned());
        runtime.block_on(async { tokio::time::timeout(patience, work).await.map_err(late)? })
    }

    fn held(&self) -> MutexGuard<'_, HashMap<(String, u32), Message>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells the queue of an attempt.
    async fn acknowledge(&self, id: &str, attempt: u32, kind: AckKind) -> Result<(), StoreError> {
        let message = self.held().get(&(id.to_owned(), attempt)).cloned();
        match message {
            Some(message) => message.ack_with(kind).await.map_err(unavailable),
            None => Ok(()),
        }
    }

    /// Puts a message into the stream of its subject.
    async fn publish(&self, subject: &str, bytes: Bytes) -> Result<(), StoreError> {
        until_heard(async || {
            let sent = self.there.context.publish(subject.to_owned(), bytes.clone()).await.map_err(unavailable)?;
            sent.await.map(|_| ()).map_err(unavailable)
        })
        .await
    }

    async fn submitted(&self, job: &Record, input: &[u8]) -> Result<(Record, bool), StoreError> {
        let There { records, objects, client, .. } = &self.there;
        let revision = match records::entry(records, &job.id).await? {
            Entry::There(there, _) => return same(*there, job),
            Entry::Forgotten(revision, _) => revision,
            Entry::None => 0,
        };
        let asked = name::of_input(&job.input);
        let kept = objects::put_once(objects, &asked, input, self.policy.retention / 2);
        let place = subjects::of_index(&self.prefix, &job.tenant, &job.id);
        tokio::try_join!(kept, self.publish(&place, Bytes::new()))?;
        // The message holds the whole record: once it is kept the job is, whoever dies now.
        let queue = subjects::of_job(&self.prefix, job);
        self.publish(&queue, records::bytes(job).into()).await?;
        let written = records::put(records, job, revision).await?;
        client.publish(subjects::wake(&self.prefix), "".into()).await.map_err(unavailable)?;
        let Some(there) = written else { return Ok((job.clone(), true)) };
        // A worker was faster, or another server had the same request.
        let (there, _) = same(there, job)?;
        let is_own = there.created == job.created;
        Ok((there, is_own))
    }

    async fn claimed(&self, worker: &str, patience: Duration) -> Result<Option<Record>, StoreError> {
        let end = Instant::now() + patience;
        loop {
            let woken = self.wake.notified();
            let found = claim::next(&self.there, &self.prefix, &self.turns, worker, &self.policy).await?;
            if let Some((job, message)) = found {
                self.held().insert((job.id.clone(), job.attempt()), message);
                return Ok(Some(job));
            }
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(None);
            }
            // Woken or not, it looks again.
            let _ = tokio::time::timeout(left.min(LOOK), woken).await;
        }
    }

    async fn ended(&self, id: &str, attempt: u32, ending: &Ending) -> Result<Record, StoreError> {
        let policy = &self.policy;
        let job = records::change(&self.there.records, id, |job| {
            job.end(attempt, ending, now(), policy)?;
            Ok(true)
        })
        .await?;
        let kind = match job.state {
            State::Queued => AckKind::Nak(Some(Duration::from_millis(job.not_before.saturating_sub(now())))),
            State::Running | State::Succeeded | State::Failed | State::Cancelled => AckKind::Ack,
        };
        // If the word is lost the message comes once more, and its job has ended by then.
        self.acknowledge(id, attempt, kind).await?;
        Ok(job)
    }

    async fn counted(&self) -> Result<Load, StoreError> {
        let info = self.there.work.get_info().await.map_err(unavailable)?;
        let consumers: Vec<_> = self.there.work.consumers().try_collect().await.map_err(unavailable)?;
        let running = consumers.iter().map(|c| c.num_ack_pending as u64).sum::<u64>().min(info.state.messages);
        let oldest = u64::try_from(info.state.first_timestamp.unix_timestamp_nanos() / 1_000_000).ok();
        Ok(Load { queued: info.state.messages - running, running, oldest: oldest.filter(|_| info.state.messages > 0) })
    }

    async fn swept(&self, from: u64) -> Result<(usize, u64), StoreError> {
        let places = list::places(&self.there, &self.prefix, None, from + 1, SWEPT).await?;
        let mut gone = 0;
        for (place, entry) in list::entries(&self.there.records, &places).await? {
            let is_old = match entry {
                Entry::There(job, _) => job.expires.is_some_and(|at| at < now()),
                Entry::Forgotten(_, since) => since + MARKED < now(),
                // Taken in and lost before anybody was told, or just coming in.
                Entry::None => false,
            };
            if is_old {
                self.there.records.purge(&place.id).await.map_err(unavailable)?;
                self.there.list.delete_message(place.sequence).await.map_err(unavailable)?;
                gone += 1;
            }
        }
        let is_last = places.len() < SWEPT;
        Ok((gone, places.last().filter(|_| !is_last).map_or(0, |place| place.sequence)))
    }
}

fn same(there: Record, job: &Record) -> Result<(Record, bool), StoreError> {
    if there.is_same_work(job) { Ok((there, false)) } else { Err(StoreError::Conflict) }
}

impl Store for Nats {
    fn submit(&self, job: &Record, input: &[u8]) -> Result<(Record, bool), StoreError> {
        self.wait(self.submitted(job, input))
    }

    fn get(&self, id: &str) -> Result<Option<Record>, StoreError> {
        self.wait(async { Ok(records::entry(&self.there.records, id).await?.job()) })
    }

    fn list(&self, filter: &Filter, after: Option<u64>, limit: usize) -> Result<Page, StoreError> {
        self.wait(list::page(&self.there, &self.prefix, filter, after, limit))
    }

    fn claim(&self, worker: &str, patience: Duration) -> Result<Option<Record>, StoreError> {
        self.wait_for(patience + PATIENCE * 4, self.claimed(worker, patience))
    }

    fn beat(&self, id: &str, attempt: u32, news: &News) -> Result<Record, StoreError> {
        let told = self.wait(async {
            self.acknowledge(id, attempt, AckKind::Progress).await?;
            records::change(&self.there.records, id, |job| {
                let before = job.version;
                job.beat(attempt, news, now(), &self.policy)?;
                Ok(job.version != before)
            })
            .await
        });
        if matches!(told, Err(StoreError::Fenced | StoreError::NotFound)) {
            self.held().remove(&(id.to_owned(), attempt));
        }
        told
    }

    fn end(&self, id: &str, attempt: u32, ending: &Ending) -> Result<Record, StoreError> {
        let job = self.wait(self.ended(id, attempt, ending))?;
        self.held().remove(&(id.to_owned(), attempt));
        Ok(job)
    }

    fn cancel(&self, id: &str) -> Result<Record, StoreError> {
        self.wait(records::change(&self.there.records, id, |job| Ok(job.cancel(now(), &self.policy))))
    }

    fn delete(&self, id: &str) -> Result<(), StoreError> {
        self.wait(async {
            let Entry::There(job, revision) = records::entry(&self.there.records, id).await? else {
                return Err(StoreError::NotFound);
            };
            if !job.state.is_final() {
                return Err(StoreError::NotEnded);
            }
            // What it shares by the hash of what it asks stays until its age is over: a job that is just coming in may
            // have found it there and rely on it.
            for name in job.own() {
                objects::discard(&self.there.objects, &name).await?;
            }
            // A mark stays for a while: a message of the job that is still on its way means nothing then.
            until_heard(async || {
                self.there.records.delete_expect_revision(id, Some(revision)).await.map_err(unavailable)
            })
            .await
        })
    }

    fn put(&self, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        self.wait(objects::put(&self.there.objects, name, bytes))
    }

    fn fetch(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.wait(objects::fetch(&self.there.objects, name))
    }

    fn discard(&self, name: &str) -> Result<(), StoreError> {
        self.wait(objects::discard(&self.there.objects, name))
    }

    fn load(&self) -> Result<Load, StoreError> {
        self.wait(self.counted())
    }

    fn sweep(&self) -> Result<usize, StoreError> {
        let from = *self.swept.lock().unwrap_or_else(PoisonError::into_inner);
        let (gone, last) = self.wait(self.swept(from))?;
        *self.swept.lock().unwrap_or_else(PoisonError::into_inner) = last;
        Ok(gone)
    }
}

impl Drop for Nats {
    fn drop(&mut self) {
        // Nobody should wait for connections to be closed; and whoever drops this may be in a runtime of their own.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
