//! Handshakes: which come about, and what is told of those that do not.

use std::io::Write;

use tonic::Code::Unauthenticated;

use crate::client::{Caller, refused};
use crate::handshake::lets_in;
use crate::hello;
use crate::pki::{Authority, Pair};
use crate::process::{Desk, Server};

/// Encryption with `server.pem` and `server.key`.
pub(crate) const TLS: &str = "[tls]\ncertificate = 'server.pem'\nkey = 'server.key'\nreload_seconds = 0\n";

/// And clients that have to show a certificate.
const MUTUAL: &str = "client_authorities = 'clients.pem'\n[auth]\nclient_certificates = true\n\
                      certificate_tenants = { ppm = 'cd44' }\n";

/// Who may do anything.
const ANYBODY: &str = "";

pub(crate) fn put(desk: &Desk, pair: &Pair) {
    desk.put("server.key", &pair.key);
    desk.put("server.pem", &pair.certificate);
}

struct Case {
    ours: Authority,
    clients: Authority,
    server: Server,
}

fn case(config: &str) -> Case {
    let (ours, clients) = (Authority::new("ours"), Authority::new("clients"));
    let desk = Desk::new();
    put(&desk, &ours.server("localhost"));
    desk.put("clients.pem", &clients.pem());
    let server = Server::start(desk, &format!("{TLS}{config}"));
    Case { ours, clients, server }
}

impl Case {
    fn lets_in(&self, shown: Option<&Pair>) -> bool {
        lets_in(&self.server, &self.ours, shown)
    }

    /// In any order: each connection is told of by a task of its own.
    async fn expect_failures(&self, expected: &[&str]) {
        let mut told = self.server.told("handshake failed", "reason", expected.len()).await;
        let mut expected = expected.to_vec();
        told.sort_unstable();
        expected.sort_unstable();
        assert_eq!(told, expected);
        assert_eq!(self.server.refusals("tls"), expected.len());
    }
}

#[tokio::test]
async fn old_versions_are_refused_with_an_alert() {
    let case = case(ANYBODY);
    for version in [[3, 0], [3, 1], [3, 2]] {
        // Fatal alerts (RFC 5246, section 7.2): protocol_version, or handshake_failure to who is older still.
        let answer = hello::greet_knowingly(case.server.address, version);
        assert!(answer.len() == 7 && answer[0] == 21 && answer[5..] == [2, 70], "{answer:?}");
        let answer = hello::greet(case.server.address, version);
        assert!(answer.len() == 7 && answer[0] == 21 && answer[5..] == [2, 40], "{answer:?}");
    }
    case.expect_failures(&["OLD_VERSION"; 6]).await;
    assert!(case.lets_in(None), "who speaks a newer one is let in");
}

#[tokio::test]
async fn plain_text_is_no_way_in() {
    let case = case(ANYBODY);
    hello::send(case.server.address, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    hello::grpc_web(case.server.address, "/arbitre.v1.PlanningService/Plan", None);
    drop(hello::connect(case.server.address));
    case.expect_failures(&["NO_TLS", "NO_TLS", "BROKEN_OFF"]).await;
}

#[tokio::test]
async fn a_client_that_does_not_trust_the_server_goes_and_that_is_told() {
    let case = case(ANYBODY);
    assert!(!lets_in(&case.server, &Authority::new("stranger"), None));
    case.expect_failures(&["REFUSED_BY_CLIENT"]).await;
}

#[tokio::test]
async fn only_certificates_of_our_authority_are_let_in_and_only_in_their_time() {
    let case = case(MUTUAL);
    let stranger = Authority::new("clients").client("ppm");
    let (late, good) = (case.clients.expired_client("ppm"), case.clients.client("ppm"));
    assert!(!case.lets_in(None));
    assert!(!case.lets_in(Some(&stranger)));
    assert!(!case.lets_in(Some(&late)));
    // The server's own authority is none of its clients'.
    assert!(!case.lets_in(Some(&case.ours.client("ppm"))));
    // An authority that has taken the name of ours is taken for it, until its signature does not hold.
    case.expect_failures(&["NO_CERTIFICATE", "BAD_CERTIFICATE", "OUT_OF_DATE", "UNKNOWN_AUTHORITY"]).await;
    let caller = Caller::encrypted(&case.server, &case.ours, Some(&good)).await.expect("it is let in");
    caller.plan().await.expect("its certificate is enough");
    assert_eq!(case.server.told("request ended", "tenant", 1).await, ["cd44"]);
}

#[tokio::test]
async fn a_certificate_speaks_for_the_tenant_that_it_is_listed_under_and_no_other() {
    let case = case(MUTUAL);
    let unlisted = case.clients.client("PPM");
    let caller = Caller::encrypted(&case.server, &case.ours, Some(&unlisted)).await.expect("the authority is ours");
    assert_eq!(refused(caller.plan().await), (Unauthenticated, "CERTIFICATE_UNKNOWN".to_owned()));
    let listed = case.clients.client("ppm");
    let caller = Caller::encrypted(&case.server, &case.ours, Some(&listed)).await.expect("the authority is ours");
    let elsewhere = caller.with("arbitre-tenant", "cd49").plan().await;
    assert_eq!(refused(elsewhere).1, "TENANT_MISMATCH");
    let told = case.server.lines("refused", 2).await;
    assert_eq!((&told[0]["certificate"], &told[1]["caller"]), (&"CN=PPM".into(), &"ppm".into()));
    assert_eq!((case.server.refusals("unauthenticated"), case.server.refusals("forbidden")), (1, 1));
}

#[tokio::test]
async fn handshakes_that_take_too_long_end_and_hold_up_nobody() {
    let case = case("handshake_seconds = 0.1\n");
    // The first bytes of a record that never ends.
    let mut slow = hello::connect(case.server.address);
    slow.write_all(&[22, 3, 1]).expect("it listens");
    assert!(case.lets_in(None));
    case.expect_failures(&["TOO_SLOW"]).await;
}

#[tokio::test]
async fn where_there_are_too_many_handshakes_the_oldest_gives_way() {
    let case = case("handshake_seconds = 300\nhandshakes = 2\n");
    let silent: Vec<_> = (0..5).map(|_| hello::connect(case.server.address)).collect();
    case.expect_failures(&["TOO_SLOW"; 3]).await;
    assert!(case.lets_in(None));
    drop(silent);
}
