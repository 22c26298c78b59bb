//! The planning service.

use tonic::{Request, Response, Status};

use super::relay::Events;
use super::server::planning_service_server::PlanningService;
use super::{Desk, check, expand, plan, validate};
use crate::wire::v1;

/// The service.
#[derive(Clone, Debug)]
pub(super) struct Planning(pub(super) Desk);

#[tonic::async_trait]
impl PlanningService for Planning {
    type StreamPlanStream = Events<v1::StreamPlanResponse>;

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
