//! A request over a limit is refused with the limit's name.

use arbitre::api::config::Config;
use arbitre::wire::v1;
use prost::Message;
use tonic::{Code, Status};
use tonic_types::StatusExt;

use crate::support::{PORTFOLIO, Server, ask, call, run};

fn plan(options: v1::PlanOptions) -> v1::PlanRequest {
    let portfolio = serde_json::from_str(PORTFOLIO).expect("a portfolio");
    v1::PlanRequest { portfolio: Some(portfolio), options: Some(options), ..v1::PlanRequest::default() }
}

/// The limit that a refusal names.
pub(crate) fn limit(status: &Status) -> String {
    assert_eq!(status.code(), Code::InvalidArgument, "{status:?}");
    let details = status.get_error_details();
    let info = details.error_info().expect("an ErrorInfo");
    assert_eq!((&info.reason[..], &info.domain[..]), ("LIMIT_EXCEEDED", "arbitre"));
    info.metadata["limit"].clone()
}

/// The limit that a request meets where the configuration is set so.
pub(crate) fn met(set: impl Fn(&mut Config), method: &str, request: Vec<u8>) -> String {
    let mut config = Config::default();
    set(&mut config);
    let server = Server::start(config);
    run(async { limit(&call(&server.channel().await, method, request).await.expect_err("over the limit")) })
}

#[test]
fn each_limit_is_named() {
    let met = |set: fn(&mut Config), options: v1::PlanOptions| {
        let options = v1::PlanOptions { max_steps: options.max_steps.or(Some(5)), ..options };
        met(set, "Plan", plan(options).encode_to_vec())
    };
    let options = v1::PlanOptions::default();
    assert_eq!(met(|c| c.limits.max_projects = 1, options), "limits.max_projects");
    assert_eq!(met(|c| c.limits.max_periods = 1, options), "limits.max_periods");
    assert_eq!(met(|c| c.limits.max_message_bytes = 100, options), "limits.max_message_bytes");
    let long = v1::PlanOptions { max_seconds: Some(2.0), ..options };
    assert_eq!(met(|c| c.limits.max_seconds = 1.0, long), "limits.max_seconds");
    let many = v1::PlanOptions { max_steps: Some(11), ..options };
    assert_eq!(met(|c| c.limits.max_steps = 10, many), "limits.max_steps");
}

#[test]
fn options_out_of_range_are_named_together() {
    let server = Server::start(Config::default());
    run(async {
        let channel = server.channel().await;
        let options = v1::PlanOptions {
            max_seconds: Some(-1.0),
            max_steps: Some(0),
            gap: Some(-0.5),
            seed: None,
            threads: Some(0),
        };
        let mut request = plan(options);
        request.frozen_until = "soon".to_owned();
        let status = ask::<v1::PlanResponse>(&channel, "Plan", &request).await.expect_err("nonsense");
        let details = status.get_error_details();
        let fields: Vec<_> =
            details.bad_request().expect("problems").field_violations.iter().map(|v| v.field.clone()).collect();
        let expected = ["frozenUntil", "options.maxSeconds", "options.gap", "options.maxSteps", "options.threads"];
        assert_eq!(fields, expected);
    });
}
