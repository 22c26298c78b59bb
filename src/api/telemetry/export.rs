//! The way to the collector. Whether it takes what it is sent is watched, counted, and logged when it changes; nothing
//! else in the process depends on it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue};
use opentelemetry_otlp::tonic_types::metadata::MetadataMap;
use opentelemetry_otlp::{ExporterBuildError, WithExportConfig, WithTonicConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::metrics::Temporality;
use opentelemetry_sdk::metrics::data::ResourceMetrics;
use opentelemetry_sdk::metrics::exporter::PushMetricExporter;
use opentelemetry_sdk::trace::{SpanData, SpanExporter};

use super::metrics::Metrics;
use super::settings::Settings;

/// A collector that does not answer within this time counts as away.
const TIMEOUT: Duration = Duration::from_secs(3);

/// Why nothing can be sent to the collector.
#[derive(Debug)]
pub(super) enum Unusable {
    /// A header whose name or value HTTP does not allow; its name.
    Header(String),
    /// The address, or what it asks for.
    Endpoint(ExporterBuildError),
}

/// The way for spans. To be called in tokio's runtime.
pub(super) fn spans(
    to: &str,
    settings: &Settings,
    metrics: Counts,
) -> Result<Watched<opentelemetry_otlp::SpanExporter>, Unusable> {
    let exporter = opentelemetry_otlp::SpanExporter::builder().with_tonic().with_endpoint(to).with_timeout(TIMEOUT);
    let exporter = exporter.with_metadata(metadata(settings)?).build().map_err(Unusable::Endpoint)?;
    Ok(Watched::new(exporter, "traces", metrics))
}

/// The way for metrics. To be called in tokio's runtime.
pub(super) fn metrics(
    to: &str,
    settings: &Settings,
    metrics: Counts,
) -> Result<Watched<opentelemetry_otlp::MetricExporter>, Unusable> {
    let exporter = opentelemetry_otlp::MetricExporter::builder().with_tonic().with_endpoint(to).with_timeout(TIMEOUT);
    let exporter = exporter.with_metadata(metadata(settings)?).build().map_err(Unusable::Endpoint)?;
    Ok(Watched::new(exporter, "metrics", metrics))
}

fn metadata(settings: &Settings) -> Result<MetadataMap, Unusable> {
    let mut headers = HeaderMap::new();
    for (name, value) in &settings.otlp_headers {
        let unusable = || Unusable::Header(name.clone());
        let key = HeaderName::from_bytes(name.as_bytes()).map_err(|_| unusable())?;
        headers.insert(key, HeaderValue::from_str(value).map_err(|_| unusable())?);
    }
    Ok(MetadataMap::from_headers(headers))
}

/// Where failures are counted. The instruments are made after the exporters that they are exported by.
pub(super) type Counts = Arc<OnceLock<Metrics>>;

/// An exporter that is watched.
#[derive(Debug)]
pub(super) struct Watched<E> {
    inner: E,
    signal: &'static str,
    counts: Counts,
    away: AtomicBool,
}

impl<E> Watched<E> {
    fn new(inner: E, signal: &'static str, counts: Counts) -> Self {
        Self { inner, signal, counts, away: AtomicBool::new(false) }
    }

    fn after(&self, result: OTelSdkResult) -> OTelSdkResult {
        let signal = self.signal;
        let was_away = self.away.swap(result.is_err(), Ordering::Relaxed);
        if let Err(error) = &result {
            self.counts.get().iter().for_each(|metrics| metrics.export_failed(signal));
            if !was_away {
                tracing::warn!(target: "arbitre", signal, %error, "the collector does not take telemetry");
            }
        } else if was_away {
            tracing::info!(target: "arbitre", signal, "the collector takes telemetry again");
        }
        result
    }
}

impl<E: SpanExporter> SpanExporter for Watched<E> {
    async fn export(&self, batch: Vec<SpanData>) -> OTelSdkResult {
        self.after(self.inner.export(batch).await)
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.inner.shutdown_with_timeout(timeout)
    }

    fn force_flush(&self) -> OTelSdkResult {
        self.inner.force_flush()
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.inner.set_resource(resource);
    }
}

impl<E: PushMetricExporter> PushMetricExporter for Watched<E> {
    async fn export(&self, metrics: &ResourceMetrics) -> OTelSdkResult {
        self.after(self.inner.export(metrics).await)
    }

    fn force_flush(&self) -> OTelSdkResult {
        self.inner.force_flush()
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.inner.shutdown_with_timeout(timeout)
    }

    fn temporality(&self) -> Temporality {
        self.inner.temporality()
    }
}
