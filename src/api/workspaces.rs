//! Workspaces in memory: bounded, each its tenant's alone, and gone after a while.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

use ring::rand::{SecureRandom, SystemRandom};

use super::config;
use super::room::Room;
pub(super) use super::room::Visit;
use super::status::Excess;
use super::telemetry::Metrics;
use crate::study::Workspace;
use crate::wire::v1;

/// Time between two looks at what has ended.
const LOOK: Duration = Duration::from_secs(5);

/// Questions that wait at one workspace.
const WAITING: usize = 32;

/// Why a question has no turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoVisit {
    /// There is no such workspace that the tenant knows of.
    Unknown,
    /// Too many wait there already.
    Crowded,
}

/// Every workspace there is. Clones share them.
#[derive(Clone, Debug)]
pub(super) struct Workspaces(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    bounds: config::Workspaces,
    metrics: Metrics,
    registry: Mutex<Registry>,
}

#[derive(Debug, Default)]
struct Registry {
    rooms: BTreeMap<String, Arc<Room>>,
    /// Rooms whose workspace is still being planned: tenant and bytes, by number.
    reserved: BTreeMap<u64, (Arc<str>, usize)>,
    number: u64,
}

/// Room for a workspace that is being planned. Given back when it is dropped.
#[derive(Debug)]
pub(super) struct Reserved {
    workspaces: Workspaces,
    number: u64,
}

impl Workspaces {
    pub(super) fn new(bounds: config::Workspaces, metrics: Metrics) -> Self {
        Self(Arc::new(Shared { bounds, metrics, registry: Mutex::default() }))
    }

    /// Room for one more workspace of the tenant, of about so many bytes.
    pub(super) fn reserve(&self, tenant: &Arc<str>, bytes: usize) -> Result<Reserved, Excess> {
        let mut registry = self.registry();
        let bounds = &self.0.bounds;
        let own = registry.tenants().filter(|t| *t == &**tenant).count();
        let all = registry.tenants().count();
        hold("workspaces.per_tenant", bounds.per_tenant, own + 1)?;
        hold("workspaces.max", bounds.max, all + 1)?;
        hold("workspaces.max_bytes", bounds.max_bytes, registry.bytes() + bytes)?;
        registry.number += 1;
        let number = registry.number;
        registry.reserved.insert(number, (Arc::clone(tenant), bytes));
        drop(registry);
        Ok(Reserved { workspaces: self.clone(), number })
    }

    /// Takes a planned workspace in. None if the system gives no chance to make its name of.
    pub(super) fn take_in(&self, reserved: Reserved, workspace: Workspace) -> Option<v1::Workspace> {
        let id = new_id()?;
        let mut registry = self.registry();
        let (tenant, _) = registry.reserved.get(&reserved.number)?.clone();
        let room = Arc::new(Room::new(id.clone(), tenant, workspace, &self.0.bounds, &self.0.metrics));
        registry.rooms.insert(id, Arc::clone(&room));
        drop(registry);
        drop(reserved);
        Some(room.message())
    }

    /// The workspace of that id, when it is the caller's turn there.
    pub(super) async fn visit(&self, tenant: &str, id: &str) -> Result<Visit, NoVisit> {
        let room = self.find(tenant, id).ok_or(NoVisit::Unknown)?;
        if room.visitors() > WAITING {
            return Err(NoVisit::Crowded);
        }
        let visit = Room::enter(room).await;
        // It may have been closed while others were at it.
        self.find(tenant, id).map(|_| visit).ok_or(NoVisit::Unknown)
    }

    /// Whether one more question may be kept on top of so many.
    pub(super) fn hold_kept(&self, visit: &Visit, under: usize) -> Result<(), Excess> {
        let bounds = &self.0.bounds;
        hold("workspaces.max_kept", bounds.max_kept, under + 1)?;
        let (kept, bytes) = (visit.workspace().kept(), visit.workspace().weight());
        // What it comes to is about as much as what is there.
        let more = if under < kept { 0 } else { bytes / (kept + 1) };
        hold("workspaces.max_bytes", bounds.max_bytes, self.registry().bytes() + more)
    }

    /// Whether an answer may be searched for so long.
    pub(super) fn hold_seconds(&self, wished: Option<f64>) -> Result<(), Excess> {
        let (allowed, given) = (self.0.bounds.max_seconds, wished.unwrap_or(0.0));
        if given <= allowed {
            return Ok(());
        }
        let (limit, field) = ("workspaces.max_seconds", "options.maxSeconds");
        Err(Excess { limit, allowed: allowed.to_string(), given: Some(given.to_string()), field })
    }

    /// Ends one. Whether there was one that the tenant knows of.
    pub(super) fn close(&self, tenant: &str, id: &str) -> bool {
        self.find(tenant, id).is_some() && self.registry().rooms.remove(id).is_some()
    }

    /// Ends those whose time is over, now and then, for as long as there are any who know of them.
    pub(super) fn watch(&self) {
        let shared: Weak<Shared> = Arc::downgrade(&self.0);
        tokio::spawn(async move {
            while let Some(shared) = shared.upgrade() {
                drop(Self(shared).registry());
                tokio::time::sleep(LOOK).await;
            }
        });
    }

    fn find(&self, tenant: &str, id: &str) -> Option<Arc<Room>> {
        self.registry().rooms.get(id).filter(|room| room.is_of(tenant)).cloned()
    }

    /// What there is, without what is over.
    fn registry(&self) -> MutexGuard<'_, Registry> {
        let mut registry = self.0.registry.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        registry.rooms.retain(|_, room| !room.is_over(now));
        registry
    }
}

impl Registry {
    /// Whose they are, each as often as they have one.
    fn tenants(&self) -> impl Iterator<Item = &str> {
        self.rooms.values().map(|room| room.tenant()).chain(self.reserved.values().map(|r| &*r.0))
    }

    /// What all of them take in memory.
    fn bytes(&self) -> usize {
        self.rooms.values().map(|room| room.bytes()).chain(self.reserved.values().map(|r| r.1)).sum()
    }
}

impl Drop for Reserved {
    fn drop(&mut self) {
        self.workspaces.registry().reserved.remove(&self.number);
    }
}

fn hold(limit: &'static str, allowed: usize, given: usize) -> Result<(), Excess> {
    if given <= allowed {
        return Ok(());
    }
    Err(Excess { limit, allowed: allowed.to_string(), given: Some(given.to_string()), field: "" })
}

/// 128 bits by chance.
fn new_id() -> Option<String> {
    let mut bytes = [0; 16];
    SystemRandom::new().fill(&mut bytes).ok()?;
    Some(bytes.iter().map(|b| format!("{b:02x}")).collect())
}
