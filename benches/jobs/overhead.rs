//! What the queue adds to a job, and what a second worker brings.

use std::time::Instant;

use arbitre::job::Leave;

use crate::stores::{await_end, hire, job, median, open, portfolio};

/// Jobs, one after the other.
const ONE_BY_ONE: u64 = 100;

/// Jobs of a throughput measurement, and steps of each: some tenths of a second, and as much as a night gives a small portfolio.
const TOGETHER: [(u64, u64); 2] = [(40, 600), (16, 40_000)];

/// From a job's creation to its end, the work itself being next to nothing: what is left is the queue.
pub(crate) fn measure(address: &str) {
    let (store, leave) = (open(address), Leave::default());
    let worker = hire(&store, &leave, "bench");
    let small = portfolio("framework-ceiling");
    let (mut whole, mut submitted) = (Vec::new(), Vec::new());
    for seed in 0..ONE_BY_ONE {
        let (record, asked) = job(&small, fresh(seed), 1, "bench");
        let began = Instant::now();
        store.submit(&record, &asked.input).expect("it is taken in");
        submitted.push(began.elapsed().as_secs_f64() * 1e3);
        let after = await_end(&*store, &record.id);
        whole.push((after.finished.expect("it has ended") - after.created) as f64);
    }
    leave.now();
    worker.join().expect("no panic");
    println!(
        "one job at a time: submission {:.1} ms, creation to end {:.1} ms (median)",
        median(submitted),
        median(whole)
    );
}

/// Results of earlier runs would be answered from the store.
fn fresh(seed: u64) -> u64 {
    arbitre::job::now() * 1_000 + seed
}

/// The same jobs by one worker and by two.
pub(crate) fn two_workers(address: &str) {
    let county = portfolio("feuille-de-route");
    let timed = |workers: usize, jobs: u64, steps: u64| {
        let (store, leave) = (open(address), Leave::default());
        let ids: Vec<String> = (0..jobs)
            .map(|seed| {
                let (record, asked) = job(&county, fresh(seed), steps, "bench");
                store.submit(&record, &asked.input).expect("it is taken in");
                record.id
            })
            .collect();
        let began = Instant::now();
        let hired: Vec<_> = (0..workers).map(|i| hire(&store, &leave, &format!("bench/{i}"))).collect();
        ids.iter().for_each(|id| drop(await_end(&*store, id)));
        let seconds = began.elapsed().as_secs_f64();
        leave.now();
        hired.into_iter().for_each(|h| h.join().expect("no panic"));
        seconds
    };
    for (jobs, steps) in TOGETHER {
        let (one, two) = (timed(1, jobs, steps), timed(2, jobs, steps));
        println!("{jobs} jobs of {steps} steps: one worker {one:.1} s, two {two:.1} s, {:.2} times as fast", one / two);
    }
}
