//! Scenarios and frontiers over the wire: what the library gives, told on the way, within limits.

use arbitre::api::config::Config;
use arbitre::base::{Lang, Never};
use arbitre::solve::Options;
use arbitre::study::{self, Decided, Exploration, Sitting, Unwatched};
use arbitre::wire::{self, Form, v1};
use prost::Message;
use tonic::Code;
use tonic::transport::Channel;

use crate::support::{PORTFOLIO, Server, ask, run, stream};

const STEPS: u64 = 60;

fn steps(n: u64) -> v1::PlanOptions {
    v1::PlanOptions { max_steps: Some(n), threads: Some(1), ..v1::PlanOptions::default() }
}

fn portfolio() -> v1::Portfolio {
    serde_json::from_str(PORTFOLIO).expect("a portfolio")
}

fn without(id: &str, project: &str) -> v1::Scenario {
    let change = v1::change::Change::ExcludeProject(project.to_owned());
    let changes = vec![v1::Change { change: Some(change) }];
    v1::Scenario { id: id.to_owned(), changes, ..v1::Scenario::default() }
}

/// A small portfolio whose prices speak for something.
const SMALL: &str = include_str!("../../scenarios/project-deadline/portfolio.json");

fn comparing() -> v1::CompareScenariosRequest {
    let portfolio: v1::Portfolio = serde_json::from_str(SMALL).expect("a portfolio");
    let project = portfolio.projects[0].id.clone();
    v1::CompareScenariosRequest {
        portfolio: Some(portfolio),
        scenarios: vec![without("out", &project), without("broken", "nobody")],
        with_base: true,
        proposals: 2,
        options: Some(steps(STEPS)),
        ..v1::CompareScenariosRequest::default()
    }
}

fn exploring() -> v1::ExploreFrontierRequest {
    let axis = v1::frontier_axis::Axis::Measure(v1::Measure::ExternalSpend.into());
    v1::ExploreFrontierRequest {
        portfolio: Some(portfolio()),
        axis: Some(v1::FrontierAxis { axis: Some(axis) }),
        points: Some(4),
        options: Some(steps(STEPS)),
        ..v1::ExploreFrontierRequest::default()
    }
}

async fn events<A: Message + Default>(channel: &Channel, method: &str, request: &impl Message) -> Vec<A> {
    let mut answers = stream(channel, method, request.encode_to_vec()).await.expect("it is answered");
    let mut out = Vec::new();
    while let Some(bytes) = answers.message().await.expect("no error") {
        out.push(A::decode(&bytes[..]).expect("an event"));
    }
    out
}

#[test]
fn scenarios_stand_side_by_side_as_the_library_has_them() {
    use v1::compare_scenarios_response::Event;
    let asked = comparing();
    let order = wire::read_compare_request(asked.clone()).expect("a request");
    let cases = study::cases(&order.portfolio, &order.scenarios, &Decided::default());
    let (portfolio, decided, lang) = (&order.portfolio.id, Decided::default(), Lang::En);
    let sitting = Sitting { portfolio, cases: &cases, proposals: 2, decided, lang };
    let options = Options { max_steps: Some(STEPS), threads: Some(1), ..Options::default() };
    let expected = sitting.hold(&options, &Never, &Never, &Unwatched).expect("plans that hold");
    let expected = wire::comparison_result_message(&expected, lang);
    let server = Server::start(Config::default());
    let events: Vec<v1::CompareScenariosResponse> =
        run(async { events(&server.channel().await, "CompareScenarios", &asked).await });
    let (last, told) = events.split_last().expect("a last event");
    assert_eq!(last.event, Some(Event::Result(expected.clone())));
    let (mut progress, mut plans) = (Vec::new(), Vec::new());
    for event in told {
        match event.event.as_ref().expect("an event says something") {
            Event::Progress(p) => progress.push(&p.scenario[..]),
            Event::Plan(p) => plans.push(&p.scenario[..]),
            Event::Result(_) => panic!("there is one result"),
        }
    }
    let proposals = expected.comparison.expect("a comparison").proposals;
    assert!(!proposals.is_empty(), "nothing is proposed, so that nothing is shown of how proposals are told");
    let proposed = proposals.iter().map(|p| &p.scenario.as_ref().expect("a change").id[..]);
    for id in ["", "out"].into_iter().chain(proposed) {
        assert!(progress.contains(&id) && plans.contains(&id), "{id}: {progress:?} {plans:?}");
    }
    assert!(!plans.contains(&"broken"));
}

#[test]
fn a_frontier_is_told_point_by_point_and_is_the_library_s() {
    use v1::explore_frontier_response::Event;
    let asked = exploring();
    let order = wire::read_frontier_request(asked.clone()).expect("a request");
    let draft = wire::read_portfolio(PORTFOLIO.as_bytes(), Form::Json).expect("a portfolio");
    let exploration = Exploration { draft: &draft, decided: Decided::default(), axis: &order.axis, points: 4 };
    let options = Options { max_steps: Some(STEPS), threads: Some(1), ..Options::default() };
    let expected = study::explore(&exploration, &options, &Never, &Unwatched).expect("a frontier");
    let server = Server::start(Config::default());
    let events: Vec<v1::ExploreFrontierResponse> =
        run(async { events(&server.channel().await, "ExploreFrontier", &asked).await });
    let (last, told) = events.split_last().expect("a last event");
    assert_eq!(last.event, Some(Event::Frontier(wire::frontier_message(&expected, ""))));
    let limits: Vec<Option<f64>> = expected.points.iter().map(|p| p.limit).collect();
    assert!(told.len() >= limits.len());
    for event in told {
        let Some(Event::Point(point)) = &event.event else { panic!("points come before the frontier: {event:?}") };
        assert!(limits.contains(&point.limit), "{point:?}");
    }
}

#[test]
fn what_is_wrong_with_an_axis_is_told_before_anyone_waits() {
    let server = Server::start(Config::default());
    run(async {
        let channel = server.channel().await;
        let axis = |axis| Some(v1::FrontierAxis { axis: Some(axis) });
        use v1::frontier_axis::Axis as A;
        for (axis, points, expected) in [
            (None, 1, &["axis", "points"][..]),
            (axis(A::Measure(v1::Measure::Unspecified.into())), 101, &["axis.measure", "points"]),
            (axis(A::Measure(v1::Measure::Value.into())), 3, &["axis.measure"]),
            (axis(A::Measure(v1::Measure::Disruption.into())), 3, &["baseline"]),
            (axis(A::Fund("nobody's".to_owned())), 3, &["axis.fund"]),
            (axis(A::Role("none".to_owned())), 3, &["axis.role"]),
        ] {
            let request = v1::ExploreFrontierRequest { axis, points: Some(points), ..exploring() };
            let status = ask::<v1::ExploreFrontierResponse>(&channel, "ExploreFrontier", &request).await;
            let status = status.expect_err("it cannot be used");
            assert_eq!(status.code(), Code::InvalidArgument);
            let details = tonic_types::StatusExt::get_error_details(&status);
            let violations = &details.bad_request().expect("problems").field_violations;
            let fields: Vec<&str> = violations.iter().map(|v| &v.field[..]).collect();
            assert_eq!(fields, expected);
        }
    });
}

#[test]
fn every_limit_is_named() {
    let comparing = |set: fn(&mut Config), change: fn(&mut v1::CompareScenariosRequest)| {
        let mut request = comparing();
        change(&mut request);
        crate::limits::met(set, "CompareScenarios", request.encode_to_vec())
    };
    assert_eq!(comparing(|c| c.limits.max_scenarios = 2, |_| {}), "limits.max_scenarios");
    assert_eq!(comparing(|c| c.limits.max_proposals = 1, |_| {}), "limits.max_proposals");
    assert_eq!(comparing(|c| c.limits.max_changes = 0, |_| {}), "limits.max_changes");
    assert_eq!(comparing(|c| c.limits.max_periods = 1, |_| {}), "limits.max_periods");
    assert_eq!(comparing(|c| c.limits.max_steps = 1, |_| {}), "limits.max_steps");
    let exploring = exploring().encode_to_vec();
    assert_eq!(crate::limits::met(|c| c.limits.max_points = 3, "ExploreFrontier", exploring), "limits.max_points");
}
