//! The scenario service.

use tonic::{Request, Response, Status};

use super::relay::Events;
use super::server::scenario_service_server::ScenarioService;
use super::{Desk, compare, frontier};
use crate::wire::v1;

/// The service.
#[derive(Clone, Debug)]
pub(super) struct Scenarios(pub(super) Desk);

#[tonic::async_trait]
impl ScenarioService for Scenarios {
    type CompareScenariosStream = Events<v1::CompareScenariosResponse>;
    type ExploreFrontierStream = Events<v1::ExploreFrontierResponse>;

    async fn compare_scenarios(
        &self,
        request: Request<v1::CompareScenariosRequest>,
    ) -> Result<Response<Self::CompareScenariosStream>, Status> {
        compare::stream(&self.0, request).await
    }

    async fn explore_frontier(
        &self,
        request: Request<v1::ExploreFrontierRequest>,
    ) -> Result<Response<Self::ExploreFrontierStream>, Status> {
        frontier::stream(&self.0, request).await
    }
}
