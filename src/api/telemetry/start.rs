//! Telemetry from the start of the process to its end.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use opentelemetry::KeyValue;
use opentelemetry::metrics::MeterProvider;
use opentelemetry::trace::TracerProvider;
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::metrics::{PeriodicReader, SdkMeterProvider};
use opentelemetry_sdk::trace::{IdGenerator, RandomIdGenerator, Sampler, SdkTracerProvider};
use tracing::Subscriber;
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::{Layer, Registry};

use super::export::{self, Counts, Unusable};
use super::logs::{Filter, LogLayer};
use super::metrics::Metrics;
use super::panics;
use super::prometheus::{self, Page};
use super::settings::Settings;

/// How often the collector gets metrics.
const INTERVAL: Duration = Duration::from_secs(15);

/// What the collector has left to take the last of it. Nobody who stops a server should wait for longer.
const LAST_WORDS: Duration = Duration::from_secs(4);

/// Why telemetry cannot start.
#[derive(Debug)]
pub enum StartError {
    /// The filter of the log cannot be read.
    Filter(String),
    /// A header for the collector that HTTP does not allow; its name.
    Header(String),
    /// The collector's address, or what it asks for.
    Collector(String),
    /// The address for Prometheus cannot be had.
    Prometheus(SocketAddr, io::Error),
    /// The page for Prometheus cannot be made.
    Page(String),
    /// The process has a log already.
    Twice,
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Filter(why) => write!(f, "log filter: {why}; write a level, or levels by target: warn,arbitre=debug"),
            Self::Header(name) => write!(f, "otlp header {name}: HTTP does not allow its name or its value"),
            Self::Collector(why) => write!(f, "otlp endpoint: {why}"),
            Self::Prometheus(address, error) => write!(f, "prometheus address {address}: {error}"),
            Self::Page(why) => write!(f, "prometheus page: {why}"),
            Self::Twice => write!(f, "the process has a log already"),
        }
    }
}

impl std::error::Error for StartError {}

impl From<Unusable> for StartError {
    fn from(unusable: Unusable) -> Self {
        match unusable {
            Unusable::Header(name) => Self::Header(name),
            Unusable::Endpoint(error) => Self::Collector(error.to_string()),
        }
    }
}

/// What logs, measures and traces, while it is held.
#[derive(Debug)]
pub struct Telemetry {
    metrics: Metrics,
    meters: SdkMeterProvider,
    tracers: Option<SdkTracerProvider>,
    page: Option<Page>,
}

impl Telemetry {
    /// Starts all of it for the process: from here on the log goes to standard error, panics included. To be called
    /// once, in tokio's runtime.
    pub fn start(settings: &Settings) -> Result<Self, StartError> {
        let (telemetry, subscriber) = Self::assemble(settings, io::stderr)?;
        tracing::subscriber::set_global_default(subscriber).map_err(|_| StartError::Twice)?;
        panics::log_them();
        Ok(telemetry)
    }

    /// Starts all but the log, which the subscriber writes for whom it is set, to `log`. To be called in tokio's runtime.
    pub fn assemble<W>(
        settings: &Settings,
        log: W,
    ) -> Result<(Self, impl Subscriber + for<'a> LookupSpan<'a> + Send + Sync + use<W>), StartError>
    where
        W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
    {
        let filter = Filter::parse(&settings.log_filter).map_err(|e| StartError::Filter(e.to_string()))?;
        let counts = Counts::default();
        let resource = resource(settings);
        let (meters, page) = meters(settings, &resource, &counts)?;
        let tracers = tracers(settings, resource, &counts)?;
        let metrics = Metrics::new(&meters.meter("arbitre"));
        let metrics = OnceLock::get_or_init(&counts, || metrics).clone();
        let log = LogLayer::new(log, settings.log_form).with_filter(filter_fn(move |what| filter.keeps(what)));
        let traces = tracers.as_ref().map(|tracers| {
            let layer = tracing_opentelemetry::layer().with_tracer(tracers.tracer("arbitre"));
            let layer = layer.with_location(false).with_threads(false).with_target(false).with_level(false);
            // Events stay in the log, and spans of libraries are none of the collector's business.
            layer.with_filter(filter_fn(|what| what.is_span() && what.target().starts_with("arbitre")))
        });
        Ok((Self { metrics, meters, tracers, page }, Registry::default().with(log).with(traces)))
    }

    /// The handle to count by.
    pub fn metrics(&self) -> &Metrics {
        &self.metrics
    }

    /// Where Prometheus finds `/metrics`.
    pub fn prometheus_address(&self) -> Option<SocketAddr> {
        self.page.as_ref().map(|page| page.address)
    }

    /// Sends the collector the rest, for a few seconds at most, and stops.
    pub async fn shutdown(self) {
        drop(self.page);
        let (meters, tracers) = (self.meters, self.tracers);
        let (done, told) = tokio::sync::oneshot::channel();
        // A thread of its own: the runtime would wait for one of its own threads for as long as it takes.
        std::thread::spawn(move || {
            // What the collector did not take has been logged by its exporter.
            let _ = tracers.map(|tracers| tracers.shutdown_with_timeout(LAST_WORDS));
            let _ = meters.shutdown_with_timeout(LAST_WORDS);
            let _ = done.send(());
        });
        if tokio::time::timeout(LAST_WORDS, told).await.is_err() {
            tracing::warn!(target: "arbitre", "the collector did not take the last of the telemetry");
        }
    }
}

fn resource(settings: &Settings) -> Resource {
    let instance = settings.instance_id.clone();
    let instance = instance.unwrap_or_else(|| RandomIdGenerator::default().new_trace_id().to_string());
    let about = [("service.version", env!("CARGO_PKG_VERSION").to_owned()), ("service.instance.id", instance)];
    let about = about.map(|(name, value)| KeyValue::new(name, value));
    Resource::builder().with_service_name(settings.service_name.clone()).with_attributes(about).build()
}

fn meters(
    settings: &Settings,
    resource: &Resource,
    counts: &Counts,
) -> Result<(SdkMeterProvider, Option<Page>), StartError> {
    let mut meters = SdkMeterProvider::builder().with_resource(resource.clone());
    if let Some(to) = &settings.otlp_endpoint {
        let exporter = export::metrics(to, settings, Arc::clone(counts))?;
        meters = meters.with_reader(PeriodicReader::builder(exporter).with_interval(INTERVAL).build());
    }
    let mut page = None;
    if let Some(at) = settings.prometheus {
        let (exporter, registry) = prometheus::exporter().map_err(|e| StartError::Page(e.to_string()))?;
        page = Some(Page::serve(at, registry).map_err(|e| StartError::Prometheus(at, e))?);
        meters = meters.with_reader(exporter);
    }
    Ok((meters.build(), page))
}

fn tracers(settings: &Settings, resource: Resource, counts: &Counts) -> Result<Option<SdkTracerProvider>, StartError> {
    let Some(to) = &settings.otlp_endpoint else { return Ok(None) };
    let exporter = export::spans(to, settings, Arc::clone(counts))?;
    let sampler = Sampler::ParentBased(Box::new(Sampler::TraceIdRatioBased(settings.sample_ratio)));
    let tracers = SdkTracerProvider::builder().with_resource(resource).with_sampler(sampler);
    Ok(Some(tracers.with_batch_exporter(exporter).build()))
}
