//! `arbitre frontier`.

use arbitre::wire::v1;

use crate::support::{Desk, Run, run};

fn frontier(small: &str, args: &[&str]) -> Run {
    run(&[&["frontier", small], args, &["--steps", "500"]].concat())
}

#[test]
fn the_curve_is_written_with_a_plan_for_each_point_and_told() {
    let desk = Desk::new();
    let (small, out) = (desk.small(), desk.path("curve.json"));
    let said = frontier(&small, &["--measure", "EXTERNAL_SPEND", "--points", "4", "--out", &out]).ended(0);
    assert!(said.out.starts_with("What value gains with: external spend (EUR)\n"), "{}", said.out);
    let curve: v1::Frontier = serde_json::from_str(&std::fs::read_to_string(&out).unwrap()).unwrap();
    assert_eq!(curve.points.len(), 4);
    assert!(curve.points.iter().all(|p| p.plan.is_some() && p.value.unwrap() <= p.bound.unwrap() + 1e-6));
    assert_eq!((curve.points[0].limit, curve.points[3].limit), (Some(0.0), None));
    for point in &curve.points {
        let plan = desk.put("point.json", serde_json::to_string(point.plan.as_ref().unwrap()).unwrap());
        run(&["check", &small, &plan]).ended(0);
    }
}

#[test]
fn limits_on_staff_and_funds_come_as_changes_to_check_with() {
    let desk = Desk::new();
    let small = desk.small();
    for measure in ["STAFF:MOE", "STAFF:builders", "FUND:budget"] {
        let made = frontier(&small, &["--measure", measure, "--points", "3", "--out", "-"]).ended(0);
        let curve: v1::Frontier = serde_json::from_str(&made.out).unwrap();
        for point in curve.points.iter().filter(|p| p.limit.is_some()) {
            let scenario = v1::Scenario { id: "limit".into(), changes: point.changes.clone(), ..Default::default() };
            let scenario = desk.put("limit.json", serde_json::to_string(&scenario).unwrap());
            let plan = desk.put("point.json", serde_json::to_string(point.plan.as_ref().unwrap()).unwrap());
            run(&["check", &small, &plan, "--scenario", &scenario]).ended(0);
        }
    }
}

#[test]
fn an_axis_that_there_is_none_of_is_refused() {
    let desk = Desk::new();
    let small = desk.small();
    for (measure, told) in [("FUND:none", "axis.fund"), ("STAFF:none", "axis.pool"), ("DISRUPTION", "baseline")] {
        let said = frontier(&small, &["--measure", measure]).ended(2);
        assert!(said.err.contains(&format!("{small}: {told}")), "{}", said.err);
    }
    frontier(&small, &["--measure", "VALUE"]).ended(2);
    frontier(&small, &["--measure", "EXTERNAL_SPEND", "--points", "1"]).ended(2);
}

#[test]
fn that_no_limit_makes_a_difference_is_told() {
    let desk = Desk::new();
    let small = desk.small();
    let told = "nothing of it is used: no limit makes a difference";
    let said = frontier(&small, &["--measure", "OVERLOAD", "--points", "4", "--lang", "en"]).ended(0);
    assert!(said.out.contains(told), "{}", said.out);
    let said = frontier(&small, &["--measure", "EXTERNAL_SPEND", "--points", "4", "--lang", "en"]).ended(0);
    assert!(!said.out.contains(told), "{}", said.out);
}
