//! Whatever is sent, the answer is a message or a refusal, and the server goes on.

use arbitre::api::config::Config;
use arbitre::base::Rng;
use arbitre::wire::v1;
use prost::Message;
use tonic::Code;

use crate::common::mutate;
use crate::support::{PORTFOLIO, Server, ask, call, run};

const PLAN: &str = include_str!("../../fuzz/seeds/plan.json");
const SCENARIO: &str = include_str!("../../fuzz/seeds/scenario.json");
const METHODS: [&str; 10] = [
    "Plan",
    "StreamPlan",
    "ValidatePortfolio",
    "ExpandPortfolio",
    "CheckPlan",
    "CompareScenarios",
    "ExploreFrontier",
    "OpenWorkspace",
    "Ask",
    "CloseWorkspace",
];

/// Mutants of each method.
const MUTANTS: u64 = 300;

#[test]
fn whatever_bytes_come_the_answer_is_a_message_or_a_refusal() {
    let mut config = Config::default();
    (config.workspaces.max, config.workspaces.per_tenant) = (10_000, 10_000);
    let server = Server::start(config);
    run(async {
        let channel = server.channel().await;
        let opened = encoded("OpenWorkspace", request("OpenWorkspace", "").as_bytes()).expect("a request");
        let opened = call(&channel, "OpenWorkspace", opened).await.expect("a workspace");
        let workspace = v1::OpenWorkspaceResponse::decode(&opened[..]).expect("an answer").workspace;
        let workspace = workspace.expect("a workspace").id;
        for (m, method) in METHODS.into_iter().enumerate() {
            let (mut answered, mut refused) = (0, 0);
            for number in 0..MUTANTS {
                let mut rng = Rng::new(number).child("request", m as u64);
                match call(&channel, method, mutant(&mut rng, method, number, &workspace)).await.map_err(|s| s.code()) {
                    Ok(_) => answered += 1,
                    Err(Code::InvalidArgument) => refused += 1,
                    // Of another name, or closed already: there is no such workspace.
                    Err(Code::NotFound) if matches!(method, "Ask" | "CloseWorkspace") => refused += 1,
                    Err(other) => panic!("{method} {number}: {other:?}"),
                }
            }
            // A workspace is closed once.
            let least = if method == "CloseWorkspace" { 1 } else { 10 };
            assert!(answered >= least && refused > 10, "{method}: {answered} answered, {refused} refused");
        }
    });
}

fn mutant(rng: &mut Rng, method: &str, number: u64, workspace: &str) -> Vec<u8> {
    let text = request(method, workspace);
    let odd = if number.is_multiple_of(2) { mutate::tokens(rng, &text) } else { text.clone().into_bytes() };
    let sound = encoded(method, &odd).unwrap_or_else(|| encoded(method, text.as_bytes()).expect("a request"));
    match number % 4 {
        // Also nothing wrong at all, and sound forms of odd content.
        0 | 2 => sound,
        1 => mutate::bytes(rng, &sound),
        _ => (0..rng.below(200)).map(|_| rng.below(256) as u8).collect(),
    }
}

fn request(method: &str, workspace: &str) -> String {
    let options = r#""options":{"maxSteps":20,"threads":1,"maxSeconds":1}"#;
    match method {
        "Plan" => format!(r#"{{"portfolio":{PORTFOLIO},"baseline":{PLAN},"hint":{PLAN},{options}}}"#),
        "StreamPlan" => format!(r#"{{"portfolio":{PORTFOLIO},"incumbents":true,{options}}}"#),
        "ValidatePortfolio" => format!(r#"{{"portfolio":{PORTFOLIO},"scenario":{SCENARIO}}}"#),
        "CheckPlan" => format!(r#"{{"portfolio":{PORTFOLIO},"plan":{PLAN}}}"#),
        "CompareScenarios" => {
            let scenarios = format!(r#"[{SCENARIO},{{"id":"b","changes":[{{"excludeProject":"x"}}]}}]"#);
            format!(r#"{{"portfolio":{PORTFOLIO},"withBase":true,"scenarios":{scenarios},"proposals":1,{options}}}"#)
        }
        "ExploreFrontier" => {
            let axis = r#"{"measure":"MEASURE_EXTERNAL_SPEND"}"#;
            format!(r#"{{"portfolio":{PORTFOLIO},"baseline":{PLAN},"axis":{axis},"points":3,{options}}}"#)
        }
        "OpenWorkspace" => format!(r#"{{"portfolio":{PORTFOLIO},"baseline":{PLAN},"hint":{PLAN},{options}}}"#),
        "Ask" => {
            let scenario: serde_json::Value = serde_json::from_str(SCENARIO).expect("JSON");
            let kept = r#""question":"q","onBase":true,"keep":true,"undo":1,"reset":true"#;
            format!(r#"{{"workspace":"{workspace}","changes":{},{kept},{options}}}"#, scenario["changes"])
        }
        "CloseWorkspace" => format!(r#"{{"workspace":"{workspace}"}}"#),
        _ => format!(r#"{{"portfolio":{PORTFOLIO}}}"#),
    }
}

fn encoded(method: &str, text: &[u8]) -> Option<Vec<u8>> {
    match method {
        "Plan" => message::<v1::PlanRequest>(text),
        "StreamPlan" => message::<v1::StreamPlanRequest>(text),
        "CheckPlan" => message::<v1::CheckPlanRequest>(text),
        "CompareScenarios" => message::<v1::CompareScenariosRequest>(text),
        "ExploreFrontier" => message::<v1::ExploreFrontierRequest>(text),
        "OpenWorkspace" => message::<v1::OpenWorkspaceRequest>(text),
        "Ask" => message::<v1::AskRequest>(text),
        "CloseWorkspace" => message::<v1::CloseWorkspaceRequest>(text),
        _ => message::<v1::ValidatePortfolioRequest>(text),
    }
}

fn message<M: Message + serde::de::DeserializeOwned>(text: &[u8]) -> Option<Vec<u8>> {
    serde_json::from_slice::<M>(text).ok().map(|m| m.encode_to_vec())
}

#[test]
fn what_the_contract_does_not_have_is_named_with_its_place() {
    let server = Server::start(Config::default());
    run(async {
        let channel = server.channel().await;
        let mut request: v1::ValidatePortfolioRequest =
            serde_json::from_str(&request("ValidatePortfolio", "")).expect("a request");
        let portfolio = request.portfolio.as_mut().expect("it has one");
        portfolio.pools[1].day_cost = f64::NAN;
        portfolio.calendar.as_mut().expect("it has one").unit = 99;
        let mut bytes = request.encode_to_vec();
        bytes.extend([0xf8, 0x07, 0x01]); // Field 127, a varint.
        let status = call(&channel, "ValidatePortfolio", bytes).await.expect_err("it says too much");
        assert_eq!(status.code(), Code::InvalidArgument);
        let details = tonic_types::StatusExt::get_error_details(&status);
        let mut found: Vec<(&str, &str)> = Vec::new();
        for violation in &details.bad_request().expect("problems").field_violations {
            found.push((&violation.field, &violation.reason));
        }
        let expected = [
            ("portfolio.calendar.unit", "UNKNOWN_ENUM"),
            ("portfolio.pools[1].dayCost", "NOT_FINITE"),
            ("#127", "UNKNOWN_FIELD"),
        ];
        assert_eq!(found, expected);
        let empty = v1::ValidatePortfolioRequest::default();
        let absent = ask::<v1::ValidatePortfolioResponse>(&channel, "ValidatePortfolio", &empty).await;
        assert_eq!(absent.expect_err("no portfolio").code(), Code::InvalidArgument);
    });
}
