//! Proposed changes are planned, and what is said of their gain holds.

use arbitre::base::{Lang, Never};
use arbitre::check::{self, Claims};
use arbitre::model;
use arbitre::model::draft::scenario::ScenarioDraft;
use arbitre::scenario;
use arbitre::solve::Options;
use arbitre::study::{Proposal, Proposing, Unwatched, propose};

use crate::common::oracle::Oracle;
use crate::common::{parallel, small};
use crate::scenarios::{decided, of};

const STEPS: u64 = 3_000;

#[test]
fn proposals_are_planned_and_their_gains_are_within_what_is_proven() {
    let seeds: Vec<u64> = (1..=240).collect();
    let told = parallel::map(&seeds, |seed| proposals(*seed));
    let all: usize = told.iter().map(|t| t.0).sum();
    let paying: usize = told.iter().map(|t| t.1).sum();
    println!("{all} proposals, {paying} of them gain");
    assert!(all > 40 && paying > 15, "{all} proposals, {paying} of them gain");
}

/// How many there are, and how many gain.
fn proposals(seed: u64) -> (usize, usize) {
    let study = of(small::case(seed), &[ScenarioDraft::default()], STEPS, 1);
    let asked = Proposing { count: 4, decided: decided(&study.small), lang: Lang::En };
    let options = Options { max_steps: Some(STEPS), threads: Some(1), ..Options::default() };
    let found =
        propose(&study.cases, &study.planned, &asked, &options, &Never, &Unwatched).expect("the referee passes");
    assert!(found.is_sorted_by(|a, b| a.gain >= b.gain), "seed {seed}");
    found.iter().for_each(|p| holds(seed, &study.small, p));
    (found.len(), found.iter().filter(|p| p.gain > 0.0).count())
}

fn holds(seed: u64, small: &small::Case, p: &Proposal) {
    let at = format!("seed {seed}, {}", p.scenario.id);
    let draft = scenario::apply(&small.draft, &p.scenario).expect("the change can be made");
    let portfolio = model::validate(&draft).expect("the change leaves it valid");
    let baseline = small.committed();
    let verdict = check::check(&portfolio, baseline.as_ref(), &p.plan, Claims::Checked);
    assert!(verdict.holds(), "{at}: {:?}", verdict.violations);
    assert!(!p.headline.is_empty() && p.promised > 0.0, "{at}");
    let best = |draft| Oracle::new(draft, small.baseline.as_ref(), small.frozen_before).solve().best[0];
    if Oracle::new(&draft, None, 0).plans() > 2e6 {
        return;
    }
    let gain = best(&draft) - best(&small.draft);
    let slack = 1e-6 * gain.abs().max(1.0);
    assert!(p.least_gain <= gain + slack, "{at}: {} at least, {gain} in truth", p.least_gain);
    assert!(p.most_gain.is_none_or(|most| gain <= most + slack), "{at}: {:?} at most, {gain} in truth", p.most_gain);
}
