//! What an operator of the service has besides: tokens, and asking whether it serves.

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};

use tempfile::tempdir;

use crate::support::{arbitre, run};

/// A running server, ended when dropped.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(args: &[&str]) -> Self {
        let mut child = arbitre(&[&["serve", "--listen", "127.0.0.1:0", "--lang", "en"], args].concat())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("listening on ").unwrap_or_else(|| panic!("{line}"));
        Self { address: format!("http://{address}"), child }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

#[test]
fn health_says_whether_a_server_serves() {
    let server = Server::start(&[]);
    let healthy = run(&["health", "--address", &server.address]).ended(0);
    assert_eq!(healthy.out, format!("{}: serving\n", server.address));
    run(&["health", "--address", &server.address, "--service", "arbitre.v1.PlanningService"]).ended(0);
    let unknown = run(&["health", "--address", &server.address, "--service", "no.Such"]).ended(1);
    assert!(unknown.out.contains("no answer"), "{}", unknown.out);
    let address = server.address.clone();
    drop(server);
    let gone = run(&["health", "--address", &address, "--lang", "fr"]).ended(1);
    assert!(gone.out.contains("pas de réponse"), "{}", gone.out);
}

#[test]
fn health_with_what_cannot_be_used_says_so() {
    let folder = tempdir().unwrap();
    let absent = folder.path().join("ca.pem");
    run(&["health", "--address", "not an address"]).ended(2);
    let failed = run(&["health", "--address", "https://127.0.0.1:1", "--ca", absent.to_str().unwrap()]).ended(2);
    assert!(failed.err.contains("ca.pem"), "{}", failed.err);
    run(&["health", "--certificate", "c.pem"]).ended(2);
}

#[test]
fn a_tokens_entry_goes_into_the_file_and_the_token_nowhere() {
    let made = run(&["token", "ppm", "--tenant", "cd44", "--right", "read", "--expires", "2099-12-31"]).ended(0);
    let token = made.err.split_whitespace().last().expect("the token");
    assert!(token.starts_with("arbitre_") && !made.out.contains(token), "{}", made.err);
    let again = run(&["token", "ppm", "--tenant", "cd44"]).ended(0);
    assert_ne!(again.err, made.err);
    // A server takes what was written.
    let folder = tempdir().unwrap();
    let tokens = folder.path().join("tokens.toml");
    std::fs::write(&tokens, format!("{}{}", made.out, again.out)).unwrap();
    let config = folder.path().join("arbitre.toml");
    std::fs::write(&config, format!("[auth]\ntoken_file = {:?}\n", tokens.to_str().unwrap())).unwrap();
    run(&["serve", "--check-config", "--config", config.to_str().unwrap()]).ended(0);
}

#[test]
fn a_token_for_nobody_is_not_made() {
    for args in [&["token", "ppm", "--tenant", "a b"][..], &["token", "", "--tenant", "a"], &["token", "ppm"]] {
        let refused = run(args).ended(2);
        assert!(refused.out.is_empty());
    }
}
