//! Whether many waiting jobs are slower than few: submission, a page of the list, handing out.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use arbitre::job::{Ending, Filter, Store};

use crate::stores::{job, median, open, portfolio};

/// Waiting jobs to compare with.
const FEW: usize = 1_000;

/// Jobs that are put in at once while it fills.
const AT_ONCE: usize = 16;

/// Jobs on a page: a tenant has more than two pages of the few.
const PAGE: usize = 20;

/// Measurements of each.
const TIMES: usize = 50;

pub(crate) fn measure(address: &str, many: usize) {
    let store = open(address);
    let mut waiting = usize::try_from(store.load().expect("it answers").queued).expect("few");
    for count in [FEW, many] {
        fill(&*store, &mut waiting, count);
        println!(
            "{waiting} waiting: submission {:.2} ms, page of {PAGE} {:.2} ms, hand out {:.2} ms (medians)",
            median(submission(&*store)),
            median(page(&*store)),
            median(handing_out(&*store))
        );
    }
}

fn fill(store: &dyn Store, waiting: &mut usize, count: usize) {
    let small = portfolio("framework-ceiling");
    let next = AtomicUsize::new(*waiting);
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                loop {
                    let i = next.fetch_add(1, Ordering::Relaxed);
                    if i >= count {
                        return;
                    }
                    let (record, asked) = job(&small, 1, 1, &format!("tenant-{}", i % 20));
                    store.submit(&record, &asked.input).expect("it is taken in");
                }
            });
        }
    });
    *waiting = count.max(*waiting);
}

fn timed(work: impl FnOnce()) -> f64 {
    let began = Instant::now();
    work();
    began.elapsed().as_secs_f64() * 1e3
}

fn submission(store: &dyn Store) -> Vec<f64> {
    let small = portfolio("framework-ceiling");
    let one = |i: usize| {
        let (record, asked) = job(&small, 1, 1, &format!("tenant-{}", i % 20));
        timed(|| drop(store.submit(&record, &asked.input).expect("it is taken in")))
    };
    (0..TIMES).map(one).collect()
}

/// From the middle of the list.
fn page(store: &dyn Store) -> Vec<f64> {
    let filter = Filter { tenant: Some("tenant-7".to_owned()), ..Filter::default() };
    let first = store.list(&filter, None, PAGE).expect("it answers").next;
    (0..TIMES).map(|_| timed(|| drop(store.list(&filter, first, PAGE).expect("it answers")))).collect()
}

/// Claimed and given back.
fn handing_out(store: &dyn Store) -> Vec<f64> {
    let one = |_| {
        let mut claimed = None;
        let took = timed(|| claimed = store.claim("bench", Duration::from_secs(10)).expect("it answers"));
        let claimed = claimed.expect("there are many");
        store.end(&claimed.id, claimed.attempt(), &Ending::Released).expect("it ends");
        took
    };
    (0..TIMES).map(one).collect()
}
