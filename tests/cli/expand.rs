//! `arbitre expand`.

use std::process::Command;

use serde_json::Value;

use crate::support::{Desk, finish, run, run_with_input, shared};

#[test]
fn expanding_twice_changes_nothing_more() {
    let desk = Desk::new();
    let once = run(&["expand", &desk.small()]).ended(0);
    let twice = run_with_input(&["expand", "-"], once.out.as_bytes()).ended(0);
    assert_eq!(once.out, twice.out);
}

#[test]
fn all_modes_are_written_down_and_nothing_is_left_to_derive() {
    let desk = Desk::new();
    let expanded = run(&["expand", &desk.small()]).ended(0).json();
    assert_eq!(expanded["policy"].get("effortRatios"), None);
    for rule in expanded["sourcingRules"].as_array().unwrap() {
        assert_eq!(rule.get("enabled"), None);
    }
    let phase = &expanded["projects"][1]["phases"][0];
    assert_eq!(phase.get("sourcing"), None);
    let modes = phase["modes"].as_array().unwrap();
    let ids: Vec<&str> = modes.iter().map(|m| m["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["own", "own+bought", "own+whole"]);
    assert_eq!(modes[1]["duration"], 5);
    assert_eq!(modes[1]["effort"][0], serde_json::json!({"pool": "builders", "days": 4.55}));
    let pools = |mode: &Value| mode["effort"].as_array().unwrap().len();
    assert_eq!((pools(&modes[0]), pools(&modes[2])), (2, 1), "what is bought whole is not listed as 0 days");
    assert_eq!(modes[2]["costs"][0], serde_json::json!({"fund": "budget", "amount": 1000.5, "label": "licences"}));
}

#[test]
fn the_binary_form_says_the_same() {
    let desk = Desk::new();
    let json = run(&["expand", &desk.small()]).ended(0).out;
    let binary = desk.path("expanded.pb");
    let silent = run(&["expand", &desk.small(), "--out", &binary]).ended(0);
    assert_eq!((silent.out.as_str(), silent.err.as_str()), ("", ""));
    assert_eq!(run(&["expand", &binary]).ended(0).out, json);
}

/// Prints a difference between two portfolios' modes, as check_plan.py derives them, and exits 1; 0 if there is none.
const SAME_MODES: &str = "
import json, sys
sys.path.insert(0, sys.argv[1])
import check_plan
def modes(path):
    used = lambda amounts: {k: x for k, x in amounts.items() if x}
    projects = check_plan.Portfolio(json.load(open(path))).projects.values()
    return {(p.id, ph.id, m.id): (m.duration, used(m.effort), used(m.purchases), m.costs)
            for p in projects for ph in p.phases.values() for m in ph.modes.values()}
a, b = modes(sys.argv[2]), modes(sys.argv[3])
print(len(a), {k: (a.get(k), b.get(k)) for k in a.keys() | b.keys() if a.get(k) != b.get(k)})
sys.exit(a != b)
";

#[test]
fn the_reference_referee_finds_the_same_modes_before_and_after() {
    let Some(shared) = shared("expand against check_plan.py") else { return };
    let desk = Desk::new();
    let tools = shared.join("tools");
    for (name, portfolio) in
        [("small", desk.small()), ("county", county(&desk, &tools)), ("random", random(&desk, &tools))]
    {
        let expanded = desk.path(&format!("{name}.expanded.json"));
        run(&["expand", &portfolio, "--out", &expanded]).ended(0);
        let mut python = Command::new("python3");
        python.args(["-c", SAME_MODES]).arg(&tools).args([&portfolio, &expanded]);
        finish(python).ended(0);
    }
}

/// The county's portfolio with its sourcing rules on.
fn county(desk: &Desk, tools: &std::path::Path) -> String {
    let mut portfolio = made(tools, &["county"]);
    for rule in portfolio["sourcingRules"].as_array_mut().unwrap() {
        rule["enabled"] = true.into();
    }
    desk.put("county.json", portfolio.to_string())
}

fn random(desk: &Desk, tools: &std::path::Path) -> String {
    desk.put("random.json", made(tools, &["random", "--projects", "40", "--seed", "7"]).to_string())
}

fn made(tools: &std::path::Path, args: &[&str]) -> Value {
    let mut python = Command::new("python3");
    python.arg(tools.join("make_portfolio.py")).args(args);
    finish(python).ended(0).json()
}
