//! `arbitre compare`.

use std::fs;

use arbitre::wire::v1;
use serde_json::Value;

use crate::support::{Desk, Run, run};

const OWN: &str = r#"{"id": "own", "name": "Own people", "changes": [
    {"setSourcingRule": {"rule": "bought", "enabled": false}}, {"setSourcingRule": {"rule": "whole", "enabled": false}}]}"#;
const ARCHIVE: &str = r#"{"id": "archive", "changes": [{"setMustDo": {"project": "archive", "mustDo": true}},
    {"excludeProject": "portal"}]}"#;
const DREAM: &str = r#"{"id": "dream", "changes": [{"setMustDo": {"project": "dream", "mustDo": true}}]}"#;
const BROKEN: &str = r#"{"id": "broken", "changes": [{"excludeProject": "nobody"}]}"#;

fn compare(args: &[&str]) -> Run {
    run(&[&["compare"], args, &["--steps", "500"]].concat())
}

fn read(path: String) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn plans_and_what_they_come_to_side_by_side_are_written_and_told() {
    let desk = Desk::new();
    let (small, own, archive) = (desk.small(), desk.put("own.json", OWN), desk.put("archive.json", ARCHIVE));
    let out = desk.path("out");
    let said = compare(&[&small, &own, &archive, "--with-base", "--out", &out, "--lang", "fr"]).ended(0);
    for part in
        ["Small : 3 scénarios", "par rapport à tel quel", "Ce qui ne dépend pas du scénario", "De tel quel à archive"]
    {
        assert!(said.out.contains(part), "{part:?} is not in {}", said.out);
    }
    assert_eq!(said.err, "");
    for (id, scenario) in [("base", None), ("own", Some(&own)), ("archive", Some(&archive))] {
        let plan = desk.path(&format!("out/{id}.plan.json"));
        let scenario: Vec<&str> = scenario.into_iter().flat_map(|s| ["--scenario", s]).collect();
        run(&[&["check", &small[..], &plan], &scenario[..]].concat()).ended(0);
    }
    // It is the message of the contract, whole.
    let written = fs::read_to_string(desk.path("out/comparison.json")).unwrap();
    let comparison: v1::Comparison = serde_json::from_str(&written).unwrap();
    let ids: Vec<&str> = comparison.scenarios.iter().map(|s| &s.scenario[..]).collect();
    assert_eq!((ids, &comparison.reference[..]), (vec!["", "own", "archive"], ""));
    assert_eq!((comparison.projects.len(), comparison.pools.len()), (3, 2));
    assert_eq!(comparison.pools[0].uses.len(), 3);
    let plan = read(desk.path("out/archive.plan.json"));
    assert_eq!(plan["scenario"], "archive");
    let dropped =
        comparison.scenarios[2].changes.iter().find(|c| c.change.as_ref().unwrap().project == "portal").unwrap();
    assert_eq!(dropped.change.as_ref().unwrap().kind(), v1::ChangeKind::Dropped);
    assert_eq!(
        (&dropped.reasons[0].scenario[..], dropped.reasons[0].reason.as_ref().unwrap().code()),
        ("archive", v1::ReasonCode::Rule)
    );
}

#[test]
fn what_cannot_be_planned_stands_beside_the_others() {
    let desk = Desk::new();
    let (small, own) = (desk.small(), desk.put("own.json", OWN));
    let (dream, broken) = (desk.put("dream.json", DREAM), desk.put("broken.json", BROKEN));
    let out = desk.path("out");
    let said = compare(&[&small, &dream, &own, "--out", &out]).ended(1);
    assert!(said.out.contains("infeasible, proven"), "{}", said.out);
    assert_eq!(read(desk.path("out/comparison.json"))["reference"], "own");
    let said = compare(&[&small, &broken, &dream, &own, "--out", &out]).ended(2);
    assert!(said.out.starts_with("broken cannot be planned\n  scenario.changes[0].excludeProject"), "{}", said.out);
    let comparison = read(desk.path("out/comparison.json"));
    assert_eq!(comparison["scenarios"][0]["problems"][0]["code"], "UNKNOWN_ID");
    assert_eq!(comparison["scenarios"][1]["status"], "PLAN_STATUS_INFEASIBLE");
    assert!(comparison["scenarios"][2]["measures"].is_array());
    assert!(!fs::exists(desk.path("out/broken.plan.json")).unwrap());
}

#[test]
fn every_file_that_cannot_be_read_is_named_before_anything_is_planned() {
    let desk = Desk::new();
    let small = desk.small();
    let (bad, missing) = (desk.put("bad.json", "{"), desk.path("missing.json"));
    let said = compare(&[&small, &bad, &missing]).ended(2);
    assert!(said.err.contains(&bad) && said.err.contains(&missing) && said.out.is_empty(), "{}", said.err);
}

#[test]
fn proposals_are_planned_and_written_too() {
    let desk = Desk::new();
    let (small, out) = (desk.small(), desk.path("out"));
    let said = compare(&[&small, "--propose", "2", "--out", &out]).ended(0);
    let comparison = read(desk.path("out/comparison.json"));
    let proposals = comparison["proposals"].as_array().unwrap();
    assert!(!proposals.is_empty() && said.out.contains("Changes worth asking about"), "{}", said.out);
    for proposal in proposals {
        let id = proposal["scenario"]["id"].as_str().unwrap();
        let scenario = desk.put("proposal.json", proposal["scenario"].to_string());
        run(&["check", &small, &desk.path(&format!("out/{id}.plan.json")), "--scenario", &scenario]).ended(0);
    }
}
