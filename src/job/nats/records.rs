//! Records in their bucket: read, changed, and written back if nobody else has changed them meanwhile.

use std::error::Error;

use async_nats::jetstream;
use async_nats::jetstream::ErrorCode;
use async_nats::jetstream::kv::{Operation, Store, UpdateError, UpdateErrorKind};

use super::again::until_heard;
use super::setup::unavailable;
use crate::job::record::Record;
use crate::job::store::StoreError;
use crate::job::time::Millis;

/// Times to begin anew when somebody else is at the same job; each has its reason to stop soon.
const TRIES: usize = 50;

/// What stands under an id.
pub(super) enum Entry {
    /// Nothing, ever.
    None,
    /// There was a job, which was forgotten: its revision, and since when.
    Forgotten(u64, Millis),
    /// A job, and its revision.
    There(Box<Record>, u64),
}

impl Entry {
    /// The job.
    pub(super) fn job(self) -> Option<Record> {
        match self {
            Self::There(job, _) => Some(*job),
            Self::None | Self::Forgotten(..) => None,
        }
    }
}

/// What stands under an id.
pub(super) async fn entry(records: &Store, id: &str) -> Result<Entry, StoreError> {
    let found = until_heard(async || records.entry(id).await.map_err(unavailable)).await?;
    let Some(entry) = found else { return Ok(Entry::None) };
    match entry.operation {
        Operation::Put => Ok(Entry::There(Box::new(read(&entry.value)?), entry.revision)),
        Operation::Delete | Operation::Purge => {
            let since = u64::try_from(entry.created.unix_timestamp()).unwrap_or(0) * 1000;
            Ok(Entry::Forgotten(entry.revision, since))
        }
    }
}

/// Writes a job if its entry is still of that revision, 0 for none; says whether it was.
pub(super) async fn write(records: &Store, job: &Record, revision: u64) -> Result<bool, StoreError> {
    until_heard(async || match records.update(&job.id, bytes(job).into(), revision).await {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == UpdateErrorKind::WrongLastRevision || is_overtaken(&error) => Ok(false),
        Err(error) => Err(unavailable(error)),
    })
    .await
}

/// Whether another write of the same entry is just on its way to the replicas: a cluster has a code of its own for that.
fn is_overtaken(error: &UpdateError) -> bool {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if let Some(told) = error.downcast_ref::<jetstream::Error>() {
            return told.error_code() == ErrorCode::STREAM_WRONG_LAST_SEQUENCE_CONSTANT;
        }
        cause = error.source();
    }
    false
}

/// Writes a new job over an entry of that revision, 0 for none; or gives the job that somebody else has written there.
pub(super) async fn put(records: &Store, job: &Record, mut revision: u64) -> Result<Option<Record>, StoreError> {
    for _ in 0..TRIES {
        if write(records, job, revision).await? {
            return Ok(None);
        }
        revision = match entry(records, &job.id).await? {
            Entry::There(there, _) => return Ok(Some(*there)),
            // What was on its way did not arrive, or not yet.
            Entry::Forgotten(revision, _) => revision,
            Entry::None => 0,
        };
    }
    Err(too_many(&job.id))
}

/// Changes a job that is there, again and again until nobody else has changed it meanwhile. Nothing is written where
/// `work` says that nothing changed.
pub(super) async fn change(
    records: &Store,
    id: &str,
    work: impl Fn(&mut Record) -> Result<bool, StoreError>,
) -> Result<Record, StoreError> {
    for _ in 0..TRIES {
        let Entry::There(mut job, revision) = entry(records, id).await? else { return Err(StoreError::NotFound) };
        if !work(&mut job)? || write(records, &job, revision).await? {
            return Ok(*job);
        }
    }
    Err(too_many(id))
}

fn too_many(id: &str) -> StoreError {
    StoreError::Unavailable(format!("job {id} is being changed by too many at once"))
}

pub(super) fn read(bytes: &[u8]) -> Result<Record, StoreError> {
    serde_json::from_slice(bytes).map_err(|e| StoreError::Damaged(e.to_string()))
}

pub(super) fn bytes(job: &Record) -> Vec<u8> {
    serde_json::to_vec(job).expect("records have string keys and finite structure")
}
