//! `arbitre ask`.

use std::fs;

use arbitre::wire::v1;
use serde_json::Value;

use crate::support::{Desk, Run, run};

const ARCHIVE: &str = r#"{"id": "archive", "changes": [{"setMustDo": {"project": "archive", "mustDo": true}},
    {"excludeProject": "portal"}]}"#;
const OWN: &str = r#"{"id": "own", "name": "Own people", "changes": [
    {"setSourcingRule": {"rule": "bought", "enabled": false}}, {"setSourcingRule": {"rule": "whole", "enabled": false}}]}"#;
const DREAM: &str = r#"{"id": "dream", "changes": [{"setMustDo": {"project": "dream", "mustDo": true}}]}"#;
const BROKEN: &str = r#"{"id": "broken", "changes": [{"excludeProject": "nobody"}]}"#;

fn ask(args: &[&str]) -> Run {
    run(&[&["ask"], args, &["--plan-steps", "300", "--steps", "100"]].concat())
}

fn answer(path: String) -> v1::AskResponse {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn each_question_is_answered_beside_the_portfolio_s_own_plan() {
    let desk = Desk::new();
    let (small, own, archive) = (desk.small(), desk.put("own.json", OWN), desk.put("archive.json", ARCHIVE));
    let out = desk.path("out");
    let said = ask(&[&small, &own, &archive, "--out", &out]).ended(0);
    let lines: Vec<&str> = said.out.lines().collect();
    assert!(lines.len() == 2 && lines[0].starts_with("Own people: ") && lines[1].starts_with("archive: "), "{lines:?}");
    assert!(said.err.contains("small.json: ") && said.err.contains("value 29.1"), "{}", said.err);
    run(&["check", &small, &desk.path("out/base.plan.json")]).ended(0);
    for (id, scenario) in [("own", &own), ("archive", &archive)] {
        let answer = answer(desk.path(&format!("out/{id}.answer.json")));
        let plan = answer.plan.as_ref().unwrap();
        assert_eq!((&plan.scenario[..], answer.seconds), (id, 0.0));
        assert_eq!(answer.answer.as_ref().unwrap().goals, plan.goals);
        let file = desk.put("plan.json", serde_json::to_string(plan).unwrap());
        run(&["check", &small, &file, "--scenario", scenario]).ended(0);
    }
}

#[test]
fn questions_stand_on_one_another_where_they_are_kept() {
    let desk = Desk::new();
    let (small, own, archive) = (desk.small(), desk.put("own.json", OWN), desk.put("archive.json", ARCHIVE));
    let out = desk.path("out");
    ask(&[&small, &archive, &own, "--keep", "--out", &out]).ended(0);
    let last = answer(desk.path("out/own.answer.json"));
    assert!(last.kept);
    let portal = last.plan.unwrap().projects.into_iter().find(|p| p.project == "portal").unwrap();
    assert!(!portal.selected, "it was taken out before");
}

#[test]
fn what_is_wrong_with_one_question_says_nothing_of_the_others() {
    let desk = Desk::new();
    let (small, own) = (desk.small(), desk.put("own.json", OWN));
    let (broken, dream) = (desk.put("broken.json", BROKEN), desk.put("dream.json", DREAM));
    let said = ask(&[&small, &dream, &own]).ended(1);
    assert!(said.out.contains("dream: No plan can meet the constraints, proven."), "{}", said.out);
    let said = ask(&[&small, &broken, &dream, &own]).ended(2);
    assert!(said.err.contains("broken.json: scenario.changes[0].excludeProject"), "{}", said.err);
    assert_eq!(said.out.lines().count(), 2, "{}", said.out);
}

#[test]
fn what_never_fits_is_named() {
    let desk = Desk::new();
    let (small, dream, out) = (desk.small(), desk.put("dream.json", DREAM), desk.path("out"));
    ask(&[&small, &dream, "--out", &out]).ended(1);
    let written: Value =
        serde_json::from_str(&fs::read_to_string(desk.path("out/dream.answer.json")).unwrap()).unwrap();
    let projects = written["plan"]["projects"].as_array().unwrap();
    let reasons = projects.iter().find(|p| p["project"] == "dream").unwrap()["reasons"].as_array().unwrap();
    assert_eq!(reasons[0]["code"], "REASON_CODE_NEVER_FITS");
}
