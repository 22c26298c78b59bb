//! Backup while the store is at work, and the way back.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::backup::Backup;
use rusqlite::{Connection, OpenFlags};

use super::error::told;
use super::{named, schema};
use crate::job::store::StoreError;

/// Pages copied before others have a turn.
const PAGES: i32 = 1_000;

/// Copies the store as it stands at one moment; it may be at work meanwhile. The copy appears whole or not at all.
///
/// # Errors
///
/// If the store cannot be read, or the copy not be written.
pub fn backup(store: &Path, copy: &Path) -> Result<(), StoreError> {
    let source = Connection::open_with_flags(store, OpenFlags::SQLITE_OPEN_READ_ONLY);
    let source = source.map_err(|e| named(store, told(e)))?;
    let part = beside(copy);
    // What a backup that was broken off has left.
    remove(&part)?;
    transfer(&source, &part).and_then(|()| sound(&part)).map_err(|e| named(&part, e))?;
    fs::rename(&part, copy).map_err(|e| StoreError::Unavailable(format!("{}: {e}", copy.display())))
}

/// Puts a copy back in the place of a store, which nobody may be using. What is there is never overwritten.
///
/// # Errors
///
/// If there is a store already, or the copy is none.
pub fn restore(copy: &Path, store: &Path) -> Result<(), StoreError> {
    if store.exists() {
        let why = "there is a file already; move it and those that begin with its name away first";
        return Err(StoreError::Unavailable(format!("{}: {why}", store.display())));
    }
    sound(copy).map_err(|e| named(copy, e))?;
    backup(copy, store)?;
    let mut restored = Connection::open(store).map_err(|e| named(store, told(e)))?;
    schema::migrate(&mut restored).map_err(|e| named(store, e))
}

fn transfer(source: &Connection, part: &Path) -> Result<(), StoreError> {
    let mut target = Connection::open(part).map_err(told)?;
    let copying = Backup::new(source, &mut target).map_err(told)?;
    copying.run_to_completion(PAGES, Duration::from_millis(1), None).map_err(told)
}

/// Whether it is a whole store.
fn sound(file: &Path) -> Result<(), StoreError> {
    let connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(told)?;
    let said: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0)).map_err(told)?;
    let jobs: i64 = connection.query_row("SELECT count(*) FROM jobs", [], |row| row.get(0)).map_err(told)?;
    if said == "ok" && jobs >= 0 { Ok(()) } else { Err(StoreError::Damaged(said)) }
}

fn beside(copy: &Path) -> PathBuf {
    let mut name = copy.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    copy.with_file_name(name)
}

fn remove(file: &Path) -> Result<(), StoreError> {
    match fs::remove_file(file) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
            Err(StoreError::Unavailable(format!("{}: {e}", file.display())))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}
