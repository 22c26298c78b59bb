//! GetJob, CancelJob, DeleteJob.

use super::room::{Counter, Refused};
use crate::job;
use crate::wire::v1;

/// GetJob.
pub(super) fn get(at: &Counter, asked: v1::GetJobRequest) -> Result<v1::GetJobResponse, Refused> {
    Ok(v1::GetJobResponse { job: Some(job::message(&at.job(&asked.id)?)) })
}

/// CancelJob.
pub(super) fn cancel(at: &Counter, asked: v1::CancelJobRequest) -> Result<v1::CancelJobResponse, Refused> {
    at.job(&asked.id)?;
    Ok(v1::CancelJobResponse { job: Some(job::message(&at.store.cancel(&asked.id)?)) })
}

/// DeleteJob.
pub(super) fn delete(at: &Counter, asked: v1::DeleteJobRequest) -> Result<v1::DeleteJobResponse, Refused> {
    at.job(&asked.id)?;
    at.store.delete(&asked.id)?;
    Ok(v1::DeleteJobResponse {})
}
