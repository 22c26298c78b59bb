//! Who may search, and who waits: a bounded number at once, a bounded queue, and a fair share of both for each tenant.
//!
//! A place goes to the tenant with the fewest searches, in turns; within a tenant, to who came first. Where the queue is
//! full, a newcomer of a tenant with a short queue takes the last place of the tenant with the longest (longest queue
//! drop; Suter, Lakshman, Stiliadis & Choudhury 1998), so that nobody can fill it against the others.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

/// Bounds of what is told to come again later.
const RETRY: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(60));

/// Weight of the latest search in the mean of their durations.
const LATEST: f64 = 0.2;

/// Why there is no place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// Too many wait already; come again after so long.
    Full(Duration),
    /// The server leaves.
    Leaving,
}

/// The places, shared by all who want one.
#[derive(Clone, Debug)]
pub(super) struct Admission(Arc<Mutex<Desk>>);

/// How many there may be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Places {
    /// At once.
    pub concurrent: usize,
    /// Of one tenant at once.
    pub per_tenant: usize,
    /// Waiting.
    pub queue: usize,
}

/// A place, until it is dropped.
#[derive(Debug)]
pub(super) struct Place {
    admission: Admission,
    tenant: String,
    since: Instant,
}

/// How many there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Load {
    /// Searching.
    running: usize,
    /// Waiting.
    waiting: usize,
}

impl Admission {
    pub(super) fn new(places: Places) -> Self {
        let desk =
            Desk { places, tenants: BTreeMap::new(), load: Load::default(), turn: 0, mean: 0.0, is_closed: false };
        Self(Arc::new(Mutex::new(desk)))
    }

    /// A place, as soon as there is one. Whoever stops waiting leaves the queue.
    pub(super) async fn enter(&self, tenant: &str) -> Result<Place, Refusal> {
        let ticket = self.desk().line_up(tenant)?;
        let mut waiting = Waiting { admission: self, tenant, ticket, is_over: false };
        self.serve();
        let called = (&mut waiting.ticket.called).await;
        waiting.is_over = true;
        // A ticket is never dropped unanswered; if it were, the caller might come again.
        called.unwrap_or(Err(Refusal::Full(RETRY.0)))?;
        Ok(Place { admission: self.clone(), tenant: tenant.to_owned(), since: Instant::now() })
    }

    /// Why nobody of the tenant would be let in now, if so.
    pub(super) fn refuses(&self, tenant: &str) -> Option<Refusal> {
        self.desk().refuses(tenant)
    }

    /// Sends away all who wait, and lets nobody in.
    pub(super) fn close(&self) {
        self.desk().close();
    }

    /// How many there are.
    #[cfg(test)]
    fn load(&self) -> Load {
        self.desk().load
    }

    fn desk(&self) -> MutexGuard<'_, Desk> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Calls who is next, while there are places. Tickets are answered with the desk in hand, always.
    fn serve(&self) {
        let mut desk = self.desk();
        while let Some((tenant, ticket)) = desk.next() {
            if ticket.send(Ok(())).is_err() {
                desk.leave(&tenant);
            }
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let took = self.since.elapsed().as_secs_f64();
        {
            let mut desk = self.admission.desk();
            desk.leave(&self.tenant);
            desk.mean = if desk.mean == 0.0 { took } else { desk.mean + LATEST * (took - desk.mean) };
        }
        self.admission.serve();
    }
}

/// Someone in the queue, who may go away.
struct Waiting<'a> {
    admission: &'a Admission,
    tenant: &'a str,
    ticket: Ticket,
    is_over: bool,
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        if self.is_over {
            return;
        }
        let mut desk = self.admission.desk();
        match self.ticket.called.try_recv() {
            // Called in the same moment: nobody takes the place.
            Ok(Ok(())) => desk.leave(self.tenant),
            Ok(Err(_)) | Err(oneshot::error::TryRecvError::Closed) => {}
            Err(oneshot::error::TryRecvError::Empty) => desk.forget(self.tenant, self.ticket.number),
        }
        drop(desk);
        self.admission.serve();
    }
}

type Call = oneshot::Sender<Result<(), Refusal>>;

struct Ticket {
    number: u64,
    called: oneshot::Receiver<Result<(), Refusal>>,
}

#[derive(Debug)]
struct Desk {
    places: Places,
    /// Those with somebody here.
    tenants: BTreeMap<String, Tenant>,
    load: Load,
    /// Counts tickets and calls, to tell who came first.
    turn: u64,
    /// Mean seconds of a search of late.
    mean: f64,
    is_closed: bool,
}

#[derive(Debug, Default)]
struct Tenant {
    running: usize,
    waiting: VecDeque<(u64, Call)>,
    last_called: u64,
}

impl Desk {
    fn line_up(&mut self, name: &str) -> Result<Ticket, Refusal> {
        if let Some(refusal) = self.refuses(name) {
            return Err(refusal);
        }
        if self.is_full_for(name) {
            self.drop_last_of_longest();
        }
        self.turn += 1;
        let (call, called) = oneshot::channel();
        self.tenants.entry(name.to_owned()).or_default().waiting.push_back((self.turn, call));
        self.load.waiting += 1;
        Ok(Ticket { number: self.turn, called })
    }

    fn refuses(&self, name: &str) -> Option<Refusal> {
        if self.is_closed {
            return Some(Refusal::Leaving);
        }
        // Who takes the last place of the longest queue must leave it no shorter than its own.
        let own = self.tenants.get(name).map_or(0, |t| t.waiting.len());
        let longest = self.tenants.values().map(|t| t.waiting.len()).max().unwrap_or(0);
        (self.is_full_for(name) && longest < own + 2).then(|| Refusal::Full(self.retry()))
    }

    /// Whether it would have to wait where no more can.
    fn is_full_for(&self, name: &str) -> bool {
        let own = self.tenants.get(name).map_or(0, |t| t.running);
        let may = own < self.places.per_tenant && self.load.running < self.places.concurrent;
        let is_free = may && self.load.waiting == 0;
        !is_free && self.load.waiting >= self.places.queue
    }

    fn drop_last_of_longest(&mut self) {
        let retry = self.retry();
        let longest = self.tenants.values_mut().max_by_key(|t| t.waiting.len());
        if let Some((_, call)) = longest.and_then(|t| t.waiting.pop_back()) {
            self.load.waiting -= 1;
            // Whoever is gone needs no answer.
            let _ = call.send(Err(Refusal::Full(retry)));
        }
    }

    /// Who gets a place now, already counted as having it.
    fn next(&mut self) -> Option<(String, Call)> {
        if self.load.running >= self.places.concurrent {
            return None;
        }
        let may = |t: &&mut Tenant| !t.waiting.is_empty() && t.running < self.places.per_tenant;
        let entries = self.tenants.iter_mut().filter(|(_, t)| may(t));
        let (name, tenant) = entries.min_by_key(|(_, t)| (t.running, t.last_called))?;
        let (_, call) = tenant.waiting.pop_front()?;
        self.turn += 1;
        tenant.last_called = self.turn;
        tenant.running += 1;
        self.load.running += 1;
        self.load.waiting -= 1;
        Some((name.clone(), call))
    }

    fn leave(&mut self, name: &str) {
        if let Some(tenant) = self.tenants.get_mut(name) {
            tenant.running -= 1;
            self.load.running -= 1;
        }
        self.drop_if_idle(name);
    }

    /// Takes a ticket out of the queue.
    fn forget(&mut self, name: &str, number: u64) {
        let Some(tenant) = self.tenants.get_mut(name) else { return };
        let before = tenant.waiting.len();
        tenant.waiting.retain(|(n, _)| *n != number);
        self.load.waiting -= before - tenant.waiting.len();
        self.drop_if_idle(name);
    }

    fn drop_if_idle(&mut self, name: &str) {
        if self.tenants.get(name).is_some_and(|t| t.running == 0 && t.waiting.is_empty()) {
            self.tenants.remove(name);
        }
    }

    fn close(&mut self) {
        self.is_closed = true;
        for tenant in self.tenants.values_mut() {
            for (_, call) in tenant.waiting.drain(..) {
                // Whoever is gone needs no answer.
                let _ = call.send(Err(Refusal::Leaving));
            }
        }
        self.load.waiting = 0;
        self.tenants.retain(|_, t| t.running > 0);
    }

    /// About when there is room, if searches go on taking as long as of late.
    fn retry(&self) -> Duration {
        let rounds = (self.load.waiting + self.load.running) as f64 / self.places.concurrent.max(1) as f64;
        Duration::try_from_secs_f64(rounds * self.mean).unwrap_or(RETRY.1).clamp(RETRY.0, RETRY.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn admission(concurrent: usize, per_tenant: usize, queue: usize) -> Admission {
        Admission::new(Places { concurrent, per_tenant, queue })
    }

    /// Everything that can happen now does.
    async fn settle() {
        for _ in 0..50 {
            tokio::task::yield_now().await;
        }
    }

    /// Enters, notes its name when it has, and keeps the place until told.
    fn visitor(
        admission: &Admission,
        tenant: &'static str,
        log: &Arc<Mutex<Vec<&'static str>>>,
    ) -> (tokio::task::JoinHandle<Result<(), Refusal>>, oneshot::Sender<()>) {
        let (admission, log) = (admission.clone(), Arc::clone(log));
        let (tell, told) = oneshot::channel::<()>();
        let task = tokio::spawn(async move {
            let place = admission.enter(tenant).await?;
            log.lock().expect("no panic").push(tenant);
            let _ = told.await;
            drop(place);
            Ok(())
        });
        (task, tell)
    }

    #[tokio::test]
    async fn beyond_the_queue_all_are_told_to_come_again() {
        let admission = admission(1, 1, 1);
        let first = admission.enter("a").await.expect("a place");
        let waiting = tokio::spawn({
            let admission = admission.clone();
            async move { admission.enter("a").await.map(drop) }
        });
        settle().await;
        assert_eq!(admission.load(), Load { running: 1, waiting: 1 });
        let refused = admission.enter("a").await.map(drop);
        assert!(matches!(refused, Err(Refusal::Full(after)) if RETRY.0 <= after && after <= RETRY.1), "{refused:?}");
        drop(first);
        assert_eq!(waiting.await.expect("no panic"), Ok(()));
        assert_eq!(admission.load(), Load::default());
    }

    #[tokio::test]
    async fn tenants_take_turns_however_many_one_sends() {
        let (admission, log) = (admission(1, 1, 10), Arc::default());
        let mut all = Vec::new();
        for tenant in ["a", "a", "a", "a", "b", "b"] {
            all.push(visitor(&admission, tenant, &log));
            settle().await;
        }
        for (task, tell) in all {
            tell.send(()).expect("it waits");
            settle().await;
            drop(task);
        }
        settle().await;
        let order = log.lock().expect("no panic").clone();
        assert_eq!(order, ["a", "b", "a", "b", "a", "a"]);
    }

    #[tokio::test]
    async fn a_full_queue_gives_way_to_who_waits_least() {
        let (admission, log) = (admission(1, 1, 2), Arc::default());
        let running = admission.enter("a").await.expect("a place");
        let (first, _keep) = visitor(&admission, "a", &log);
        let (second, _keep_too) = visitor(&admission, "a", &log);
        settle().await;
        let (other, tell) = visitor(&admission, "b", &log);
        settle().await;
        assert!(matches!(second.await.expect("no panic"), Err(Refusal::Full(_))), "the last of the longest goes");
        // Equal queues: who comes now is refused.
        assert!(matches!(admission.enter("b").await.map(drop), Err(Refusal::Full(_))));
        drop(running);
        settle().await;
        assert_eq!(*log.lock().expect("no panic"), ["b"], "who has had nothing yet comes first");
        tell.send(()).expect("it waits");
        other.await.expect("no panic").expect("a place");
        first.abort();
    }

    #[tokio::test]
    async fn one_tenant_leaves_places_to_others() {
        let admission = admission(2, 1, 4);
        let one = admission.enter("a").await.expect("a place");
        let (task, _keep) = visitor(&admission, "a", &Arc::default());
        settle().await;
        assert_eq!(admission.load(), Load { running: 1, waiting: 1 });
        drop(admission.enter("b").await.expect("a place beside it"));
        drop(one);
        settle().await;
        assert_eq!(admission.load(), Load { running: 1, waiting: 0 });
        task.abort();
        settle().await;
        assert_eq!(admission.load(), Load::default());
    }

    #[tokio::test]
    async fn who_goes_away_leaves_no_trace() {
        let admission = admission(1, 1, 8);
        let running = admission.enter("a").await.expect("a place");
        let tasks: Vec<_> = (0..8).map(|_| visitor(&admission, "a", &Arc::default()).0).collect();
        settle().await;
        tasks.iter().for_each(|t| t.abort());
        settle().await;
        assert_eq!(admission.load(), Load { running: 1, waiting: 0 });
        drop(running);
        assert_eq!(admission.load(), Load::default());
        assert!(admission.desk().tenants.is_empty());
    }

    #[tokio::test]
    async fn called_and_gone_in_one_moment_gives_the_place_back() {
        let admission = admission(1, 1, 8);
        let running = admission.enter("a").await.expect("a place");
        let mut entering = Box::pin(admission.enter("b"));
        assert!(tokio::time::timeout(Duration::ZERO, &mut entering).await.is_err());
        drop(running);
        // It was called and has not looked yet.
        assert_eq!(admission.load(), Load { running: 1, waiting: 0 });
        drop(entering);
        assert_eq!(admission.load(), Load::default());
    }

    #[tokio::test]
    async fn closed_it_sends_all_away() {
        let admission = admission(1, 1, 8);
        let running = admission.enter("a").await.expect("a place");
        let (waiting, _keep) = visitor(&admission, "b", &Arc::default());
        settle().await;
        admission.close();
        assert_eq!(waiting.await.expect("no panic"), Err(Refusal::Leaving));
        assert!(matches!(admission.enter("b").await.map(drop), Err(Refusal::Leaving)));
        drop(running);
        assert_eq!(admission.load(), Load::default());
    }
}
