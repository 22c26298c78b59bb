//! The operator's page describes every name, and none that there is not.

use std::collections::BTreeSet;
use std::path::Path;

use arbitre::api::telemetry::{Outcome, Refusal, Stage};
use tonic_health::pb::HealthCheckRequest;

use crate::support::{server, settings};

/// What is said of connections, callers and files.
const DOOR: [&str; 6] = ["caller", "certificate", "detail", "files", "problems", "reason"];

fn page() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/operations-serve.md");
    std::fs::read_to_string(path).expect("the page is there")
}

/// The first words of the table rows under a heading.
fn rows(page: &str, heading: &str) -> BTreeSet<String> {
    let section = page.split("\n## ").find(|s| s.starts_with(heading)).unwrap_or_else(|| panic!("no {heading}"));
    let cell = |line: &str| Some(line.strip_prefix("| `")?.split('`').next()?.to_owned());
    section.lines().filter_map(cell).collect()
}

#[tokio::test]
async fn metrics_are_those_that_are_documented() {
    let server = server(&settings()).await;
    server.client.clone().check(HealthCheckRequest::default()).await.expect("it is healthy");
    let running = server.telemetry.metrics().solve_queued().started();
    running.found_plan();
    running.ended(Outcome::Optimal, Some(0.0));
    server.log.await_lines("request ended", 1).await;
    let shown = server.page().await;
    let shown = shown.lines().filter_map(|l| l.strip_prefix("# TYPE ")?.split(' ').next());
    let shown: BTreeSet<_> = shown.filter(|name| *name != "target_info").map(str::to_owned).collect();
    assert_eq!(shown, rows(&page(), "Metrics"));
}

#[tokio::test]
async fn fields_of_the_log_are_those_that_are_documented() {
    let server = server(&settings()).await;
    let mut request = tonic::Request::new(HealthCheckRequest::default());
    let parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01".parse().expect("metadata");
    request.metadata_mut().insert("traceparent", parent);
    request.metadata_mut().insert(crate::mischief::DO, "refuse".parse().expect("metadata"));
    server.client.clone().check(request).await.expect_err("refused");
    server.telemetry.metrics().incident("made for the test");
    let lines = server.log.await_lines("request ended", 1).await;
    assert!(!lines.is_empty());
    let shown = server.log.lines();
    let shown: BTreeSet<_> = shown.iter().flat_map(|l| l.as_object().expect("an object").keys().cloned()).collect();
    let documented = rows(&page(), "The log");
    assert!(shown.is_subset(&documented), "{:?} are not documented", shown.difference(&documented));
    // Those of panics, of a collector that is away and of a page that is gone need a process of their own; those of the
    // door are held by tests/security.
    let elsewhere = [&["error", "place", "said", "signal", "thread"][..], &DOOR].concat();
    let elsewhere: BTreeSet<_> = elsewhere.into_iter().map(str::to_owned).collect();
    assert_eq!(documented.difference(&shown).cloned().collect::<BTreeSet<_>>(), elsewhere);
}

#[tokio::test]
async fn spans_and_the_values_of_labels_are_those_that_are_documented() {
    let server = server(&settings()).await;
    let names = Stage::ALL.map(|stage| stage.span().metadata().expect("spans are kept").name().to_owned());
    let spans: BTreeSet<_> = names.into_iter().chain(["request".to_owned()]).collect();
    assert_eq!(spans, rows(&page(), "Traces"));
    let values = Outcome::ALL.map(Outcome::name).into_iter().chain(Refusal::ALL.map(Refusal::name));
    for value in values {
        assert!(page().contains(&format!("`{value}`")), "{value}");
    }
    drop(server);
}
