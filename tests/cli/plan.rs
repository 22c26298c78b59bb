//! `arbitre plan`.

use std::fs;

use serde_json::Value;

use crate::support::{Desk, run, run_with_input};

const STEPS: [&str; 2] = ["--steps", "500"];

fn plan(args: &[&str]) -> crate::support::Run {
    run(&[&["plan"], args, &STEPS].concat())
}

#[test]
fn a_plan_on_standard_output_is_all_that_is_there_and_it_holds() {
    let desk = Desk::new();
    let small = desk.small();
    let made = plan(&[&small]).ended(0);
    assert_eq!(made.err, "");
    assert_eq!(made.json()["projects"].as_array().unwrap().len(), 3);
    let verdict = run_with_input(&["check", &small, "-"], made.out.as_bytes()).ended(0).json();
    assert_eq!((&verdict["violations"], &verdict["selected"]), (&0.into(), &2.into()));
}

#[test]
fn a_plan_in_a_file_leaves_standard_output_to_the_summary() {
    let desk = Desk::new();
    let (small, out, trace) = (desk.small(), desk.path("plan.json"), desk.path("trace.jsonl"));
    let said = plan(&[&small, "--out", &out, "--lang", "fr", "--trace", &trace]).ended(0);
    for part in
        ["Small : plan ", "Retenus : 2 sur 3 projets", "Écartés, et pourquoi : 1 projet", "Accords-cadres (EUR)"]
    {
        assert!(said.out.contains(part), "{part:?} is not in {}", said.out);
    }
    assert_eq!(said.err, "");
    run(&["check", &small, &out]).ended(0);
    let lines = fs::read_to_string(&trace).unwrap();
    let last: Value = serde_json::from_str(lines.lines().last().expect("it found a plan")).unwrap();
    assert_eq!(last["measure"], "VALUE");
    assert!(last["value"].as_f64().unwrap() <= last["bound"].as_f64().unwrap() + 1e-6, "{last}");
}

#[test]
fn what_is_left_out_carries_its_reasons_in_the_callers_language() {
    let desk = Desk::new();
    let (small, out) = (desk.small(), desk.path("plan.json"));
    for (lang, text) in [("fr", "Il ne tient nulle part"), ("en", "It fits nowhere")] {
        let said = plan(&[&small, "--out", &out, "--lang", lang]).ended(0);
        let made: Value = serde_json::from_str(&fs::read_to_string(&out).unwrap()).unwrap();
        let reason = &made["projects"][2]["reasons"][0];
        assert_eq!(
            (&made["projects"][2]["project"], &reason["code"]),
            (&"dream".into(), &"REASON_CODE_NEVER_FITS".into())
        );
        assert!(reason["text"].as_str().is_some_and(|t| t.starts_with(text)), "{reason}");
        assert!(said.out.contains(&format!("\n      {text}")), "{}", said.out);
    }
}

#[test]
fn the_binary_form_says_the_same() {
    let desk = Desk::new();
    let (small, json, binary) = (desk.small(), desk.path("plan.json"), desk.path("plan.pb"));
    plan(&[&small, "--out", &json]).ended(0);
    plan(&[&small, "--out", &binary]).ended(0);
    assert_eq!(run(&["check", &small, &json]).ended(0).out, run(&["check", &small, &binary]).ended(0).out);
    assert!(fs::read(&binary).unwrap().len() < fs::read(&json).unwrap().len());
}

#[test]
fn the_same_seed_and_steps_give_the_same_bytes_on_any_number_of_threads() {
    let desk = Desk::new();
    let small = desk.small();
    let with = |threads| plan(&[&small, "--seed", "3", "--threads", threads]).ended(0).out;
    assert_eq!(with("1"), with("2"));
}

#[test]
fn what_no_plan_can_meet_is_proven_and_refused() {
    let desk = Desk::new();
    let impossible = desk.changed("impossible.json", |p| p["projects"][2]["mustDo"] = true.into());
    let piped = plan(&[&impossible]).ended(1);
    assert_eq!(piped.json()["status"], "PLAN_STATUS_INFEASIBLE");
    assert_eq!(piped.err, "no plan can meet the constraints, proven\n");
    let filed = plan(&[&impossible, "--out", &desk.path("plan.json"), "--lang", "fr"]).ended(1);
    assert_eq!(filed.out, "Small : aucun plan ne peut tenir les contraintes, prouvé\n");
}

#[test]
fn an_output_that_cannot_be_written_is_told_before_the_work() {
    let desk = Desk::new();
    let small = desk.small();
    for out in [desk.path(""), desk.path("none/plan.json")] {
        let said = plan(&[&small, "--out", &out]).ended(2);
        assert!(said.err.starts_with(&out), "{}", said.err);
    }
}

#[test]
fn a_frozen_project_stays_and_one_that_is_gone_is_named() {
    let desk = Desk::new();
    let small = desk.small();
    let decided = desk.plan("decided.json", |p| {
        p["projects"][1]["commitment"] = "COMMITMENT_FROZEN".into();
        let mut gone = p["projects"][1].clone();
        gone["project"] = "gone".into();
        p["projects"].as_array_mut().unwrap().push(gone);
    });
    let made = plan(&[&small, "--baseline", &decided]).ended(0);
    assert_eq!(made.err, format!("{decided}: gone: project unknown to the portfolio, ignored\n"));
    let phase = &made.json()["projects"][1]["phases"][0];
    assert_eq!((&phase["mode"], &phase["startPeriod"]), (&"own".into(), &2.into()));
    run_with_input(&["check", &small, "-", "--baseline", &decided], made.out.as_bytes()).ended(0);
}

/// Whatever part it has: it may be meant, and is more often a wrong file.
#[test]
fn a_plan_of_another_portfolio_is_told() {
    let desk = Desk::new();
    let (small, other) = (desk.small(), desk.plan("other.json", |p| p["portfolio"] = "another".into()));
    let demand = desk.put("demand.json", r#"{"id": "new"}"#);
    let question = desk.put("question.json", r#"{"id": "none"}"#);
    let told = format!("{other}: is about another portfolio [another]\n");
    for args in [
        &["plan", &small, "--steps", "100", "--hint", &other][..],
        &["plan", &small, "--steps", "100", "--baseline", &other],
        &["ask", &small, &question, "--plan-steps", "100", "--steps", "100", "--hint", &other],
        &["ask", &small, &question, "--plan-steps", "100", "--steps", "100", "--baseline", &other],
        &["compare", &small, "--steps", "100", "--baseline", &other],
        &["frontier", &small, "--measure", "TOTAL_COST", "--points", "2", "--steps", "100", "--baseline", &other],
        &["prices", &small, "--steps", "100", "--plan", &other],
        &["prices", &small, "--steps", "100", "--baseline", &other],
        &["drift", &small, &other, &desk.plan("own.json", |_| {})],
        &["arbitrate", &small, "--steps", "100", "--baseline", &other, "--demand", &demand],
    ] {
        let args: Vec<&str> = args.iter().copied().chain(["--lang", "en"]).collect();
        assert!(run(&args).err.contains(&told), "{args:?}");
    }
    let own = desk.plan("own.json", |_| {});
    assert!(!run(&["plan", &small, "--steps", "100", "--hint", &own]).err.contains("another portfolio"));
}

#[test]
fn a_baseline_that_commits_to_nothing_is_told() {
    let desk = Desk::new();
    let (small, proposed) = (desk.small(), desk.plan("proposed.json", |_| {}));
    let made = plan(&[&small, "--baseline", &proposed, "--frozen-until", "2021-04-01", "--lang", "en"]).ended(0);
    assert_eq!(made.err, format!("{proposed}: commits to no project: nothing of it is held or frozen\n"));
}

#[test]
fn a_hint_of_any_quality_is_taken() {
    let desk = Desk::new();
    let small = desk.small();
    let hint = desk.plan("hint.json", |p| {
        p["projects"][0]["phases"][0]["startPeriod"] = (-7).into();
        p["projects"][1]["phases"][0]["mode"] = "none".into();
        p["projects"][2]["project"] = "nobody".into();
    });
    plan(&[&small, "--hint", &hint]).ended(0);
}
