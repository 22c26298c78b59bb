//! `arbitre serve`.

use std::io;

use tokio::runtime::{Builder, Runtime};
use tokio::signal::unix::{SignalKind, signal};

use super::args::ServeArgs;
use super::exit::Exit;
use super::failure::Failure;
use super::stream::Stream;
use crate::api::config::{Config, environment};
use crate::api::telemetry::{Metrics, Telemetry};
use crate::api::{Server, settings};
use crate::base::Lang;

/// Serves until it is told to leave by SIGTERM or Ctrl-C. Says where once it can be called.
pub(super) fn run(args: &ServeArgs, lang: Lang) -> Result<Exit, Vec<Failure>> {
    let listen = args.listen.map(|address| ("--listen", "server.listen", address.to_string()));
    let store = args.store.iter().map(|s| ("--store", "jobs.store", s.clone()));
    let flags: Vec<_> = listen.into_iter().chain(store).collect();
    let file = args.config.as_deref();
    let (config, origins) = Config::load_with(file, environment(), &flags).map_err(Failure::Config)?;
    if args.check_config {
        // The files that it names are part of it.
        settings(&config.telemetry).map_err(Failure::Config)?;
        Server::new(config.clone(), Metrics::default()).map_err(Failure::Config)?;
        Stream::Standard.write(config.effective(&origins).as_bytes())?;
        return Ok(Exit::Done);
    }
    serve(config, lang)?;
    Ok(Exit::Done)
}

fn serve(config: Config, lang: Lang) -> Result<(), Failure> {
    let settings = settings(&config.telemetry).map_err(Failure::Config)?;
    let runtime = runtime().map_err(Failure::System)?;
    runtime.block_on(async {
        let leave = told_to_leave().map_err(Failure::System)?;
        let telemetry = Telemetry::start(&settings).map_err(Failure::Telemetry)?;
        let server = Server::new(config, telemetry.metrics().clone()).map_err(Failure::Config)?;
        let metrics_at = telemetry.prometheus_address();
        let ready = move |address| {
            let mut line = format!("{} {address}\n", lang.pick("à l'écoute sur", "listening on"));
            if let Some(page) = metrics_at {
                line.push_str(&format!("{} http://{page}/metrics\n", lang.pick("métriques sur", "metrics on")));
            }
            // Nobody has to read it.
            let _ = Stream::Standard.write(line.as_bytes());
        };
        let served = server.serve(ready, leave).await;
        telemetry.shutdown().await;
        served.map_err(Failure::Serve)
    })
}

/// The runtime that services need.
pub(super) fn runtime() -> io::Result<Runtime> {
    Builder::new_multi_thread().enable_all().thread_name("serve").build()
}

/// Ends when the process is told to leave.
pub(super) fn told_to_leave() -> io::Result<impl Future<Output = ()>> {
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}
