//! A server under the layer, its log, its page of metrics, and a client.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use arbitre::api::telemetry::{Form, Methods, Settings, Telemetry, TelemetryLayer};
use serde_json::Value;
use tokio_stream::wrappers::TcpListenerStream;
use tonic::transport::{Channel, Server as Tonic};
use tonic_health::pb::FILE_DESCRIPTOR_SET;
use tonic_health::pb::health_client::HealthClient;
use tracing::subscriber::DefaultGuard;

use crate::mischief::Mischief;

/// Lines of a log, kept.
#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("no writer panics").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Log {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.0.lock().expect("no writer panics").clone()).expect("a log is text")
    }

    pub(crate) fn lines(&self) -> Vec<Value> {
        self.text().lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect()
    }

    /// The lines with a message, once there are so many.
    pub(crate) async fn await_lines(&self, message: &str, count: usize) -> Vec<Value> {
        let found = || self.lines().into_iter().filter(|l| l["message"] == message).collect::<Vec<_>>();
        eventually(|| async { found().len() >= count }).await;
        found()
    }
}

/// A server on a port of its own. Its log is the thread's, and a test has one thread.
pub(crate) struct Server {
    pub(crate) telemetry: Telemetry,
    pub(crate) log: Log,
    pub(crate) client: HealthClient<Channel>,
    pub(crate) channel: Channel,
    _log_is_ours: DefaultGuard,
}

pub(crate) fn settings() -> Settings {
    Settings {
        log_filter: "off,arbitre=debug".to_owned(),
        log_form: Form::Json,
        prometheus: Some(SocketAddr::from(([127, 0, 0, 1], 0))),
        ..Settings::default()
    }
}

pub(crate) async fn server(settings: &Settings) -> Server {
    let log = Log::default();
    let writer = log.clone();
    let (telemetry, subscriber) = Telemetry::assemble(settings, move || writer.clone()).expect("telemetry starts");
    let guard = tracing::subscriber::set_default(subscriber);
    let methods = Methods::of(&[FILE_DESCRIPTOR_SET]).expect("the descriptors of health");
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    let (reporter, health) = tonic_health::server::health_reporter();
    reporter.set_service_status("planning", tonic_health::ServingStatus::Serving).await;
    let layer = TelemetryLayer::new(telemetry.metrics().clone(), methods);
    let server = Tonic::builder().layer(layer).layer(Mischief).add_service(health);
    tokio::spawn(server.serve_with_incoming(TcpListenerStream::new(listener)));
    let endpoint = Channel::from_shared(format!("http://{address}")).expect("an address");
    let channel = endpoint.connect().await.expect("the server listens");
    Server { telemetry, log, client: HealthClient::new(channel.clone()), channel, _log_is_ours: guard }
}

impl Server {
    /// The page of metrics.
    pub(crate) async fn page(&self) -> String {
        page(self.telemetry.prometheus_address().expect("there is a page")).await
    }

    /// A sample of the page, once it has this value.
    pub(crate) async fn await_sample(&self, sample: &str, value: f64) {
        eventually(|| async { figure(&self.page().await, sample) == Some(value) }).await;
    }
}

pub(crate) async fn page(address: SocketAddr) -> String {
    let read = move || {
        let mut stream = TcpStream::connect(address)?;
        stream.write_all(b"GET /metrics HTTP/1.0\r\nHost: localhost\r\n\r\n")?;
        let mut text = String::new();
        stream.read_to_string(&mut text).map(|_| text)
    };
    let text = tokio::task::spawn_blocking(read).await.expect("no panic").expect("the page is read");
    assert!(text.starts_with("HTTP/1.0 200") && text.contains("text/plain"), "{text}");
    text
}

/// The value of `name{labels}` on a page.
pub(crate) fn figure(page: &str, sample: &str) -> Option<f64> {
    page.lines().find_map(|line| line.strip_prefix(sample)?.strip_prefix(' ')?.parse().ok())
}

/// Waits for what has to come about. The limit only keeps a failing test from hanging.
pub(crate) async fn eventually<F: Future<Output = bool>>(mut true_now: impl FnMut() -> F) {
    for _ in 0..3_000 {
        if true_now().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("it did not come about");
}
