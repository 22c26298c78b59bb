//! What was proven of a portfolio is proven of it again at a fraction of the cost, and misleads nobody about a like one.

use arbitre::base::Never;
use arbitre::model;
use arbitre::plan::{Plan, PlanStatus};
use arbitre::solve::{self, Answer, Options, Question, Silent, Start};
use arbitre::wire::{self, Form};
use serde_json::{Value, json};

/// Enough for these portfolios to be closed.
const STEPS: u64 = 2_000_000;

#[test]
fn going_over_a_proof_again_takes_a_fraction_of_the_steps() {
    let first = proven(10.5, None);
    let again = proven(10.5, Some(&first));
    assert!(first.proof.len() > 50, "too few parts to show anything: {:?}", first.proof);
    assert_eq!(again.plan.goals[0].value, first.plan.goals[0].value);
    assert!(3 * again.steps < first.steps, "{} steps again, {} at first", again.steps, first.steps);
}

#[test]
fn a_changed_portfolio_is_closed_to_the_same_end_from_the_proof_of_the_old_one() {
    let first = proven(10.5, None);
    let (warm, cold) = (proven(10.6, Some(&first)), proven(10.6, None));
    assert_eq!(warm.plan.goals[0].value, cold.plan.goals[0].value);
}

/// Of a part of the county with about half its staff, which is not closed without looks and cuts of parts.
#[test]
fn a_proof_by_cuts_of_parts_is_gone_over_again() {
    let portfolio = county(few);
    let closed = |hint: Option<&Plan>, from: Option<&Answer>| {
        let hints: Vec<&Plan> = hint.into_iter().collect();
        let start = Start { hints: &hints, proof: from.map(|answer| &answer.proof), ..Start::default() };
        let answer = search(&portfolio, STEPS, &start);
        assert_eq!(answer.plan.status, PlanStatus::Optimal);
        answer
    };
    let best = closed(None, None).plan;
    let first = closed(Some(&best), None);
    let again = closed(Some(&best), Some(&first));
    assert!(first.proof.len() > 20, "too few parts to show anything: {:?}", first.proof);
    assert_eq!(again.plan.goals[0].value, best.goals[0].value);
    assert!(3 * again.steps < first.steps, "{} steps again, {} at first", again.steps, first.steps);
}

/// Closed from the best plan, so that only what proves it takes steps, and from another answer's proof.
fn proven(staff: f64, from: Option<&Answer>) -> Answer {
    answer(staff, Some(&answer(staff, None, None).plan), from)
}

fn answer(staff: f64, hint: Option<&Plan>, from: Option<&Answer>) -> Answer {
    let draft = wire::read_portfolio(knapsack(staff).to_string().as_bytes(), Form::Json).expect("it can be read");
    let portfolio = model::validate(&draft).expect("it is valid");
    let question = Question { portfolio: &portfolio, baseline: None, hint: None };
    let hints: Vec<&Plan> = hint.into_iter().collect();
    let start = Start { hints: &hints, proof: from.map(|a| &a.proof), ..Start::default() };
    let options = Options { max_steps: Some(STEPS), threads: Some(1), ..Options::default() };
    let answer = solve::plan_from(&question, &start, &options, &Never, &Silent).expect("the engine keeps its promises");
    assert_eq!(answer.plan.status, PlanStatus::Optimal, "{} people", staff);
    answer
}

/// Projects that are worth a little more than the days that they take, so that any full plan is nearly as good as the
/// best one (strongly correlated: Pisinger 2005).
fn knapsack(staff: f64) -> Value {
    let project = |i: usize| {
        let days = 20 + i * 37 % 53;
        let mode = json!({"id": "own", "duration": 1, "effort": [{"pool": "team", "days": days}]});
        json!({"id": format!("p{i}"), "value": days + 10, "phases": [{"id": "build", "modes": [mode]}]})
    };
    json!({
        "id": "knapsack",
        "calendar": {"start": "2026-01-01", "end": "2026-02-28", "unit": "PERIOD_UNIT_MONTH"},
        "pools": [{"id": "team", "staff": [{"from": "2026-01-01", "to": "2026-02-28", "fte": staff}]}],
        "projects": (0..16).map(project).collect::<Vec<_>>(),
    })
}

/// Prices, cuts with theirs, cliques and ties among them, are kept from a night: on the day after, where nothing has changed, the first
/// evaluation bounds as well as all of the night's did, and each kind has its part in that.
#[test]
fn kept_prices_bound_from_the_start() {
    let portfolio = county(|_| ());
    let night = priced(&portfolio, 20_000, None);
    let (cuts, ties) = (night.prices.cuts.len(), night.prices.ties.len());
    let cliques = night.prices.cliques.len();
    let what = format!("{cuts} cuts, {cliques} cliques, {ties} ties");
    assert!(cuts > 20 && cliques > 5 && ties > 5, "too few to show anything: {what}");
    let kept = wire::keep_prices(&portfolio, &night.prices);
    let prices = wire::kept_prices(&portfolio, kept.as_bytes()).expect("they were kept");
    assert_eq!((&prices.cuts, &prices.cliques), (&night.prices.cuts, &night.prices.cliques));
    assert_eq!(prices.ties, night.prices.ties);
    let bound = |prices: &solve::Prices| priced(&portfolio, 1, Some(prices)).plan.goals[0].bound;
    let of_night = night.plan.goals[0].bound;
    let all = bound(&prices);
    assert!(all < of_night * 1.0001, "{all} after {of_night}");
    let without_cuts = bound(&solve::Prices { cuts: Vec::new(), ..prices.clone() });
    let without_cliques = bound(&solve::Prices { cliques: Vec::new(), ..prices.clone() });
    let without_ties = bound(&solve::Prices { ties: Vec::new(), ..prices });
    assert!(
        all < without_cuts && all < without_cliques && all < without_ties,
        "{all}; {without_cuts} without cuts, {without_cliques} without cliques, {without_ties} without ties"
    );
}

/// Where the calendar begins a month later, cliques are of the same days: one period earlier, without those that are over. Where there
/// is room for what excluded each other, they are refused and count nothing.
#[test]
fn kept_cliques_move_with_their_days_and_mislead_nobody() {
    let portfolio = county(|_| ());
    let night = priced(&portfolio, 5_000, None);
    let kept = wire::keep_prices(&portfolio, &night.prices);
    let later = county(|json| json["calendar"]["start"] = json!("2020-02-01"));
    let moved = wire::kept_prices(&later, kept.as_bytes()).expect("they were kept").cliques;
    let starts = |all: &[solve::PricedClique]| -> Vec<Vec<u32>> {
        all.iter().flat_map(|own| own.clique.members.iter().map(|m| m.starts.clone())).collect()
    };
    let earlier = |own: Vec<u32>| own.into_iter().filter_map(|start| start.checked_sub(1)).collect::<Vec<u32>>();
    let expected: Vec<Vec<u32>> = starts(&night.prices.cliques).into_iter().map(earlier).collect();
    assert!(expected.len() > 50, "too few to show anything: {}", expected.len());
    assert_eq!(starts(&moved), expected);

    let roomy = county(|json| {
        let pools = json["pools"].as_array_mut().expect("there are pools");
        let staff = pools.iter_mut().flat_map(|pool| pool["staff"].as_array_mut().expect("they have staff"));
        staff.for_each(|of| of["fte"] = json!(of["fte"].as_f64().expect("a number") * 4.0));
    });
    let prices = wire::kept_prices(&roomy, kept.as_bytes()).expect("they were kept");
    let bound = |prices: &solve::Prices| priced(&roomy, 1, Some(prices)).plan.goals[0].bound;
    let without = solve::Prices { cliques: Vec::new(), ..prices.clone() };
    assert_eq!(bound(&prices), bound(&without));
}

fn county(change: impl Fn(&mut Value)) -> model::Portfolio {
    let text = include_bytes!("../scenarios/feuille-de-route/portfolio.json");
    let mut json: Value = serde_json::from_slice(text).expect("it can be read");
    change(&mut json);
    let draft = wire::read_portfolio(json.to_string().as_bytes(), Form::Json).expect("it can be read");
    model::validate(&draft).expect("it is valid")
}

/// Two dozen projects that need no others, none of them due, for about half the staff.
fn few(json: &mut Value) {
    let mut kept = std::collections::BTreeSet::new();
    let projects = json["projects"].as_array_mut().expect("there are projects");
    projects.retain_mut(|project| {
        let text = |x: &Value| x.as_str().unwrap_or_default().to_owned();
        let phases = project["phases"].as_array().expect("they have phases");
        let links = phases.iter().filter_map(|phase| phase["after"].as_array()).flatten();
        let is_whole = links.map(|link| text(&link["project"])).all(|id| id.is_empty() || kept.contains(&id));
        let is_kept = is_whole && kept.len() < 24;
        if is_kept {
            kept.insert(text(&project["id"]));
            let fields = project.as_object_mut().expect("it is an object");
            ["mustDo", "deadline"].iter().for_each(|name| drop(fields.remove(*name)));
        }
        is_kept
    });
    let pools = json["pools"].as_array_mut().expect("there are pools");
    let staff = pools.iter_mut().filter_map(|pool| pool.get_mut("staff")?.as_array_mut()).flatten();
    staff.for_each(|of| of["fte"] = json!(of["fte"].as_f64().expect("a number") * 0.53));
}

fn priced(portfolio: &model::Portfolio, most: u64, prices: Option<&solve::Prices>) -> Answer {
    search(portfolio, most, &Start { prices, ..Start::default() })
}

fn search(portfolio: &model::Portfolio, most: u64, start: &Start) -> Answer {
    let question = Question { portfolio, baseline: None, hint: None };
    let options = Options { max_steps: Some(most), threads: Some(1), ..Options::default() };
    solve::plan_from(&question, start, &options, &Never, &Silent).expect("the engine keeps its promises")
}
