//! What limits of time do to a search: stopped at whatever moment it has a plan where plans are easily found, and a limit that
//! is far away changes nothing.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use arbitre::base::{Never, Stop};
use arbitre::model::{self, Portfolio};
use arbitre::plan::Plan;
use arbitre::solve::{self, Options, Question, Silent};
use arbitre::wire::{self, Form};

/// Stops after having been asked so many times.
struct After(AtomicUsize);

impl Stop for After {
    fn stop(&self) -> bool {
        let left = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1));
        left.is_err()
    }
}

/// A limit of eleven days.
struct Far(Instant);

impl Stop for Far {
    fn stop(&self) -> bool {
        false
    }

    fn spent(&self) -> f64 {
        self.0.elapsed().as_secs_f64() / 1e6
    }
}

#[test]
fn the_county_has_a_plan_whenever_the_search_is_stopped() {
    let county = county();
    let mut without = Vec::new();
    for asked in 0..60 {
        for seed in 1..=3 {
            if !plan(&county, seed, None, &After(AtomicUsize::new(asked))).status.has_plan() {
                without.push((asked, seed));
            }
        }
    }
    assert!(without.is_empty(), "none when stopped after having been asked so often, by seed: {without:?}");
}

#[test]
fn a_far_limit_changes_nothing() {
    let county = county();
    for seed in 1..=8 {
        let [without, with]: [&dyn Stop; 2] = [&Never, &Far(Instant::now())];
        let [without, with] = [without, with].map(|stop| wire::write_plan(&plan(&county, seed, Some(300), stop)));
        assert!(without == with, "seed {seed}: the plan is another one");
    }
}

fn county() -> Portfolio {
    let text = include_bytes!("../scenarios/feuille-de-route/portfolio.json");
    let draft = wire::read_portfolio(text, Form::Json).expect("it can be read");
    model::validate(&draft).expect("it is valid")
}

fn plan(portfolio: &Portfolio, seed: u64, steps: Option<u64>, stop: &dyn Stop) -> Plan {
    let question = Question { portfolio, baseline: None, hint: None };
    let options = Options { max_steps: steps, threads: Some(1), seed, ..Options::default() };
    solve::plan(&question, &options, stop, &Silent).expect("no error of the engine's own").plan
}
