//! `arbitre replan`.

use std::fs;

use serde_json::{Value, json};

use crate::support::{Desk, Run, run};

/// A folder with two portfolios, and the one that their plans go to.
struct Nights {
    desk: Desk,
    folder: String,
    out: String,
}

impl Nights {
    fn new() -> Self {
        let desk = Desk::new();
        let (folder, out) = (desk.path("portfolios"), desk.path("plans"));
        fs::create_dir(&folder).unwrap();
        for name in ["east", "west"] {
            desk.changed(&format!("portfolios/{name}.json"), |p| p["id"] = json!(name));
        }
        Self { desk, folder, out }
    }

    fn night(&self, args: &[&str]) -> Run {
        run(&[&["replan", &self.folder, "--out", &self.out, "--steps", "500"], args].concat())
    }

    fn report(&self) -> Value {
        let text = fs::read_to_string(self.desk.path("plans/morning.json")).unwrap();
        serde_json::from_str(&text).unwrap()
    }

    fn page(&self) -> String {
        fs::read_to_string(self.desk.path("plans/morning.html")).unwrap()
    }

    fn plan(&self, name: &str) -> Vec<u8> {
        fs::read(self.desk.path(&format!("plans/{name}.plan.json"))).unwrap()
    }
}

#[test]
fn a_night_plans_every_portfolio_and_the_next_one_starts_from_it() {
    let nights = Nights::new();
    let said = nights.night(&[]).ended(0);
    assert!(said.out.starts_with("2 of 2 portfolios planned"), "{}", said.out);
    let first = nights.report();
    assert_eq!(first["portfolios"].as_array().map(Vec::len), Some(2));
    for name in ["east", "west"] {
        let (portfolio, plan) = (
            nights.desk.path(&format!("portfolios/{name}.json")),
            nights.desk.path(&format!("plans/{name}.plan.json")),
        );
        run(&["check", &portfolio, &plan]).ended(0);
    }
    assert_eq!(first["portfolios"][0]["warm"], Value::Null);
    nights.night(&[]).ended(0);
    let second = nights.report();
    assert_eq!(second["portfolios"][0]["warm"], true);
    assert_eq!(second["portfolios"][0]["changes"], Value::Null, "nothing has changed: nothing moves");
    assert!(nights.page().starts_with("<!DOCTYPE html>") && !nights.page().contains("<script"));
}

#[test]
fn what_moved_is_told_with_what_no_longer_holds() {
    let nights = Nights::new();
    nights.night(&[]).ended(0);
    // What was planned is asked for until a day before it ends.
    nights.desk.changed("portfolios/east.json", |p| {
        p["id"] = json!("east");
        for pool in p["pools"].as_array_mut().unwrap() {
            for window in pool["staff"].as_array_mut().unwrap() {
                window["fte"] = json!(window["fte"].as_f64().unwrap() * 0.4);
            }
        }
    });
    nights.night(&["--lang", "fr"]).ended(0);
    let report = nights.report();
    let (east, west) = (&report["portfolios"][0], &report["portfolios"][1]);
    assert!(!east["broken"].as_array().unwrap().is_empty(), "{east:#}");
    assert!(!east["changes"].as_array().unwrap().is_empty(), "{east:#}");
    assert_eq!(west["changes"], Value::Null);
    assert!(nights.page().contains("Ce qui ne tient plus du plan d'hier"), "{}", nights.page());
}

#[test]
fn one_that_cannot_be_planned_keeps_no_other_from_it() {
    let nights = Nights::new();
    nights.night(&[]).ended(0);
    let before = nights.plan("west");
    nights.desk.put("portfolios/broken.json", "{\"pools\": [{}");
    nights.desk.changed("portfolios/west.json", |p| {
        p["id"] = json!("west");
        let pools = p["pools"].as_array_mut().unwrap();
        pools.iter_mut().for_each(|pool| pool["staff"] = json!([]));
        p["projects"].as_array_mut().unwrap().iter_mut().for_each(|project| {
            project["mustDo"] = json!(true);
            for phase in project["phases"].as_array_mut().unwrap() {
                phase["sourcing"] = json!([]);
            }
        });
    });
    let said = nights.night(&[]).ended(2);
    assert!(said.out.starts_with("1 of 3 portfolios planned"), "{}", said.out);
    let report = nights.report();
    let outcome = |i: usize| report["portfolios"][i]["outcome"].as_str().unwrap().to_owned();
    assert_eq!(outcome(0), "MORNING_OUTCOME_UNUSABLE");
    assert_eq!(outcome(1), "MORNING_OUTCOME_PLANNED");
    assert_eq!(outcome(2), "MORNING_OUTCOME_INFEASIBLE");
    assert_eq!(nights.plan("west"), before, "yesterday's plan stays");
    fs::remove_file(nights.desk.path("portfolios/broken.json")).unwrap();
    nights.night(&[]).ended(1);
}

#[test]
fn steps_give_the_same_plans_however_many_are_planned_at_once() {
    let (one, two) = (Nights::new(), Nights::new());
    one.night(&["--jobs", "1"]).ended(0);
    two.night(&["--jobs", "2"]).ended(0);
    for name in ["east", "west"] {
        assert_eq!(one.plan(name), two.plan(name));
    }
}

#[test]
fn an_empty_folder_is_a_mistake() {
    let desk = Desk::new();
    let (empty, out) = (desk.path("empty"), desk.path("out"));
    fs::create_dir(&empty).unwrap();
    run(&["replan", &empty, "--out", &out]).ended(2);
    run(&["replan", &desk.path("nowhere"), "--out", &out]).ended(2);
}

#[test]
fn a_decided_plan_of_another_portfolio_is_told_with_its_file() {
    let nights = Nights::new();
    fs::create_dir(nights.desk.path("decided")).unwrap();
    for name in ["east", "west"] {
        nights.desk.plan(&format!("decided/{name}.plan.json"), |p| p["portfolio"] = "west".into());
    }
    let said = nights.night(&["--decided", &nights.desk.path("decided"), "--lang", "en"]).ended(0);
    let of = |name: &str| format!("{}: is about", nights.desk.path(&format!("decided/{name}.plan.json")));
    assert!(said.err.contains(&format!("{} another portfolio [west]\n", of("east"))), "{}", said.err);
    assert!(!said.err.contains(&of("west")), "{}", said.err);
}
