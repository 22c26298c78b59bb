//! Handing jobs out. Queue, lease and redelivery are JetStream's: a message is a worker's as long as it says that it is at
//! it, and another's after that. What is decided here is whose turn it is, and what a message means for its job.

use std::collections::{BTreeSet, HashMap};
use std::time::Duration;

use async_nats::jetstream::consumer::{AckPolicy, PullConsumer, pull};
use async_nats::jetstream::{AckKind, Message};
use futures_util::{StreamExt, TryStreamExt};

use super::records::{self, Entry};
use super::setup::{PATIENCE, There, unavailable};
use super::subjects;
use crate::job::life::Policy;
use crate::job::record::{Record, State};
use crate::job::store::StoreError;
use crate::job::time::now;

/// Messages that may be under way in one queue.
const UNDER_WAY: i64 = 100_000;

/// A queue that nobody has asked for so long is set up again when somebody does.
const FORGOTTEN: Duration = Duration::from_secs(24 * 3600);

/// Times that a queue is asked until it answers, and the first pause between; each one after it is twice as long.
const ASKED: u32 = 7;
const FIRST_PAUSE: Duration = Duration::from_millis(20);

/// What a worker knows of the queues.
#[derive(Default)]
pub(super) struct Turns {
    consumers: HashMap<String, PullConsumer>,
    /// The tenant that was served last.
    last: String,
}

/// The next job, if there is one now.
pub(super) async fn next(
    there: &There,
    prefix: &str,
    turns: &tokio::sync::Mutex<Turns>,
    worker: &str,
    policy: &Policy,
) -> Result<Option<(Record, Message)>, StoreError> {
    let waiting = queues(there, prefix).await?;
    let order = { in_turn(prefix, &waiting, &turns.lock().await.last) };
    for subject in order {
        while let Some(message) = pull(there, turns, subject, policy).await? {
            if let Some(job) = take(there, &message, worker, policy).await? {
                subjects::turn(prefix, subject).1.clone_into(&mut turns.lock().await.last);
                return Ok(Some((job, message)));
            }
        }
    }
    Ok(None)
}

/// Queues with anything in them.
async fn queues(there: &There, prefix: &str) -> Result<BTreeSet<String>, StoreError> {
    let info = there.work.info_with_subjects(subjects::all(prefix)).await.map_err(unavailable)?;
    info.map_ok(|(subject, _)| subject).try_collect().await.map_err(unavailable)
}

/// Highest priority first; then the tenants after the one that was served last; of each, what has to be ready first.
fn in_turn<'a>(prefix: &str, waiting: &'a BTreeSet<String>, last: &str) -> Vec<&'a str> {
    let mut order: Vec<&str> = waiting.iter().map(String::as_str).collect();
    order.sort_by_key(|subject| {
        let (rank, tenant) = subjects::turn(prefix, subject);
        (rank, tenant <= last, tenant, *subject)
    });
    order
}

/// A message of a queue, if there is one now. A queue that was just set up may have nobody yet who answers for it, and one
/// that was forgotten is set up again.
async fn pull(
    there: &There,
    turns: &tokio::sync::Mutex<Turns>,
    subject: &str,
    policy: &Policy,
) -> Result<Option<Message>, StoreError> {
    let mut pause = FIRST_PAUSE;
    for is_last in (1..=ASKED).map(|i| i == ASKED) {
        match pull_once(there, turns, subject, policy).await {
            Err(_) if !is_last => tokio::time::sleep(pause).await,
            pulled => return pulled,
        }
        pause *= 2;
    }
    unreachable!("what comes of the last time is returned")
}

async fn pull_once(
    there: &There,
    turns: &tokio::sync::Mutex<Turns>,
    subject: &str,
    policy: &Policy,
) -> Result<Option<Message>, StoreError> {
    let known = turns.lock().await.consumers.get(subject).cloned();
    let consumer = match known {
        Some(consumer) => consumer,
        None => {
            let name = subjects::consumer(subject);
            let made = there.work.get_or_create_consumer(&name, config(subject, policy)).await.map_err(unavailable)?;
            turns.lock().await.consumers.insert(subject.to_owned(), made.clone());
            made
        }
    };
    let pulled = async {
        let mut batch = consumer.fetch().max_messages(1).messages().await.map_err(unavailable)?;
        batch.next().await.transpose().map_err(unavailable)
    };
    // A question that is lost with a server that dies just then is answered by nobody, and has no end of its own.
    let late = |_| StoreError::Unavailable(format!("the queue {subject} does not answer"));
    let pulled = tokio::time::timeout(PATIENCE, pulled).await.map_err(late).flatten();
    if pulled.is_err() {
        // It may be gone: next time it is looked for anew.
        turns.lock().await.consumers.remove(subject);
    }
    pulled
}

fn config(subject: &str, policy: &Policy) -> pull::Config {
    pull::Config {
        durable_name: Some(subjects::consumer(subject)),
        filter_subject: subject.to_owned(),
        ack_policy: AckPolicy::Explicit,
        ack_wait: policy.lease,
        max_ack_pending: UNDER_WAY,
        inactive_threshold: FORGOTTEN,
        ..pull::Config::default()
    }
}

/// What to do with a message.
enum Sense {
    /// Its job is to be done now.
    Begin,
    /// Later.
    Wait(Duration),
    /// There is nothing to do.
    Drop,
}

/// The job of a message, begun; or nothing, and the message is seen to.
async fn take(there: &There, message: &Message, worker: &str, policy: &Policy) -> Result<Option<Record>, StoreError> {
    let delivery = message.info().map_err(unavailable)?.stream_sequence;
    let sent = records::read(&message.payload)?;
    let began = now();
    loop {
        let (mut job, revision) = match records::entry(&there.records, &sent.id).await? {
            // The message was sent before its record was written: whoever sent it need not be alive any more.
            Entry::None => (sent.clone(), 0),
            Entry::Forgotten(..) => return acknowledge(message, AckKind::Ack).await,
            Entry::There(job, revision) => (*job, revision),
        };
        if is_mine(&job, worker, delivery, began) {
            return Ok(Some(job));
        }
        let before = job.version;
        let sense = sense(&mut job, delivery, policy);
        if let Sense::Begin = sense {
            job.begin(worker, delivery, now().max(began), policy);
        }
        if job.version != before && !records::write(&there.records, &job, revision).await? {
            continue;
        }
        return match sense {
            Sense::Begin => Ok(Some(job)),
            Sense::Wait(pause) => acknowledge(message, AckKind::Nak(Some(pause))).await,
            Sense::Drop => acknowledge(message, AckKind::Ack).await,
        };
    }
}

/// The answer to what was written got lost: it was this very attempt.
fn is_mine(job: &Record, worker: &str, delivery: u64, began: u64) -> bool {
    let last = job.attempts.last().filter(|_| job.state == State::Running);
    last.is_some_and(|a| a.worker == worker && a.delivery == delivery && a.started >= began)
}

fn sense(job: &mut Record, delivery: u64, policy: &Policy) -> Sense {
    if job.state == State::Running {
        // Delivered again: whoever had it is not heard of any more. Another message of the same job, such as one that two
        // servers sent at once, waits for what comes of the first.
        if job.attempts.last().is_some_and(|a| a.delivery != delivery) {
            return Sense::Wait(policy.lease);
        }
        job.lose(now(), policy);
    }
    match job.state {
        State::Queued if job.not_before > now() => Sense::Wait(Duration::from_millis(job.not_before - now())),
        State::Queued => Sense::Begin,
        State::Running | State::Succeeded | State::Failed | State::Cancelled => Sense::Drop,
    }
}

async fn acknowledge(message: &Message, kind: AckKind) -> Result<Option<Record>, StoreError> {
    message.ack_with(kind).await.map_err(unavailable)?;
    Ok(None)
}
