//! The services: a file for each, and one for each of their methods.

mod desk;
mod relay;

mod arbitration;
mod check;
mod compare;
mod expand;
mod frontier;
mod plan;
mod render;
mod validate;
mod workspace;

mod about;
mod job;
mod planning;
mod report;
mod scenario;
mod server;

use tonic::codec::CompressionEncoding::{Gzip, Zstd};
use tonic::service::RoutesBuilder;

use self::about::Explanations;
use self::arbitration::Arbitrations;
pub(super) use self::desk::Desk;
use self::job::Jobs;
pub(super) use self::job::Room;
use self::planning::Planning;
use self::report::Reports;
use self::scenario::Scenarios;

/// A service as all are served: packed as its caller likes, and with bounded messages.
macro_rules! served {
    ($service:expr, $most:expr) => {
        $service
            .accept_compressed(Gzip)
            .accept_compressed(Zstd)
            .send_compressed(Gzip)
            .send_compressed(Zstd)
            .max_decoding_message_size($most)
    };
}

/// Every service of the contract, with messages of `most` bytes at most.
pub(super) fn add_all(routes: &mut RoutesBuilder, desk: &Desk, room: &Room, most: usize) {
    use server::arbitration_service_server::ArbitrationServiceServer;
    use server::explanation_service_server::ExplanationServiceServer;
    use server::job_service_server::JobServiceServer;
    use server::planning_service_server::PlanningServiceServer;
    use server::report_service_server::ReportServiceServer;
    use server::scenario_service_server::ScenarioServiceServer;
    routes.add_service(served!(ExplanationServiceServer::new(Explanations(desk.clone())), most));
    routes.add_service(served!(PlanningServiceServer::new(Planning(desk.clone())), most));
    routes.add_service(served!(ArbitrationServiceServer::new(Arbitrations(desk.clone())), most));
    routes.add_service(served!(ReportServiceServer::new(Reports(desk.clone())), most));
    routes.add_service(served!(ScenarioServiceServer::new(Scenarios(desk.clone())), most));
    routes.add_service(served!(JobServiceServer::new(Jobs(room.clone())), most));
}
