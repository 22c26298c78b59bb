//! Stores, jobs and workers to measure with.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use arbitre::base::Lang;
use arbitre::job::{self, Asked, Deaf, Leave, Policy, Record, Store, Terms, Worker, Wrapping};
use arbitre::model::draft::PortfolioDraft;
use arbitre::wire::v1::create_job_request::Work;
use arbitre::wire::{self, Form, v1};

pub(crate) fn open(address: &str) -> Arc<dyn Store> {
    job::open(address, Policy::default()).expect("a store")
}

/// A case of the tests.
pub(crate) fn portfolio(case: &str) -> v1::Portfolio {
    wire::portfolio_message(&draft(case))
}

pub(crate) fn draft(case: &str) -> PortfolioDraft {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(case).join("portfolio.json");
    let bytes = std::fs::read(file).expect("the case is there");
    wire::read_portfolio(&bytes, Form::Json).expect("a portfolio")
}

/// A job of so many steps.
pub(crate) fn job(portfolio: &v1::Portfolio, seed: u64, steps: u64, tenant: &str) -> (Record, Asked) {
    let options = v1::PlanOptions { seed: Some(seed), max_steps: Some(steps), ..v1::PlanOptions::default() };
    let request =
        v1::PlanRequest { portfolio: Some(portfolio.clone()), options: Some(options), ..v1::PlanRequest::default() };
    let asked = Asked::new(Work::Plan(request));
    let wrapping = Wrapping { labels: BTreeMap::new(), ..Wrapping::default() };
    (job::record(wrapping, &asked, tenant, Lang::En).expect("chance"), asked)
}

/// A worker on a thread.
pub(crate) fn hire(store: &Arc<dyn Store>, leave: &Leave, name: &str) -> JoinHandle<()> {
    let minute = Duration::from_secs(60);
    let worker = Worker {
        name: name.to_owned(),
        store: Arc::clone(store),
        terms: Terms { threads: 1, default_seconds: minute, longest: minute * 60 },
        lease: Policy::default().lease,
        ear: Arc::new(Deaf),
        leave: leave.clone(),
    };
    thread::spawn(move || worker.run())
}

/// Asks again after each `pause`: asking takes time of the store's, and of the cores that workers work on.
pub(crate) fn await_end(store: &dyn Store, id: &str, pause: Duration) -> Record {
    loop {
        let record = store.get(id).expect("it answers").expect("it is there");
        if record.state.is_final() {
            return record;
        }
        thread::sleep(pause);
    }
}

pub(crate) fn median(mut all: Vec<f64>) -> f64 {
    all.sort_by(f64::total_cmp);
    all.get(all.len() / 2).copied().unwrap_or(f64::NAN)
}
