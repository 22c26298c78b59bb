//! Each kind of problem is found, named at its place, and told in both languages; and all of them at once.

use std::collections::BTreeSet;

use arbitre::base::Lang;
use arbitre::job;
use arbitre::model::{Problem, ProblemCode as Code, validate};
use arbitre::report::dossier::{Documents, Named, Refusal, gather};
use arbitre::wire::{
    Document, Form, plan_to_bytes, portfolio_to_bytes, read_document, read_job_request, read_plan, read_portfolio,
    read_scenario,
};
use arbitre::{plan, scenario};
use serde_json::{Value, json};

/// A valid portfolio that uses every field.
const BASE: &str = include_str!("../fuzz/seeds/portfolio.json");

/// A mistake.
enum Mistake {
    /// This value at this place of the valid portfolio; at the end of a list for "-".
    Put(&'static str, Value),
    /// This piece of the valid portfolio's text replaced by that one.
    Text(&'static str, &'static str),
    /// This change in a scenario for the valid portfolio.
    Change(Value),
    /// This document about the valid portfolio, in a dossier.
    About(Value),
    /// This said around the work of a job.
    Job(Value),
}

use Mistake::{About, Change, Job, Put, Text};

/// Told by the service alone, who knows which tenants there are: `tests/jobs/tenants.rs`.
const OF_CALLERS: [Code; 1] = [Code::BadTenant];

/// The problem, where it is, and a mistake that makes it and no other.
fn table() -> Vec<(Code, &'static str, Mistake)> {
    let rule = |id| json!({ "id": id, "kind": "FLOW_KIND_STARTS", "max": 1 });
    let share = json!({ "role": "MOE", "framework": "contract", "share": 0.75 });
    let plan = json!({ "measures": [{ "measure": "MEASURE_VALUE", "value": 4 }] });
    let point = json!({ "status": "PLAN_STATUS_FEASIBLE", "value": 5, "plan": plan });
    let frontier = json!({ "axis": { "measure": "MEASURE_EXTERNAL_SPEND" }, "points": [point] });
    vec![
        (Code::Syntax, "", Text("\"id\": \"seed\",", "\"id\": \"seed\"")),
        (Code::DuplicateKey, "id", Text("\"id\": \"seed\",", "\"id\": \"seed\", \"id\": \"seed\",")),
        (Code::UnknownField, "frameworks[0].colour", Put("/frameworks/0/colour", json!(1))),
        (Code::WrongType, "pools[0].staff", Put("/pools/0/staff", json!("all"))),
        (Code::UnknownEnum, "funds[0].kind", Put("/funds/0/kind", json!("FUND_KIND_GOLD"))),
        (Code::NotFinite, "objectives[0].weight", Put("/objectives/0/weight", json!("NaN"))),
        (Code::Missing, "frameworks[0].fund", Put("/frameworks/0/fund", json!(""))),
        (Code::EmptyId, "rules[0].id", Put("/rules/0/id", json!(""))),
        (Code::DuplicateId, "policy.flowLimits[1].id", Put("/policy/flowLimits/-", rule("starts"))),
        (Code::UnknownId, "rules[0].projects[1]", Put("/rules/0/projects/1", json!("nobody"))),
        (Code::Repeated, "projects[1].scores[1].objective", Put("/projects/1/scores/1/objective", json!("service"))),
        (Code::Negative, "frameworks[0].maxAmount", Put("/frameworks/0/maxAmount", json!(-500))),
        (Code::OutOfRange, "policy.valueDecay", Put("/policy/valueDecay", json!(1.0))),
        (Code::BadDate, "projects[0].target", Put("/projects/0/target", json!("2021-02-30"))),
        (Code::OutsideCalendar, "policy.startGates[0]", Put("/policy/startGates/0", json!("2030-01-01"))),
        (Code::EmptyWindow, "funds[1].to", Put("/funds/1/to", json!("2021-01-01"))),
        (Code::BadCalendar, "calendar.end", Put("/calendar/end", json!("9999-12-31"))),
        (Code::UnknownCountry, "calendar.publicHolidays", Put("/calendar/publicHolidays", json!("XX"))),
        (Code::Cycle, "projects[0].phases[0].after", Put("/projects/0/phases/0/after", json!([{ "phase": "build" }]))),
        (
            Code::RatioWithoutPool,
            "projects[1].phases[0].modes[0]",
            Put("/policy/effortRatios/-", json!({ "fromRole": "MOA", "toRole": "AMOA", "ratio": 0.5 })),
        ),
        (Code::SharesExceedOne, "sourcingRules[0].shares[1].share", Put("/sourcingRules/0/shares/-", share)),
        (
            Code::MissingRate,
            "projects[0].phases[1].modes[1].purchases[0].role",
            Put("/projects/0/phases/1/modes/1/purchases/0/role", json!("AMOA")),
        ),
        (
            Code::MilestoneUses,
            "projects[1].phases[1].modes[0]",
            Put("/projects/1/phases/1/modes/0/effort", json!([{ "pool": "builders", "days": 1 }])),
        ),
        (Code::BadCount, "rules[1].count", Put("/rules/1/count", json!(1))),
        (Code::StillReferred, "changes[0].removeFramework", Change(json!({ "removeFramework": "contract" }))),
        (Code::OtherPortfolio, "portfolio", About(json!({ "portfolio": "other", "projects": [] }))),
        (Code::Contradicted, "points[0].value", About(frontier)),
        (Code::BadMoment, "deadline", Job(json!({ "plan": {}, "deadline": "tomorrow" }))),
        (Code::TooLong, "requestId", Job(json!({ "plan": {}, "requestId": "x".repeat(200) }))),
    ]
}

#[test]
fn each_problem_is_named_at_its_place() {
    for (code, path, mistake) in table() {
        let problems = problems(&mistake);
        let found: Vec<_> = problems.iter().map(|p| (p.code, &p.path[..])).collect();
        assert_eq!(found, [(code, path)], "{problems:#?}");
        let (french, english) = (problems[0].line(Lang::Fr), problems[0].line(Lang::En));
        assert_ne!(french, english);
        for line in [french, english] {
            assert!(line.contains(code.as_str()) && line.contains(path), "{line}");
        }
    }
}

#[test]
fn the_table_has_every_code() {
    let tried: BTreeSet<Code> = table().into_iter().map(|(code, ..)| code).collect();
    let all = Code::ALL.iter().copied().filter(|code| !OF_CALLERS.contains(code));
    assert_eq!(tried, all.collect());
}

#[test]
fn other_mistakes_are_named_too() {
    let rules = json!([
        { "id": "r", "shares": [], "enabled": true },
        { "id": "x+r", "shares": [], "enabled": true }
    ]);
    let modes = json!([{ "id": "m", "duration": 1 }, { "id": "m+x", "duration": 1 }]);
    let mut twice: Value = serde_json::from_str(BASE).unwrap();
    put(&mut twice, "/sourcingRules", rules);
    put(&mut twice, "/projects/0/phases/1/modes", modes);
    put(&mut twice, "/projects/0/phases/1/sourcing", json!(["r", "x+r"]));
    refused(&twice, &[(Code::DuplicateId, "projects[0].phases[1].modes[0].id")]);
    for (pointer, value, code, path) in [
        ("/sourcingRules/0/durationFactor", json!(1e-10), Code::OutOfRange, "sourcingRules[0].durationFactor"),
        ("/policy/goals/0/slack", json!(1.5), Code::OutOfRange, "policy.goals[0].slack"),
        ("/policy/goals/1/slack", json!(1e9), Code::OutOfRange, "policy.goals[1].slack"),
        ("/projects/1/scores/0/score", json!(1e13), Code::OutOfRange, "projects[1].scores"),
        ("/projects/0/earliestStart", json!("2021-3-1"), Code::BadDate, "projects[0].earliestStart"),
        ("/projects/0/phases/0/after", json!([{ "project": "archive" }]), Code::Cycle, "projects[0].phases[0].after"),
        ("/projects/0/phases/0/modes", json!([]), Code::Missing, "projects[0].phases[0].modes"),
    ] {
        let mut portfolio: Value = serde_json::from_str(BASE).unwrap();
        put(&mut portfolio, pointer, value);
        refused(&portfolio, &[(code, path)]);
    }
}

#[test]
fn mistakes_in_structure_are_named_all_at_once() {
    all_at_once(&[Code::UnknownField, Code::WrongType, Code::UnknownEnum, Code::NotFinite]);
}

#[test]
fn mistakes_in_content_are_named_all_at_once() {
    all_at_once(&[
        Code::Missing,
        Code::EmptyId,
        Code::DuplicateId,
        Code::UnknownId,
        Code::Repeated,
        Code::Negative,
        Code::OutOfRange,
        Code::BadDate,
        Code::OutsideCalendar,
        Code::EmptyWindow,
        Code::Cycle,
        Code::RatioWithoutPool,
        Code::SharesExceedOne,
        Code::MissingRate,
        Code::MilestoneUses,
        Code::BadCount,
    ]);
}

/// The binary form leaves no less unsaid than JSON.
#[test]
fn what_a_binary_document_says_beyond_the_contract_is_named() {
    let portfolio = portfolio_to_bytes(&read_portfolio(BASE.as_bytes(), Form::Json).unwrap());
    let field_100 = [0xa0, 0x06, 0x07];
    // Another fund, field 9: with an unknown kind, field 3, and a total, field 2, that is no number.
    let fund = [0x4a, 0x0e, 0x0a, 0x01, b'f', 0x18, 0x63, 0x21, 0, 0, 0, 0, 0, 0, 0xf8, 0x7f];
    let bytes = [&portfolio[..], &field_100, &fund].concat();
    let problems = read_portfolio(&bytes, Form::Binary).unwrap_err();
    let found: BTreeSet<_> = problems.iter().map(|p| (p.code, &p.path[..])).collect();
    let expected =
        [(Code::UnknownField, "#100"), (Code::UnknownEnum, "funds[2].kind"), (Code::NotFinite, "funds[2].total")];
    assert_eq!(found, expected.into());
    assert_eq!(read_portfolio(&portfolio[..portfolio.len() - 1], Form::Binary).unwrap_err()[0].code, Code::Syntax);
}

#[test]
fn figures_of_a_plan_are_finite() {
    let text = r#"{"goals": [{"measure": "MEASURE_VALUE", "bound": "Infinity"}]}"#;
    let problems = read_plan(text.as_bytes(), Form::Json).unwrap_err();
    assert_eq!((problems[0].code, &problems[0].path[..]), (Code::NotFinite, "goals[0].bound"));
    let project = plan::ProjectPlan { value: f64::NAN, ..Default::default() };
    let plan = plan::Plan { projects: vec![project], ..Default::default() };
    let problems = read_plan(&plan_to_bytes(&plan), Form::Binary).unwrap_err();
    assert_eq!((problems[0].code, &problems[0].path[..]), (Code::NotFinite, "projects[0].value"));
}

fn problems(mistake: &Mistake) -> Vec<Problem> {
    match mistake {
        Put(pointer, value) => {
            let mut portfolio = serde_json::from_str(BASE).expect("the base is JSON");
            put(&mut portfolio, pointer, value.clone());
            read(&portfolio.to_string())
        }
        Text(from, to) => {
            assert!(BASE.contains(from), "{from}");
            read(&BASE.replacen(from, to, 1))
        }
        Change(change) => {
            let draft = read_portfolio(BASE.as_bytes(), Form::Json).expect("the base is a portfolio");
            let text = json!({ "id": "test", "changes": [change] }).to_string();
            let changes = read_scenario(text.as_bytes(), Form::Json).expect("the change can be read");
            scenario::apply(&draft, &changes).err().unwrap_or_default()
        }
        Job(request) => {
            let request =
                read_job_request(request.to_string().as_bytes(), Form::Json).expect("the request can be read");
            job::unwrap(request).2
        }
        About(document) => match read_document(document.to_string().as_bytes(), Form::Json) {
            Ok(Document::Plan(plan)) => dossier(plan),
            Ok(other) => panic!("{other:?}"),
            Err(problems) => problems,
        },
    }
}

/// What is wrong with a dossier of the valid portfolio and this plan.
fn dossier(plan: plan::Plan) -> Vec<Problem> {
    let portfolio = read_portfolio(BASE.as_bytes(), Form::Json).expect("the base is a portfolio");
    let plans = vec![Named { name: "plan".to_owned(), is: plan }];
    let refusals = gather(Documents { portfolio, plans, ..Documents::default() }, false, Lang::En).err();
    let problems = |refusal| if let Refusal::Problems(_, problems) = refusal { problems } else { Vec::new() };
    refusals.unwrap_or_default().into_iter().flat_map(problems).collect()
}

fn read(text: &str) -> Vec<Problem> {
    read_portfolio(text.as_bytes(), Form::Json).and_then(|draft| validate(&draft)).err().unwrap_or_default()
}

fn put(document: &mut Value, pointer: &str, value: Value) {
    let (parent, key) = pointer.rsplit_once('/').expect("it is a pointer");
    match document.pointer_mut(parent).expect("the base has it") {
        Value::Array(items) if key == "-" => items.push(value),
        Value::Array(items) => items[key.parse::<usize>().expect("it is a position")] = value,
        parent => parent[key] = value,
    }
}

/// All mistakes of these codes in one portfolio: each is named, and nothing else.
fn all_at_once(codes: &[Code]) {
    let mut portfolio: Value = serde_json::from_str(BASE).expect("the base is JSON");
    let mut expected = Vec::new();
    for (code, path, mistake) in table() {
        if let Put(pointer, value) = mistake
            && codes.contains(&code)
        {
            put(&mut portfolio, pointer, value);
            expected.push((code, path));
        }
    }
    assert_eq!(expected.len(), codes.len());
    refused(&portfolio, &expected);
}

fn refused(portfolio: &Value, expected: &[(Code, &str)]) {
    let problems = read(&portfolio.to_string());
    let found: BTreeSet<_> = problems.iter().map(|p| (p.code, &p.path[..])).collect();
    assert_eq!(found, expected.iter().copied().collect(), "{problems:#?}");
}
