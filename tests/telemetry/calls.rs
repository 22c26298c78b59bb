//! Each call: its id, its last line, its count.

use tonic::metadata::MetadataValue;
use tonic::{Code, Request, Status};
use tonic_health::pb::{HealthCheckRequest, HealthCheckResponse};

use crate::mischief::DO;
use crate::support::{Server, figure, server, settings};

const CHECK: &str = "grpc.health.v1.Health/Check";
const WATCH: &str = "grpc.health.v1.Health/Watch";

fn request(service: &str, metadata: &[(&'static str, &str)]) -> Request<HealthCheckRequest> {
    let mut request = Request::new(HealthCheckRequest { service: service.to_owned() });
    for (key, value) in metadata {
        request.metadata_mut().insert(*key, MetadataValue::try_from(*value).expect("metadata"));
    }
    request
}

async fn check(
    server: &Server,
    metadata: &[(&'static str, &str)],
) -> Result<tonic::Response<HealthCheckResponse>, Status> {
    server.client.clone().check(request("planning", metadata)).await
}

fn requests(method: &str, code: &str) -> String {
    format!("arbitre_requests_total{{code=\"{code}\",method=\"{method}\"}}")
}

#[tokio::test]
async fn a_call_is_answered_with_its_id_and_ends_with_one_line_and_one_count() {
    let server = server(&settings()).await;
    let answer = check(&server, &[("x-request-id", "from-the-caller")]).await.expect("it is healthy");
    assert_eq!(answer.metadata().get("x-request-id").expect("an id"), "from-the-caller");
    let lines = server.log.await_lines("request ended", 1).await;
    let line = &lines[0];
    assert_eq!(lines.len(), 1, "{lines:?}");
    for (field, value) in [("request_id", "from-the-caller"), ("method", CHECK), ("tenant", "county"), ("code", "OK")] {
        assert_eq!(line[field], value, "{field} in {line}");
    }
    assert!(line["seconds"].as_f64().is_some_and(|s| s >= 0.0) && line["peer"].is_string(), "{line}");
    // Five bytes before each message; ten of a request that names "planning", two of an answer.
    assert_eq!((&line["received"], &line["sent"]), (&15.into(), &7.into()), "{line}");
    let page = server.page().await;
    assert_eq!(figure(&page, &requests(CHECK, "OK")), Some(1.0), "{page}");
    assert_eq!(figure(&page, &format!("arbitre_requests_in_flight{{method=\"{CHECK}\"}}")), Some(0.0), "{page}");
}

#[tokio::test]
async fn an_id_that_is_not_fit_for_a_log_is_replaced_also_where_the_call_fails() {
    let server = server(&settings()).await;
    let status = server.client.clone().check(request("none", &[("x-request-id", "a b;c")])).await.expect_err("unknown");
    let id = status.metadata().get("x-request-id").expect("an id").to_str().expect("text").to_owned();
    assert_ne!(id, "a b;c");
    let lines = server.log.await_lines("request ended", 1).await;
    assert_eq!((&lines[0]["request_id"], &lines[0]["code"]), (&id.into(), &"NOT_FOUND".into()));
}

#[tokio::test]
async fn a_stream_that_its_caller_drops_counts_once_as_cancelled() {
    let server = server(&settings()).await;
    let mut stream = server.client.clone().watch(request("planning", &[])).await.expect("a stream").into_inner();
    stream.message().await.expect("no error").expect("a first message");
    let in_flight = format!("arbitre_requests_in_flight{{method=\"{WATCH}\"}}");
    assert_eq!(figure(&server.page().await, &in_flight), Some(1.0));
    drop(stream);
    server.await_sample(&requests(WATCH, "CANCELLED"), 1.0).await;
    assert_eq!(figure(&server.page().await, &in_flight), Some(0.0));
}

#[tokio::test]
async fn a_call_that_is_dropped_before_its_answer_is_cancelled_and_at_its_deadline_late() {
    let server = server(&settings()).await;
    let mut client = server.client.clone();
    let call = tokio::spawn(async move { client.check(request("planning", &[(DO, "hang")])).await });
    server.await_sample(&format!("arbitre_requests_in_flight{{method=\"{CHECK}\"}}"), 1.0).await;
    call.abort();
    server.await_sample(&requests(CHECK, "CANCELLED"), 1.0).await;
    let late = check(&server, &[(DO, "hang"), ("grpc-timeout", "20m")]).await.expect_err("it hangs");
    assert!(matches!(late.code(), Code::DeadlineExceeded | Code::Cancelled), "{late}");
    server.await_sample(&requests(CHECK, "DEADLINE_EXCEEDED"), 1.0).await;
}

#[tokio::test]
async fn a_panic_becomes_internal_with_an_incident_that_stands_in_the_log() {
    let server = server(&settings()).await;
    for (count, what) in ["panic", "panic at once"].into_iter().enumerate() {
        let status = check(&server, &[(DO, what)]).await.expect_err("it panics");
        assert_eq!(status.code(), Code::Internal);
        let lines = server.log.await_lines("internal error", count + 1).await;
        let incident = lines[count]["incident"].as_str().expect("an id");
        assert!(status.message().contains(incident) && incident.len() == 16, "{status} {lines:?}");
        assert!(lines[count]["request_id"].is_string(), "{lines:?}");
    }
    let mut stream = server.client.clone().watch(request("planning", &[(DO, "panic in the stream")])).await;
    let status = match &mut stream {
        Ok(stream) => stream.get_mut().message().await.expect_err("it panics"),
        Err(status) => status.clone(),
    };
    assert_eq!(status.code(), Code::Internal);
    let page = server.page().await;
    assert_eq!(figure(&page, "arbitre_incidents_total"), Some(3.0), "{page}");
    assert_eq!(figure(&page, &requests(CHECK, "INTERNAL")), Some(2.0), "{page}");
    assert_eq!(figure(&page, &requests(WATCH, "INTERNAL")), Some(1.0), "{page}");
    check(&server, &[]).await.expect("it lives on");
}

#[tokio::test]
async fn made_up_methods_are_counted_under_one_name() {
    let server = server(&settings()).await;
    for path in ["/made.up/One", "/made.up/Two", "/grpc.health.v1.Health/Chuck"] {
        let mut raw = tonic::client::Grpc::new(server.channel.clone());
        raw.ready().await.expect("a connection");
        let codec = tonic_prost::ProstCodec::<HealthCheckRequest, HealthCheckResponse>::default();
        let status = raw.unary(request("planning", &[]), path.parse().expect("a path"), codec).await.expect_err("none");
        assert_eq!(status.code(), Code::Unimplemented);
    }
    server.await_sample(&requests("other", "UNIMPLEMENTED"), 3.0).await;
    let page = server.page().await;
    assert!(!page.contains("made") && !page.contains("Chuck"), "{page}");
}

#[tokio::test]
async fn nothing_of_a_request_comes_into_log_or_metrics() {
    let server = server(&settings()).await;
    for what in ["", "refuse", "panic", "panic at once"] {
        let metadata = [(DO, what), ("authorization", "Bearer the-secret-token"), ("x-api-key", "the-secret-key")];
        // Each ends in an error: the service is not known, or mischief is made.
        server.client.clone().check(request("the-secret-portfolio", &metadata)).await.expect_err("an error");
    }
    let lines = server.log.await_lines("request ended", 4).await;
    assert_eq!(lines[1]["refused"], "queue_full", "{lines:?}");
    assert_eq!(figure(&server.page().await, "arbitre_refusals_total{reason=\"queue_full\"}"), Some(1.0));
    for text in [server.log.text(), server.page().await] {
        assert!(!text.contains("the-secret"), "{text}");
    }
}
