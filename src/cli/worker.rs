//! `arbitre worker`: works on the jobs of a store until it is told to leave.

use std::time::Duration;

use super::args::WorkerArgs;
use super::exit::Exit;
use super::failure::Failure;
use super::serve::{runtime, told_to_leave};
use super::stream::Stream;
use crate::api::config::{Config, environment};
use crate::api::jobs::Staff;
use crate::api::settings;
use crate::api::telemetry::Telemetry;
use crate::base::Lang;

/// Works until SIGTERM or Ctrl-C: then it takes nothing more, and gives back what is not done in its time of grace.
pub(super) fn run(args: &WorkerArgs, lang: Lang) -> Result<Exit, Vec<Failure>> {
    let store = args.store.iter().map(|s| ("--store", "jobs.store", s.clone()));
    let workers = args.jobs.map(|n| ("--jobs", "jobs.workers", n.to_string()));
    let flags: Vec<_> = store.chain(workers).collect();
    let (config, _) = Config::load_with(args.config.as_deref(), environment(), &flags).map_err(Failure::Config)?;
    if config.jobs.store.is_empty() {
        return Err(Failure::NoStore.into());
    }
    work(config, lang)?;
    Ok(Exit::Done)
}

fn work(config: Config, lang: Lang) -> Result<(), Failure> {
    let settings = settings(&config.telemetry).map_err(Failure::Config)?;
    let runtime = runtime().map_err(Failure::System)?;
    runtime.block_on(async {
        let leave = told_to_leave().map_err(Failure::System)?;
        let telemetry = Telemetry::start(&settings).map_err(Failure::Telemetry)?;
        let (count, metrics) = (Staff::of_worker(&config), telemetry.metrics().clone());
        let grace = Duration::try_from_secs_f64(config.server.grace_seconds).unwrap_or(Duration::MAX);
        let page = telemetry.prometheus_address();
        let hired = aside(move || Staff::hire(&config, count, &metrics)).await?;
        let staff = hired.map_err(Failure::Store)?;
        let mut line = format!("{} {count}\n", lang.pick("tâches à la fois :", "jobs at once:"));
        if let Some(page) = page {
            line.push_str(&format!("{} http://{page}/metrics\n", lang.pick("métriques sur", "metrics on")));
        }
        // Nobody has to read it.
        let _ = Stream::Standard.write(line.as_bytes());
        leave.await;
        aside(move || staff.leave(grace)).await?;
        telemetry.shutdown().await;
        Ok(())
    })
}

/// Stores block: not on tokio's threads.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Failure> {
    tokio::task::spawn_blocking(work).await.map_err(|e| Failure::System(std::io::Error::other(e)))
}
