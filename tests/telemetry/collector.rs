//! A collector of OTLP that keeps what it is sent.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use opentelemetry_proto::tonic::collector::metrics::v1::metrics_service_server::{
    MetricsService, MetricsServiceServer,
};
use opentelemetry_proto::tonic::collector::metrics::v1::{ExportMetricsServiceRequest, ExportMetricsServiceResponse};
use opentelemetry_proto::tonic::collector::trace::v1::trace_service_server::{TraceService, TraceServiceServer};
use opentelemetry_proto::tonic::collector::trace::v1::{ExportTraceServiceRequest, ExportTraceServiceResponse};
use opentelemetry_proto::tonic::trace::v1::Span;
use tokio_stream::wrappers::TcpListenerStream;
use tonic::{Request, Response, Status};

#[derive(Clone, Default)]
pub(crate) struct Collector(Arc<Mutex<Kept>>);

#[derive(Clone, Default)]
pub(crate) struct Kept {
    pub(crate) spans: Vec<Span>,
    pub(crate) metrics: Vec<String>,
    /// The service's name and the key that it sent along.
    pub(crate) from: Vec<(String, String)>,
}

impl Collector {
    pub(crate) async fn serve(&self) -> SocketAddr {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let server = tonic::transport::Server::builder()
            .add_service(TraceServiceServer::new(self.clone()))
            .add_service(MetricsServiceServer::new(self.clone()));
        tokio::spawn(server.serve_with_incoming(TcpListenerStream::new(listener)));
        address
    }

    pub(crate) fn kept(&self) -> Kept {
        self.0.lock().expect("no writer panics").clone()
    }
}

#[tonic::async_trait]
impl TraceService for Collector {
    async fn export(
        &self,
        request: Request<ExportTraceServiceRequest>,
    ) -> Result<Response<ExportTraceServiceResponse>, Status> {
        let key = request.metadata().get("api-key").map(|k| k.to_str().expect("text").to_owned());
        let mut kept = self.0.lock().expect("no writer panics");
        for resource in request.into_inner().resource_spans {
            let about = resource.resource.expect("a resource").attributes;
            let name = about.into_iter().find(|a| a.key == "service.name").and_then(|a| a.value);
            kept.from.push((format!("{name:?}"), key.clone().unwrap_or_default()));
            kept.spans.extend(resource.scope_spans.into_iter().flat_map(|s| s.spans));
        }
        Ok(Response::new(Default::default()))
    }
}

#[tonic::async_trait]
impl MetricsService for Collector {
    async fn export(
        &self,
        request: Request<ExportMetricsServiceRequest>,
    ) -> Result<Response<ExportMetricsServiceResponse>, Status> {
        let scopes = request.into_inner().resource_metrics.into_iter().flat_map(|r| r.scope_metrics);
        self.0.lock().expect("no writer panics").metrics.extend(scopes.flat_map(|s| s.metrics).map(|m| m.name));
        Ok(Response::new(Default::default()))
    }
}
