//! The report service.

use tonic::{Request, Response, Status};

use super::server::report_service_server::ReportService;
use super::{Desk, render};
use crate::wire::v1;

/// The service.
#[derive(Clone, Debug)]
pub(super) struct Reports(pub(super) Desk);

#[tonic::async_trait]
impl ReportService for Reports {
    async fn render(&self, request: Request<v1::RenderRequest>) -> Result<Response<v1::RenderResponse>, Status> {
        self.0.quick(request, render::answer).await
    }
}
