//! A workspace in memory, and what it takes.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use super::instruments::Instruments;

/// A workspace. Dropped, it has ended.
#[must_use = "it counts as open for as long as it is held"]
#[derive(Debug)]
pub struct OpenWorkspace {
    to: Arc<Instruments>,
    bytes: AtomicI64,
}

pub(super) fn opened(to: Arc<Instruments>, bytes: usize) -> OpenWorkspace {
    to.workspaces.add(1, &[]);
    let workspace = OpenWorkspace { to, bytes: AtomicI64::new(0) };
    workspace.weighs(bytes);
    workspace
}

impl OpenWorkspace {
    /// What it takes by now.
    pub fn weighs(&self, bytes: usize) {
        let bytes = i64::try_from(bytes).unwrap_or(i64::MAX);
        let before = self.bytes.swap(bytes, Ordering::Relaxed);
        self.to.workspace_bytes.add(bytes - before, &[]);
    }
}

impl Drop for OpenWorkspace {
    fn drop(&mut self) {
        self.weighs(0);
        self.to.workspaces.add(-1, &[]);
    }
}
