//! `arbitre arbitrate`.

use arbitre::wire::v1;
use serde_json::{Value, json};

use crate::support::{Desk, Run, run};

/// The plan of the small portfolio, decided.
pub(crate) fn decided(desk: &Desk) -> String {
    desk.plan("decided.json", |plan| {
        for project in plan["projects"].as_array_mut().unwrap().iter_mut().filter(|p| p["selected"] == true) {
            project["commitment"] = json!("COMMITMENT_DECIDED");
        }
    })
}

/// A demand for that many days of the builders.
pub(crate) fn demand(desk: &Desk, name: &str, days: f64, change: impl FnOnce(&mut Value)) -> String {
    let modes = json!([{"id": "own", "duration": 2, "effort": [{"pool": "builders", "days": days}]}]);
    let mut project = json!({"id": "law", "name": "Mise en conformité", "value": 1, "rolePools": {"MOA": "owners"},
        "phases": [{"id": "work", "modes": modes}]});
    change(&mut project);
    desk.put(name, project.to_string())
}

fn arbitrate(desk: &Desk, demand: &str, args: &[&str]) -> Run {
    let (small, decided) = (desk.small(), decided(desk));
    let asked = ["arbitrate", &small, "--baseline", &decided, "--demand", demand, "--steps", "4000"];
    run(&[&asked[..], args].concat())
}

#[test]
fn the_menu_is_written_with_a_whole_plan_for_each_option_and_told() {
    let desk = Desk::new();
    let (asked, out) = (demand(&desk, "law.json", 38.0, |_| {}), desk.path("menu.json"));
    let said = arbitrate(&desk, &asked, &["--out", &out]).ended(0);
    assert!(said.out.starts_with("The demands fit if 1 of 2 decided projects change; fewer is proven"), "{}", said.out);
    let menu: v1::Arbitration = serde_json::from_str(&std::fs::read_to_string(&out).unwrap()).unwrap();
    assert_eq!((menu.committed, menu.demands.clone()), (2, vec!["law".to_owned()]));
    assert!(menu.options[0].fewest_changes && !menu.options.is_empty());
    let project: Value = serde_json::from_str(&std::fs::read_to_string(&asked).unwrap()).unwrap();
    let with = desk.changed("with.json", |portfolio| {
        let mut project = project.clone();
        project["mustDo"] = json!(true);
        portfolio["projects"].as_array_mut().unwrap().push(project);
    });
    for option in &menu.options {
        let plan = desk.put("option.json", serde_json::to_string(option.plan.as_ref().unwrap()).unwrap());
        run(&["check", &with, &plan, "--baseline", &decided(&desk)]).ended(0);
        assert_eq!(option.changes[0].project, "law");
        assert!(said.out.contains(&option.headline), "{}", said.out);
    }
}

#[test]
fn a_demand_that_fits_changes_nothing() {
    let desk = Desk::new();
    let asked = demand(&desk, "law.json", 0.5, |_| {});
    let said = arbitrate(&desk, &asked, &["--lang", "fr"]).ended(0);
    assert!(said.out.starts_with("Les demandes tiennent sans qu'un projet décidé change."), "{}", said.out);
}

#[test]
fn what_cannot_get_in_is_refused_with_what_it_would_take() {
    let desk = Desk::new();
    let asked = demand(&desk, "law.json", 60.0, |_| {});
    let said = arbitrate(&desk, &asked, &["--out", "-"]).ended(1);
    let menu: v1::Arbitration = serde_json::from_str(&said.out).unwrap();
    assert_eq!(menu.triage.as_ref().unwrap().verdict(), v1::ArbitrationVerdict::Cannot);
    assert!(menu.options.is_empty());
    assert!(menu.conflict.iter().any(|c| c.subject == "builders"), "{:?}", menu.conflict);
    let staff = menu.relaxations.iter().find(|r| r.of.as_ref().is_some_and(|c| c.subject == "builders"));
    assert!(!staff.expect("more people help").changes.is_empty());
    let told = arbitrate(&desk, &asked, &["--lang", "en"]).ended(1);
    for part in ["What is in the way, together:", "  - staff (builders)", "What would let them in:"] {
        assert!(told.out.contains(part), "{part} in {}", told.out);
    }
}

#[test]
fn what_is_wrong_with_a_demand_is_told_of_its_file() {
    let desk = Desk::new();
    let asked = demand(&desk, "law.json", 1.0, |project| {
        project["phases"][0]["modes"][0]["effort"][0]["pool"] = json!("nobody");
    });
    let said = arbitrate(&desk, &asked, &[]).ended(2);
    assert!(said.err.contains(&format!("{asked}: phases[0].modes[0].effort[0].pool")), "{}", said.err);
    let said = arbitrate(&desk, &desk.small(), &[]).ended(2);
    assert!(said.err.contains("Project"), "{}", said.err);
}

#[test]
fn a_baseline_that_decides_nothing_is_told() {
    let desk = Desk::new();
    let (small, plan) = (desk.small(), desk.plan("plan.json", |_| {}));
    let asked = demand(&desk, "law.json", 38.0, |_| {});
    let with = ["arbitrate", &small, "--baseline", &plan, "--demand", &asked, "--steps", "2000"];
    let said = run(&with).ended(0);
    assert!(said.err.contains("--all-decided"), "{}", said.err);
    let said = run(&[&with[..], &["--all-decided"]].concat()).ended(0);
    assert!(said.out.contains("1 of 2 decided projects"), "{}", said.out);
}
