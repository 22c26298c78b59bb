//! What leaves for a collector, and what a collector that is away may do to the server: nothing.

use std::collections::BTreeMap;
use std::net::TcpListener;

use arbitre::api::telemetry::Settings;
use opentelemetry_proto::tonic::trace::v1::span::SpanKind;
use tonic::Request;
use tonic::metadata::MetadataValue;
use tonic_health::pb::HealthCheckRequest;

use crate::collector::Collector;
use crate::support::{Server, figure, server, settings};

const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
const PARENT: &str = "00f067aa0ba902b7";

fn exporting_to(address: &str) -> Settings {
    let otlp_headers = BTreeMap::from([("api-key".to_owned(), "the-key".to_owned())]);
    Settings { otlp_endpoint: Some(format!("http://{address}")), otlp_headers, ..settings() }
}

async fn check(server: &Server) {
    let mut request = Request::new(HealthCheckRequest { service: "planning".to_owned() });
    let parent = MetadataValue::try_from(format!("00-{TRACE}-{PARENT}-01")).expect("metadata");
    request.metadata_mut().insert("traceparent", parent);
    server.client.clone().check(request).await.expect("it is healthy");
    server.log.await_lines("request ended", 1).await;
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

#[tokio::test]
async fn a_collector_gets_spans_in_the_caller_s_trace_and_every_metric() {
    let collector = Collector::default();
    let address = collector.serve().await;
    let server = server(&exporting_to(&address.to_string())).await;
    check(&server).await;
    assert_eq!(server.log.await_lines("request ended", 1).await[0]["trace_id"], TRACE);
    let page = server.page().await;
    server.telemetry.shutdown().await;
    let kept = collector.kept();
    let request = kept.spans.iter().find(|s| s.name == "grpc.health.v1.Health/Check").expect("the request's span");
    assert_eq!((hex(&request.trace_id), hex(&request.parent_span_id)), (TRACE.to_owned(), PARENT.to_owned()));
    assert_eq!(request.kind, SpanKind::Server as i32);
    let solve = kept.spans.iter().find(|s| s.name == "solve").expect("the stage's span");
    assert_eq!((hex(&solve.trace_id), &solve.parent_span_id), (TRACE.to_owned(), &request.span_id));
    assert!(kept.from.iter().all(|(name, key)| name.contains("arbitre") && key == "the-key"), "{:?}", kept.from);
    let on_page = page.lines().filter_map(|l| l.strip_prefix("# TYPE arbitre_")?.split(' ').next());
    for name in on_page.map(|rest| format!("arbitre_{rest}")) {
        assert!(kept.metrics.contains(&name), "{name} is not in {:?}", kept.metrics);
    }
    assert!(kept.metrics.iter().any(|name| name == "arbitre_requests_total"));
}

#[tokio::test]
async fn the_caller_may_decide_that_nothing_is_traced() {
    let collector = Collector::default();
    let address = collector.serve().await;
    let server = server(&Settings { sample_ratio: 0.0, ..exporting_to(&address.to_string()) }).await;
    server.client.clone().check(HealthCheckRequest::default()).await.expect("it is healthy");
    server.telemetry.shutdown().await;
    assert!(collector.kept().spans.is_empty());
    assert!(!collector.kept().metrics.is_empty());
}

#[tokio::test]
async fn a_collector_that_never_answers_does_not_hold_the_server_up() {
    // It is listened to, so that connections are made, and nobody reads from them.
    let silent = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let server = server(&exporting_to(&silent.local_addr().expect("an address").to_string())).await;
    check(&server).await;
    assert!(figure(&server.page().await, "arbitre_incidents_total").is_some());
    // The limit only keeps a failing test from hanging.
    let hang = std::time::Duration::from_secs(60);
    tokio::time::timeout(hang, server.telemetry.shutdown()).await.expect("shutdown comes back");
}
