//! Arbitrations over the wire: the library's menu, and what is refused.

use arbitre::api::config::Config;
use arbitre::arbitrate::{Arbitrating, arbitrate};
use arbitre::base::{Lang, Never};
use arbitre::solve::{Levers, Options};
use arbitre::wire::{self, v1};
use tonic::Code;

use crate::common::small;
use crate::limits::limit;
use crate::support::{Server, ask, run};

const STEPS: u64 = 4_000;

/// A random case with a demand, as a request.
pub(crate) fn request(case: &small::Case) -> v1::ArbitrateRequest {
    let mut portfolio: v1::Portfolio = serde_json::from_str(&wire::write_portfolio(&case.draft)).expect("a portfolio");
    let demand = portfolio.projects.pop().expect("there is one");
    portfolio.projects.push(v1::Project { must_do: false, ..demand.clone() });
    let baseline = case.baseline.as_ref().map(wire::plan_message);
    let options = Some(v1::PlanOptions { max_steps: Some(STEPS), ..v1::PlanOptions::default() });
    let portfolio = Some(portfolio);
    v1::ArbitrateRequest { portfolio, baseline, demands: vec![demand], options, ..v1::ArbitrateRequest::default() }
}

#[test]
fn a_step_budget_gives_the_library_s_menu_to_the_byte() {
    let case = small::demanded(2);
    let asked = request(&case);
    let draft = {
        let mut draft = case.draft.clone();
        let last = draft.projects.len() - 1;
        std::sync::Arc::make_mut(&mut draft.projects[last]).must_do = false;
        draft
    };
    let demand = case.draft.projects.last().expect("there is one").as_ref().clone();
    let terms = Arbitrating {
        draft: &draft,
        demands: &[demand],
        baseline: case.baseline.as_ref().expect("it has one"),
        frozen_until: None,
        all_decided: false,
        options: 5,
        levers: Levers::ALL,
        hold_funds: false,
        hold_load: false,
        lang: Lang::En,
    };
    let options = Options { max_steps: Some(STEPS), threads: Some(1), ..Options::default() };
    let expected = arbitrate(&terms, &options, &Never, &|_| ()).expect("a menu");
    let server = Server::start(Config::default());
    let got: v1::ArbitrateResponse =
        run(async { ask(&server.channel().await, "Arbitrate", &asked).await.expect("a menu") });
    let Some(v1::arbitrate_response::Event::Arbitration(menu)) = got.event else { panic!("the menu comes last") };
    assert_eq!(menu, wire::arbitration_message(&expected, ""));
}

#[test]
fn a_demand_that_the_portfolio_has_already_adds_nothing_to_its_size() {
    let asked = request(&small::demanded(2));
    let mut config = Config::default();
    config.limits.max_projects = asked.portfolio.as_ref().expect("a portfolio").projects.len();
    let server = Server::start(config);
    let mut more = asked.clone();
    more.demands[0].id = "one-more".to_owned();
    run(async {
        let channel = server.channel().await;
        ask::<v1::ArbitrateResponse>(&channel, "Arbitrate", &asked).await.expect("it takes a project's place");
        let refused = ask::<v1::ArbitrateResponse>(&channel, "Arbitrate", &more).await.expect_err("one too many");
        assert_eq!(limit(&refused), "limits.max_projects");
    });
}

#[test]
fn what_is_wrong_with_an_arbitration_is_told_with_its_place() {
    let server = Server::start(Config::default());
    let good = request(&small::demanded(2));
    let mut twice = good.clone();
    twice.demands.push(good.demands[0].clone());
    let asked = [
        (v1::ArbitrateRequest { demands: Vec::new(), ..good.clone() }, "demands"),
        (v1::ArbitrateRequest { baseline: None, ..good.clone() }, "baseline"),
        (v1::ArbitrateRequest { max_options: Some(0), ..good.clone() }, "maxOptions"),
        (v1::ArbitrateRequest { levers: vec![0], ..good.clone() }, "levers[0]"),
        (twice, "demands[1].id"),
    ];
    run(async {
        let channel = server.channel().await;
        for (request, place) in asked {
            let said = ask::<v1::ArbitrateResponse>(&channel, "Arbitrate", &request).await.expect_err(place);
            assert_eq!(said.code(), Code::InvalidArgument, "{place}");
            assert!(format!("{said:?}").contains(place), "{place}: {said:?}");
        }
    });
}
