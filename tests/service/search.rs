//! Searches over the wire: the same answer as the library's, one after the other, and an end to all of them.

use arbitre::api::config::Config;
use arbitre::base::{Lang, Never};
use arbitre::solve::{self, Options, Question, Silent};
use arbitre::wire::{self, Form, v1};
use arbitre::{explain, model};
use tonic::Code;
use tonic::transport::Channel;

use crate::support::{PORTFOLIO, Server, ask, run};

fn request(options: v1::PlanOptions) -> v1::PlanRequest {
    let portfolio = serde_json::from_str(PORTFOLIO).expect("a portfolio");
    v1::PlanRequest { portfolio: Some(portfolio), options: Some(options), ..v1::PlanRequest::default() }
}

fn steps(n: u64) -> v1::PlanOptions {
    v1::PlanOptions { max_steps: Some(n), ..v1::PlanOptions::default() }
}

#[test]
fn a_step_budget_gives_the_library_s_plan_to_the_byte() {
    let draft = wire::read_portfolio(PORTFOLIO.as_bytes(), Form::Json).expect("a portfolio");
    let portfolio = model::validate(&draft).expect("a valid one");
    let question = Question { portfolio: &portfolio, baseline: None, hint: None };
    let options = Options { max_steps: Some(500), threads: Some(1), ..Options::default() };
    let answer = solve::plan(&question, &options, &Never, &Silent).expect("a plan");
    let expected = explain::explain(&portfolio, None, answer.plan, &answer.prices, Lang::En, &Never);
    let server = Server::start(Config::default());
    let got: v1::PlanResponse =
        run(async { ask(&server.channel().await, "Plan", &request(steps(500))).await.expect("a plan") });
    assert_eq!(got.plan, Some(wire::plan_message(&expected)));
}

#[test]
fn a_server_that_leaves_gives_the_best_so_far_and_lets_nobody_in() {
    let mut config = Config::default();
    (config.solve.concurrent, config.solve.queue, config.server.grace_seconds) = (1, 3, 0.0);
    let mut server = Server::start(config);
    run(async {
        let channel = server.channel().await;
        // Nothing ends these searches but the server's leaving: this portfolio is not proven optimal for hours.
        let endless = v1::PlanOptions { max_steps: Some(1_000_000_000), ..v1::PlanOptions::default() };
        let mut asked = request(endless);
        asked.portfolio = Some(county());
        let calls: Vec<_> = (0..4)
            .map(|_| {
                let (channel, asked) = (channel.clone(), asked.clone());
                tokio::spawn(async move { ask::<v1::PlanResponse>(&channel, "Plan", &asked).await })
            })
            .collect();
        wait_until_the_queue_is_full(&channel).await;
        server.leave();
        let (mut plans, mut unavailable) = (0, 0);
        for call in calls {
            match call.await.expect("no panic") {
                Ok(answer) => {
                    let plan = answer.plan.expect("a plan");
                    assert_eq!(plan.status(), v1::PlanStatus::Feasible);
                    plans += 1;
                }
                Err(status) => {
                    assert_eq!(status.code(), Code::Unavailable, "{status:?}");
                    unavailable += 1;
                }
            }
        }
        assert_eq!((plans, unavailable), (1, 3));
    });
}

fn county() -> v1::Portfolio {
    let text = std::fs::read("scenarios/feuille-de-route/portfolio.json").expect("the reference portfolio");
    serde_json::from_slice(&text).expect("a portfolio")
}

/// Whoever finds the queue full is told so before what is asked is looked at.
async fn wait_until_the_queue_is_full(channel: &Channel) {
    let nothing = v1::PlanRequest::default();
    loop {
        let refused = ask::<v1::PlanResponse>(channel, "Plan", &nothing).await.expect_err("there is no portfolio");
        match refused.code() {
            Code::InvalidArgument => tokio::task::yield_now().await,
            code => return assert_eq!(code, Code::ResourceExhausted),
        }
    }
}
