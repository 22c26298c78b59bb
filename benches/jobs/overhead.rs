//! What the queue adds to a job, and what a second worker brings.

use std::time::{Duration, Instant};

use arbitre::base::Never;
use arbitre::job::Leave;
use arbitre::model;
use arbitre::solve::{self, Options, Question, Silent};

use crate::stores::{await_end, draft, hire, job, median, open, portfolio};

/// Jobs, one after the other.
const ONE_BY_ONE: u64 = 100;

/// Jobs of a throughput measurement, and steps of each: some tenths of a second, and about a second.
const TOGETHER: [(u64, u64); 2] = [(40, 600), (40, 10_000)];

/// How often a job is asked whether it has ended: where that is measured, and where workers are.
const SOON: Duration = Duration::from_millis(2);
const NOW_AND_THEN: Duration = Duration::from_millis(50);

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
        let after = await_end(&*store, &record.id, SOON);
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
        ids.iter().for_each(|id| drop(await_end(&*store, id, NOW_AND_THEN)));
        let seconds = began.elapsed().as_secs_f64();
        leave.now();
        hired.into_iter().for_each(|h| h.join().expect("no panic"));
        seconds
    };
    for (jobs, steps) in TOGETHER {
        let (one, two) = (timed(1, jobs, steps), timed(2, jobs, steps));
        println!("{jobs} jobs of {steps} steps: one worker {one:.1} s, two {two:.1} s, {:.2} times as fast", one / two);
        let (one, two) = (without_a_queue(1, jobs, steps), without_a_queue(2, jobs, steps));
        println!("  without a queue: one thread {one:.1} s, two {two:.1} s, {:.2} times as fast", one / two);
    }
}

/// Seconds that threads take for the searches of as many jobs, which share nothing: what the machine lets two of them gain.
fn without_a_queue(threads: u64, jobs: u64, steps: u64) -> f64 {
    let county = model::validate(&draft("feuille-de-route")).expect("it is in order");
    let plan = |seed: u64| {
        let question = Question { portfolio: &county, baseline: None, hint: None };
        let options = Options { max_steps: Some(steps), gap: 0.0, seed: fresh(seed), threads: Some(1) };
        drop(solve::plan(&question, &options, &Never, &Silent).expect("no fault"));
    };
    let began = Instant::now();
    std::thread::scope(|s| {
        for first in 0..threads {
            let plan = &plan;
            s.spawn(move || (first..jobs).step_by(threads as usize).for_each(plan));
        }
    });
    began.elapsed().as_secs_f64()
}
