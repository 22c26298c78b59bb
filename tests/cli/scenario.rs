//! Scenarios, on their own and with the other commands.

use crate::support::{Desk, run};

const NO_RULES: &str = r#"{"id": "own", "changes": [
    {"setSourcingRule": {"rule": "bought", "enabled": false}}, {"setMustDo": {"project": "archive", "mustDo": true}}]}"#;

#[test]
fn a_scenario_changes_the_portfolio_that_is_printed() {
    let desk = Desk::new();
    let (small, scenario) = (desk.small(), desk.put("own.json", NO_RULES));
    let changed = run(&["apply", &small, &scenario]).ended(0);
    assert_eq!(changed.json()["projects"][1]["mustDo"], true);
    assert_eq!(changed.json()["sourcingRules"][0].get("enabled"), None);
    let written = desk.put("changed.json", &changed.out);
    let expanded = run(&["expand", &small, "--scenario", &scenario]).ended(0).out;
    assert_eq!(run(&["expand", &written]).ended(0).out, expanded);
}

#[test]
fn a_plan_names_its_scenario_and_is_checked_with_it() {
    let desk = Desk::new();
    let (small, scenario, out) = (desk.small(), desk.put("own.json", NO_RULES), desk.path("plan.json"));
    let said = run(&["plan", &small, "--scenario", &scenario, "--steps", "500", "--out", &out]).ended(0);
    assert!(said.out.starts_with("Small (own): "), "{}", said.out);
    run(&["check", &small, &out, "--scenario", &scenario]).ended(0);
}

#[test]
fn changes_that_cannot_be_made_and_portfolios_that_they_break_are_told_apart() {
    let desk = Desk::new();
    let small = desk.small();
    let unknown = desk.put("unknown.json", r#"{"id": "x", "changes": [{"excludeProject": "a"}, {"removeRule": "b"}]}"#);
    let said = run(&["validate", &small, "--scenario", &unknown]).ended(2);
    assert!(
        said.err.starts_with(&format!("{unknown}: changes[0]")) && said.err.ends_with("\n2 problems\n"),
        "{}",
        said.err
    );
    let short = desk.put("short.json", r#"{"id": "x", "changes": [{"setCalendarEnd": "2020-12-31"}]}"#);
    let said = run(&["validate", &small, "--scenario", &short]).ended(2);
    assert!(said.err.starts_with(&format!("{small} + {short}: calendar")), "{}", said.err);
}
