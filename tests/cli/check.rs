//! `arbitre check`.

use crate::support::{Desk, run};

#[test]
fn a_plan_that_holds_is_passed_with_its_measures() {
    let desk = Desk::new();
    let verdict = run(&["check", &desk.small(), &desk.plan("plan.json", |_| {}), "--no-claims"]).ended(0).json();
    // 20 points after 2 periods and 10 after 5, at 1 % a period.
    let value = 20.0 * 0.99_f64.powi(2) + 10.0 * 0.99_f64.powi(5);
    assert!((verdict["VALUE"].as_f64().unwrap() - value).abs() < 1e-9, "{verdict}");
    assert_eq!((&verdict["MAKESPAN"], &verdict["violations"]), (&5.0.into(), &0.into()));
}

#[test]
fn a_plan_that_breaks_something_is_refused_line_by_line() {
    let desk = Desk::new();
    let (small, plan) =
        (desk.small(), desk.plan("plan.json", |p| p["projects"][1]["phases"][0]["startPeriod"] = 1.into()));
    let said = run(&["check", &small, &plan, "--no-claims"]).ended(1);
    let lines: Vec<&str> = said.out.lines().collect();
    let (last, violations) = lines.split_last().unwrap();
    assert!(!violations.is_empty() && violations.iter().all(|l| l.starts_with("violation: ")), "{}", said.out);
    let measures: serde_json::Value = serde_json::from_str(last).unwrap();
    assert_eq!(measures["violations"], violations.len());
    let french = run(&["check", &small, &plan, "--no-claims", "--lang", "fr"]).ended(1);
    assert!(french.out.starts_with("violation : ") && !french.out.contains(violations[0]), "{}", french.out);
}

#[test]
fn claims_count_unless_told_otherwise() {
    let desk = Desk::new();
    let small = desk.small();
    let plan = desk.plan("plan.json", |p| p["projects"][0]["value"] = 21.0.into());
    run(&["check", &small, &plan, "--no-claims"]).ended(0);
    run(&["check", &small, &plan]).ended(1);
}

#[test]
fn the_freeze_counts_periods_that_begin_before_its_day() {
    let desk = Desk::new();
    let (small, plan) = (desk.small(), desk.plan("plan.json", |_| {}));
    let decided = desk.plan("decided.json", |p| {
        p["projects"][1]["commitment"] = "COMMITMENT_DECIDED".into();
        p["projects"][1]["phases"][0]["startPeriod"] = 1.into();
        p["projects"][1]["phases"][0]["finishPeriod"] = 3.into();
    });
    // Period 1 is February: frozen from 2 February on, not on its first day.
    for (day, code) in [("2021-02-01", 0), ("2021-02-02", 1)] {
        let args = ["check", &small, &plan, "--no-claims", "--baseline", &decided, "--frozen-until", day];
        let last = run(&args).ended(code).out.lines().last().unwrap().to_owned();
        assert!(last.contains(r#""DISRUPTION":1.0"#), "{last}");
    }
}
