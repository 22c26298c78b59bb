//! Workers at work: what comes of jobs, whatever happens to those who do them.

use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use arbitre::base::Lang;
use arbitre::job::{self, Asked, Deaf, Leave, News, Outcome, Policy, Record, State, Store, Terms, Worker};
use arbitre::wire::v1::create_job_request::Work;
use arbitre::wire::{self, Form, v1};
use prost::Message;

use crate::fixtures::{Place, claim, hasty, job, on_both};
use crate::serving::eventually;

on_both! {
    a_lost_worker_changes_no_byte_of_a_step_budget_s_result
    the_same_work_is_answered_from_the_store
    a_job_that_is_soon_done_says_how_far_it_came
    what_has_a_budget_of_time_goes_on_from_what_was_saved
    what_cannot_be_done_fails_and_harms_no_other
    a_deadline_brings_the_best_there_is_by_then
    what_is_called_off_keeps_what_it_had
}

/// The reference portfolio: nobody proves its optimum in a test's time.
fn county() -> v1::Portfolio {
    portfolio("feuille-de-route")
}

/// One that is soon done.
fn small() -> v1::Portfolio {
    portfolio("framework-ceiling")
}

fn portfolio(case: &str) -> v1::Portfolio {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(case).join("portfolio.json");
    let bytes = std::fs::read(file).expect("the case is there");
    wire::portfolio_message(&wire::read_portfolio(&bytes, Form::Json).expect("a portfolio"))
}

fn steps(most: u64) -> v1::PlanOptions {
    v1::PlanOptions { max_steps: Some(most), ..v1::PlanOptions::default() }
}

fn seconds(most: f64) -> v1::PlanOptions {
    v1::PlanOptions { max_seconds: Some(most), ..v1::PlanOptions::default() }
}

/// Puts a plan to be made into the store.
fn submit(store: &dyn Store, name: &str, portfolio: v1::Portfolio, options: v1::PlanOptions) -> Record {
    let request = v1::PlanRequest { portfolio: Some(portfolio), options: Some(options), ..v1::PlanRequest::default() };
    submit_with(store, name, request, |_| {})
}

fn submit_with(store: &dyn Store, name: &str, request: v1::PlanRequest, change: impl Fn(&mut Record)) -> Record {
    let asked = Asked::new(Work::Plan(request));
    let mut record = Record { input: asked.hash, ..job(name) };
    change(&mut record);
    store.submit(&record, &asked.input).expect("it is taken in").0
}

/// A worker until it is told to leave.
struct Hired {
    leave: Leave,
    thread: Option<thread::JoinHandle<()>>,
}

fn hire(store: &Arc<dyn Store>, policy: &Policy, name: &str) -> Hired {
    let terms = Terms { threads: 1, default_seconds: Duration::from_secs(60), longest: Duration::from_secs(3600) };
    let leave = Leave::default();
    let worker = Worker {
        name: name.to_owned(),
        store: Arc::clone(store),
        terms,
        lease: policy.lease,
        ear: Arc::new(Deaf),
        leave: leave.clone(),
    };
    Hired { leave, thread: Some(thread::spawn(move || worker.run())) }
}

impl Hired {
    /// Gives back what it is at.
    fn leave(mut self) {
        self.leave.now();
        self.thread.take().expect("once").join().expect("no panic");
    }
}

impl Drop for Hired {
    fn drop(&mut self) {
        self.leave.now();
        if let Some(thread) = self.thread.take() {
            // It panicked: the test has failed by what it did not do.
            let _ = thread.join();
        }
    }
}

fn get(store: &dyn Store, id: &str) -> Record {
    store.get(id).expect("it answers").expect("it is there")
}

fn await_end(store: &dyn Store, id: &str) -> Record {
    eventually("the job ends", || get(store, id).state.is_final());
    get(store, id)
}

fn result(store: &dyn Store, record: &Record) -> (Vec<u8>, v1::JobResult) {
    let name = record.result.as_ref().expect("there is a result");
    let bytes = store.fetch(name).expect("it answers").expect("it is kept");
    let read = v1::JobResult::decode(&bytes[..]).expect("a result");
    (bytes, read)
}

fn plan(result: &v1::JobResult) -> &v1::Plan {
    match &result.result {
        Some(v1::job_result::Result::Plan(plan)) => plan,
        other => panic!("{other:?}"),
    }
}

fn a_lost_worker_changes_no_byte_of_a_step_budget_s_result(place: &Place) {
    let (policy, quiet) = (hasty(), Place::sqlite());
    let undisturbed = {
        let store = quiet.open(&policy);
        let asked = submit(&*store, "a", county(), steps(3_000));
        let _worker = hire(&store, &policy, "quiet");
        result(&*store, &await_end(&*store, &asked.id)).0
    };
    let store = place.open(&policy);
    let asked = submit(&*store, "a", county(), steps(3_000));
    // It tells of something, and is never heard of again.
    let begun = claim(&*store, "lost");
    store.put("half", b"done").expect("it is kept");
    let news = News { saved: Some(("half".to_owned(), 3.0)), ..News::default() };
    store.beat(&begun.id, 1, &news).expect("it is heard");
    let _worker = hire(&store, &policy, "second");
    let after = await_end(&*store, &asked.id);
    assert_eq!((after.state, after.attempts.len()), (State::Succeeded, 2));
    let (bytes, read) = result(&*store, &after);
    assert_eq!(bytes, undisturbed);
    assert!(read.r#final && read.steps > 0 && read.input_hash == asked.input && !read.engine_version.is_empty());
    assert!(read.verdicts.len() == 1 && read.verdicts[0].passed, "{:?}", read.verdicts);
    assert_eq!(plan(&read).solve.as_ref().expect("a summary").wall_seconds, 0.0);
}

fn the_same_work_is_answered_from_the_store(place: &Place) {
    let (policy, store) = (hasty(), place.open(&hasty()));
    let _worker = hire(&store, &policy, "w");
    let first = submit(&*store, "first", small(), steps(500));
    let first = await_end(&*store, &first.id);
    let threads = v1::PlanOptions { threads: Some(7), ..steps(500) };
    let second = submit(&*store, "second", small(), threads);
    let second = await_end(&*store, &second.id);
    assert_eq!((first.reused, second.reused), (false, true));
    assert_eq!(first.result, second.result);
    let other = submit(&*store, "other", small(), v1::PlanOptions { seed: Some(2), ..steps(500) });
    let other = await_end(&*store, &other.id);
    assert!(!other.reused && other.result != first.result);
}

/// Done before its worker has told anything of it; and answered from the store, without any search.
fn a_job_that_is_soon_done_says_how_far_it_came(place: &Place) {
    let (policy, store) = (hasty(), place.open(&hasty()));
    let _worker = hire(&store, &policy, "w");
    for (name, reused) in [("first", false), ("again", true)] {
        let asked = submit(&*store, name, small(), steps(20));
        let after = await_end(&*store, &asked.id);
        let (_, read) = result(&*store, &after);
        let (plan, told) = (plan(&read), after.progress.expect("it is told").message);
        let goal = plan.goals.last().expect("a goal");
        assert_eq!((told.value, told.bound, told.gap), (Some(goal.value), Some(goal.bound), Some(goal.gap)), "{name}");
        assert_eq!((&told.measures, told.measure, told.steps), (&plan.measures, goal.measure, read.steps), "{name}");
        assert_eq!(after.reused, reused);
    }
}

fn what_has_a_budget_of_time_goes_on_from_what_was_saved(place: &Place) {
    let (policy, store) = (hasty(), place.open(&hasty()));
    let asked = submit(&*store, "a", county(), seconds(3600.0));
    let first = hire(&store, &policy, "first");
    eventually("there is progress", || get(&*store, &asked.id).progress.is_some());
    first.leave();
    let between = get(&*store, &asked.id);
    assert_eq!((between.state, between.attempts[0].outcome), (State::Queued, Some(Outcome::Released)));
    assert!(between.spent > 0.0);
    let saved = store.fetch(between.saved.as_ref().expect("it was saved")).expect("it answers").expect("it is kept");
    let saved = job::Saved::of_bytes(&saved).expect("it is whole");
    assert!(!saved.prices.is_empty());
    let second = hire(&store, &policy, "second");
    eventually("it goes on", || get(&*store, &asked.id).attempts.len() == 2);
    second.leave();
    let after = get(&*store, &asked.id);
    assert!(after.spent > between.spent, "{} then {}", between.spent, after.spent);
    let bytes = store.fetch(after.saved.as_ref().expect("it was saved")).expect("it answers").expect("it is kept");
    let later = job::Saved::of_bytes(&bytes).expect("it is whole");
    assert!(later.result.steps > saved.result.steps);
    let value = |result: &v1::JobResult| plan(result).goals[0].value;
    assert!(value(&later.result) >= value(&saved.result));
}

fn what_cannot_be_done_fails_and_harms_no_other(place: &Place) {
    let (policy, store) = (hasty(), place.open(&hasty()));
    let bad = submit(&*store, "bad", small(), steps(100));
    store.put(&job::of_input(&bad.input), b"not what was asked").expect("it is kept");
    let unusable = v1::PlanRequest { options: Some(steps(10)), ..v1::PlanRequest::default() };
    let unusable = submit_with(&*store, "unusable", unusable, |_| {});
    let good = submit(&*store, "good", small(), steps(200));
    let _worker = hire(&store, &policy, "w");
    assert_eq!(await_end(&*store, &good.id).state, State::Succeeded);
    let bad = await_end(&*store, &bad.id);
    assert_eq!((bad.state, bad.attempts.len()), (State::Failed, policy.attempts));
    assert!(bad.error.contains("hash"), "{}", bad.error);
    let unusable = await_end(&*store, &unusable.id);
    assert_eq!((unusable.state, unusable.attempts.len()), (State::Failed, 1), "trying again changes nothing");
    assert!(unusable.error.contains("portfolio"), "{}", unusable.error);
}

fn a_deadline_brings_the_best_there_is_by_then(place: &Place) {
    let (policy, store) = (hasty(), place.open(&hasty()));
    let request = |seed| v1::PlanRequest {
        portfolio: Some(county()),
        options: Some(v1::PlanOptions { seed: Some(seed), ..v1::PlanOptions::default() }),
        ..v1::PlanRequest::default()
    };
    let soon = job::now() + 4_000;
    let due = |record: &mut Record| record.deadline = Some(soon);
    let asked: Vec<Record> = (0..3).map(|i| submit_with(&*store, &format!("j{i}"), request(i), due)).collect();
    let _worker = hire(&store, &policy, "w");
    for one in &asked {
        let after = await_end(&*store, &one.id);
        let (_, read) = result(&*store, &after);
        assert_eq!(after.state, State::Succeeded);
        assert!(!read.r#final, "the same work may do better on a quieter night");
        assert!(plan(&read).projects.iter().any(|p| p.selected));
    }
}

fn what_is_called_off_keeps_what_it_had(place: &Place) {
    let (policy, store) = (hasty(), place.open(&hasty()));
    let asked = submit(&*store, "a", county(), steps(1_000_000_000));
    let _worker = hire(&store, &policy, "w");
    eventually("there is progress", || get(&*store, &asked.id).saved.is_some());
    store.cancel(&asked.id).expect("it answers");
    let after = await_end(&*store, &asked.id);
    assert_eq!((after.state, after.result.as_ref()), (State::Cancelled, None));
    let bytes = store.fetch(after.saved.as_ref().expect("it was saved")).expect("it answers").expect("it is kept");
    let saved = job::Saved::of_bytes(&bytes).expect("it is whole");
    assert!(plan(&saved.result).projects.iter().any(|p| p.selected) && !saved.result.r#final);
    let _ = Lang::En;
}
