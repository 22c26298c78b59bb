//! Steps of several searches, each told as it goes.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The steps of each search by its number.
#[derive(Debug, Default)]
pub(super) struct Tally(Mutex<BTreeMap<usize, u64>>);

impl Tally {
    /// A search is so far.
    pub(super) fn note(&self, number: usize, steps: u64) {
        self.steps().insert(number, steps);
    }

    /// Of all searches.
    pub(super) fn total(&self) -> u64 {
        self.steps().values().sum()
    }

    fn steps(&self) -> MutexGuard<'_, BTreeMap<usize, u64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
