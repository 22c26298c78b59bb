//! Signed tokens: only those that one of the keys has signed, for this service, in their time.

use std::time::{SystemTime, UNIX_EPOCH};

use ring::hmac;
use serde_json::{Value, json};
use tonic::Code::{PermissionDenied, Unauthenticated};

use crate::client::{Caller, refused};
use crate::process::{Desk, Server};
use crate::signer::{Signer, encoded, message};

const CONFIG: &str = "[auth]\nkey_set_file = 'keys.json'\nissuer = 'https://id.example.org'\n\
                      audience = 'arbitre'\nleeway_seconds = 0\nreload_seconds = 0\n";

fn set(signers: &[&Signer]) -> String {
    json!({"keys": signers.iter().map(|s| s.public()).collect::<Vec<_>>()}).to_string()
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs()
}

/// Claims that are good for an hour.
fn claims() -> Value {
    json!({"iss": "https://id.example.org", "aud": "arbitre", "exp": now() + 3600, "sub": "ppm", "tenant": "cd44",
           "scope": "openid plan"})
}

/// Those, with one that is another, or, for null, not there.
fn but(name: &str, value: Value) -> Value {
    let mut claims = claims();
    let map = claims.as_object_mut().expect("an object");
    map.remove(name);
    if !value.is_null() {
        map.insert(name.to_owned(), value);
    }
    claims
}

#[tokio::test]
async fn every_kind_of_key_opens_and_so_does_every_form_of_claims() {
    let signers = [Signer::edwards("one"), Signer::elliptic("two"), Signer::rsa("three")];
    let desk = Desk::new();
    desk.put("keys.json", &set(&signers.each_ref()));
    let server = Server::start(desk, CONFIG);
    let caller = Caller::plain(&server).await;
    for signer in &signers {
        caller.with_token(&signer.sign(&claims())).plan().await.expect("it is signed by a key of the set");
    }
    for claims in [but("aud", json!(["other", "arbitre"])), but("scope", json!(["plan"])), but("nbf", json!(now()))] {
        caller.with_token(&signers[0].sign(&claims)).plan().await.expect("another form of the same");
    }
    let ends = server.lines("request ended", 6).await;
    assert!(ends.iter().all(|end| end["tenant"] == "cd44"), "{ends:#?}");
}

#[tokio::test]
async fn every_flaw_is_refused_with_its_reason() {
    let (ours, elliptic, rsa) = (Signer::edwards("one"), Signer::elliptic("two"), Signer::rsa("three"));
    let desk = Desk::new();
    desk.put("keys.json", &set(&[&ours, &elliptic, &rsa]));
    let server = Server::start(desk, CONFIG);
    let caller = Caller::plain(&server).await;
    let good = ours.sign(&claims());
    let tokens = [
        (ours.sign(&but("exp", json!(now() - 1))), "TOKEN_EXPIRED"),
        (ours.sign(&but("exp", Value::Null)), "TOKEN_CLAIMS"),
        (ours.sign(&but("nbf", json!(now() + 3600))), "TOKEN_NOT_YET_VALID"),
        (ours.sign(&but("aud", json!("billing"))), "TOKEN_AUDIENCE"),
        (ours.sign(&but("aud", Value::Null)), "TOKEN_CLAIMS"),
        (ours.sign(&but("iss", json!("https://evil.example.org"))), "TOKEN_ISSUER"),
        (ours.sign(&but("iss", Value::Null)), "TOKEN_CLAIMS"),
        (ours.sign(&but("tenant", Value::Null)), "TOKEN_CLAIMS"),
        (ours.sign(&but("tenant", json!("a b"))), "TOKEN_CLAIMS"),
        (ours.sign(&but("sub", Value::Null)), "TOKEN_CLAIMS"),
        // The key of another set, under an id of ours.
        (Signer::edwards("one").sign(&claims()), "TOKEN_UNKNOWN"),
        (Signer::edwards("four").sign(&claims()), "TOKEN_UNKNOWN"),
        (ours.sign_with(&json!({"alg": "EdDSA"}), &claims()), "TOKEN_UNKNOWN"),
        // The right key, under an algorithm that is not its own.
        (ours.sign_with(&json!({"alg": "ES256", "kid": "one"}), &claims()), "TOKEN_UNKNOWN"),
        (rsa.sign_with(&json!({"alg": "RS512", "kid": "three"}), &claims()), "TOKEN_UNKNOWN"),
        (ours.sign_with(&json!({"alg": "EdDSA", "kid": "two"}), &claims()), "TOKEN_UNKNOWN"),
        // An extension that has to be understood and is not.
        (
            ours.sign_with(&json!({"alg": "EdDSA", "kid": "one", "crit": ["b64"], "b64": false}), &claims()),
            "TOKEN_UNKNOWN",
        ),
        (unsigned("none"), "TOKEN_UNKNOWN"),
        (unsigned("None"), "TOKEN_UNKNOWN"),
        (signed_with_what_is_public(&rsa), "TOKEN_UNKNOWN"),
        // Other claims under a signature that was good for the first.
        (grafted(&good), "TOKEN_UNKNOWN"),
        (good.rsplit_once('.').expect("a signature").0.to_owned(), "TOKEN_UNKNOWN"),
    ];
    for (token, reason) in &tokens {
        assert_eq!(refused(caller.with_token(token).plan().await), (Unauthenticated, (*reason).to_owned()), "{token}");
    }
    let reasons = server.told("refused", "reason", tokens.len()).await;
    assert_eq!(reasons, tokens.each_ref().map(|(_, reason)| *reason));
    assert_eq!(server.refusals("unauthenticated"), tokens.len());
    caller.with_token(&good).plan().await.expect("the good one still opens");
    let secrets: Vec<&str> = tokens.iter().map(|(token, _)| &token[..]).chain([&good[..]]).collect();
    server.keeps_silent_on(&secrets);
}

#[tokio::test]
async fn rights_and_tenant_are_those_of_the_claims() {
    let signer = Signer::edwards("one");
    let desk = Desk::new();
    desk.put("keys.json", &set(&[&signer]));
    let server = Server::start(desk, CONFIG);
    let caller = Caller::plain(&server).await;
    for claims in [but("scope", json!("openid read")), but("scope", Value::Null), but("scope", json!("planner"))] {
        let answer = caller.with_token(&signer.sign(&claims)).plan().await;
        assert_eq!(refused(answer), (PermissionDenied, "RIGHT_MISSING".to_owned()));
    }
    let other = caller.with_token(&signer.sign(&claims())).with("arbitre-tenant", "cd49").plan().await;
    assert_eq!(refused(other), (PermissionDenied, "TENANT_MISMATCH".to_owned()));
    assert_eq!(server.refusals("forbidden"), 4);
}

#[tokio::test]
async fn keys_are_replaced_without_a_restart() {
    let (old, new) = (Signer::edwards("old"), Signer::edwards("new"));
    let desk = Desk::new();
    desk.put("keys.json", &set(&[&old]));
    let server = Server::start(desk, CONFIG);
    let caller = Caller::plain(&server).await;
    let (before, after) = (caller.with_token(&old.sign(&claims())), caller.with_token(&new.sign(&claims())));
    before.plan().await.expect("the old key is in force");
    refused(after.plan().await);
    server.desk.put("keys.json", &set(&[&new]));
    server.hang_up();
    assert_eq!(server.told("files read anew", "files", 1).await, ["auth.key_set_file"]);
    after.plan().await.expect("the new key is in force, on the connection that there was");
    assert_eq!(refused(before.plan().await), (Unauthenticated, "TOKEN_UNKNOWN".to_owned()));
}

fn unsigned(algorithm: &str) -> String {
    format!("{}.", message(&json!({"alg": algorithm, "kid": "one"}), &claims()))
}

/// The known trick of passing off the public key as a shared secret.
fn signed_with_what_is_public(signer: &Signer) -> String {
    let message = message(&json!({"alg": "HS256", "kid": "three"}), &claims());
    let key = hmac::Key::new(hmac::HMAC_SHA256, signer.public()["n"].as_str().expect("a modulus").as_bytes());
    format!("{message}.{}", encoded(hmac::sign(&key, message.as_bytes()).as_ref()))
}

fn grafted(good: &str) -> String {
    let mark = good.rsplit_once('.').expect("a signature").1;
    format!("{}.{mark}", message(&json!({"alg": "EdDSA", "kid": "one"}), &but("tenant", json!("cd49"))))
}
