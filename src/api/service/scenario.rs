//! The scenario service.

use tonic::{Request, Response, Status};

use super::relay::Events;
use super::server::scenario_service_server::ScenarioService;
use super::{Desk, compare, frontier, workspace};
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

    async fn open_workspace(
        &self,
        request: Request<v1::OpenWorkspaceRequest>,
    ) -> Result<Response<v1::OpenWorkspaceResponse>, Status> {
        workspace::open(&self.0, request).await
    }

    async fn ask(&self, request: Request<v1::AskRequest>) -> Result<Response<v1::AskResponse>, Status> {
        workspace::ask(&self.0, request).await
    }

    async fn close_workspace(
        &self,
        request: Request<v1::CloseWorkspaceRequest>,
    ) -> Result<Response<v1::CloseWorkspaceResponse>, Status> {
        workspace::close(&self.0, request)
    }
}
