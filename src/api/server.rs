//! The server: its services, the layers around them, and how it comes and goes.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tonic::codec::CompressionEncoding::{Gzip, Zstd};
use tonic::service::RoutesBuilder;
use tonic::transport;
use tonic_health::ServingStatus::{NotServing, Serving};
use tonic_health::server::{HealthReporter, health_reporter};
use tonic_web::GrpcWebLayer;

use super::clock::Flag;
use super::config::{Config, ConfigProblem};
use super::door::DoorLayer;
use super::jobs::Staff;
use super::security::{Security, Sentinel};
use super::service::{self, Desk, Room};
use super::solves::Solves;
use super::telemetry::{IncidentId, Methods, Metrics, TelemetryLayer};
use super::telltale::Telltale;
use super::{browsers, language, status};
use crate::base::Lang;
use crate::job::StoreError;
use crate::wire;

/// Seconds that a connection may leave the question unanswered whether it is still there.
const ANSWER_WITHIN: Duration = Duration::from_secs(20);

/// The descriptors of everything that is served and may be reflected on.
const DESCRIBED: [&[u8]; 2] = [wire::DESCRIPTORS, tonic_health::pb::FILE_DESCRIPTOR_SET];

/// Why the server does not run, or no longer.
#[derive(Debug)]
pub enum ServeError {
    /// The address cannot be listened on.
    Listen(SocketAddr, io::Error),
    /// The transport gave up.
    Transport(transport::Error),
    /// The store of jobs cannot be used.
    Store(StoreError),
    /// What describes the services cannot be read.
    Reflection(tonic_reflection::server::Error),
}

impl ServeError {
    /// One line for the operator.
    pub fn line(&self, lang: Lang) -> String {
        match self {
            Self::Listen(address, error) => {
                format!("{address}: {} ({error})", lang.pick("impossible d'y écouter", "cannot be listened on"))
            }
            Self::Transport(error) => format!("{}: {error}", lang.pick("le transport a cédé", "the transport gave up")),
            Self::Store(error) => error.to_string(),
            Self::Reflection(error) => format!("reflection: {error}"),
        }
    }
}

/// A server that is ready to run.
pub struct Server {
    config: Config,
    security: Security,
    metrics: Metrics,
}

impl Server {
    /// A server by this configuration, which counts by these metrics.
    ///
    /// # Errors
    ///
    /// With everything that is wrong with the files that the configuration names.
    pub fn new(config: Config, metrics: Metrics) -> Result<Self, Vec<ConfigProblem>> {
        Ok(Self { security: Security::open(&config)?, config, metrics })
    }

    /// Serves until `leave` is over: then nothing new is let in, and searches have their time of grace to end. Says where
    /// it listens once it does. Has to be called inside a runtime.
    ///
    /// # Errors
    ///
    /// If it cannot listen, or the transport gives up.
    pub async fn serve(
        self,
        ready: impl FnOnce(SocketAddr),
        leave: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), ServeError> {
        let address = self.config.server.listen;
        let listen = |e| ServeError::Listen(address, e);
        let listener = TcpListener::bind(address).await.map_err(listen)?;
        let address = listener.local_addr().map_err(listen)?;
        let sentinel: Arc<dyn Sentinel> = Arc::new(Telltale(self.metrics.clone()));
        let _watched = self.security.watch(&sentinel);
        let incoming = self.security.incoming(listener, Arc::clone(&sentinel));
        let leaving = Flag::default();
        let solves = Solves::new(&self.config, self.metrics.clone(), leaving.clone());
        let methods = Methods::of(&DESCRIBED).expect("the build made valid descriptors");
        let (health, health_service) = health_reporter();
        let services: Vec<String> = methods.services("arbitre.").map(str::to_owned).collect();
        for service in &services {
            health.set_service_status(service, Serving).await;
        }
        let grace = Duration::try_from_secs_f64(self.config.server.grace_seconds).unwrap_or(Duration::MAX);
        let staff = hire(&self.config, &self.metrics).await?;
        let store = staff.as_ref().map(|staff| Arc::clone(staff.store()));
        let (left, gone) = oneshot::channel();
        let staff = staff.map(|staff| (staff, left));
        let closing = close_after(leave, (health, services), solves.clone(), leaving, grace, staff);
        let most = self.config.limits.max_message_bytes;
        let mut routes = RoutesBuilder::default();
        let desk = Desk::new(&self.config, solves, self.metrics.clone());
        desk.workspaces().watch();
        service::add_all(&mut routes, &desk, &Room::new(desk.clone(), store, self.metrics.clone()), most);
        let watch = TelemetryLayer::new(self.metrics, methods).answering_panics(on_panic);
        let reflection = || DESCRIBED.iter().fold(reflected(), |r, set| r.register_encoded_file_descriptor_set(set));
        ready(address);
        transport::Server::builder()
            // gRPC-Web comes over HTTP/1.1 as well.
            .accept_http1(true)
            .http2_keepalive_interval(Duration::try_from_secs_f64(self.config.server.keepalive_seconds).ok())
            .http2_keepalive_timeout(Some(ANSWER_WITHIN))
            .layer(browsers::layer(&self.config.web))
            .layer(GrpcWebLayer::new())
            .layer(watch)
            .layer(DoorLayer { max_message_bytes: most })
            .layer(self.security.gate(sentinel))
            .add_routes(routes.routes())
            // Whoever compresses all that they send is understood here, too.
            .add_service(health_service.accept_compressed(Gzip).accept_compressed(Zstd))
            .add_service(
                reflection()
                    .build_v1()
                    .map_err(ServeError::Reflection)?
                    .accept_compressed(Gzip)
                    .accept_compressed(Zstd),
            )
            .add_service(
                reflection()
                    .build_v1alpha()
                    .map_err(ServeError::Reflection)?
                    .accept_compressed(Gzip)
                    .accept_compressed(Zstd),
            )
            .serve_with_incoming_shutdown(incoming, closing)
            .await
            .map_err(ServeError::Transport)?;
        // Nobody is there to tell if nobody was hired.
        let _ = gone.await;
        Ok(())
    }
}

/// The store of jobs and those who work on it, if there is one.
async fn hire(config: &Config, metrics: &Metrics) -> Result<Option<Staff>, ServeError> {
    if config.jobs.store.is_empty() {
        return Ok(None);
    }
    let (config, metrics) = (config.clone(), metrics.clone());
    let hired = tokio::task::spawn_blocking(move || Staff::hire(&config, Staff::of_server(&config), &metrics));
    let lost = |e: tokio::task::JoinError| ServeError::Store(StoreError::Unavailable(e.to_string()));
    hired.await.map_err(lost)?.map(Some).map_err(ServeError::Store)
}

fn reflected() -> tonic_reflection::server::Builder<'static> {
    tonic_reflection::server::Builder::configure()
}

/// Once told to leave: says so to whoever asks, sends away who waits, and lets searches run for as long as grace lasts.
async fn close_after(
    leave: impl Future<Output = ()>,
    (health, services): (HealthReporter, Vec<String>),
    solves: Solves,
    leaving: Flag,
    grace: Duration,
    staff: Option<(Staff, oneshot::Sender<()>)>,
) {
    leave.await;
    tracing::info!(target: "arbitre", "leaving");
    for service in services.iter().map(String::as_str).chain([""]) {
        health.set_service_status(service, NotServing).await;
    }
    solves.close();
    if let Some((staff, left)) = staff {
        tokio::task::spawn_blocking(move || {
            staff.leave(grace);
            // The server may have failed meanwhile.
            let _ = left.send(());
        });
    }
    tokio::spawn(async move {
        tokio::time::sleep(grace).await;
        leaving.raise();
    });
}

fn on_panic(incident: &IncidentId) -> tonic::Status {
    status::internal(incident, language::of_call())
}
