//! Render: the dossier of what was planned.

use arbitre::api::config::Config;
use arbitre::wire::v1;
use tonic::Code;

use crate::arbitrate;
use crate::common::small;
use crate::support::{PORTFOLIO, Server, ask, run};

fn portfolio() -> v1::Portfolio {
    serde_json::from_str(PORTFOLIO).expect("a portfolio")
}

fn compare() -> v1::CompareScenariosRequest {
    let options = v1::PlanOptions { max_steps: Some(50), ..Default::default() };
    let more = v1::Scenario { id: "goals".to_owned(), ..Default::default() };
    v1::CompareScenariosRequest {
        portfolio: Some(portfolio()),
        scenarios: vec![more],
        with_base: true,
        options: Some(options),
        ..Default::default()
    }
}

/// What a comparison came to, as a request for its dossier.
async fn asked(channel: &tonic::transport::Channel) -> v1::RenderRequest {
    let last: v1::CompareScenariosResponse = ask(channel, "CompareScenarios", &compare()).await.expect("a comparison");
    let Some(v1::compare_scenarios_response::Event::Result(result)) = last.event else { panic!("no result") };
    v1::RenderRequest {
        portfolio: Some(portfolio()),
        plans: result.plans,
        comparison: result.comparison,
        ..Default::default()
    }
}

#[test]
fn a_comparison_becomes_a_page_or_a_workbook() {
    let server = Server::start(Config::default());
    run(async {
        let channel = server.channel().await;
        let request = asked(&channel).await;
        let page: v1::RenderResponse = ask(&channel, "Render", &request).await.expect("a page");
        assert_eq!(page.media_type, "text/html; charset=utf-8");
        // The test's calls prefer English.
        assert!(page.content.starts_with(b"<!DOCTYPE html><html lang=\"en\">"));
        let french = v1::RenderRequest { language: "fr".to_owned(), ..request.clone() };
        let french: v1::RenderResponse = ask(&channel, "Render", &french).await.expect("a page");
        assert!(french.content.starts_with(b"<!DOCTYPE html><html lang=\"fr\">"));
        let book = v1::RenderRequest { format: v1::RenderFormat::Xlsx.into(), ..request };
        let book: v1::RenderResponse = ask(&channel, "Render", &book).await.expect("a workbook");
        assert!(book.content.starts_with(b"PK") && book.media_type.ends_with("spreadsheetml.sheet"));
    });
}

#[test]
fn what_says_otherwise_than_the_referee_is_at_fault_with_its_place() {
    let server = Server::start(Config::default());
    run(async {
        let channel = server.channel().await;
        let honest = asked(&channel).await;
        let mut lie = honest.clone();
        lie.comparison.as_mut().expect("a comparison").scenarios[1].measures[0].value += 7.0;
        let refused = ask::<v1::RenderResponse>(&channel, "Render", &lie).await.expect_err("it lies");
        assert_eq!(refused.code(), Code::InvalidArgument);
        assert!(refused.message().contains("comparison.scenarios[1].measures[0].value"), "{}", refused.message());
        let mut lie = honest.clone();
        lie.plans[0].measures[0].value += 7.0;
        let refused = ask::<v1::RenderResponse>(&channel, "Render", &lie).await.expect_err("it lies");
        assert!(refused.message().contains("plans[0]"), "{}", refused.message());
        let none = v1::RenderRequest { plans: Vec::new(), comparison: None, ..honest };
        let refused = ask::<v1::RenderResponse>(&channel, "Render", &none).await.expect_err("there is no plan");
        assert_eq!(refused.code(), Code::InvalidArgument);
    });
}

#[test]
fn an_arbitration_becomes_a_chapter() {
    let case = small::demanded(2);
    let asked = arbitrate::request(&case);
    let server = Server::start(Config::default());
    run(async {
        let channel = server.channel().await;
        let last: v1::ArbitrateResponse = ask(&channel, "Arbitrate", &asked).await.expect("a menu");
        let Some(v1::arbitrate_response::Event::Arbitration(menu)) = last.event else { panic!("the menu comes last") };
        let request = v1::RenderRequest {
            portfolio: asked.portfolio.clone(),
            baseline: asked.baseline.clone(),
            arbitration: Some(menu.clone()),
            with_violations: true,
            ..Default::default()
        };
        let page: v1::RenderResponse = ask(&channel, "Render", &request).await.expect("a page");
        let page = String::from_utf8(page.content).expect("UTF-8");
        assert!(page.contains("<section class=\"chapter\" id=\"arbitrage\""));
        let mut lie = request.clone();
        let told = lie.arbitration.as_mut().expect("there is one");
        told.committed += 1;
        let refused = ask::<v1::RenderResponse>(&channel, "Render", &lie).await.expect_err("it lies");
        assert_eq!(refused.code(), Code::InvalidArgument);
        assert!(refused.message().contains("arbitration.committed"), "{}", refused.message());
        let mut lie = request.clone();
        lie.arbitration.as_mut().expect("there is one").triage = None;
        lie.language = "es".to_owned();
        let refused = ask::<v1::RenderResponse>(&channel, "Render", &lie).await.expect_err("it says nothing");
        for place in ["arbitration.triage.verdict", "language"] {
            assert!(format!("{refused:?}").contains(place), "{place}: {refused:?}");
        }
        let without =
            v1::RenderRequest { baseline: None, plans: vec![asked.baseline.clone().expect("it has one")], ..request };
        let refused = ask::<v1::RenderResponse>(&channel, "Render", &without).await.expect_err("beside what?");
        assert!(refused.message().contains("arbitration.baseline"), "{}", refused.message());
    });
}
