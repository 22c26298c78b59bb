//! The job service: its methods.

mod create;
mod list;
mod manage;
mod result;
mod room;
mod watch;

use tonic::{Request, Response, Status};

pub(in crate::api) use self::room::Room;
use super::server::job_service_server::JobService;
use crate::wire::v1;

/// The service.
#[derive(Clone)]
pub(in crate::api) struct Jobs(pub(in crate::api) Room);

#[tonic::async_trait]
impl JobService for Jobs {
    type WatchJobStream = watch::Events;

    async fn create_job(
        &self,
        request: Request<v1::CreateJobRequest>,
    ) -> Result<Response<v1::CreateJobResponse>, Status> {
        create::one(&self.0, request).await
    }

    async fn create_jobs(
        &self,
        request: Request<v1::CreateJobsRequest>,
    ) -> Result<Response<v1::CreateJobsResponse>, Status> {
        create::many(&self.0, request).await
    }

    async fn get_job(&self, request: Request<v1::GetJobRequest>) -> Result<Response<v1::GetJobResponse>, Status> {
        self.0.answer(request, manage::get).await
    }

    async fn list_jobs(&self, request: Request<v1::ListJobsRequest>) -> Result<Response<v1::ListJobsResponse>, Status> {
        self.0.answer(request, list::page).await
    }

    async fn watch_job(&self, request: Request<v1::WatchJobRequest>) -> Result<Response<Self::WatchJobStream>, Status> {
        watch::begin(&self.0, request).await
    }

    async fn get_job_result(
        &self,
        request: Request<v1::GetJobResultRequest>,
    ) -> Result<Response<v1::GetJobResultResponse>, Status> {
        self.0.answer(request, result::get).await
    }

    async fn cancel_job(
        &self,
        request: Request<v1::CancelJobRequest>,
    ) -> Result<Response<v1::CancelJobResponse>, Status> {
        self.0.answer(request, manage::cancel).await
    }

    async fn delete_job(
        &self,
        request: Request<v1::DeleteJobRequest>,
    ) -> Result<Response<v1::DeleteJobResponse>, Status> {
        self.0.answer(request, manage::delete).await
    }
}
