//! Portfolios of many projects, in which all streams of the search are one walk: the plan keeps everything, and is the same on
//! any number of threads.

use arbitre::base::Never;
use arbitre::model::{self, Portfolio};
use arbitre::plan::{Plan, PlanStatus};
use arbitre::solve::{self, Options, Question, Silent};
use arbitre::wire::{self, Form};
use serde_json::Value;

/// 552 projects: more than those from which on all streams are one walk.
const COPIES: usize = 8;

#[test]
fn the_plan_of_many_projects_does_not_depend_on_the_number_of_threads() {
    let portfolio = portfolio();
    let [one, two, three] = [1, 2, 3].map(|threads| plan(&portfolio, threads, 4_000));
    assert_eq!(wire::write_plan(&one), wire::write_plan(&two));
    assert_eq!(wire::write_plan(&one), wire::write_plan(&three));
}

#[test]
fn more_steps_find_a_better_plan_of_many_projects() {
    let portfolio = portfolio();
    let [short, long] = [400, 8_000].map(|steps| plan(&portfolio, 2, steps));
    assert!(long.goals[0].value > 1.01 * short.goals[0].value, "{:?} and {:?}", short.goals[0], long.goals[0]);
    assert!(long.goals[0].bound <= short.goals[0].bound, "{:?} and {:?}", short.goals[0], long.goals[0]);
}

/// A plan that the engine's referee has passed, or the engine's error.
fn plan(portfolio: &Portfolio, threads: usize, steps: u64) -> Plan {
    let question = Question { portfolio, baseline: None, hint: None };
    let options = Options { max_steps: Some(steps), threads: Some(threads), ..Options::default() };
    let plan = solve::plan(&question, &options, &Never, &Silent).expect("no error of the engine's own").plan;
    assert_eq!(plan.status, PlanStatus::Feasible);
    plan
}

/// The county's portfolio several times over: each copy has teams and projects of its own, all share the money, the contracts
/// and the limits on what goes on at once, which are as many times as large.
fn portfolio() -> Portfolio {
    let text = include_str!("../scenarios/feuille-de-route/portfolio.json");
    let mut all: Value = serde_json::from_str(text).expect("JSON");
    for list in ["pools", "projects"] {
        let one = all[list].as_array().expect("a list").clone();
        let copies = (0..COPIES).flat_map(|k| one.iter().map(move |item| renamed(item, k, true)));
        all[list] = copies.collect();
    }
    for shared in ["/funds", "/frameworks", "/policy/flowLimits"] {
        multiply(all.pointer_mut(shared).expect("a list"));
    }
    let draft = wire::read_portfolio(all.to_string().as_bytes(), Form::Json).expect("it can be read");
    model::validate(&draft).expect("it is valid")
}

/// Makes what there is of money, contracts and room as many times as large.
fn multiply(value: &mut Value) {
    const LARGER: [&str; 6] = ["total", "amount", "minAmount", "maxAmount", "maxDaysPerPeriod", "max"];
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                match value.as_u64().filter(|_| LARGER.contains(&&key[..])) {
                    Some(figure) => *value = (figure * COPIES as u64).into(),
                    None => multiply(value),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(multiply),
        _ => {}
    }
}

/// With pools and projects under the names that they have in this copy; `names` where `id` is one.
fn renamed(value: &Value, copy: usize, names: bool) -> Value {
    let name = |text: &Value| Value::String(format!("{}-{copy}", text.as_str().expect("a name")));
    match value {
        Value::Object(fields) => {
            let field = |(key, value): (&String, &Value)| {
                let new = match &key[..] {
                    "id" if names => name(value),
                    "pool" | "project" => name(value),
                    "rolePools" => {
                        value.as_object().expect("by role").iter().map(|(k, v)| (k.clone(), name(v))).collect()
                    }
                    _ => renamed(value, copy, false),
                };
                (key.clone(), new)
            };
            Value::Object(fields.iter().map(field).collect())
        }
        Value::Array(items) => items.iter().map(|item| renamed(item, copy, false)).collect(),
        other => other.clone(),
    }
}
