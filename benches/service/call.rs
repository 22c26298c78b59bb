//! `Plan` over loopback against the same done by the library: validated, planned, explained. Both find the same plan, byte
//! for byte. They take turns, so that what else the machine does concerns both.

use std::error::Error;
use std::net::SocketAddr;
use std::sync::mpsc;

use arbitre::api::config::Config;
use arbitre::api::telemetry::Metrics;
use arbitre::base::{Lang, Never};
use arbitre::model::draft::PortfolioDraft;
use arbitre::solve::{self, Options, Question, Silent};
use arbitre::wire::{self, Form, v1};
use arbitre::{api, explain, model};
use prost::Message;
use tokio::runtime::Runtime;
use tonic::client::Grpc;
use tonic::transport::{Channel, Endpoint};
use tonic_prost::ProstCodec;

use crate::sample::{fastest, median, ms, timed};

/// Searches of some milliseconds and of about a second.
const STEPS: [u64; 4] = [1, 300, 3_000, 20_000];

pub(crate) fn measure(county: &[u8], pairs: usize) -> Result<(), Box<dyn Error>> {
    let draft = wire::read_portfolio(county, Form::Json).map_err(|p| format!("{p:?}"))?;
    let message = wire::portfolio_message(&draft);
    let runtime = Runtime::new()?;
    let channel = runtime.block_on(connect(serve()?))?;
    println!("| steps | library | service | difference | share | fastest: library | service | difference |");
    println!("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    for steps in STEPS {
        let request = v1::PlanRequest {
            portfolio: Some(message.clone()),
            options: Some(v1::PlanOptions { max_steps: Some(steps), threads: Some(1), ..Default::default() }),
            ..Default::default()
        };
        let mut times = Vec::new();
        for pair in 0..=pairs {
            let by_library = || timed(|| library(&draft, steps));
            let by_service = || timed(|| runtime.block_on(call(&channel, &request)));
            // The second of a pair finds caches and clocks as the first has left them: each is first in its turn.
            let (one, other) = if pair % 2 == 0 {
                let one = by_library();
                (one, by_service())
            } else {
                let other = by_service();
                (by_library(), other)
            };
            assert_eq!(one.0?.encode_to_vec(), other.0?.encode_to_vec(), "one plan");
            // The first pair meets what is made once.
            if pair > 0 {
                times.push((ms(one.1), ms(other.1)));
            }
        }
        let library: Vec<f64> = times.iter().map(|t| t.0).collect();
        let service: Vec<f64> = times.iter().map(|t| t.1).collect();
        let (least, least_by_service) = (fastest(&library), fastest(&service));
        let added = median(times.iter().map(|t| t.1 - t.0).collect());
        let (library, service) = (median(library), median(service));
        println!(
            "| {steps} | {library:.2} ms | {service:.2} ms | {added:+.2} ms | {:+.1} % \
             | {least:.2} ms | {least_by_service:.2} ms | {:+.2} ms |",
            100.0 * added / library,
            least_by_service - least
        );
    }
    Ok(())
}

/// What a program that has the library does with a draft.
fn library(draft: &PortfolioDraft, steps: u64) -> Result<v1::Plan, Box<dyn Error>> {
    let portfolio = model::validate(draft).map_err(|p| format!("{p:?}"))?;
    let options = Options { max_steps: Some(steps), threads: Some(1), ..Options::default() };
    let question = Question { portfolio: &portfolio, baseline: None, hint: None };
    let answer = solve::plan(&question, &options, &Never, &Silent)?;
    let explained = || explain::explain(&portfolio, None, answer.plan, &answer.prices, Lang::Fr, &Never);
    Ok(wire::plan_message(&solve::on_threads(Some(1), explained)?))
}

/// A server in this process, until it ends. Searches do not stand back: nothing else is asked.
fn serve() -> Result<SocketAddr, Box<dyn Error>> {
    let mut config = Config::default();
    config.server.listen = SocketAddr::from(([127, 0, 0, 1], 0));
    config.solve.nice = 0;
    let server = api::Server::new(config, Metrics::default()).map_err(|p| format!("{p:?}"))?;
    let (ready, address) = mpsc::channel();
    std::thread::spawn(move || {
        let runtime = Runtime::new().expect("a runtime");
        let ready = move |address| ready.send(address).expect("somebody waits");
        runtime.block_on(server.serve(ready, std::future::pending())).expect("it serves");
    });
    Ok(address.recv()?)
}

async fn connect(address: SocketAddr) -> Result<Channel, tonic::transport::Error> {
    Endpoint::from_shared(format!("http://{address}"))?.connect().await
}

async fn call(channel: &Channel, request: &v1::PlanRequest) -> Result<v1::Plan, Box<dyn Error>> {
    let mut grpc = Grpc::new(channel.clone());
    grpc.ready().await?;
    let path = http::uri::PathAndQuery::from_static("/arbitre.v1.PlanningService/Plan");
    let codec = ProstCodec::<v1::PlanRequest, v1::PlanResponse>::default();
    let answer = grpc.unary(tonic::Request::new(request.clone()), path, codec).await?;
    answer.into_inner().plan.ok_or_else(|| "no plan".into())
}
