//! What is asked about plans over the wire: every method answers as the library does, and tells by path what is wrong.

use arbitre::api::config::Config;
use arbitre::base::{Lang, Never, ProjectId, date};
use arbitre::model::{self, Portfolio, draft::PortfolioDraft};
use arbitre::plan::Plan;
use arbitre::solve::{self, Options, Question, Silent};
use arbitre::study::{self, Candidate, Decided, Evaluating, Explaining, Planning, Pricing, Wish};
use arbitre::wire::{self, Form, v1};
use prost::Message;
use tonic::Code;

use crate::limits::met;
use crate::support::{Server, ask, run};

const STEPS: u64 = 300;

/// Three projects of which two fit.
const SMALL: &str = include_str!("../cli/small.json");

/// The small portfolio, and what is planned for it.
struct Known {
    draft: PortfolioDraft,
    portfolio: Portfolio,
    plan: Plan,
}

fn known() -> Known {
    let draft = wire::read_portfolio(SMALL.as_bytes(), Form::Json).expect("a portfolio");
    let portfolio = model::validate(&draft).expect("it is whole");
    let question = Question { portfolio: &portfolio, baseline: None, hint: None };
    let plan = solve::plan(&question, &options(), &Never, &Silent).expect("a plan that holds").plan;
    Known { draft, portfolio, plan }
}

/// As the service takes a request that asks for so many steps.
fn options() -> Options {
    Options { max_steps: Some(STEPS), gap: 0.0, threads: Some(1), ..Options::default() }
}

fn asked() -> Option<v1::PlanOptions> {
    Some(v1::PlanOptions { max_steps: Some(STEPS), threads: Some(1), ..v1::PlanOptions::default() })
}

fn portfolio() -> Option<v1::Portfolio> {
    Some(serde_json::from_str(SMALL).expect("a portfolio"))
}

fn explaining(plan: &Plan) -> v1::ExplainProjectRequest {
    v1::ExplainProjectRequest {
        portfolio: portfolio(),
        plan: Some(wire::plan_message(plan)),
        project: "dream".to_owned(),
        by: "2021-06-30".to_owned(),
        options: asked(),
        ..v1::ExplainProjectRequest::default()
    }
}

fn candidate(id: &str, change: v1::candidate_change::Candidate) -> v1::CandidateChange {
    v1::CandidateChange { id: id.to_owned(), name: String::new(), candidate: Some(change) }
}

fn evaluating(plan: &Plan) -> v1::EvaluateChangesRequest {
    use v1::candidate_change::Candidate as C;
    let late = v1::DelayProject { project: "nobody".to_owned(), periods: 1 };
    v1::EvaluateChangesRequest {
        portfolio: portfolio(),
        plan: Some(wire::plan_message(plan)),
        candidates: vec![
            candidate("drop", C::DropProject("portal".to_owned())),
            candidate("late", C::Delay(late)),
            candidate("buy", C::Buy(v1::BuyProject { project: "archive".to_owned(), phase: String::new() })),
        ],
        options: asked(),
        ..v1::EvaluateChangesRequest::default()
    }
}

fn drifting(plan: &Plan, old: &Plan) -> v1::MeasureDriftRequest {
    v1::MeasureDriftRequest {
        portfolio: portfolio(),
        plan: Some(wire::plan_message(plan)),
        old_plan: Some(wire::plan_message(old)),
        old_portfolio: portfolio(),
        ..v1::MeasureDriftRequest::default()
    }
}

/// The plan without one of its projects.
fn without(plan: &Plan, project: &str) -> Plan {
    let mut out = plan.clone();
    for own in out.projects.iter_mut().filter(|p| p.project == project) {
        own.selected = false;
        own.phases.clear();
    }
    out
}

/// What the service answers.
fn answer<A: Message + Default>(method: &str, request: &impl Message) -> A {
    let server = Server::start(Config::default());
    run(async { ask(&server.channel().await, method, request).await.expect("an answer") })
}

/// The paths of what is wrong with a request.
fn wrong(method: &str, request: &impl Message) -> Vec<String> {
    let server = Server::start(Config::default());
    run(async {
        let said = ask::<v1::Plan>(&server.channel().await, method, request).await.expect_err("it cannot be used");
        assert_eq!(said.code(), Code::InvalidArgument, "{said:?}");
        let details = tonic_types::StatusExt::get_error_details(&said);
        details.bad_request().expect("problems").field_violations.iter().map(|v| v.field.clone()).collect()
    })
}

#[test]
fn a_project_is_explained_as_the_library_does() {
    let Known { draft, portfolio, plan } = known();
    let project = portfolio.projects.iter().position(|p| p.id == "dream").map(ProjectId::new).expect("it is there");
    let explaining_it = Explaining {
        draft: &draft,
        portfolio: &portfolio,
        plan: &plan,
        decided: Decided::default(),
        project,
        by: date::parse("2021-06-30"),
        lang: Lang::En,
    };
    let expected = study::explain_project(&explaining_it, &options(), &Never).expect("plans that hold");
    let got: v1::ExplainProjectResponse = answer("ExplainProject", &explaining(&plan));
    let got = got.explanation.expect("an explanation");
    assert!(!got.reasons.is_empty() && got.not_by.is_some(), "{got:?}");
    assert_eq!(got, wire::explanation_message(&expected));
}

#[test]
fn what_is_wrong_with_a_question_about_a_project_is_told_at_once() {
    let Known { plan, .. } = known();
    let nothing = v1::ExplainProjectRequest {
        by: "soon".to_owned(),
        frozen_until: "later".to_owned(),
        options: Some(v1::PlanOptions { threads: Some(0), ..v1::PlanOptions::default() }),
        ..v1::ExplainProjectRequest::default()
    };
    let expected = ["portfolio", "frozenUntil", "options.threads", "plan", "project", "by"];
    assert_eq!(wrong("ExplainProject", &nothing), expected);
    let mut broken = v1::ExplainProjectRequest { project: "nobody".to_owned(), ..explaining(&plan) };
    let dream = v1::ProjectPlan { project: "dream".to_owned(), selected: true, ..v1::ProjectPlan::default() };
    broken.plan.as_mut().expect("it has one").projects = vec![dream];
    let found = wrong("ExplainProject", &broken);
    assert!(found[0] == "project" && found.len() > 1 && found[1..].iter().all(|f| f == "plan"), "{found:?}");
}

#[test]
fn candidates_are_scored_as_the_library_does_and_fail_alone() {
    let Known { draft, portfolio, plan } = known();
    let own = Evaluating { draft: &draft, portfolio: &portfolio, plan: &plan, decided: Decided::default() };
    let wish = |id: &str, what| Candidate { id: id.to_owned(), name: String::new(), what };
    let candidates = [
        wish("drop", Wish::Drop("portal".to_owned())),
        wish("late", Wish::Delay { project: "nobody".to_owned(), periods: 1 }),
        wish("buy", Wish::Buy { project: "archive".to_owned(), phase: String::new() }),
    ];
    let expected = study::evaluate(&own, &candidates, &options(), &Never).expect("plans that hold");
    let got: v1::EvaluateChangesResponse = answer("EvaluateChanges", &evaluating(&plan));
    let got = got.evaluation.expect("an evaluation");
    assert_eq!(got, wire::evaluation_message(&expected, Lang::En));
    let places: Vec<Vec<&str>> =
        got.candidates.iter().map(|c| c.problems.iter().map(|p| &p.path[..]).collect()).collect();
    assert_eq!(places, [vec![], vec!["candidate.delay.project"], vec![]]);
}

#[test]
fn what_is_wrong_with_candidates_as_a_whole_is_told_with_its_place() {
    let Known { plan, .. } = known();
    let mut request = evaluating(&plan);
    request.plan = None;
    request.options.as_mut().expect("it has some").max_steps = Some(0);
    assert_eq!(wrong("EvaluateChanges", &request), ["options.maxSteps", "plan"]);
    let many = evaluating(&plan).encode_to_vec();
    assert_eq!(met(|c| c.limits.max_changes = 2, "EvaluateChanges", many), "limits.max_changes");
}

#[test]
fn resources_are_priced_as_the_library_does() {
    let Known { draft, portfolio, plan } = known();
    let own =
        Pricing { draft: &draft, portfolio: &portfolio, plan: Some(&plan), decided: Decided::default(), samples: 1 };
    let expected = study::margins(&own, &options(), &Never).expect("plans that hold").expect("there is a plan");
    let request = v1::PriceResourcesRequest {
        portfolio: self::portfolio(),
        plan: Some(wire::plan_message(&plan)),
        samples: Some(1),
        options: asked(),
        ..v1::PriceResourcesRequest::default()
    };
    let got: v1::PriceResourcesResponse = answer("PriceResources", &request);
    let got = got.prices.expect("prices");
    assert_eq!(got, wire::prices_message(&expected));
    assert!(got.prices.iter().any(|p| !p.samples.is_empty()), "{got:?}");
}

#[test]
fn what_is_wrong_with_a_question_about_prices_is_told_with_its_place() {
    let mut broken = portfolio().expect("there is one");
    broken.pools[1].day_cost = -1.0;
    broken.projects[0].phases[0].modes[0].effort[0].pool = "nobody".to_owned();
    let request = v1::PriceResourcesRequest { portfolio: Some(broken), ..v1::PriceResourcesRequest::default() };
    let expected = ["portfolio.pools[1].dayCost", "portfolio.projects[0].phases[0].modes[0].effort[0].pool"];
    assert_eq!(wrong("PriceResources", &request), expected);
    let many = v1::PriceResourcesRequest { portfolio: portfolio(), samples: Some(3), ..Default::default() };
    let met = met(|c| c.limits.max_scenarios = 2, "PriceResources", many.encode_to_vec());
    assert_eq!(met, "limits.max_scenarios");
}

#[test]
fn drift_is_measured_as_the_library_does() {
    let Known { draft, portfolio, plan } = known();
    let old = without(&plan, "portal");
    let new = Planning { draft: &draft, portfolio: &portfolio, plan: &plan, baseline: None };
    let expected = study::drift(&old, Some((&draft, &portfolio)), &new, Lang::En);
    let got: v1::MeasureDriftResponse = answer("MeasureDrift", &drifting(&plan, &old));
    let got = got.drift.expect("a report");
    assert_eq!(
        got.moves.iter().map(|m| &m.change.as_ref().expect("it moves").project[..]).collect::<Vec<_>>(),
        ["portal"]
    );
    assert_eq!(got, wire::drift_message(&expected));
}

#[test]
fn what_is_wrong_with_either_portfolio_is_told_with_its_place() {
    let Known { plan, .. } = known();
    let nothing = v1::MeasureDriftRequest::default();
    assert_eq!(wrong("MeasureDrift", &nothing), ["portfolio", "plan", "oldPlan"]);
    let mut request = drifting(&plan, &plan);
    request.old_portfolio.as_mut().expect("it has one").pools[0].day_cost = -1.0;
    assert_eq!(wrong("MeasureDrift", &request), ["oldPortfolio.pools[0].dayCost"]);
}

#[test]
fn fairness_is_measured_as_the_library_does() {
    let Known { portfolio, plan, .. } = known();
    let plans = [plan.clone(), without(&plan, "portal")];
    let request = v1::MeasureFairnessRequest {
        portfolio: self::portfolio(),
        plans: plans.iter().map(wire::plan_message).collect(),
        most_dropped: Some(1),
    };
    let limits = study::fairness_limits(&portfolio, &plans[1], 1);
    let expected = wire::fairness_message(&study::fairness(&portfolio, &plans), Some(&limits));
    let got: v1::MeasureFairnessResponse = answer("MeasureFairness", &request);
    let got = got.fairness.expect("a report");
    assert_eq!(got.all.as_ref().expect("all together").dropped, 1.0);
    assert_eq!(got, expected);
}

#[test]
fn fairness_takes_plans_that_follow_one_another() {
    let Known { plan, .. } = known();
    let alone =
        v1::MeasureFairnessRequest { portfolio: None, plans: vec![wire::plan_message(&plan)], most_dropped: Some(1) };
    assert_eq!(wrong("MeasureFairness", &alone), ["portfolio", "plans"]);
}
