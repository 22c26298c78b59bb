//! Records in and out of their table.

use rusqlite::{Connection, OptionalExtension, Row, named_params};

use super::error::told;
use crate::job::record::Record;
use crate::job::store::StoreError;

/// The job of an id.
pub(super) fn find(connection: &Connection, id: &str) -> Result<Option<Record>, StoreError> {
    let mut query = connection.prepare_cached("SELECT record FROM jobs WHERE id = ?1").map_err(told)?;
    let found = query.query_row([id], |row| row.get::<_, String>(0)).optional().map_err(told)?;
    found.map(|text| read(&text)).transpose()
}

/// Puts a new job at the end.
pub(super) fn insert(connection: &Connection, job: &Record) -> Result<(), StoreError> {
    let mut change = connection
        .prepare_cached(
            "INSERT INTO jobs (id, tenant, state, priority, deadline, created, not_before, lease_until, expires, input,
                 result, record)
             VALUES (:id, :tenant, :state, :priority, :deadline, :created, :not_before, :lease_until, :expires, :input,
                 :result, :record)",
        )
        .map_err(told)?;
    change
        .execute(named_params! {
            ":id": job.id,
            ":tenant": job.tenant,
            ":state": job.state.as_str(),
            ":priority": job.priority,
            ":deadline": job.deadline.map_or(i64::MAX, whole),
            ":created": whole(job.created),
            ":not_before": whole(job.not_before),
            ":lease_until": whole(job.lease_until),
            ":expires": job.expires.map(whole),
            ":input": job.input,
            ":result": job.result,
            ":record": text(job),
        })
        .map_err(told)?;
    Ok(())
}

/// Writes a job back.
pub(super) fn update(connection: &Connection, job: &Record) -> Result<(), StoreError> {
    let mut change = connection
        .prepare_cached(
            "UPDATE jobs SET state = :state, not_before = :not_before, lease_until = :lease_until, expires = :expires,
                 result = :result, record = :record
             WHERE id = :id",
        )
        .map_err(told)?;
    change
        .execute(named_params! {
            ":id": job.id,
            ":state": job.state.as_str(),
            ":not_before": whole(job.not_before),
            ":lease_until": whole(job.lease_until),
            ":expires": job.expires.map(whole),
            ":result": job.result,
            ":record": text(job),
        })
        .map_err(told)?;
    Ok(())
}

/// A row of a position and a record.
pub(super) fn placed(row: &Row<'_>) -> Result<(i64, String), rusqlite::Error> {
    Ok((row.get(0)?, row.get(1)?))
}

pub(super) fn read(text: &str) -> Result<Record, StoreError> {
    serde_json::from_str(text).map_err(|e| StoreError::Damaged(e.to_string()))
}

fn text(job: &Record) -> String {
    serde_json::to_string(job).expect("records have string keys and finite structure")
}

/// As SQLite counts.
pub(super) fn whole(figure: u64) -> i64 {
    i64::try_from(figure).unwrap_or(i64::MAX)
}
