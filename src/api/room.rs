//! One workspace, whose questions take turns.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::{Mutex as Turns, OwnedMutexGuard};

use crate::api::config;
use crate::api::telemetry::{Metrics, OpenWorkspace};
use crate::study::Workspace;
use crate::wire::v1;

/// A workspace and whose it is.
#[derive(Debug)]
pub(super) struct Room {
    id: String,
    tenant: Arc<str>,
    workspace: Arc<Turns<Workspace>>,
    /// In any case.
    end: Option<Instant>,
    idle: Duration,
    use_: Mutex<Use>,
    bytes: AtomicUsize,
    kept: AtomicUsize,
    counted: OpenWorkspace,
}

/// Who is at it.
#[derive(Debug)]
struct Use {
    /// Questions that wait or are answered.
    visitors: usize,
    /// When the last of them left.
    left: Instant,
}

impl Room {
    pub(super) fn new(
        id: String,
        tenant: Arc<str>,
        workspace: Workspace,
        bounds: &config::Workspaces,
        metrics: &Metrics,
    ) -> Self {
        let now = Instant::now();
        let seconds = |s: f64| Duration::try_from_secs_f64(s).unwrap_or(Duration::MAX);
        let bytes = workspace.weight();
        Self {
            id,
            tenant,
            workspace: Arc::new(Turns::new(workspace)),
            end: now.checked_add(seconds(bounds.longest_seconds)),
            idle: seconds(bounds.idle_seconds),
            use_: Mutex::new(Use { visitors: 0, left: now }),
            bytes: AtomicUsize::new(bytes),
            kept: AtomicUsize::new(0),
            counted: metrics.workspace_opened(bytes),
        }
    }

    pub(super) fn tenant(&self) -> &str {
        &self.tenant
    }

    pub(super) fn is_of(&self, tenant: &str) -> bool {
        *self.tenant == *tenant
    }

    /// What it takes in memory, about.
    pub(super) fn bytes(&self) -> usize {
        self.bytes.load(Ordering::Relaxed)
    }

    /// Whether its time is over: no workspace ends for idleness while a question waits.
    pub(super) fn is_over(&self, now: Instant) -> bool {
        let used = self.used();
        let is_idle = used.visitors == 0 && now.saturating_duration_since(used.left) >= self.idle;
        is_idle || self.end.is_some_and(|end| now >= end)
    }

    /// How many are at it, or wait.
    pub(super) fn visitors(&self) -> usize {
        self.used().visitors
    }

    /// Its turn, when it has come.
    pub(super) async fn enter(room: Arc<Self>) -> Visit {
        room.used().visitors += 1;
        let presence = Presence(Arc::clone(&room));
        let workspace = Arc::clone(&room.workspace).lock_owned().await;
        Visit { workspace, presence }
    }

    /// What it is like now.
    pub(super) fn message(&self) -> v1::Workspace {
        let left = self.end.map(|end| end.saturating_duration_since(Instant::now()));
        v1::Workspace {
            id: self.id.clone(),
            kept: u32::try_from(self.kept.load(Ordering::Relaxed)).unwrap_or(u32::MAX),
            idle_seconds: self.idle.as_secs_f64(),
            left_seconds: left.unwrap_or(Duration::MAX).as_secs_f64(),
        }
    }

    fn used(&self) -> MutexGuard<'_, Use> {
        self.use_.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Someone who waits for their turn, or has it.
#[derive(Debug)]
struct Presence(Arc<Room>);

impl Drop for Presence {
    fn drop(&mut self) {
        let mut used = self.0.used();
        used.visitors -= 1;
        used.left = Instant::now();
    }
}

/// A turn at a workspace, until it is dropped.
#[derive(Debug)]
pub(in crate::api) struct Visit {
    workspace: OwnedMutexGuard<Workspace>,
    presence: Presence,
}

impl Visit {
    pub(in crate::api) fn workspace(&self) -> &Workspace {
        &self.workspace
    }

    pub(in crate::api) fn workspace_mut(&mut self) -> &mut Workspace {
        &mut self.workspace
    }

    /// What it is like now.
    pub(in crate::api) fn message(&self) -> v1::Workspace {
        self.weigh();
        self.presence.0.message()
    }

    /// Notes what it has come to.
    fn weigh(&self) {
        let (room, bytes) = (&self.presence.0, self.workspace.weight());
        room.bytes.store(bytes, Ordering::Relaxed);
        room.kept.store(self.workspace.kept(), Ordering::Relaxed);
        room.counted.weighs(bytes);
    }
}

impl Drop for Visit {
    fn drop(&mut self) {
        self.weigh();
    }
}
