//! Whose jobs a caller sees, what their rights let them do, and what the operator sees counted of it.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Output;

use tempfile::TempDir;

use crate::fixtures::Place;
use crate::programs::{arbitre, request};
use crate::serving::{Serving, eventually, program, serve};

/// A file with the token of somebody new.
fn token(folder: &Path, name: &str, tenant: &str, right: &str) -> PathBuf {
    let made = program().args(["token", name, "--tenant", tenant, "--right", right]).output().expect("it runs");
    assert!(made.status.success());
    let mut all = fs::OpenOptions::new().create(true).append(true).open(tokens(folder)).expect("it opens");
    all.write_all(&made.stdout).expect("it is written");
    let said = String::from_utf8(made.stderr).expect("text");
    let file = folder.join(format!("{name}.token"));
    fs::write(&file, said.split_whitespace().last().expect("a token")).expect("it is written");
    file
}

fn tokens(folder: &Path) -> PathBuf {
    folder.join("tokens.toml")
}

/// `arbitre job ...` with somebody's token.
fn as_whom(server: &Serving, token: &Path, args: &[&str]) -> Output {
    let token = token.to_string_lossy();
    arbitre(server, &[args, &["--token-file", &token]].concat())
}

fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn callers_see_their_own_tenant_s_jobs_and_do_what_they_may() {
    let (place, folder) = (Place::sqlite(), TempDir::new().expect("a folder"));
    let of = |name, tenant, right| token(folder.path(), name, tenant, right);
    let (planner, reader) = (of("planner", "a", "plan"), of("reader", "a", "read"));
    let (other, admin) = (of("other", "b", "plan"), of("admin", "c", "admin"));
    let tokens = tokens(folder.path()).to_string_lossy().into_owned();
    let server = serve(&[("JOBS_STORE", &place.address), ("AUTH_TOKEN_FILE", &tokens)]);
    let file = folder.path().join("r.json");
    fs::write(&file, request(1, 50).to_string()).expect("it is written");
    let file = file.to_string_lossy().into_owned();

    let id = text(&as_whom(&server, &planner, &["submit", &file])).trim().to_owned();
    assert!(arbitre::job::is_id(&id), "{id}");
    let refused = text(&as_whom(&server, &reader, &["submit", &file]));
    assert!(refused.contains("the right to do this is missing"), "{refused}");
    assert!(text(&as_whom(&server, &reader, &["list"])).contains(&id));
    assert!(!text(&as_whom(&server, &other, &["list"])).contains(&id));
    for args in [["cancel", &id], ["result", &id], ["watch", &id], ["delete", &id]] {
        let answer = as_whom(&server, &other, &args);
        assert!(text(&answer).contains("no such job"), "{args:?}: {}", text(&answer));
    }
    let elsewhere = text(&as_whom(&server, &other, &["list", "--tenant", "a"]));
    assert!(elsewhere.contains("only administrators"), "{elsewhere}");
    assert!(text(&as_whom(&server, &admin, &["list", "--tenant", "*"])).contains(&id));
    assert!(text(&as_whom(&server, &admin, &["list", "--tenant", "no tenant"])).contains("BAD_TENANT"));
}

#[test]
fn what_becomes_of_jobs_is_counted() {
    let (place, folder) = (Place::sqlite(), TempDir::new().expect("a folder"));
    let server = serve(&[("JOBS_STORE", &place.address)]);
    assert_eq!(server.figure("arbitre_jobs_ended_total{state=\"failed\"}"), Some(0.0), "from the start");
    let file = folder.path().join("r.json");
    fs::write(&file, request(1, 50).to_string()).expect("it is written");
    let id = text(&arbitre(&server, &["submit", &file.to_string_lossy()])).trim().to_owned();
    assert!(arbitre(&server, &["watch", &id]).status.success());
    eventually("it is counted", || server.figure("arbitre_jobs_ended_total{state=\"succeeded\"}") == Some(1.0));
    assert_eq!(server.figure("arbitre_job_attempts_total{outcome=\"done\"}"), Some(1.0));
    assert_eq!(server.figure("arbitre_job_attempt_seconds_count"), Some(1.0));
    eventually("nothing is left", || server.figure("arbitre_jobs_queued") == Some(0.0));
    assert_eq!(server.await_lines("job ends", 1)[0]["job"], id);
}
