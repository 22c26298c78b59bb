//! A bounded run of the fuzz target: any truncation or mutation of a document is refused with reasons or taken, never
//! a panic, never a hang. No test here asks the time: a hang shows as a run that does not end.

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

use arbitre::base::Rng;
use arbitre::model::validate;
use arbitre::plan::Plan;
use arbitre::wire::{self, Form, v1};
use common::contract::Contract;
use common::door::{self, Got, knock};
use common::{mutate, parallel, small};
use prost::Message;

const PORTFOLIO: &str = include_str!("../fuzz/seeds/portfolio.json");
const PLAN: &str = include_str!("../fuzz/seeds/plan.json");
const SCENARIO: &str = include_str!("../fuzz/seeds/scenario.json");

/// Mutants of each document.
const MUTANTS: u64 = 2_000;

#[test]
fn the_seeds_are_read_and_use_every_field() {
    let files = ["portfolio", "plan", "scenario"];
    let protos = [
        include_str!("../proto/arbitre/v1/portfolio.proto"),
        include_str!("../proto/arbitre/v1/plan.proto"),
        include_str!("../proto/arbitre/v1/scenario.proto"),
    ];
    let contract = Contract::read(&protos.concat());
    let mut used = BTreeSet::new();
    for ((file, text), message) in files.iter().zip([PORTFOLIO, PLAN, SCENARIO]).zip(["Portfolio", "Plan", "Scenario"])
    {
        let expected = if *file == "portfolio" { Got::Planned } else { Got::Read };
        assert_eq!(knock(text.as_bytes(), None), expected, "{file}");
        contract.used(message, &serde_json::from_str(text).unwrap(), &mut used);
    }
    // Values of enums and what the engine only answers with are not asked for here.
    let answers = ["ArbitrationOption.", "ArbitrationEffect.", "SubsidyAtRisk.", "ProjectChange."];
    let fields = contract.all.iter().filter(|name| name.contains('.') && !answers.iter().any(|a| name.starts_with(a)));
    let unused: Vec<_> = fields.filter(|name| !used.contains(*name)).collect();
    assert!(unused.is_empty(), "no seed uses {unused:?}");
}

#[test]
fn mutants_never_panic_and_never_hang() {
    let documents: Vec<_> = documents().into_iter().collect();
    let jobs: Vec<(usize, u64)> =
        (0..documents.len()).flat_map(|d| (0..MUTANTS).map(move |number| (d, number))).collect();
    let got = parallel::map(&jobs, |(d, number)| {
        let (name, document) = &documents[*d];
        survives(&format!("{name} {number}"), mutant(name, document, *number))
    });
    report(got);
}

#[test]
fn mutated_requests_never_panic_and_never_hang() {
    let requests = requests();
    let jobs: Vec<(usize, u64)> = (0..requests.len()).flat_map(|r| (0..MUTANTS).map(move |n| (r, n))).collect();
    let got = parallel::map(&jobs, |(r, number)| {
        let (name, message) = &requests[*r];
        let mut rng = Rng::new(*number).child(name, 0);
        // Every other one says something odd in a sound form.
        let odd = if number.is_multiple_of(2) { mutate::tokens(&mut rng, message) } else { Vec::new() };
        let bytes = serde_json::from_slice::<v1::PlanRequest>(&odd).ok().map(|m| m.encode_to_vec());
        let bytes = bytes.unwrap_or_else(|| mutate::bytes(&mut rng, &encoded(message)));
        catch_unwind(AssertUnwindSafe(|| door::call(&bytes))).map_err(|_| keep(name, &bytes))
    });
    report(got);
}

/// A request of each kind. All have fields of PlanRequest by the same names and numbers, as far as it has them.
fn requests() -> Vec<(&'static str, String)> {
    let options = r#""options":{"maxSteps":20,"threads":1,"seed":3,"gap":0.1,"maxSeconds":1}"#;
    let from = format!(r#""baseline":{PLAN},"frozenUntil":"2021-11-01","hint":{PLAN}"#);
    vec![
        ("plan", format!(r#"{{"portfolio":{PORTFOLIO},{from},{options}}}"#)),
        ("scenario", format!(r#"{{"portfolio":{PORTFOLIO},"scenario":{SCENARIO},{options}}}"#)),
        ("small", format!(r#"{{"portfolio":{}}}"#, wire::write_portfolio(&small::case(1).draft))),
    ]
}

fn encoded(request: &str) -> Vec<u8> {
    serde_json::from_str::<v1::PlanRequest>(request).expect("a request").encode_to_vec()
}

/// What is valid may still be planned from any plan whatever.
#[test]
fn mutated_plans_as_baselines_never_panic() {
    let draft = wire::read_portfolio(PORTFOLIO.as_bytes(), Form::Json).unwrap();
    let portfolio = validate(&draft).unwrap();
    let numbers: Vec<u64> = (0..MUTANTS).collect();
    let got = parallel::map(&numbers, |number| {
        let mutant = mutate::tokens(&mut Rng::new(*number).child("baseline", 0), PLAN);
        let Some(plan) = door::plan(&mutant, Form::Json) else { return Ok(Got::Refused) };
        let plans = catch_unwind(AssertUnwindSafe(|| door::plan_from(&portfolio, Some(&plan))));
        plans.map_or_else(|_| Err(keep(&format!("baseline {number}"), &mutant)), |()| Ok(Got::Planned))
    });
    report(got);
}

#[test]
fn every_truncation_is_refused_or_taken() {
    for text in [PORTFOLIO, PLAN, SCENARIO] {
        for end in (0..text.len()).step_by(7) {
            survives("truncated", text.as_bytes()[..end].to_vec()).unwrap();
        }
    }
    for (name, binary) in documents().iter().filter(|(name, _)| name.ends_with(".pb")) {
        for end in 0..binary.len() {
            survives(name, binary[..end].to_vec()).unwrap();
        }
    }
}

#[test]
fn documents_that_ask_for_too_much_are_refused_or_handled() {
    let with = |from: &str, to: &str| {
        assert!(PORTFOLIO.contains(from), "{from}");
        survives(to, PORTFOLIO.replace(from, to).into_bytes()).unwrap()
    };
    let unit = "PERIOD_UNIT_MONTH";
    assert_eq!(with("\"2022-03-31\",\n    \"unit\"", "\"9999-12-31\",\n    \"unit\""), Got::Read);
    let days = PORTFOLIO.replace(unit, "PERIOD_UNIT_DAY").replacen("2021-10-01", "0001-01-01", 1);
    assert_eq!(survives("days", days.replacen("2022-03-31", "9999-12-31", 1).into_bytes()), Ok(Got::Read));
    assert_eq!(with("\"duration\": 2", "\"duration\": 2147483647"), Got::Read);
    assert_eq!(with("\"duration\": 2", "\"duration\": 1000000"), Got::Planned);
    assert_eq!(with("\"lag\": 1", "\"lag\": -1000000"), Got::Planned);
    assert_eq!(with("\"lag\": 1", "\"lag\": 1000000"), Got::Planned);
    assert_eq!(with("\"window\": 2", "\"window\": 1000000"), Got::Planned);
    assert_eq!(with("\"leadPeriods\": 1", "\"leadPeriods\": 1000000"), Got::Planned);
    assert_eq!(with("\"durationFactor\": 1.5", "\"durationFactor\": 1000"), Got::Planned);
    assert_eq!(with("\"durationFactor\": 1.5", "\"durationFactor\": 1e-10"), Got::Read);
    for deep in ["[".repeat(1_000_000), "{\"policy\":".repeat(1_000_000), "\u{12}\u{7f}".repeat(100_000)] {
        assert_eq!(survives("deep", deep.into_bytes()), Ok(Got::Refused));
    }
}

/// Whole projects that wait for whole projects: as many edges as phases times phases, unless counted with care.
#[test]
fn large_projects_that_wait_for_one_another_are_handled() {
    let phases = |after: &str| {
        let phase = |i| format!(r#"{{"id":"p{i}","modes":[{{"id":"m","duration":1}}],"after":[{after}]}}"#);
        (0..5_000).map(phase).collect::<Vec<_>>().join(",")
    };
    let project = |id: &str, after: &str| format!(r#"{{"id":"{id}","value":1,"phases":[{}]}}"#, phases(after));
    let chain: Vec<String> =
        (0..6).map(|i| project(&format!("x{}", i + 1), &format!(r#"{{"project":"x{i}"}}"#))).collect();
    let text = format!(
        r#"{{"id":"big","calendar":{{"start":"2021-01-01","end":"2021-12-31","unit":"PERIOD_UNIT_MONTH"}},
            "projects":[{},{}]}}"#,
        project("x0", ""),
        chain.join(",")
    );
    assert_eq!(knock(text.as_bytes(), None), Got::Valid);
}

/// The seeds and some random portfolios, as JSON and in binary.
fn documents() -> BTreeMap<String, Vec<u8>> {
    let mut out = BTreeMap::new();
    let mut add = |name: &str, json: String, binary: Vec<u8>| {
        out.insert(format!("{name}.json"), json.into_bytes());
        out.insert(format!("{name}.pb"), binary);
    };
    let portfolio = wire::read_portfolio(PORTFOLIO.as_bytes(), Form::Json).expect("the seed is a portfolio");
    add("portfolio", PORTFOLIO.to_owned(), wire::portfolio_to_bytes(&portfolio));
    let plan = wire::read_plan(PLAN.as_bytes(), Form::Json).expect("the seed is a plan");
    add("plan", PLAN.to_owned(), wire::plan_to_bytes(&plan));
    let scenario: v1::Scenario = serde_json::from_str(SCENARIO).expect("the seed is a scenario");
    add("scenario", SCENARIO.to_owned(), scenario.encode_to_vec());
    for seed in 1..=3 {
        let draft = small::case(seed).draft;
        add(&format!("small-{seed}"), wire::write_portfolio(&draft), wire::portfolio_to_bytes(&draft));
    }
    out
}

fn mutant(name: &str, document: &[u8], number: u64) -> Vec<u8> {
    let mut rng = Rng::new(number).child(name, 0);
    match std::str::from_utf8(document) {
        Ok(text) if name.ends_with(".json") && !number.is_multiple_of(5) => mutate::tokens(&mut rng, text),
        _ => mutate::bytes(&mut rng, document),
    }
}

/// How far the document gets, or where it was written to if it made somebody panic.
fn survives(name: &str, document: Vec<u8>) -> Result<Got, String> {
    let plan: Option<Plan> = door::plan(PLAN.as_bytes(), Form::Json);
    catch_unwind(AssertUnwindSafe(|| knock(&document, plan.as_ref()))).map_err(|_| keep(name, &document))
}

fn keep(name: &str, document: &[u8]) -> String {
    let file = tempfile::Builder::new().prefix("arbitre-mutant-").tempfile().expect("a file can be made");
    std::fs::write(file.path(), document).expect("the file can be written");
    let (_, path) = file.keep().expect("the file can be kept");
    format!("{name}: panicked on {}", path.display())
}

/// Fails if a document did, or if the mutants are all alike and so show nothing.
fn report(got: Vec<Result<Got, String>>) {
    let failed: Vec<&String> = got.iter().filter_map(|g| g.as_ref().err()).collect();
    assert!(failed.is_empty(), "{} of {} panicked: {failed:#?}", failed.len(), got.len());
    for expected in [Got::Refused, Got::Planned] {
        let count = got.iter().filter(|g| **g == Ok(expected)).count();
        assert!(count * 20 > got.len(), "only {count} of {} mutants were {expected:?}", got.len());
    }
}
