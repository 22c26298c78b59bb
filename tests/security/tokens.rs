//! Tokens that were handed out: what they open, and what not.

use arbitre::api::rights::Right::{self, Plan, Read};
use arbitre::api::security::new_token;
use tonic::Code::{InvalidArgument, PermissionDenied, Unauthenticated};

use crate::client::{Caller, refused};
use crate::process::{Desk, Server};

/// A configuration with a file of tokens.
pub(crate) const CONFIG: &str = "[auth]\ntoken_file = 'tokens.toml'\nreload_seconds = 0\n";

/// A new token of a tenant, and its entry.
pub(crate) fn token(tenant: &str, rights: &[Right]) -> (String, String) {
    let made = new_token(&format!("ppm of {tenant}"), tenant, rights, None).expect("a token");
    (made.token, made.entry)
}

#[tokio::test]
async fn without_a_token_or_with_one_that_nobody_was_given_nothing_is_answered() {
    let (good, entry) = token("cd44", &[Plan]);
    let over = new_token("over", "cd44", &[Plan], Some("2020-01-31".parse().expect("a day"))).expect("a token");
    let desk = Desk::new();
    desk.put("tokens.toml", &format!("{entry}\n{}", over.entry));
    let server = Server::start(desk, CONFIG);
    let nobody = Caller::plain(&server).await;
    let unknown = format!("{}0", &good[..good.len() - 1].replace('a', "b"));
    let twice = nobody.with_token(&good).with_token(&good);
    for (caller, reason) in [
        (&nobody, "TOKEN_MISSING"),
        (&nobody.with_token(&unknown), "TOKEN_UNKNOWN"),
        (&nobody.with_token(&good[..good.len() - 1]), "TOKEN_UNKNOWN"),
        (&nobody.with_token(&over.token), "TOKEN_EXPIRED"),
        (&nobody.with("authorization", &format!("Basic {good}")), "TOKEN_MALFORMED"),
        (&nobody.with("authorization", &good), "TOKEN_MALFORMED"),
        (&twice, "TOKEN_MALFORMED"),
    ] {
        assert_eq!(refused(caller.plan().await), (Unauthenticated, reason.to_owned()));
        assert_eq!(refused(caller.validate().await), (Unauthenticated, reason.to_owned()));
    }
    let reasons = server.told("refused", "reason", 14).await;
    assert_eq!((&reasons[0][..], &reasons[13][..]), ("TOKEN_MISSING", "TOKEN_MALFORMED"));
    assert_eq!(server.refusals("unauthenticated"), 14);
    let ends = server.lines("request ended", 14).await;
    assert!(ends.iter().all(|end| end["refused"] == "unauthenticated" && end["level"] == "WARN"), "{ends:#?}");
    nobody.with_token(&good).plan().await.expect("whoever has the token gets a plan");
    nobody.health().await.expect("everybody may ask for health");
    assert_eq!(server.refusals("unauthenticated"), 14);
    server.keeps_silent_on(&[&good[8..], &unknown[8..], &over.token[8..]]);
}

#[tokio::test]
async fn a_token_opens_what_its_rights_say_and_no_more() {
    let ((reader, first), (planner, second)) = (token("cd44", &[Read]), token("cd49", &[Plan]));
    let desk = Desk::new();
    desk.put("tokens.toml", &format!("{first}\n{second}"));
    let server = Server::start(desk, CONFIG);
    let caller = Caller::plain(&server).await;
    let (reader, planner) = (caller.with_token(&reader), caller.with_token(&planner));
    reader.validate().await.expect("it may read");
    planner.validate().await.expect("who may plan may read");
    planner.plan().await.expect("it may plan");
    assert_eq!(refused(reader.plan().await), (PermissionDenied, "RIGHT_MISSING".to_owned()));
    let unknown = planner.call::<(), ()>("/arbitre.v1.PlanningService/Drop", ()).await;
    assert_eq!(refused(unknown), (PermissionDenied, "RIGHT_MISSING".to_owned()));
    assert_eq!(server.refusals("forbidden"), 2);
    assert_eq!(server.told("refused", "caller", 2).await, ["ppm of cd44", "ppm of cd49"]);
    assert_eq!(server.told("refused", "tenant", 2).await, ["cd44", "cd49"]);
}

#[tokio::test]
async fn the_tenant_is_the_token_s_whatever_the_caller_says() {
    let ((ours, first), (theirs, second)) = (token("cd44", &[Plan]), token("cd49", &[Plan]));
    let desk = Desk::new();
    desk.put("tokens.toml", &format!("{first}\n{second}"));
    let server = Server::start(desk, CONFIG);
    let caller = Caller::plain(&server).await;
    let (ours, theirs) = (caller.with_token(&ours), caller.with_token(&theirs));
    for (caller, tenant) in [(&ours, "cd49"), (&theirs, "cd44"), (&ours, "CD44"), (&ours, "local")] {
        let answer = caller.with("arbitre-tenant", tenant).plan().await;
        assert_eq!(refused(answer), (PermissionDenied, "TENANT_MISMATCH".to_owned()));
    }
    for bad in ["a b", "", &"x".repeat(65)] {
        let answer = ours.with("arbitre-tenant", bad).plan().await;
        assert_eq!(refused(answer), (InvalidArgument, "TENANT_MALFORMED".to_owned()));
    }
    let answer = ours.with("arbitre-tenant", "cd44").with("arbitre-tenant", "cd49").plan().await;
    assert_eq!(refused(answer), (InvalidArgument, "TENANT_MALFORMED".to_owned()));
    assert_eq!(server.refusals("forbidden"), 4);
    let first_lines = server.lines("refused", 8).await;
    assert!(first_lines[..4].iter().all(|line| line["reason"] == "TENANT_MISMATCH"), "{first_lines:#?}");
    ours.with("arbitre-tenant", "cd44").plan().await.expect("its own it may name");
    theirs.with("tenant", "cd44").with("x-tenant", "cd44").plan().await.expect("other words mean nothing");
    let ends = server.lines("request ended", 10).await;
    assert_eq!((&ends[8]["tenant"], &ends[9]["tenant"]), (&"cd44".into(), &"cd49".into()));
}

#[tokio::test]
async fn browsers_and_reflection_need_the_token_as_well() {
    let (good, entry) = token("cd44", &[Read]);
    let desk = Desk::new();
    desk.put("tokens.toml", &entry);
    let server = Server::start(desk, CONFIG);
    let bare = crate::hello::grpc_web(server.address, "/arbitre.v1.PlanningService/ValidatePortfolio", None);
    assert!(bare.contains("grpc-status: 16"), "{bare}");
    let borne = crate::hello::grpc_web(server.address, "/arbitre.v1.PlanningService/ValidatePortfolio", Some(&good));
    assert!(borne.starts_with("HTTP/1.1 200") && !borne.contains("grpc-status: 16"), "{borne}");
    let reflection = "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo";
    let caller = Caller::plain(&server).await;
    assert_eq!(refused(caller.call::<(), ()>(reflection, ()).await).0, Unauthenticated);
    assert_eq!(server.refusals("unauthenticated"), 2);
}
