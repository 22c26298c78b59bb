//! Every method of the contract is served, and every service tells its health.

use arbitre::api::config::Config;
use arbitre::wire;
use prost_reflect::DescriptorPool;
use tonic::Code;
use tonic_health::pb::health_check_response::ServingStatus;
use tonic_health::pb::{HealthCheckRequest, HealthCheckResponse};

use crate::support::{Server, ask, run};

#[test]
fn every_method_of_the_contract_is_served() {
    let pool = DescriptorPool::decode(wire::DESCRIPTORS).expect("the contract");
    let folder = tempfile::tempdir().expect("a folder");
    let mut config = Config::default();
    config.jobs.store = format!("sqlite:{}", folder.path().join("jobs.db").display());
    let server = Server::start(config);
    run(async {
        let channel = server.channel().await;
        for service in pool.services() {
            let asked = HealthCheckRequest { service: service.full_name().to_owned() };
            let health: HealthCheckResponse =
                ask(&channel, "/grpc.health.v1.Health/Check", &asked).await.expect("an answer");
            assert_eq!(health.status(), ServingStatus::Serving, "{}", service.full_name());
            for method in service.methods() {
                let path = format!("/{}/{}", service.full_name(), method.name());
                // An empty request lacks what it is about; but all jobs can be listed.
                let answer = ask::<HealthCheckResponse>(&channel, &path, &HealthCheckRequest::default()).await;
                let code = answer.map_or_else(|refusal| refusal.code(), |_| Code::Ok);
                let expected = match (service.name(), method.name()) {
                    ("JobService", "ListJobs") => Code::Ok,
                    _ => Code::InvalidArgument,
                };
                assert_eq!(code, expected, "{path}");
            }
        }
    });
}
