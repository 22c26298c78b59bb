//! A server within the test's process, and a client that knows nothing of messages.

use std::net::SocketAddr;
use std::sync::mpsc;

use arbitre::api::config::Config;
use arbitre::api::{self, telemetry::Metrics};
use bytes::{Buf, BufMut};
use prost::Message;
use tokio::sync::oneshot;
use tonic::client::Grpc;
use tonic::codec::{Codec, DecodeBuf, Decoder, EncodeBuf, Encoder};
use tonic::transport::{Channel, Endpoint};
use tonic::{Request, Status, Streaming};

/// A portfolio that uses every field.
pub(crate) const PORTFOLIO: &str = include_str!("../../fuzz/seeds/portfolio.json");

/// A server that leaves when it is dropped.
pub(crate) struct Server {
    address: SocketAddr,
    leave: Option<oneshot::Sender<()>>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Server {
    /// Starts one on a free port.
    pub(crate) fn start(mut config: Config) -> Self {
        config.server.listen = SocketAddr::from(([127, 0, 0, 1], 0));
        let (ready, address) = mpsc::channel();
        let (leave, left) = oneshot::channel();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
            let leave = async {
                // Dropped or sent to: either way it is over.
                let _ = left.await;
            };
            let server = api::Server::new(config, Metrics::default()).expect("a configuration");
            let ready = |address| ready.send(address).expect("the test waits");
            runtime.block_on(server.serve(ready, leave)).expect("it serves");
        });
        Self { address: address.recv().expect("it listens"), leave: Some(leave), thread: Some(thread) }
    }

    /// A connection.
    pub(crate) async fn channel(&self) -> Channel {
        let endpoint = Endpoint::from_shared(format!("http://{}", self.address)).expect("an address");
        endpoint.connect().await.expect("the server listens")
    }

    /// Tells it to leave.
    pub(crate) fn leave(&mut self) {
        self.leave.take();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.leave();
        if let Some(thread) = self.thread.take() {
            let ended = thread.join();
            assert!(ended.is_ok() || std::thread::panicking(), "the server panicked");
        }
    }
}

/// Does the work of a test that waits.
pub(crate) fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Runtime::new().expect("a runtime").block_on(work)
}

/// The path of a method.
fn path(method: &str) -> String {
    let service = match method {
        "Arbitrate" => "ArbitrationService",
        "Render" => "ReportService",
        "ExplainProject" | "EvaluateChanges" | "PriceResources" | "MeasureDrift" | "MeasureFairness" => {
            "ExplanationService"
        }
        "CompareScenarios" | "ExploreFrontier" | "OpenWorkspace" | "Ask" | "CloseWorkspace" => "ScenarioService",
        _ => "PlanningService",
    };
    format!("/arbitre.v1.{service}/{method}")
}

/// Calls a method with these bytes, and takes what comes last of its answer.
pub(crate) async fn call(channel: &Channel, method: &str, bytes: Vec<u8>) -> Result<Vec<u8>, Status> {
    call_as(channel, "", method, bytes).await
}

/// The same for a tenant; empty is none.
async fn call_as(channel: &Channel, tenant: &str, method: &str, bytes: Vec<u8>) -> Result<Vec<u8>, Status> {
    let mut answers = stream_as(channel, tenant, method, bytes).await?;
    let mut last = Err(Status::internal("there was no answer"));
    while let Some(answer) = answers.message().await? {
        last = Ok(answer);
    }
    last
}

/// Calls a method with these bytes.
pub(crate) async fn stream(channel: &Channel, method: &str, bytes: Vec<u8>) -> Result<Streaming<Vec<u8>>, Status> {
    stream_as(channel, "", method, bytes).await
}

async fn stream_as(
    channel: &Channel,
    tenant: &str,
    method: &str,
    bytes: Vec<u8>,
) -> Result<Streaming<Vec<u8>>, Status> {
    let path = if method.starts_with('/') { method.to_owned() } else { path(method) };
    let mut grpc = Grpc::new(channel.clone());
    grpc.ready().await.map_err(|e| Status::unavailable(e.to_string()))?;
    let mut request = Request::new(bytes);
    request.metadata_mut().insert("accept-language", "en".parse().expect("a value"));
    if !tenant.is_empty() {
        request.metadata_mut().insert("arbitre-tenant", tenant.parse().expect("a value"));
    }
    grpc.server_streaming(request, path.parse().expect("a path"), Raw).await.map(|r| r.into_inner())
}

/// Calls with a message, and reads another.
pub(crate) async fn ask<A: Message + Default>(
    channel: &Channel,
    method: &str,
    request: &impl Message,
) -> Result<A, Status> {
    ask_as(channel, "", method, request).await
}

/// The same for a tenant; empty is none.
pub(crate) async fn ask_as<A: Message + Default>(
    channel: &Channel,
    tenant: &str,
    method: &str,
    request: &impl Message,
) -> Result<A, Status> {
    let bytes = call_as(channel, tenant, method, request.encode_to_vec()).await?;
    Ok(A::decode(&bytes[..]).expect("an answer"))
}

/// Bytes as they are.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Raw;

impl Codec for Raw {
    type Encode = Vec<u8>;
    type Decode = Vec<u8>;
    type Encoder = Self;
    type Decoder = Self;

    fn encoder(&mut self) -> Self {
        *self
    }

    fn decoder(&mut self) -> Self {
        *self
    }
}

impl Encoder for Raw {
    type Item = Vec<u8>;
    type Error = Status;

    fn encode(&mut self, item: Vec<u8>, buffer: &mut EncodeBuf<'_>) -> Result<(), Status> {
        buffer.put_slice(&item);
        Ok(())
    }
}

impl Decoder for Raw {
    type Item = Vec<u8>;
    type Error = Status;

    fn decode(&mut self, buffer: &mut DecodeBuf<'_>) -> Result<Option<Vec<u8>>, Status> {
        let mut bytes = vec![0; buffer.remaining()];
        buffer.copy_to_slice(&mut bytes);
        Ok(Some(bytes))
    }
}
