//! `arbitre health`: what systemd, containers and load balancers ask of a server (grpc.health.v1).

use tokio::runtime::Builder;
use tonic::transport::Endpoint;
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_check_response::ServingStatus;
use tonic_health::pb::health_client::HealthClient;

use super::args::HealthArgs;
use super::exit::Exit;
use super::failure::Failure;
use super::secure;
use super::stream::Stream;
use crate::base::Lang;

/// Asks once and says what came of it; done only if the service serves.
pub(super) fn run(args: &HealthArgs, lang: Lang) -> Result<Exit, Vec<Failure>> {
    let endpoint = endpoint(args)?;
    let runtime = Builder::new_current_thread().enable_all().build().map_err(Failure::System)?;
    let asked = runtime.block_on(async { tokio::time::timeout(args.seconds, ask(endpoint, &args.service)).await });
    let (word, exit) = match asked {
        Ok(Ok(true)) => (lang.pick("en service", "serving").to_owned(), Exit::Done),
        Ok(Ok(false)) => (lang.pick("hors service", "not serving").to_owned(), Exit::Refused),
        Ok(Err(why)) => (format!("{} ({why})", lang.pick("pas de réponse", "no answer")), Exit::Refused),
        Err(_) => (lang.pick("pas de réponse à temps", "no answer in time").to_owned(), Exit::Refused),
    };
    Stream::Standard.write(format!("{}: {word}\n", args.address).as_bytes())?;
    Ok(exit)
}

fn endpoint(args: &HealthArgs) -> Result<Endpoint, Failure> {
    let unusable = |e| Failure::Address { address: args.address.clone(), error: e };
    let endpoint = Endpoint::from_shared(args.address.clone()).map_err(unusable)?;
    secure::endpoint(endpoint, &args.tls).map_err(|e| e.of(&args.address))
}

/// Whether it serves.
async fn ask(endpoint: Endpoint, service: &str) -> Result<bool, String> {
    let channel = endpoint.connect().await.map_err(|e| secure::causes(&e))?;
    let request = HealthCheckRequest { service: service.to_owned() };
    let answer = HealthClient::new(channel).check(request).await.map_err(|s| s.code().to_string())?;
    Ok(answer.into_inner().status() == ServingStatus::Serving)
}
