//! Handing jobs out: which is the next. All of it within one transaction, by indices alone.

use rusqlite::{Connection, OptionalExtension, params};

use super::error::told;
use super::rows::{self, whole};
use crate::job::life::Policy;
use crate::job::record::Record;
use crate::job::store::StoreError;
use crate::job::time::Millis;

/// Whether it is worth asking for the right to write.
pub(super) fn is_likely(connection: &Connection, now: Millis) -> Result<bool, StoreError> {
    let mut query = connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM queues WHERE queued > 0)
                 OR EXISTS (SELECT 1 FROM jobs WHERE state = 'running' AND lease_until < ?1)",
        )
        .map_err(told)?;
    query.query_row([whole(now)], |row| row.get(0)).map_err(told)
}

/// Gives the next job to a worker.
pub(super) fn next(
    connection: &Connection,
    worker: &str,
    now: Millis,
    policy: &Policy,
) -> Result<Option<Record>, StoreError> {
    let Some(mut job) = first(connection, now)? else { return Ok(None) };
    job.begin(worker, 0, now, policy);
    rows::update(connection, &job)?;
    serve(connection, &job)?;
    Ok(Some(job))
}

/// Takes jobs back whose worker is lost.
pub(super) fn reap(connection: &Connection, now: Millis, policy: &Policy) -> Result<(), StoreError> {
    let mut query = connection
        .prepare_cached("SELECT record FROM jobs WHERE state = 'running' AND lease_until < ?1 LIMIT 100")
        .map_err(told)?;
    let lost: Vec<String> =
        query.query_map([whole(now)], |row| row.get(0)).and_then(Iterator::collect::<Result<_, _>>).map_err(told)?;
    for text in lost {
        let mut job = rows::read(&text)?;
        job.lose(now, policy);
        rows::update(connection, &job)?;
    }
    Ok(())
}

/// The first that may begin: queue by queue, those of high priority first, then of the tenant that has least under way
/// and that was served the longest ago.
fn first(connection: &Connection, now: Millis) -> Result<Option<Record>, StoreError> {
    let mut query = connection
        .prepare_cached(
            "SELECT priority, tenant FROM queues WHERE queued > 0 ORDER BY priority DESC, running, served, tenant",
        )
        .map_err(told)?;
    let mut queues = query.query([]).map_err(told)?;
    while let Some(queue) = queues.next().map_err(told)? {
        let (priority, tenant): (i32, String) = queue.get(0).and_then(|p| Ok((p, queue.get(1)?))).map_err(told)?;
        if let Some(job) = first_of(connection, priority, &tenant, now)? {
            return Ok(Some(job));
        }
    }
    Ok(None)
}

fn first_of(connection: &Connection, priority: i32, tenant: &str, now: Millis) -> Result<Option<Record>, StoreError> {
    let mut query = connection
        .prepare_cached(
            "SELECT record FROM jobs
             WHERE state = 'queued' AND priority = ?1 AND tenant = ?2 AND not_before <= ?3
             ORDER BY deadline, seq LIMIT 1",
        )
        .map_err(told)?;
    let found = query.query_row(params![priority, tenant, whole(now)], |row| row.get::<_, String>(0));
    found.optional().map_err(told)?.map(|text| rows::read(&text)).transpose()
}

/// The tenant has had its turn.
fn serve(connection: &Connection, job: &Record) -> Result<(), StoreError> {
    let mut change = connection
        .prepare_cached(
            "UPDATE queues SET served = (SELECT max(served) + 1 FROM queues) WHERE priority = ?1 AND tenant = ?2",
        )
        .map_err(told)?;
    change.execute(params![job.priority, job.tenant]).map_err(told)?;
    Ok(())
}

/// Jobs that have been kept long enough.
pub(super) fn expired(connection: &Connection, now: Millis, limit: usize) -> Result<Vec<Record>, StoreError> {
    let mut query = connection
        .prepare_cached("SELECT record FROM jobs WHERE expires IS NOT NULL AND expires < ?1 LIMIT ?2")
        .map_err(told)?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let old: Vec<String> = query
        .query_map(params![whole(now), limit], |row| row.get(0))
        .and_then(Iterator::collect::<Result<_, _>>)
        .map_err(told)?;
    old.iter().map(|text| rows::read(text)).collect()
}
