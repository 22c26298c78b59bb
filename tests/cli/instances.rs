//! `arbitre import` and `arbitre schedule`.

use serde_json::Value;

use crate::support::{Desk, run};

fn file(name: &str) -> String {
    format!("{}/tests/schedule/files/{name}", env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn an_instance_is_scheduled_and_proven() {
    let desk = Desk::new();
    let out = desk.path("schedule.json");
    let said = run(&["schedule", &file("one.sm"), "--steps", "2000", "--out", &out]).ended(0);
    assert!(said.out.contains("proven optimal"), "{}", said.out);
    assert!(said.out.starts_with("one.sm: 1 project(s)"), "{}", said.out);
    let schedule: Value = serde_json::from_str(&std::fs::read_to_string(&out).unwrap()).unwrap();
    let told = run(&["schedule", &file("one.sm"), "--steps", "2000", "--json"]).ended(0).out;
    let told: Value = serde_json::from_str(&told).unwrap();
    assert_eq!(told["status"], "OPTIMAL");
    assert_eq!(told["objective"], told["bound"]);
    assert!(schedule.to_string().contains("start"), "{schedule}");
}

#[test]
fn several_projects_are_told_by_delay_and_makespan() {
    let said = run(&["schedule", &file("list.txt"), "--steps", "2000", "--json"]).ended(0).out;
    let told: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(told["objective"].as_array().map(Vec::len), Some(2), "{told}");
}

#[test]
fn an_instance_becomes_a_portfolio_that_can_be_planned() {
    let desk = Desk::new();
    let (portfolio, plan) = (desk.path("one.json"), desk.path("plan.json"));
    run(&["import", &file("one.sm"), "--out", &portfolio]).ended(0);
    run(&["validate", &portfolio]).ended(0);
    run(&["plan", &portfolio, "--steps", "2000", "--out", &plan]).ended(0);
    run(&["check", &portfolio, &plan]).ended(0);
}

#[test]
fn what_no_portfolio_can_ask_is_refused_with_the_reason() {
    let said = run(&["import", &file("choice.json"), "--format", "ppssp"]).ended(2);
    assert!(said.out.is_empty() && said.err.contains("choice.json"), "{}", said.err);
}

#[test]
fn what_is_no_instance_is_told_by_line() {
    let desk = Desk::new();
    let broken = desk.put("broken.sm", "jobs (incl. supersource/sink ):  x\n");
    let said = run(&["schedule", &broken]).ended(2);
    assert!(said.err.contains("broken.sm"), "{}", said.err);
    let unknown = desk.put("instance.what", "");
    run(&["import", &unknown]).ended(2);
}

#[test]
fn a_selection_is_made_and_proven() {
    let desk = Desk::new();
    let out = desk.path("starts.json");
    let call = ["schedule", &file("choice.json"), "--format", "ppssp", "--steps", "2000", "--out", &out];
    let said = run(&call).ended(0);
    assert!(said.out.contains("gap 0.00%") && said.out.contains("2 candidates"), "{}", said.out);
    let told: Value = serde_json::from_str(&std::fs::read_to_string(&out).unwrap()).unwrap();
    // By hand: only the first can be done, as the second has to wait until its two years are over; it begins at once.
    assert_eq!(told["starts"], serde_json::json!([0, null]), "{told}");
    let said = run(&[&call[..6], &["--json"]].concat()).ended(0).out;
    let told: Value = serde_json::from_str(&said).unwrap();
    assert_eq!((&told["status"], &told["bound"]), (&Value::from("OPTIMAL"), &told["objective"]), "{told}");
}
