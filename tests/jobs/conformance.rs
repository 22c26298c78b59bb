//! What every store promises.

use std::collections::BTreeSet;
use std::thread;

use arbitre::job::{self, Ending, Filter, News, Outcome, Policy, Progress, Record, State, StoreError};
use arbitre::wire::v1;

use crate::fixtures::{PATIENCE, Place, claim, claim_none, hasty, job, on_both, submit};

on_both! {
    what_is_taken_in_is_there_once
    an_attempt_comes_to_an_end
    a_worker_that_is_silent_loses_its_job
    a_worker_that_speaks_keeps_its_job
    attempts_that_fail_are_made_again_and_then_no_more
    workers_that_die_over_a_job_end_it_at_last
    what_is_given_back_goes_on_elsewhere
    what_is_called_off_ends
    only_what_has_ended_is_forgotten
    what_was_a_job_s_alone_goes_with_it
    how_far_a_job_came_stays_when_it_ends
    what_is_kept_comes_back
    what_has_been_kept_long_enough_is_swept_out
    jobs_are_listed_page_by_page
    a_request_that_two_send_at_once_is_one_job
    each_job_goes_to_one_worker
}

fn done(name: &str) -> Ending {
    Ending::Done { result: name.to_owned(), reused: false, progress: None }
}

fn what_is_taken_in_is_there_once(place: &Place) {
    let store = place.open(&Policy::default());
    let asked = job("a");
    assert_eq!(store.get(&asked.id).expect("it answers"), None);
    let (kept, is_new) = store.submit(&asked, b"a").expect("it is taken in");
    assert_eq!((&kept, is_new), (&asked, true));
    // Another server, a moment later.
    let later = place.open(&Policy::default());
    let again = Record { created: asked.created + 5, ..asked.clone() };
    assert_eq!(later.submit(&again, b"a").expect("it answers"), (asked.clone(), false));
    let other = Record { input: job::hash(b"b"), ..asked.clone() };
    assert_eq!(later.submit(&other, b"b"), Err(StoreError::Conflict));
    assert_eq!(later.fetch(&job::of_input(&asked.input)).expect("it answers").as_deref(), Some(&b"a"[..]));
    let load = later.load().expect("it answers");
    assert_eq!((load.queued, load.running), (1, 0));
    assert!(load.oldest.is_some_and(|at| at <= job::now()));
}

fn an_attempt_comes_to_an_end(place: &Place) {
    let store = place.open(&Policy::default());
    submit(&*store, &job("a"));
    let begun = claim(&*store, "w");
    assert_eq!((begun.state, begun.attempt()), (State::Running, 1));
    assert_eq!((&begun.attempts[0].worker[..], begun.attempts[0].outcome), ("w", None));
    claim_none(&*store);
    store.put("r", b"result").expect("it is kept");
    let after = store.end(&begun.id, 1, &done("r")).expect("it ends");
    assert_eq!((after.state, after.result.as_deref()), (State::Succeeded, Some("r")));
    assert_eq!(after.attempts[0].outcome, Some(Outcome::Done));
    assert!(after.expires > after.finished && after.finished >= after.started);
    assert_eq!(store.get(&begun.id).expect("it answers"), Some(after));
    assert_eq!(store.end(&begun.id, 1, &done("x")), Err(StoreError::Fenced));
    claim_none(&*store);
}

fn a_worker_that_is_silent_loses_its_job(place: &Place) {
    let (first, second) = (place.open(&hasty()), place.open(&hasty()));
    submit(&*first, &job("a"));
    let begun = claim(&*first, "first");
    let news = News { saved: Some(("saved".to_owned(), 7.0)), ..News::default() };
    first.put("saved", b"so far").expect("it is kept");
    first.beat(&begun.id, 1, &news).expect("it is heard");
    let taken = claim(&*second, "second");
    assert_eq!((&taken.id, taken.attempt()), (&begun.id, 2));
    assert_eq!(taken.attempts[0].outcome, Some(Outcome::Lost));
    assert_eq!((taken.saved.as_deref(), taken.spent), (Some("saved"), 7.0), "it goes on from what was saved");
    // The first was only slow: nothing that it says counts any more.
    assert_eq!(first.beat(&begun.id, 1, &News::default()).map(|_| ()), Err(StoreError::Fenced));
    assert_eq!(first.end(&begun.id, 1, &done("wrong")).map(|_| ()), Err(StoreError::Fenced));
    let after = second.end(&begun.id, 2, &done("right")).expect("it ends");
    assert_eq!(after.result.as_deref(), Some("right"));
    claim_none(&*first);
}

fn a_worker_that_speaks_keeps_its_job(place: &Place) {
    let policy = hasty();
    let store = place.open(&policy);
    submit(&*store, &job("a"));
    let begun = claim(&*store, "w");
    for _ in 0..8 {
        thread::sleep(policy.lease / 4);
        store.beat(&begun.id, 1, &News::default()).expect("it is heard");
    }
    claim_none(&*store);
    assert_eq!(store.end(&begun.id, 1, &done("r")).expect("it ends").attempts.len(), 1);
}

fn attempts_that_fail_are_made_again_and_then_no_more(place: &Place) {
    let store = place.open(&hasty());
    submit(&*store, &job("bad"));
    submit(&*store, &job("good"));
    let bad = claim(&*store, "w");
    let failed = Ending::Failed { error: "no".to_owned(), again: true };
    let after = store.end(&bad.id, 1, &failed).expect("it ends");
    assert_eq!((after.state, &after.attempts[0].error[..]), (State::Queued, "no"));
    assert!(after.not_before > job::now(), "not at once");
    let good = claim(&*store, "w");
    assert_ne!(good.id, bad.id, "the others need not wait for it");
    store.end(&good.id, 1, &done("r")).expect("it ends");
    let again = claim(&*store, "w");
    assert_eq!((&again.id, again.attempt()), (&bad.id, 2));
    let after = store.end(&bad.id, 2, &failed).expect("it ends");
    assert_eq!((after.state, &after.error[..], after.attempts.len()), (State::Failed, "no", 2));
    claim_none(&*store);
}

fn workers_that_die_over_a_job_end_it_at_last(place: &Place) {
    let store = place.open(&hasty());
    let bad = submit(&*store, &job("bad"));
    for attempt in 1..=3 {
        assert_eq!(claim(&*store, &format!("w{attempt}")).attempt(), attempt);
    }
    crate::serving::eventually("it fails", || {
        assert!(store.claim("w", crate::fixtures::A_WHILE).expect("it answers").is_none());
        store.get(&bad.id).expect("it answers").is_some_and(|job| job.state == State::Failed)
    });
    let after = store.get(&bad.id).expect("it answers").expect("it is there");
    assert!(after.error.contains("w3"), "{}", after.error);
    assert!(after.attempts.iter().all(|a| a.outcome == Some(Outcome::Lost) && !a.error.is_empty()));
}

fn what_is_given_back_goes_on_elsewhere(place: &Place) {
    let store = place.open(&Policy { attempts: 1, losses: 1, ..hasty() });
    submit(&*store, &job("a"));
    for attempt in 1..=3 {
        let begun = claim(&*store, "w");
        assert_eq!(begun.attempt(), attempt, "giving back is no failure");
        let after = store.end(&begun.id, attempt, &Ending::Released).expect("it ends");
        assert_eq!(after.state, State::Queued);
    }
}

fn what_is_called_off_ends(place: &Place) {
    let store = place.open(&Policy::default());
    let (waits, runs) = (submit(&*store, &job("waits")), submit(&*store, &Record { priority: 1, ..job("runs") }));
    assert_eq!(claim(&*store, "w").id, runs.id);
    assert_eq!(store.cancel(&waits.id).expect("it answers").state, State::Cancelled);
    claim_none(&*store);
    let asked = store.cancel(&runs.id).expect("it answers");
    assert_eq!((asked.state, asked.cancelling), (State::Running, true));
    assert!(store.beat(&runs.id, 1, &News::default()).expect("it is heard").cancelling);
    let after = store.end(&runs.id, 1, &Ending::Cancelled).expect("it ends");
    assert_eq!((after.state, after.cancelling), (State::Cancelled, false));
    assert_eq!(store.cancel(&runs.id).expect("it answers"), after, "it stays as it is");
    assert_eq!(store.cancel(&"0".repeat(32)), Err(StoreError::NotFound));
}

fn only_what_has_ended_is_forgotten(place: &Place) {
    let store = place.open(&Policy::default());
    let asked = submit(&*store, &job("a"));
    assert_eq!(store.delete(&asked.id), Err(StoreError::NotEnded));
    store.cancel(&asked.id).expect("it answers");
    store.delete(&asked.id).expect("it is forgotten");
    assert_eq!(store.get(&asked.id).expect("it answers"), None);
    assert_eq!(store.delete(&asked.id), Err(StoreError::NotFound));
    claim_none(&*store);
    assert_eq!(store.list(&Filter::default(), None, 10).expect("it answers").jobs, []);
    // The same request, later: a job like any other.
    let again = Record { created: asked.created + 1, ..asked };
    assert!(store.submit(&again, b"a").expect("it is taken in").1);
    assert_eq!(claim(&*store, "w").id, again.id);
}

fn what_was_a_job_s_alone_goes_with_it(place: &Place) {
    let store = place.open(&hasty());
    let first = submit(&*store, &job("same"));
    let second = Record { id: job::hash(b"another")[..32].to_owned(), ..first.clone() };
    store.submit(&second, b"same").expect("it is taken in");
    let saved = |attempt| job::of_saved(&first.id, attempt);
    for attempt in 1..=2 {
        // Told of nowhere, as if its worker had been lost before it came to that.
        store.put(&saved(attempt), b"so far").expect("it is kept");
        let begun = claim_of(&*store, &first.id);
        assert_eq!(begun.attempt(), attempt);
        store.end(&begun.id, attempt, &Ending::Released).expect("it ends");
    }
    let partial = job::of_partial(&first.id);
    store.put(&partial, b"result").expect("it is kept");
    let begun = claim_of(&*store, &first.id);
    store.end(&begun.id, begun.attempt(), &done(&partial)).expect("it ends");
    store.delete(&first.id).expect("it is forgotten");
    for name in [saved(1), saved(2), partial] {
        assert_eq!(store.fetch(&name).expect("it answers"), None, "{name}");
    }
    let input = store.fetch(&job::of_input(&second.input)).expect("it answers");
    assert_eq!(input.as_deref(), Some(&b"same"[..]), "the other job needs it");
}

/// Claims until it is this job's turn; others are given back.
fn claim_of(store: &dyn arbitre::job::Store, id: &str) -> Record {
    loop {
        let begun = claim(store, "w");
        if begun.id == id {
            return begun;
        }
        store.end(&begun.id, begun.attempt(), &Ending::Released).expect("it ends");
    }
}

fn how_far_a_job_came_stays_when_it_ends(place: &Place) {
    let store = place.open(&Policy::default());
    let at = |gap| Progress { of: 0, message: v1::PlanProgress { gap: Some(gap), ..v1::PlanProgress::default() } };
    for (name, told, last, expected) in
        [("told", Some(0.5), None, 0.5), ("ends", None, Some(0.2), 0.2), ("both", Some(0.5), Some(0.2), 0.2)]
    {
        submit(&*store, &job(name));
        let begun = claim(&*store, "w");
        store.beat(&begun.id, 1, &News { progress: told.map(at), ..News::default() }).expect("it is heard");
        let ending = Ending::Done { result: "r".to_owned(), reused: false, progress: last.map(at) };
        let after = store.end(&begun.id, 1, &ending).expect("it ends");
        assert_eq!(after.progress, Some(at(expected)), "{name}");
    }
}

fn what_is_kept_comes_back(place: &Place) {
    let store = place.open(&Policy::default());
    let large: Vec<u8> = (0..3_000_000u32).flat_map(u32::to_le_bytes).take(3_000_000).collect();
    assert_eq!(store.fetch("x").expect("it answers"), None);
    store.put("x", &large).expect("it is kept");
    assert!(store.fetch("x").expect("it answers").is_some_and(|back| back == large));
    store.put("x", b"small").expect("it is kept");
    assert_eq!(place.open(&Policy::default()).fetch("x").expect("it answers").as_deref(), Some(&b"small"[..]));
    store.discard("x").expect("it is forgotten");
    assert_eq!(store.fetch("x").expect("it answers"), None);
    store.discard("x").expect("there is nothing to forget");
}

fn what_has_been_kept_long_enough_is_swept_out(place: &Place) {
    let store = place.open(&Policy { retention: std::time::Duration::from_millis(1), ..Policy::default() });
    let (old, open) = (submit(&*store, &job("old")), submit(&*store, &job("open")));
    store.cancel(&old.id).expect("it answers");
    thread::sleep(std::time::Duration::from_millis(20));
    assert_eq!(store.sweep().expect("it sweeps"), 1);
    assert_eq!(store.get(&old.id).expect("it answers"), None);
    assert_eq!(store.get(&open.id).expect("it answers"), Some(open.clone()));
    assert_eq!(store.sweep().expect("it sweeps"), 0);
}

fn jobs_are_listed_page_by_page(place: &Place) {
    let store = place.open(&Policy::default());
    let mut all = Vec::new();
    for i in 0..25 {
        let mut asked = job(&format!("j{i}"));
        asked.tenant = if i % 5 == 0 { "b.c".to_owned() } else { "a".to_owned() };
        asked.labels.insert("night".to_owned(), (i % 2).to_string());
        all.push(submit(&*store, &asked));
    }
    store.cancel(&all[1].id).expect("it answers");
    let ids = |filter: &Filter| {
        let (mut ids, mut after) = (Vec::new(), None);
        loop {
            let page = store.list(filter, after, 4).expect("it answers");
            assert!(page.jobs.len() <= 4);
            ids.extend(page.jobs.into_iter().map(|job| job.id));
            after = page.next;
            if after.is_none() {
                return ids;
            }
        }
    };
    let expected = |takes: &dyn Fn(usize, &Record) -> bool| -> Vec<String> {
        all.iter().enumerate().filter(|(i, job)| takes(*i, job)).map(|(_, job)| job.id.clone()).collect()
    };
    assert_eq!(ids(&Filter::default()), expected(&|_, _| true));
    let of_b = Filter { tenant: Some("b.c".to_owned()), ..Filter::default() };
    assert_eq!(ids(&of_b), expected(&|i, _| i % 5 == 0));
    let ended = Filter { states: vec![State::Cancelled], ..Filter::default() };
    assert_eq!(ids(&ended), expected(&|i, _| i == 1));
    let open =
        Filter { states: vec![State::Queued, State::Running], tenant: Some("a".to_owned()), ..Filter::default() };
    assert_eq!(ids(&open), expected(&|i, _| i % 5 != 0 && i != 1));
    let labelled = Filter { labels: [("night".to_owned(), "1".to_owned())].into(), ..Filter::default() };
    assert_eq!(ids(&labelled), expected(&|i, _| i % 2 == 1));
}

fn a_request_that_two_send_at_once_is_one_job(place: &Place) {
    let stores = [place.open(&Policy::default()), place.open(&Policy::default())];
    for round in 0..10 {
        let asked = job(&format!("j{round}"));
        let kept: Vec<Record> = thread::scope(|scope| {
            let sent: Vec<_> = stores.iter().map(|store| scope.spawn(|| submit(&**store, &asked))).collect();
            sent.into_iter().map(|s| s.join().expect("no panic")).collect()
        });
        assert_eq!(kept[0].id, kept[1].id);
    }
    assert_eq!(stores[0].list(&Filter::default(), None, 100).expect("it answers").jobs.len(), 10);
    for _ in 0..10 {
        let begun = claim(&*stores[0], "w");
        stores[0].end(&begun.id, begun.attempt(), &done("r")).expect("it ends");
    }
    claim_none(&*stores[1]);
}

fn each_job_goes_to_one_worker(place: &Place) {
    const JOBS: usize = 40;
    let store = place.open(&Policy::default());
    (0..JOBS).for_each(|i| drop(submit(&*store, &job(&format!("j{i}")))));
    let worked = |name: &str| {
        let own = place.open(&Policy::default());
        let mut ids = Vec::new();
        while let Some(begun) = own.claim(name, crate::fixtures::A_WHILE).expect("it answers") {
            own.end(&begun.id, begun.attempt(), &done("r")).expect("it is ours");
            ids.push(begun.id);
        }
        ids
    };
    let ids: Vec<String> = thread::scope(|scope| {
        let workers: Vec<_> = ["a", "b", "c"].map(|name| scope.spawn(move || worked(name))).into_iter().collect();
        workers.into_iter().flat_map(|w| w.join().expect("no panic")).collect()
    });
    assert_eq!(ids.len(), JOBS, "none twice");
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), JOBS, "none lost");
    let _ = PATIENCE;
}
