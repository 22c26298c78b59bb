//! What things are called in a store: jobs, and what is kept under the hash of what it holds or answers.

use ring::digest::{SHA256, digest};
use ring::rand::{SecureRandom, SystemRandom};

/// SHA-256, in hexadecimal.
pub fn hash(bytes: &[u8]) -> String {
    hexadecimal(digest(&SHA256, bytes).as_ref())
}

/// The id of the job that a tenant's request id stands for: the same on every server.
pub fn id_of_request(tenant: &str, request_id: &str) -> String {
    hash(format!("{tenant}\n{request_id}").as_bytes())[..ID].to_owned()
}

/// An id that nobody else has; none if the system has no chance to give.
pub fn fresh_id() -> Option<String> {
    let mut bytes = [0; ID / 2];
    SystemRandom::new().fill(&mut bytes).ok()?;
    Some(hexadecimal(&bytes))
}

/// Letters of an id: 128 bits.
const ID: usize = 32;

/// Whether it can be an id at all.
pub fn is_id(text: &str) -> bool {
    text.len() == ID && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

/// Where an input is kept.
pub fn of_input(hash: &str) -> String {
    format!("input.{hash}")
}

/// Where the result is kept of an input, for a tenant, in a language, by this version of the engine.
pub fn of_result(input: &str, tenant: &str, lang: &str) -> String {
    format!("result.{}", hash(format!("{input}\n{tenant}\n{lang}\n{}", env!("CARGO_PKG_VERSION")).as_bytes()))
}

/// Where what has been found so far of a job is kept, of an attempt that may be one of several at work.
pub fn of_saved(id: &str, attempt: u32) -> String {
    format!("saved.{id}.{attempt}")
}

/// Where the result is kept of a job that did not run its course: of no use to another that asks the same.
pub fn of_partial(id: &str) -> String {
    format!("result.{id}")
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_id_has_one_job_for_each_tenant() {
        assert_eq!(id_of_request("a", "x"), id_of_request("a", "x"));
        assert_ne!(id_of_request("a", "x"), id_of_request("b", "x"));
        assert!(is_id(&id_of_request("a", "x")) && is_id(&fresh_id().expect("chance")));
        assert!(!is_id("x") && !is_id(&"X".repeat(32)));
        assert_eq!(hash(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
