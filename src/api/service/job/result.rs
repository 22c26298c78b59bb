//! GetJobResult.

use prost::Message;

use super::room::{Counter, Refused};
use crate::job::{Record, Saved, StoreError};
use crate::wire::v1;

/// The result, or the best so far.
pub(super) fn get(at: &Counter, asked: v1::GetJobResultRequest) -> Result<v1::GetJobResultResponse, Refused> {
    let job = at.job(&asked.id)?;
    let found = match &job.result {
        Some(name) => Some(ended(at, name)?),
        None => so_far(at, &job)?,
    };
    match found {
        Some(result) => Ok(v1::GetJobResultResponse { result: Some(result) }),
        None => Err(Refused::NoResult(job.error)),
    }
}

fn ended(at: &Counter, name: &str) -> Result<v1::JobResult, Refused> {
    let damaged = |why: &str| StoreError::Damaged(format!("{name}: {why}"));
    let bytes = at.store.fetch(name)?.ok_or_else(|| damaged("is not there"))?;
    v1::JobResult::decode(&bytes[..]).map_err(|e| damaged(&e.to_string()).into())
}

/// A worker may have replaced it since the job was read; then there will be another soon.
fn so_far(at: &Counter, job: &Record) -> Result<Option<v1::JobResult>, Refused> {
    let Some(name) = &job.saved else { return Ok(None) };
    Ok(at.store.fetch(name)?.and_then(|bytes| Saved::of_bytes(&bytes)).map(|saved| saved.result))
}
