//! Files that are replaced while the server runs: new ones count, broken ones do not, and nobody is cut off.

use arbitre::api::rights::Right::Plan;

use crate::client::{Caller, refused};
use crate::handshake::lets_in;
use crate::pki::Authority;
use crate::process::{Desk, Server};
use crate::tls::{TLS, put};
use crate::tokens::{self, token};

#[tokio::test]
async fn a_new_certificate_counts_for_new_connections_and_old_ones_go_on() {
    let (old, new) = (Authority::new("old"), Authority::new("new"));
    let desk = Desk::new();
    put(&desk, &old.server("localhost"));
    let server = Server::start(desk, TLS);
    let before = Caller::encrypted(&server, &old, None).await.expect("the old certificate is in force");
    before.plan().await.expect("a plan");
    let pair = new.server("localhost");
    // On the way from one to the other, the key is not the certificate's.
    server.desk.put("server.key", &pair.key);
    server.hang_up();
    let told = server.told("changed files cannot be used; the old ones hold", "problems", 1).await;
    assert!(told[0].contains("BAD_CERTIFICATE"), "{told:?}");
    Caller::encrypted(&server, &old, None).await.expect("the old pair still holds");
    server.desk.put("server.pem", &pair.certificate);
    server.hang_up();
    assert_eq!(server.told("files read anew", "files", 1).await, ["tls.certificate, tls.key"]);
    Caller::encrypted(&server, &new, None).await.expect("the new certificate is in force");
    assert!(Caller::encrypted(&server, &old, None).await.is_err(), "the old one is no longer shown");
    before.plan().await.expect("the connection that there was goes on");
    server.keeps_silent_on(&[&pair.key[40..80]]);
}

#[tokio::test]
async fn new_authorities_of_clients_count_as_well() {
    let (ours, old, new) = (Authority::new("ours"), Authority::new("old clients"), Authority::new("new clients"));
    let desk = Desk::new();
    put(&desk, &ours.server("localhost"));
    desk.put("clients.pem", &old.pem());
    let server = Server::start(desk, &format!("{TLS}client_authorities = 'clients.pem'\n"));
    let (first, second) = (old.client("ppm"), new.client("ppm"));
    let before = Caller::encrypted(&server, &ours, Some(&first)).await.expect("a connection");
    before.health().await.expect("an answer");
    server.desk.put("clients.pem", &new.pem());
    server.hang_up();
    server.lines("files read anew", 1).await;
    assert!(lets_in(&server, &ours, Some(&second)));
    assert!(!lets_in(&server, &ours, Some(&first)), "the old authority counts no longer");
    assert_eq!(server.told("handshake failed", "reason", 1).await, ["UNKNOWN_AUTHORITY"]);
    before.health().await.expect("the connection that there was goes on");
}

#[tokio::test]
async fn a_token_that_is_taken_back_opens_nothing_more_not_even_on_an_open_connection() {
    let ((gone, first), (stays, second), (comes, third)) =
        (token("cd44", &[Plan]), token("cd44", &[Plan]), token("cd49", &[Plan]));
    let desk = Desk::new();
    desk.put("tokens.toml", &format!("{first}\n{second}"));
    let server = Server::start(desk, tokens::CONFIG);
    let caller = Caller::plain(&server).await;
    let (gone, stays, comes) = (caller.with_token(&gone), caller.with_token(&stays), caller.with_token(&comes));
    gone.plan().await.expect("it is good for now");
    refused(comes.plan().await);
    server.desk.put("tokens.toml", "[[token]]\nname = 'half'\n");
    server.hang_up();
    server.lines("changed files cannot be used; the old ones hold", 1).await;
    gone.plan().await.expect("what cannot be used changes nothing");
    server.desk.put("tokens.toml", &format!("{second}\n{third}"));
    server.hang_up();
    assert_eq!(server.told("files read anew", "files", 1).await, ["auth.token_file"]);
    assert_eq!(refused(gone.plan().await).1, "TOKEN_UNKNOWN");
    stays.plan().await.expect("it was not touched");
    comes.plan().await.expect("it is new");
}

#[tokio::test]
async fn files_are_looked_at_from_time_to_time_without_being_asked() {
    let ((first, entry), (second, later)) = (token("cd44", &[Plan]), token("cd49", &[Plan]));
    let desk = Desk::new();
    desk.put("tokens.toml", &entry);
    let server = Server::start(desk, &tokens::CONFIG.replace("reload_seconds = 0", "reload_seconds = 0.01"));
    let caller = Caller::plain(&server).await;
    caller.with_token(&first).plan().await.expect("it is good");
    server.desk.put("tokens.toml", &later);
    server.lines("files read anew", 1).await;
    caller.with_token(&second).plan().await.expect("it is good now");
}

#[tokio::test]
async fn where_there_are_no_files_to_look_at_a_hangup_changes_nothing() {
    let server = Server::start(Desk::new(), "");
    let caller = Caller::plain(&server).await;
    server.hang_up();
    caller.plan().await.expect("it goes on");
}
