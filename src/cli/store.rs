//! `arbitre store`: backup and restore of an embedded store of jobs.

use std::path::Path;

use super::args::{StoreArgs, StoreCommand};
use super::exit::Exit;
use super::failure::Failure;
use crate::job::{self, StoreError};

/// Copies the store, which may be at work meanwhile; or puts a copy in its place.
pub(super) fn run(args: &StoreArgs) -> Result<Exit, Vec<Failure>> {
    let (store, copy) = match &args.command {
        StoreCommand::Backup { store, copy } | StoreCommand::Restore { copy, store } => (file(store)?, copy),
    };
    let done = match &args.command {
        StoreCommand::Backup { .. } => job::backup(store, copy),
        StoreCommand::Restore { .. } => job::restore(copy, store),
    };
    done.map_err(Failure::Store)?;
    Ok(Exit::Done)
}

fn file(address: &str) -> Result<&Path, Failure> {
    job::file(address).ok_or_else(|| Failure::Store(StoreError::Address(address.to_owned())))
}
