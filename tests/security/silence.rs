//! What a portfolio says, and what opens the door, come into no log and no metrics, at any level.

use std::collections::BTreeSet;

use arbitre::api::rights::Right::Plan;
use arbitre::wire::v1;
use serde_json::Value;
use tonic::Code;

use crate::client::{Caller, PORTFOLIO};
use crate::process::{Desk, Server};
use crate::tokens::{CONFIG, token};

/// Part of every id and name of the portfolio.
const MARK: &str = "zanzibar";

#[tokio::test]
async fn at_the_finest_level_nothing_of_a_portfolio_is_logged() {
    let (good, entry) = token("cd44", &[Plan]);
    let desk = Desk::new();
    desk.put("tokens.toml", &entry);
    let server = Server::start(desk, &format!("{CONFIG}[limits]\nmax_message_bytes = 100000\n"));
    let caller = Caller::plain(&server).await.with_token(&good);
    let portfolio = Some(marked());
    let service = "/arbitre.v1.PlanningService";
    let options = Some(v1::PlanOptions { max_steps: Some(50), ..v1::PlanOptions::default() });
    let request = v1::PlanRequest { portfolio: portfolio.clone(), options, ..v1::PlanRequest::default() };
    let answer: v1::PlanResponse = caller.call(&format!("{service}/Plan"), request.clone()).await.expect("a plan");
    let plan = answer.plan.expect("a plan");
    assert!(plan.projects.iter().any(|p| p.selected && p.project.contains(MARK)), "the marks are in use");
    let stream =
        v1::StreamPlanRequest { portfolio: portfolio.clone(), options, incumbents: true, ..Default::default() };
    let _: v1::StreamPlanResponse = caller.call(&format!("{service}/StreamPlan"), stream).await.unwrap_or_default();
    let check = v1::CheckPlanRequest { portfolio: portfolio.clone(), plan: Some(plan), ..Default::default() };
    let _: v1::CheckPlanResponse = caller.call(&format!("{service}/CheckPlan"), check).await.expect("checked");
    let expand = v1::ExpandPortfolioRequest { portfolio: portfolio.clone(), scenario: None };
    let _: v1::ExpandPortfolioResponse =
        caller.call(&format!("{service}/ExpandPortfolio"), expand).await.expect("done");
    caller.validate().await.expect("validated");
    // And all the ways to be refused.
    let mut wrong = request.clone();
    wrong.portfolio.as_mut().expect("it is there").projects.iter_mut().for_each(|p| p.deadline = format!("{MARK}-day"));
    let status = caller.call::<_, v1::PlanResponse>(&format!("{service}/Plan"), wrong).await.expect_err("no dates");
    assert!(status.code() == Code::InvalidArgument && status.message().contains(MARK), "{status:?}");
    let mut large = request.clone();
    large.portfolio.as_mut().expect("it is there").name = MARK.repeat(20_000);
    let status = caller.call::<_, v1::PlanResponse>(&format!("{service}/Plan"), large).await.expect_err("too large");
    assert!(status.message().contains("limits.max_message_bytes"), "{status:?}");
    // Bytes that are no message of the kind, and yet say it.
    let bytes = v1::Problem { code: MARK.repeat(9), ..v1::Problem::default() };
    caller.call::<_, v1::PlanResponse>(&format!("{service}/Plan"), bytes).await.expect_err("no message");
    let metadata = caller.with("x-note", MARK).with("cookie", MARK).with("baggage", "who=zanzibar");
    metadata.validate().await.expect("metadata of others is let be");
    server.lines("request ended", 9).await;
    server.keeps_silent_on(&[MARK, "zanz", &good[8..]]);
    fields_are_documented(&server);
}

/// The portfolio, with every id and every name replaced.
fn marked() -> v1::Portfolio {
    let mut portfolio: Value = serde_json::from_str(PORTFOLIO).expect("a portfolio");
    let mut ids = BTreeSet::new();
    walk(&mut portfolio, &mut |key, text| {
        if key == "id" {
            ids.insert(text.clone());
        }
    });
    walk(&mut portfolio, &mut |key, text| {
        if key == "name" || ids.contains(text) {
            *text = format!("{MARK}-{text}");
        }
    });
    serde_json::from_value(portfolio).expect("a portfolio")
}

/// Shows every text with the key that it stands under.
fn walk(value: &mut Value, see: &mut impl FnMut(&str, &mut String)) {
    fn within(key: &str, value: &mut Value, see: &mut impl FnMut(&str, &mut String)) {
        match value {
            Value::String(text) => see(key, text),
            Value::Array(list) => list.iter_mut().for_each(|item| within(key, item, see)),
            Value::Object(map) => map.iter_mut().for_each(|(key, item)| within(key, item, see)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
    within("", value, see);
}

/// Every field of the log stands on the operator's page.
fn fields_are_documented(server: &Server) {
    let page = std::fs::read_to_string("docs/operations-serve.md").expect("the page is there");
    for line in server.log().lines() {
        let line: serde_json::Map<String, Value> = serde_json::from_str(line).expect("a line of JSON");
        for field in line.keys() {
            assert!(page.contains(&format!("| `{field}` |")), "{field} in {line:?}");
        }
    }
}
