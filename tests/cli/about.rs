//! `arbitre explain`, `evaluate`, `prices`, `drift` and `fairness`.

use arbitre::wire::v1;
use serde_json::json;

use crate::support::{Desk, run};

fn read<T: serde::de::DeserializeOwned>(path: &str) -> T {
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn every_way_of_having_a_project_by_a_day_is_a_plan_that_holds_under_its_changes() {
    let desk = Desk::new();
    let (small, plan, out) = (desk.small(), desk.plan("plan.json", |_| {}), desk.path("why.json"));
    let asked = ["explain", &small, &plan, "--steps", "500", "--out", &out];
    // 90 days in a month of some 20 working days: more people, or nobody.
    let said = run(&[&asked[..], &["--project", "dream", "--by", "2021-04-30"]].concat()).ended(0);
    assert!(said.out.contains("Why not by 2021-04-30"), "{}", said.out);
    let dream: v1::ProjectExplanation = read(&out);
    let why = dream.not_by.unwrap();
    assert!(!dream.selected && !dream.reasons.is_empty() && why.is_infeasible && !why.ways.is_empty());
    assert!(why.ways.iter().any(|w| w.kind() == v1::WayKind::Staff), "{:?}", why.ways);
    held(&desk, &small, &why.ways, "dream", 3);
    // Archives could be first, were it not for the portal.
    run(&[&asked[..], &["--project", "archive", "--by", "2021-03-31"]].concat()).ended(0);
    let archive: v1::ProjectExplanation = read(&out);
    let why = archive.not_by.unwrap();
    assert!(archive.selected && !why.is_met && !why.is_infeasible);
    assert!(why.ways.iter().any(|w| w.moves.iter().any(|m| m.project == "portal") || !w.changes.is_empty()));
    held(&desk, &small, &why.ways, "archive", 2);
    run(&[&asked[..], &["--project", "archive", "--by", "2021-05-31"]].concat()).ended(0);
    assert!(read::<v1::ProjectExplanation>(&out).not_by.unwrap().is_met);
    // Before there is any period to end in.
    let said = run(&[&asked[..], &["--project", "archive", "--by", "2020-12-31"]].concat()).ended(0);
    assert!(said.out.contains("before the first period is over"), "{}", said.out);
}

/// Each way's plan passes the check under its changes, and has the project finished by that period.
fn held(desk: &Desk, small: &str, ways: &[v1::WayIn], project: &str, last: i32) {
    for way in ways {
        let scenario = v1::Scenario { changes: way.changes.clone(), ..Default::default() };
        let scenario = desk.put("way.json", serde_json::to_string(&scenario).unwrap());
        let plan = desk.put("way.plan.json", serde_json::to_string(&way.plan).unwrap());
        run(&["check", small, &plan, "--scenario", &scenario]).ended(0);
        let planned = way.plan.as_ref().unwrap().projects.iter().find(|p| p.project == project).unwrap();
        assert!(planned.selected && planned.phases.iter().all(|ph| ph.finish_period <= last), "{}", way.headline);
        assert!(way.headline.contains("2021-"), "{}", way.headline);
    }
}

#[test]
fn what_cannot_be_explained_is_refused() {
    let desk = Desk::new();
    let (small, plan) = (desk.small(), desk.plan("plan.json", |_| {}));
    let said = run(&["explain", &small, &plan, "--project", "nobody"]).ended(2);
    assert!(said.err.contains("nobody"), "{}", said.err);
    let broken = desk.plan("broken.json", |p| p["projects"][1]["phases"][0]["startPeriod"] = json!(0));
    run(&["explain", &small, &broken, "--project", "archive"]).ended(1);
}

#[test]
fn candidates_are_scored_and_those_that_cannot_be_made_told_one_by_one() {
    let desk = Desk::new();
    let (small, plan, out) = (desk.small(), desk.plan("plan.json", |_| {}), desk.path("scores.json"));
    let candidates = json!({"candidates": [
        {"id": "later", "delay": {"project": "portal", "periods": 2}},
        {"id": "without", "dropProject": "portal"},
        {"id": "bought", "buy": {"project": "archive"}},
        {"id": "more", "changes": {"changes": [{"addStaff": {"pool": "builders",
            "staff": {"from": "2021-01-01", "to": "2021-06-30", "fte": 9}}}]}},
        {"id": "nobody", "dropProject": "nobody"},
        {"id": "never", "delay": {"project": "portal", "periods": 40}},
        {"id": "own", "buy": {"project": "dream"}},
        {"id": "more", "dropProject": "portal"},
        {"id": "empty"}]});
    let file = desk.put("candidates.json", candidates.to_string());
    let asked = ["evaluate", &small, &plan, &file, "--steps", "500", "--out", &out];
    run(&asked).ended(2);
    let scores: v1::Evaluation = read(&out);
    let gains: Vec<Option<f64>> = scores.candidates.iter().map(|c| c.gain).collect();
    assert!(scores.candidates[4..].iter().all(|c| !c.problems.is_empty() && c.gain.is_none()), "{scores:?}");
    assert!(scores.candidates[..4].iter().all(|c| c.problems.is_empty()), "{scores:?}");
    // Twenty points less, but for what the archives gain by coming first; then the dream comes in.
    assert!(gains[1].unwrap() < -15.0 && gains[3].unwrap() > 0.0, "{gains:?}");
    assert!(gains[0].unwrap() <= scores.unchanged.as_ref().unwrap().gain.unwrap(), "{gains:?}");
    for c in &scores.candidates[..4] {
        let best = scores.unchanged.as_ref().unwrap().gain.unwrap();
        let gained = c.gain.unwrap() - best;
        assert!(c.least_gain.unwrap() <= gained + 1e-6 && gained <= c.most_gain.unwrap() + 1e-6, "{c:?}");
    }
    let again = desk.path("again.json");
    run(&["evaluate", &small, &plan, &file, "--steps", "500", "--threads", "1", "--out", &again]).ended(2);
    assert_eq!(std::fs::read_to_string(&out).unwrap(), std::fs::read_to_string(&again).unwrap());
}

#[test]
fn a_scenario_is_one_candidate() {
    let desk = Desk::new();
    let (small, plan) = (desk.small(), desk.plan("plan.json", |_| {}));
    let file = desk.put("b.json", r#"{"id": "b", "changes": [{"excludeProject": "portal"}]}"#);
    let said = run(&["evaluate", &small, &plan, &file, "--steps", "300"]).ended(0);
    assert!(said.out.contains("b ") && said.out.contains("(none)"), "{}", said.out);
}

#[test]
fn prices_stand_beside_what_was_found_and_proven() {
    let desk = Desk::new();
    let (small, out) = (desk.small(), desk.path("prices.json"));
    let said = run(&["prices", &small, "--steps", "600", "--samples", "2", "--out", &out]).ended(0);
    assert!(said.out.contains("What more means would bring"), "{}", said.out);
    let prices: v1::ResourcePrices = read(&out);
    assert!(!prices.prices.is_empty() && prices.value <= prices.bound + 1e-9);
    let promise = |p: &v1::ResourcePrice| p.price * p.step;
    assert!(prices.prices.is_sorted_by(|a, b| promise(a) >= promise(b)));
    let sampled: Vec<&v1::ResourcePrice> = prices.prices.iter().filter(|p| !p.samples.is_empty()).collect();
    assert!(!sampled.is_empty() && sampled.iter().all(|p| p.holds_to.is_some()));
    for s in sampled.iter().flat_map(|p| &p.samples) {
        assert!(s.least_gain <= s.gain + 1e-6 && s.most_gain.is_none_or(|most| s.gain <= most + 1e-6), "{s:?}");
    }
}

#[test]
fn a_move_is_led_back_to_what_differs() {
    let desk = Desk::new();
    let (small, old, out) = (desk.small(), desk.plan("old.json", |_| {}), desk.path("drift.json"));
    let drift = |more: &[&str]| -> v1::Drift {
        run(&[&["drift"], more, &["--out", &out]].concat()).ended(0);
        read(&out)
    };
    assert!(drift(&[&small, &old, &old, "--old-portfolio", &small]).moves.is_empty());
    // The builders are fewer in March, and the archives, which had March, come later.
    let fewer = desk.changed("fewer.json", |p| {
        p["pools"][0]["staff"] = json!([{"from": "2021-01-01", "to": "2021-02-28", "fte": 1},
            {"from": "2021-04-01", "to": "2021-06-30", "fte": 1}]);
    });
    let new = desk.plan("new.json", |p| {
        p["projects"][1]["phases"][0]["startPeriod"] = json!(3);
        p["projects"][1]["phases"][0]["finishPeriod"] = json!(5);
    });
    for before in [&[][..], &["--old-portfolio", &small]] {
        let told = drift(&[&[&fewer[..], &old, &new], before].concat());
        assert_eq!(told.moves.len(), 1);
        assert_eq!(told.moves[0].cause(), v1::DriftCause::ChangedInput, "{told:?}");
        assert!(!told.moves[0].fits && told.moves[0].text.contains("builders"), "{told:?}");
    }
    // Nothing differs: that the archives come later was for nothing.
    let told = drift(&[&small, &old, &new, "--old-portfolio", &small]);
    assert_eq!(told.moves[0].cause(), v1::DriftCause::EnginesChoice);
    assert!(told.moves[0].fits && told.moves[0].losses[0].value < 0.0, "{told:?}");
    // A deadline is a decision.
    let dated = desk.changed("dated.json", |p| p["projects"][1]["earliestStart"] = json!("2021-04-01"));
    let told = drift(&[&dated, &old, &new, "--old-portfolio", &small]);
    assert_eq!(told.moves[0].cause(), v1::DriftCause::ChangedDecision, "{told:?}");
}

#[test]
fn who_gives_way_is_counted_and_can_be_bounded() {
    let desk = Desk::new();
    let named = |p: &mut serde_json::Value| {
        for (i, sponsor) in ["north", "south", "south"].into_iter().enumerate() {
            p["projects"][i]["sponsor"] = json!(sponsor);
        }
    };
    let small = desk.changed("named.json", named);
    let (first, out, limits) = (desk.plan("1.json", |_| {}), desk.path("fair.json"), desk.path("limits.json"));
    let second = desk.plan("2.json", |p| {
        p["projects"][1]["phases"][0]["startPeriod"] = json!(3);
        p["projects"][1]["phases"][0]["finishPeriod"] = json!(5);
    });
    let third = desk.plan("3.json", |p| p["projects"][1] = json!({"project": "archive"}));
    let asked = ["fairness", &small, &first, &second, &third, "--out", &out];
    run(&[&asked[..], &["--most-dropped", "0", "--limits", &limits]].concat()).ended(0);
    let fair: v1::Fairness = read(&out);
    let south = &fair.sponsors[0];
    assert_eq!((fair.decisions, &south.subject[..], south.decided, south.dropped), (2, "south", 2.0, 1.0));
    assert_eq!((south.delayed, south.periods, south.share, fair.sponsors[1].share), (1.0, 1.0, 1.0, 0.0));
    // The portal is all that the last plan has: under the limit it stays.
    let out_of_it = json!({"changes": [{"excludeProject": "portal"}]});
    let without = desk.put("without.json", out_of_it.to_string());
    let changed = desk.path("limited.json");
    run(&["apply", &small, &limits, "--out", &changed]).ended(0);
    run(&["plan", &changed, "--steps", "300"]).ended(0);
    run(&["plan", &changed, "--scenario", &without, "--steps", "300"]).ended(1);
    run(&["fairness", &small, &first]).ended(2);
}
