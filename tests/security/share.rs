//! Shares are by tenant, and whose share a search takes is what the token says.

use arbitre::api::rights::Right::Plan;
use tonic::{Code, Status};

use crate::client::{Caller, portfolio, refused};
use crate::process::{Desk, Server, eventually};
use crate::tokens::{CONFIG, token};

#[tokio::test]
async fn a_tenant_cannot_take_another_s_share_by_naming_it() {
    let ((ours, first), (theirs, second)) = (token("cd44", &[Plan]), token("cd49", &[Plan]));
    let desk = Desk::new();
    desk.put("tokens.toml", &format!("{first}\n{second}"));
    let server = Server::start(desk, &format!("{CONFIG}[solve]\nconcurrent = 2\nper_tenant = 1\nqueue = 0\n"));
    let caller = Caller::plain(&server).await;
    let (ours, theirs) = (caller.with_token(&ours), caller.with_token(&theirs));
    // This portfolio is not proven optimal for hours.
    let county = std::fs::read("scenarios/feuille-de-route/portfolio.json").expect("the reference portfolio");
    let county = serde_json::from_slice(&county).expect("a portfolio");
    let running = ours.endless(county).await.expect("the first place");
    assert_eq!(is_full(ours.plan().await), Some(true), "one place is all that a tenant gets");
    assert_eq!(refused(ours.with("arbitre-tenant", "cd49").plan().await).1, "TENANT_MISMATCH");
    assert_eq!(is_full(ours.with("x-tenant", "cd49").with("tenant", "cd49").plan().await), Some(true));
    assert_eq!(is_full(theirs.plan().await), None, "the other's place is still free");
    drop(running);
    // The place comes back once its search has noticed that nobody listens.
    eventually(|| server.page().contains("arbitre_solves_running 0")).await;
    assert_eq!(is_full(ours.endless(portfolio()).await), None);
}

fn is_full<T>(answer: Result<T, Status>) -> Option<bool> {
    answer.err().map(|status| status.code() == Code::ResourceExhausted)
}
