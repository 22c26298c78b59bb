//! Inputs, results and what was found so far, by name.

use rusqlite::{Connection, OptionalExtension, params};

use super::error::told;
use crate::job::name;
use crate::job::record::Record;
use crate::job::store::StoreError;

/// Keeps bytes under a name.
pub(super) fn put(connection: &Connection, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
    let mut change = connection.prepare_cached("INSERT OR REPLACE INTO kept VALUES (?1, ?2)").map_err(told)?;
    change.execute(params![name, bytes]).map(|_| ()).map_err(told)
}

/// Keeps bytes under a name that says what they are: what is there already is the same.
pub(super) fn put_once(connection: &Connection, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
    let mut change = connection.prepare_cached("INSERT OR IGNORE INTO kept VALUES (?1, ?2)").map_err(told)?;
    change.execute(params![name, bytes]).map(|_| ()).map_err(told)
}

/// What is kept under a name.
pub(super) fn fetch(connection: &Connection, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
    let mut query = connection.prepare_cached("SELECT bytes FROM kept WHERE name = ?1").map_err(told)?;
    query.query_row([name], |row| row.get(0)).optional().map_err(told)
}

/// Forgets it.
pub(super) fn discard(connection: &Connection, name: &str) -> Result<(), StoreError> {
    let mut change = connection.prepare_cached("DELETE FROM kept WHERE name = ?1").map_err(told)?;
    change.execute([name]).map(|_| ()).map_err(told)
}

/// Forgets a job, and what no other job needs.
pub(super) fn forget(connection: &Connection, job: &Record) -> Result<(), StoreError> {
    let gone = |text, value: &str| -> Result<(), StoreError> {
        connection.prepare_cached(text).map_err(told)?.execute([value]).map(|_| ()).map_err(told)
    };
    gone("DELETE FROM jobs WHERE id = ?1", &job.id)?;
    for name in job.own() {
        discard(connection, &name)?;
    }
    if !exists(connection, "SELECT EXISTS (SELECT 1 FROM jobs WHERE input = ?1)", &job.input)? {
        discard(connection, &name::of_input(&job.input))?;
    }
    match &job.result {
        Some(result) if !exists(connection, "SELECT EXISTS (SELECT 1 FROM jobs WHERE result = ?1)", result)? => {
            discard(connection, result)
        }
        Some(_) | None => Ok(()),
    }
}

fn exists(connection: &Connection, query: &str, value: &str) -> Result<bool, StoreError> {
    connection.prepare_cached(query).map_err(told)?.query_row([value], |row| row.get(0)).map_err(told)
}
