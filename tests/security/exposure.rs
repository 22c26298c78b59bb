//! What may not be: reachable from other machines by anybody, or in plain text.

use std::process::{Output, Stdio};
use std::time::Duration;

use arbitre::api::rights::Right::Plan;

use crate::pki::Authority;
use crate::process::Desk;
use crate::tls::{TLS, put};
use crate::tokens::token;

/// What the program says of a configuration, on its way to serve and when it is only asked.
fn told(desk: &Desk, config: &str) -> [Output; 2] {
    desk.put("arbitre.toml", config);
    let serve = ["serve", "--config", "arbitre.toml"];
    [&serve[..], &[&serve[..], &["--check-config"]].concat()].map(|args| ends(desk, args))
}

/// What it says until it ends. A server that should not be would never: the limit keeps a failing test from hanging.
fn ends(desk: &Desk, args: &[&str]) -> Output {
    let mut command = desk.arbitre(args);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program");
    for _ in 0..6_000 {
        if child.try_wait().expect("it is ours").is_some() {
            return child.wait_with_output().expect("it has ended");
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    child.kill().expect("it is ours");
    panic!("it serves: {:?}", child.wait_with_output());
}

#[track_caller]
fn assert_refused(desk: &Desk, config: &str, expected: &[&str]) {
    for output in told(desk, config) {
        let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert_eq!(output.status.code(), Some(2), "{err}");
        let codes: Vec<&str> = err.lines().filter_map(|line| line.rsplit_once('[')?.1.strip_suffix(']')).collect();
        assert_eq!(codes, expected, "{err}");
        assert!(out.is_empty(), "{out}");
    }
}

#[test]
fn an_open_address_without_encryption_or_authentication_is_refused_with_all_that_lacks() {
    let desk = Desk::new();
    put(&desk, &Authority::new("ours").server("localhost"));
    desk.put("tokens.toml", &token("cd44", &[Plan]).1);
    let tokens = "[auth]\ntoken_file = 'tokens.toml'\n";
    for open in ["0.0.0.0:0", "[::]:0", "192.0.2.1:50051", "[::ffff:192.0.2.1]:50051"] {
        let listen = format!("[server]\nlisten = '{open}'\n");
        assert_refused(&desk, &listen, &["OPEN_WITHOUT_TLS", "OPEN_WITHOUT_AUTH"]);
        assert_refused(&desk, &format!("{listen}{TLS}"), &["OPEN_WITHOUT_AUTH"]);
        assert_refused(&desk, &format!("{listen}{tokens}"), &["OPEN_WITHOUT_TLS"]);
        // What else is wrong is told with it.
        let more = format!("{listen}[solve]\nqeue = 1\nnice = 20\n");
        assert_refused(&desk, &more, &["OUT_OF_RANGE", "UNKNOWN_KEY", "OPEN_WITHOUT_TLS", "OPEN_WITHOUT_AUTH"]);
    }
    // Who asks by a certificate of an authority is known, but not by having TLS and an authority alone.
    let authority = format!("[server]\nlisten = '0.0.0.0:0'\n{TLS}client_authorities = 'server.pem'\n");
    assert_refused(&desk, &authority, &["OPEN_WITHOUT_AUTH"]);
}

#[test]
fn with_both_an_open_address_is_in_order() {
    let desk = Desk::new();
    put(&desk, &Authority::new("ours").server("localhost"));
    desk.put("tokens.toml", &token("cd44", &[Plan]).1);
    desk.put("arbitre.toml", &format!("[server]\nlisten = '0.0.0.0:0'\n{TLS}[auth]\ntoken_file = 'tokens.toml'\n"));
    let asked = desk.arbitre(&["serve", "--config", "arbitre.toml", "--check-config"]).output().expect("it ends");
    assert!(asked.status.success(), "{asked:?}");
}

#[test]
fn files_that_cannot_be_used_are_all_told() {
    let desk = Desk::new();
    let config =
        format!("{TLS}[auth]\ntoken_file = 'tokens.toml'\nkey_set_file = 'keys.json'\nissuer = 'i'\naudience = 'a'\n");
    assert_refused(&desk, &config, &["UNREADABLE"; 4]);
    for file in ["server.pem", "server.key", "tokens.toml", "keys.json"] {
        desk.put(file, "the-secret");
    }
    assert_refused(&desk, &config, &["BAD_CERTIFICATE", "BAD_CERTIFICATE", "BAD_TOKENS", "BAD_KEY_SET"]);
    for output in told(&desk, &config) {
        assert!(!String::from_utf8_lossy(&output.stderr).contains("the-secret"), "{output:?}");
    }
    // A key that is another certificate's.
    let authority = Authority::new("ours");
    put(&desk, &authority.server("localhost"));
    desk.put("server.key", &authority.server("localhost").key);
    assert_refused(&desk, TLS, &["BAD_CERTIFICATE"]);
}
