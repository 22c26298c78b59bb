//! What is asked of the servers of JetStream: who may connect, what they forget by its age, and that one of them may fall
//! silent.

use std::fmt::Debug;
use std::thread;
use std::time::{Duration, Instant};

use arbitre::job::{self, Filter, Policy, StoreError};

use crate::fixtures::{PATIENCE, hasty, job, submit};
use crate::nodes::{self, Cluster};

const DAY: Duration = Duration::from_secs(24 * 3600);

#[test]
fn servers_are_told_the_user_and_the_password_of_their_address() {
    let Some(cluster) = Cluster::guarded() else { return };
    let store = job::open(&cluster.address("guarded"), Policy::default()).expect("whoever knows the password may");
    let asked = submit(&*store, &job("a"));
    assert!(store.get(&asked.id).expect("it answers").is_some());
    let wrong = cluster.address("guarded").replace("s3cr", "S3CR");
    let refused = job::open(&wrong, Policy::default()).map(|_| ()).expect_err("nobody else may");
    assert!(matches!(refused, StoreError::Unavailable(_)), "{refused:?}");
    assert!(!format!("{refused} {refused:?}").contains("S3CR"), "{refused:?}");
}

#[test]
fn what_jobs_may_share_goes_when_it_is_older_than_any_job_that_needs_it() {
    let Some(cluster) = nodes::shared() else { return };
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    for (name, days, expected) in [("young", 1, 30), ("old", 90, 180)] {
        let policy = Policy { retention: DAY * days, ..Policy::default() };
        job::open(&cluster.address(name), policy).expect("a store");
        let age = runtime.block_on(async {
            let client = async_nats::connect(cluster.host(0)).await.expect("a connection");
            let context = async_nats::jetstream::new(client);
            let bucket = context.get_stream(format!("OBJ_{name}_objects")).await.expect("it is set up");
            bucket.cached_info().config.max_age
        });
        assert_eq!(age, DAY * expected, "{name}");
    }
}

/// How long nobody leads a stream in a test: longer than the first pauses.
const LEADERLESS: Duration = Duration::from_millis(400);

#[test]
fn what_no_server_listens_to_at_the_moment_is_said_again() {
    let Some(cluster) = nodes::shared() else { return };
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let open = || job::open(&cluster.address("unheard"), Policy::default()).expect("a store");
    let store = open();
    for stream in ["UNHEARD_INDEX", "UNHEARD_JOBS"] {
        runtime.block_on(async {
            let client = async_nats::connect(cluster.host(0)).await.expect("a connection");
            let context = async_nats::jetstream::new(client);
            context.delete_stream(stream).await.expect("it was set up");
        });
        thread::scope(|scope| {
            scope.spawn(|| {
                thread::sleep(LEADERLESS);
                open()
            });
            submit(&*store, &job(stream));
            assert!(!store.list(&Filter::default(), None, 10).expect("it answers").jobs.is_empty(), "{stream}");
        });
    }
}

/// How long the others may take to notice, to choose leaders and to know again what they were told, on a busy machine.
const NOTICED: Duration = Duration::from_secs(120);

/// Before the next question, where an answer came at once and is of no use.
const PAUSE: Duration = Duration::from_millis(100);

/// Asks until there is an answer of use; what was answered otherwise, and when, is told if there is none in time.
fn until_answered<T, E: Debug>(ask: impl Fn() -> Result<Option<T>, E>) -> T {
    let begun = Instant::now();
    let mut others = Vec::new();
    while begun.elapsed() < NOTICED {
        match ask() {
            Ok(Some(answer)) => return answer,
            other => others.push((begun.elapsed(), other.err())),
        }
        thread::sleep(PAUSE);
    }
    panic!("it waits for a server that is not there: {others:?}");
}

#[test]
fn a_server_that_falls_silent_is_left_for_another() {
    let Some(cluster) = Cluster::start() else { return };
    // What it knows of the others, it knows from the first.
    let address = format!("nats://{}?replicas=3&prefix=silent", cluster.host(0));
    let store = job::open(&address, hasty()).expect("a store");
    let asked = submit(&*store, &job("a"));
    cluster.silence(0);
    until_answered(|| store.get(&asked.id));
    // The queue may have been led by the silent one; it is asked again, as workers do, until the others have chosen a leader.
    let claimed = until_answered(|| store.claim("w", PATIENCE));
    assert_eq!(claimed.id, asked.id);
}
