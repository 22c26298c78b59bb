//! The tests' own tools, tested: the generator uses the whole contract, and the exhaustive search judges plans as the
//! reference referee does.

mod common;

use std::collections::BTreeSet;

use arbitre::base::Rng;
use arbitre::{model, wire};
use common::contract::Contract;
use common::oracle::{Oracle, Placed, Verdict};
use common::referee::{self, Said};
use common::shared;
use common::small::{self, Case, case};

const SEEDS: std::ops::RangeInclusive<u64> = 1..=200;

/// Words of each kind of violation that the reference referee knows.
const KINDS: [&str; 19] = [
    "leaves the calendar",
    "is closed in period",
    ": fund ",
    ": starts in period",
    ": finishes in period",
    "holds no start gate",
    ", which is out",
    " ends + lag ",
    "must be done and is out",
    "rule rule",
    "flow limit",
    "pool pool",
    " days of ",
    "ordered over",
    "paid over",
    "committed over",
    "in all",
    "was dropped",
    "was changed",
];

#[test]
fn small_portfolios_are_valid_and_use_every_field_of_the_contract() {
    let contract = Contract::read(include_str!("../proto/arbitre/v1/portfolio.proto"));
    assert!(contract.all.len() > 100, "the contract was not read: {:?}", contract.all);
    let mut used = BTreeSet::new();
    for seed in SEEDS {
        let case = case(seed);
        let problems = model::validate(&case.draft).err().unwrap_or_default();
        assert!(problems.is_empty(), "seed {seed}: {problems:?}");
        let json = serde_json::from_str(&wire::write_portfolio(&case.draft)).unwrap();
        contract.used("Portfolio", &json, &mut used);
    }
    let unused: Vec<_> = contract.all.difference(&used).collect();
    assert!(unused.is_empty(), "no small portfolio uses {unused:?}");
}

#[test]
fn small_portfolios_have_plans_mostly_but_not_always() {
    let without = SEEDS.filter(|seed| case(*seed).oracle().solve().plans == 0).count();
    assert!((10..=30).contains(&without), "{without} of 200 have no plan");
}

#[test]
fn ruling_out_early_loses_no_plan() {
    for seed in SEEDS {
        let oracle = case(seed).oracle();
        if oracle.plans() > 2e4 {
            continue;
        }
        let (fast, slow) = (oracle.solve(), oracle.solve_slowly());
        assert_eq!((fast.plans, fast.best), (slow.plans, slow.best), "seed {seed}");
    }
}

#[test]
fn the_oracle_judges_as_the_reference_referee_does() {
    let what = "the exhaustive search against the reference referee";
    let Some(check_plan) = shared::file("tools/check_plan.py", what) else { return };
    let mut questions = Vec::new();
    let mut verdicts = Vec::new();
    for seed in SEEDS {
        let case = case(seed);
        let oracle = case.oracle();
        for placed in plans(&case, &oracle) {
            let plan = small::plan(&case.draft, &oracle, &placed);
            questions.push(referee::question(&case.draft, &plan, case.baseline.as_ref(), case.frozen_before));
            verdicts.push((seed, oracle.judge(&placed)));
        }
    }
    let said = referee::judge(&check_plan, &questions);
    assert_eq!(said.len(), verdicts.len());
    for ((seed, verdict), said) in verdicts.iter().zip(&said) {
        agree(*seed, verdict, said);
    }
    for kind in KINDS {
        assert!(said.iter().flat_map(|s| &s.violations).any(|v| v.contains(kind)), "no plan was refused for: {kind}");
    }
    let hold = said.iter().filter(|s| s.violations.is_empty()).count();
    assert!(hold >= 100 && said.len() - hold >= 300, "{hold} of {} plans hold", said.len());
}

/// The best plan if there is one, nearly good ones, and bad ones.
fn plans(case: &Case, oracle: &Oracle) -> Vec<Vec<Option<Placed>>> {
    let mut rng = Rng::new(case.seed).child("plans", 0);
    let best = Some(oracle.solve()).filter(|found| found.plans > 0).map(|found| found.plan);
    let careful = (0..2).map(|_| random_plan(&mut rng, case, oracle, 0.9)).collect::<Vec<_>>();
    let careless = (0..2).map(|_| random_plan(&mut rng, case, oracle, 0.3)).collect::<Vec<_>>();
    best.into_iter().chain(careful).chain(careless).collect()
}

/// With probability `care` a project is placed in a way that holds by itself, or left out.
fn random_plan(rng: &mut Rng, case: &Case, oracle: &Oracle, care: f64) -> Vec<Option<Placed>> {
    let mut project = |i: usize| {
        let mut ways = oracle.ways(i);
        if rng.chance(care) {
            return (!ways.is_empty() && rng.chance(0.6)).then(|| ways.swap_remove(rng.below(ways.len())));
        }
        let start = |rng: &mut Rng| rng.below(oracle.periods() + 3) as i64 - 1;
        let phases = 0..case.draft.projects[i].phases.len();
        Some(phases.map(|j| (rng.below(oracle.modes(i, j)), start(rng))).collect())
    };
    (0..case.draft.projects.len()).map(&mut project).collect()
}

fn agree(seed: u64, verdict: &Verdict, said: &Said) {
    let both = format!("seed {seed}: {:?} / {:?}", verdict.violations, said.violations);
    assert_eq!(verdict.violations.len(), said.violations.len(), "{both}");
    for (a, b) in verdict.measures.iter().zip(&said.measures) {
        let eps = 1e-9 * a.abs().max(b.abs()).max(1.0);
        assert!((a - b).abs() <= eps, "{both}: {:?} / {:?}", verdict.measures, said.measures);
    }
    assert_eq!(verdict.load, said.load, "{both}");
    assert_eq!(verdict.ordered, said.ordered, "{both}");
    assert_eq!(verdict.money, said.money, "{both}");
}
