//! Callers, with what they bear.

use arbitre::wire::v1;
use prost::Message;
use tonic::client::Grpc;
use tonic::metadata::{AsciiMetadataKey, AsciiMetadataValue};
use tonic::transport::{Certificate, Channel, ClientTlsConfig, Endpoint, Identity};
use tonic::{Code, Request, Status};
use tonic_health::pb::{HealthCheckRequest, HealthCheckResponse};
use tonic_prost::ProstCodec;
use tonic_types::StatusExt;

use crate::pki::{Authority, Pair};
use crate::process::Server;

/// A portfolio that uses every field.
pub(crate) const PORTFOLIO: &str = include_str!("../../fuzz/seeds/portfolio.json");

const SERVICE: &str = "/arbitre.v1.PlanningService";

/// A connection, and what is sent along with each call.
#[derive(Clone)]
pub(crate) struct Caller {
    pub(crate) channel: Channel,
    metadata: Vec<(&'static str, String)>,
}

impl Caller {
    /// Over a plain connection.
    pub(crate) async fn plain(server: &Server) -> Self {
        let endpoint = Endpoint::from_shared(format!("http://{}", server.address)).expect("an address");
        Self { channel: endpoint.connect().await.expect("it listens"), metadata: Vec::new() }
    }

    /// Over an encrypted one, if it comes about; the server has to be `localhost`, in the eyes of `trusted`.
    pub(crate) async fn encrypted(server: &Server, trusted: &Authority, shown: Option<&Pair>) -> Result<Self, String> {
        let tls = ClientTlsConfig::new().domain_name("localhost").ca_certificate(Certificate::from_pem(trusted.pem()));
        let tls = match shown {
            Some(pair) => tls.identity(Identity::from_pem(&pair.certificate, &pair.key)),
            None => tls,
        };
        let endpoint = Endpoint::from_shared(format!("https://{}", server.address)).expect("an address");
        let endpoint = endpoint.tls_config(tls).expect("certificates");
        Ok(Self { channel: endpoint.connect().await.map_err(|e| e.to_string())?, metadata: Vec::new() })
    }

    /// On the same connection, bearing a token.
    pub(crate) fn with_token(&self, token: &str) -> Self {
        self.with("authorization", &format!("Bearer {token}"))
    }

    /// On the same connection, with metadata besides.
    pub(crate) fn with(&self, name: &'static str, value: &str) -> Self {
        let mut caller = self.clone();
        caller.metadata.push((name, value.to_owned()));
        caller
    }

    fn request<M>(&self, message: M) -> Request<M> {
        let mut request = Request::new(message);
        for (name, value) in &self.metadata {
            let value: AsciiMetadataValue = value.parse().expect("a value");
            request.metadata_mut().append(AsciiMetadataKey::from_static(name), value);
        }
        request
    }

    /// Calls a method.
    pub(crate) async fn call<Q, A>(&self, path: &str, message: Q) -> Result<A, Status>
    where
        Q: Message + Send + Sync + 'static,
        A: Message + Default + Send + Sync + 'static,
    {
        let mut grpc = Grpc::new(self.channel.clone());
        grpc.ready().await.map_err(|e| Status::unavailable(e.to_string()))?;
        let codec = ProstCodec::<Q, A>::default();
        grpc.unary(self.request(message), path.parse().expect("a path"), codec).await.map(tonic::Response::into_inner)
    }

    /// Asks for what the right to read is needed for.
    pub(crate) async fn validate(&self) -> Result<v1::ValidatePortfolioResponse, Status> {
        let request = v1::ValidatePortfolioRequest { portfolio: Some(portfolio()), scenario: None };
        self.call(&format!("{SERVICE}/ValidatePortfolio"), request).await
    }

    /// Asks for what the right to plan is needed for.
    pub(crate) async fn plan(&self) -> Result<v1::PlanResponse, Status> {
        let options = v1::PlanOptions { max_steps: Some(5), ..v1::PlanOptions::default() };
        let request =
            v1::PlanRequest { portfolio: Some(portfolio()), options: Some(options), ..v1::PlanRequest::default() };
        self.call(&format!("{SERVICE}/Plan"), request).await
    }

    /// Asks for events of a search that only its caller ends.
    pub(crate) async fn endless(
        &self,
        portfolio: v1::Portfolio,
    ) -> Result<tonic::Streaming<v1::StreamPlanResponse>, Status> {
        let options = v1::PlanOptions { max_steps: Some(1_000_000_000), ..v1::PlanOptions::default() };
        let (portfolio, options) = (Some(portfolio), Some(options));
        let request = v1::StreamPlanRequest { portfolio, options, ..v1::StreamPlanRequest::default() };
        let mut grpc = Grpc::new(self.channel.clone());
        grpc.ready().await.map_err(|e| Status::unavailable(e.to_string()))?;
        let path = format!("{SERVICE}/StreamPlan").parse().expect("a path");
        grpc.server_streaming(self.request(request), path, ProstCodec::default()).await.map(tonic::Response::into_inner)
    }

    /// Asks for what everybody may ask for.
    pub(crate) async fn health(&self) -> Result<HealthCheckResponse, Status> {
        self.call("/grpc.health.v1.Health/Check", HealthCheckRequest::default()).await
    }
}

pub(crate) fn portfolio() -> v1::Portfolio {
    serde_json::from_str(PORTFOLIO).expect("a portfolio")
}

/// The code and the reason of a refusal.
#[track_caller]
pub(crate) fn refused<T: std::fmt::Debug>(answer: Result<T, Status>) -> (Code, String) {
    let status = answer.expect_err("it is refused");
    let details = status.get_error_details();
    let info = details.error_info().unwrap_or_else(|| panic!("no reason: {status:?}"));
    assert_eq!(info.domain, "arbitre");
    assert!(details.localized_message().is_some(), "{status:?}");
    (status.code(), info.reason.clone())
}
