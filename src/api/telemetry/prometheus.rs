//! The page that Prometheus reads: `/metrics` in plain HTTP, on an address of its own.

use std::io;
use std::net::{SocketAddr, TcpListener};

use axum::Router;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use opentelemetry_prometheus::PrometheusExporter;
use opentelemetry_sdk::error::OTelSdkError;
use prometheus::{Encoder, Registry, TextEncoder};
use tokio::task::JoinHandle;

/// What collects for the page, and the page's source. Names stay as they are: the instruments follow Prometheus already.
pub(super) fn exporter() -> Result<(PrometheusExporter, Registry), OTelSdkError> {
    let registry = Registry::new();
    let exporter = opentelemetry_prometheus::exporter().with_registry(registry.clone());
    let exporter = exporter.without_units().without_counter_suffixes().scope_info_enabled(false);
    Ok((exporter.build()?, registry))
}

/// A page that is being served, until it is dropped.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) address: SocketAddr,
    task: JoinHandle<()>,
}

impl Page {
    pub(super) fn serve(at: SocketAddr, registry: Registry) -> io::Result<Self> {
        let listener = TcpListener::bind(at)?;
        listener.set_nonblocking(true)?;
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let address = listener.local_addr()?;
        let app = Router::new().route("/metrics", get(async move || page(&registry)));
        let task = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, app).await {
                tracing::error!(target: "arbitre", %error, "the page of metrics is gone");
            }
        });
        Ok(Self { address, task })
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn page(registry: &Registry) -> Response {
    let mut text = Vec::new();
    let encoder = TextEncoder::new();
    match encoder.encode(&registry.gather(), &mut text) {
        Ok(()) => ([(header::CONTENT_TYPE, encoder.format_type().to_owned())], text).into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}
