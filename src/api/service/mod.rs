//! The planning service: its methods.

mod check;
mod desk;
mod expand;
mod plan;
mod validate;

use tonic::{Request, Response, Status};

pub(super) use self::desk::Desk;
use self::server::PlanningService;
use crate::wire::v1;

/// Generated from `proto/` at build time.
#[allow(missing_docs, clippy::all, unreachable_pub)]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/services/arbitre.v1.rs"));
}

/// The generated side of the service.
pub(super) use generated::planning_service_server as server;

/// The service.
#[derive(Clone, Debug)]
pub(super) struct Planning(pub(super) Desk);

#[tonic::async_trait]
impl PlanningService for Planning {
    type StreamPlanStream = plan::Events;

    async fn plan(&self, request: Request<v1::PlanRequest>) -> Result<Response<v1::PlanResponse>, Status> {
        plan::unary(&self.0, request).await
    }

    async fn stream_plan(
        &self,
        request: Request<v1::StreamPlanRequest>,
    ) -> Result<Response<Self::StreamPlanStream>, Status> {
        plan::stream(&self.0, request).await
    }

    async fn validate_portfolio(
        &self,
        request: Request<v1::ValidatePortfolioRequest>,
    ) -> Result<Response<v1::ValidatePortfolioResponse>, Status> {
        self.0.quick(request, validate::answer).await
    }

    async fn expand_portfolio(
        &self,
        request: Request<v1::ExpandPortfolioRequest>,
    ) -> Result<Response<v1::ExpandPortfolioResponse>, Status> {
        self.0.quick(request, expand::answer).await
    }

    async fn check_plan(
        &self,
        request: Request<v1::CheckPlanRequest>,
    ) -> Result<Response<v1::CheckPlanResponse>, Status> {
        self.0.quick(request, check::answer).await
    }
}
