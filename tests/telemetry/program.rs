//! The program and its collector. The SDK exports on threads of its own, and they have the process's log alone.

use std::net::TcpListener;

use arbitre::wire::v1;
use opentelemetry_proto::tonic::trace::v1::Span;
use opentelemetry_proto::tonic::trace::v1::span::SpanKind;
use tonic::client::Grpc;
use tonic::transport::{Channel, Endpoint};
use tonic::{Request, Status};
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_client::HealthClient;
use tonic_prost::ProstCodec;

use crate::collector::Collector;
use crate::serving::{Serving, serve, write};

const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
const PARENT: &str = "b7ad6b7169203331";
const PORTFOLIO: &str = include_str!("../../fuzz/seeds/portfolio.json");

async fn channel(server: &Serving) -> Channel {
    let endpoint = Endpoint::from_shared(format!("http://{}", server.address)).expect("an address");
    endpoint.connect().await.expect("it listens")
}

/// Calls a method, as part of the caller's trace.
async fn ask<Q, A>(channel: &Channel, method: &str, message: Q) -> Result<A, Status>
where
    Q: prost::Message + 'static,
    A: prost::Message + Default + 'static,
{
    let mut request = Request::new(message);
    let parent = format!("00-{TRACE}-{PARENT}-01").parse().expect("metadata");
    request.metadata_mut().insert("traceparent", parent);
    let mut grpc = Grpc::new(channel.clone());
    grpc.ready().await.expect("a connection");
    let path = format!("/arbitre.v1.PlanningService/{method}").parse().expect("a path");
    Ok(grpc.unary(request, path, ProstCodec::<Q, A>::default()).await?.into_inner())
}

fn portfolio() -> Option<v1::Portfolio> {
    Some(serde_json::from_str(PORTFOLIO).expect("a portfolio"))
}

async fn plan(channel: &Channel) -> Option<v1::Plan> {
    let options = Some(v1::PlanOptions { max_steps: Some(50), ..v1::PlanOptions::default() });
    let request = v1::PlanRequest { portfolio: portfolio(), options, ..v1::PlanRequest::default() };
    ask::<_, v1::PlanResponse>(channel, "Plan", request).await.expect("an answer").plan
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

#[tokio::test]
async fn a_search_leaves_its_stages_in_the_caller_s_trace_and_its_metrics_with_the_collector() {
    let collector = Collector::default();
    let endpoint = format!("http://{}", collector.serve().await);
    let server = serve(&[("TELEMETRY_OTLP_ENDPOINT", &endpoint)]);
    let channel = channel(&server).await;
    let plan = plan(&channel).await;
    let request = v1::CheckPlanRequest { portfolio: portfolio(), plan, ..v1::CheckPlanRequest::default() };
    ask::<_, v1::CheckPlanResponse>(&channel, "CheckPlan", request).await.expect("a verdict");
    tokio::task::spawn_blocking(|| server.leave()).await.expect("it leaves");
    let kept = collector.kept();
    let named = |name: &str| -> &Span {
        kept.spans.iter().find(|span| span.name == name).unwrap_or_else(|| panic!("no {name} in {:?}", kept.spans))
    };
    let request = named("arbitre.v1.PlanningService/Plan");
    assert_eq!((hex(&request.trace_id), hex(&request.parent_span_id)), (TRACE.to_owned(), PARENT.to_owned()));
    for stage in ["decode", "queue", "solve", "check", "encode"] {
        let span = named(stage);
        assert_eq!(hex(&span.trace_id), TRACE, "{stage}");
        let above = kept.spans.iter().find(|s| s.span_id == span.parent_span_id);
        assert_eq!(above.map(|s| s.kind), Some(SpanKind::Server as i32), "{stage} is no part of a call");
    }
    assert_eq!(named("solve").parent_span_id, request.span_id);
    for metric in ["arbitre_requests_total", "arbitre_solve_seconds", "arbitre_first_plan_seconds"] {
        assert!(kept.metrics.iter().any(|name| name == metric), "{metric} is not in {:?}", kept.metrics);
    }
    assert!(!format!("{:?}", kept.spans).contains("builders"), "a span tells of a portfolio");
}

#[tokio::test]
async fn a_collector_that_is_away_harms_nothing_and_is_told_of_once() {
    let gone = TcpListener::bind("127.0.0.1:0").expect("a free port").local_addr().expect("an address");
    let folder = tempfile::tempdir().expect("a folder");
    let headers = folder.path().join("headers");
    write(&headers, "api-key: the-key\n");
    let server = serve(&[
        ("TELEMETRY_OTLP_ENDPOINT", &format!("http://{gone}")),
        ("TELEMETRY_OTLP_HEADERS_FILE", headers.to_str().expect("text")),
    ]);
    let channel = channel(&server).await;
    let mut health = HealthClient::new(channel.clone());
    health.check(HealthCheckRequest::default()).await.expect("it is healthy");
    // Batches of spans leave every few seconds: two of them are not taken, and one line says so.
    let failures = |count: f64| {
        let sample = "arbitre_telemetry_export_failures_total{signal=\"traces\"}";
        crate::serving::eventually("a batch that is not taken", || server.figure(sample) >= Some(count));
    };
    plan(&channel).await.expect("a plan");
    failures(1.0);
    plan(&channel).await.expect("a plan");
    failures(2.0);
    let told = server.await_lines("the collector does not take telemetry", 1);
    assert!(told.iter().all(|line| line["level"] == "WARN" && line["error"].is_string()), "{told:?}");
    let log = tokio::task::spawn_blocking(|| server.leave()).await.expect("it leaves");
    for signal in ["traces", "metrics"] {
        let lines = log.lines().filter(|l| l.contains("does not take") && l.contains(&format!("\"{signal}\"")));
        assert_eq!(lines.count(), 1, "{log}");
    }
    assert!(!log.contains("the-key"), "{log}");
}
