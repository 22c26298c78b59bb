//! The programs as they run: a server, workers, the command line; killed at any moment.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::fixtures::{Place, on_both};
use crate::nodes::Cluster;
use crate::serving::{Serving, program, serve};

on_both! {
    a_night_with_every_process_killed_is_a_quiet_night
    two_servers_make_one_job_of_one_request
}

/// Jobs of a night. More by `ARBITRE_JOBS_NIGHT`, as `make bench-jobs` does.
fn jobs() -> usize {
    std::env::var("ARBITRE_JOBS_NIGHT").ok().map_or(8, |text| text.parse().expect("a number of jobs"))
}

/// Portfolios of a night: those of the folder `ARBITRE_JOBS_PORTFOLIOS`, or the reference portfolio alone.
fn portfolios() -> Vec<Value> {
    let Some(folder) = std::env::var_os("ARBITRE_JOBS_PORTFOLIOS") else { return vec![county()] };
    let entries = std::fs::read_dir(&folder).expect("the folder is there");
    let mut files: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    let read = |file: &std::path::PathBuf| serde_json::from_slice(&std::fs::read(file).expect("a file")).expect("JSON");
    files.iter().map(read).collect()
}

/// Every so many looks at the list a worker is killed at most: in a long night each has a few seconds.
fn looks_between_kills() -> u32 {
    if jobs() > 100 { 10 } else { 4 }
}

fn county() -> Value {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/feuille-de-route/portfolio.json");
    serde_json::from_slice(&std::fs::read(file).expect("the case is there")).expect("JSON")
}

/// Steps of each job of a night.
fn steps() -> u64 {
    std::env::var("ARBITRE_JOBS_STEPS").ok().map_or(1_500, |text| text.parse().expect("a number of steps"))
}

/// A plan of the reference portfolio, by steps.
pub(crate) fn request(seed: u64, steps: u64) -> Value {
    of(&county(), seed, steps)
}

fn of(portfolio: &Value, seed: u64, steps: u64) -> Value {
    json!({"plan": {"portfolio": portfolio, "options": {"maxSteps": steps.to_string(), "seed": seed.to_string()}},
           "labels": {"seed": seed.to_string()}})
}

/// A server on a store; workers of its own as the store's kind has it.
fn server(address: &str) -> Serving {
    serve(&[("JOBS_STORE", address), ("JOBS_LEASE_SECONDS", "2"), ("TELEMETRY_LOG_LEVEL", "info")])
}

/// `arbitre job ...` of a server.
pub(crate) fn arbitre(server: &Serving, args: &[&str]) -> Output {
    let url = format!("http://{}", server.address);
    program().arg("job").args(["--server", &url]).args(args).output().expect("the program runs")
}

fn said(server: &Serving, args: &[&str]) -> String {
    let output = arbitre(server, args);
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{args:?}: {}\n{out}{err}", output.status);
    out.into_owned()
}

fn list(server: &Serving) -> Vec<Value> {
    said(server, &["list", "--json"]).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// A worker process; killed when it is dropped.
struct Hired(Child);

impl Hired {
    fn new(address: &str) -> Self {
        let mut command: Command = program();
        command.args(["worker", "--store", address, "--jobs", "1"]).env("ARBITRE_JOBS_LEASE_SECONDS", "2");
        Self(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the worker starts"))
    }
}

impl Drop for Hired {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Waits until every job of the list has ended, and does something every now and then meanwhile.
fn await_all(server: &dyn Fn() -> Vec<Value>, count: usize, mut meanwhile: impl FnMut(u32, usize)) -> Vec<Value> {
    let (mut moved, mut last) = (Instant::now(), 0);
    for round in 0.. {
        let all = server();
        let ended = all.iter().filter(|job| job["finished"].as_str().is_some_and(|at| !at.is_empty())).count();
        if all.len() == count && ended == count {
            return all;
        }
        if ended != last {
            (moved, last) = (Instant::now(), ended);
        }
        // The limit only keeps a failing test from hanging.
        assert!(moved.elapsed() < Duration::from_secs(300), "{ended} of {} have ended: {all:#?}", all.len());
        meanwhile(round, ended);
        thread::sleep(Duration::from_millis(400));
    }
    unreachable!("rounds do not end")
}

/// Each job's result, by its seed.
fn results(server: &Serving, all: &[Value]) -> BTreeMap<String, Vec<u8>> {
    let folder = TempDir::new().expect("a folder");
    let one = |job: &Value| {
        assert_eq!(job["state"], "JOB_STATE_SUCCEEDED", "{job:#}");
        let file = folder.path().join("result.json");
        said(server, &["result", job["id"].as_str().expect("an id"), "--envelope", "--out", &file.to_string_lossy()]);
        let bytes = std::fs::read(&file).expect("it is written");
        (job["labels"]["seed"].as_str().expect("a label").to_owned(), bytes)
    };
    all.iter().map(one).collect()
}

fn submit_night(server: &Serving, folder: &Path) {
    let portfolios = portfolios();
    for (seed, portfolio) in (0..jobs()).zip(portfolios.iter().cycle()) {
        let file = folder.join(format!("{seed}.json"));
        std::fs::write(&file, of(portfolio, seed as u64, steps()).to_string()).expect("it is written");
    }
    let files: Vec<String> =
        (0..jobs()).map(|i| folder.join(format!("{i}.json")).to_string_lossy().into_owned()).collect();
    for (i, chunk) in files.chunks(50).enumerate() {
        let id = format!("night-{i}");
        let args: Vec<&str> =
            ["submit", "--request-id", &id].into_iter().chain(chunk.iter().map(String::as_str)).collect();
        // Sent twice: the same jobs.
        let (first, second) = (said(server, &args), said(server, &args));
        assert_eq!(first, second);
        assert_eq!(first.lines().count(), chunk.len());
    }
}

fn a_night_with_every_process_killed_is_a_quiet_night(place: &Place) {
    let folder = TempDir::new().expect("a folder");
    let quiet = {
        let quiet = Place::sqlite();
        let server = server(&quiet.address);
        submit_night(&server, folder.path());
        let all = await_all(&|| list(&server), jobs(), |_, _| {});
        results(&server, &all)
    };
    // Nodes of its own: other tests could not be answered meanwhile.
    let nodes = place.address.starts_with("nats:").then(|| Cluster::start().expect("it is there"));
    let address = nodes.as_ref().map_or(place.address.clone(), |nodes| nodes.address("night"));
    let again = RefCell::new(Some(server(&address)));
    submit_night(again.borrow().as_ref().expect("it serves"), folder.path());
    let mut workers = [Hired::new(&address), Hired::new(&address)];
    let mut ended_by_then = None;
    let all = await_all(&|| list(again.borrow().as_ref().expect("it serves")), jobs(), |round, ended| {
        let each = looks_between_kills();
        // Not before something has come to its end: on a busy machine nothing ever would.
        if round % each == 1 && ended_by_then != Some(ended) {
            ended_by_then = Some(ended);
            let victim = (round / each % 2) as usize;
            workers[victim] = Hired::new(&address);
        }
        if round == 3 {
            // Dropped: killed, without a word.
            again.replace(None);
            again.replace(Some(server(&address)));
        }
        match (&nodes, round) {
            (Some(nodes), 5) => nodes.kill(2),
            (Some(nodes), 20) => nodes.revive(2),
            _ => {}
        }
    });
    let server = again.take().expect("it serves");
    let again = results(&server, &all);
    let differ: Vec<_> = quiet.iter().filter(|(seed, bytes)| again.get(*seed) != Some(bytes)).map(|(s, _)| s).collect();
    assert!(again.len() == quiet.len() && differ.is_empty(), "these came out otherwise: {differ:?}");
    println!("{}: {} jobs, {} attempts, none lost, none otherwise", place.address, all.len(), attempts(&all));
}

fn attempts(all: &[Value]) -> usize {
    all.iter().map(|job| job["attempts"].as_array().map_or(0, Vec::len)).sum()
}

fn two_servers_make_one_job_of_one_request(place: &Place) {
    let (a, b) = (server(&place.address), server(&place.address));
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("r.json");
    std::fs::write(&file, request(1, 200).to_string()).expect("it is written");
    let send = |server: &Serving| said(server, &["submit", "--request-id", "same", &file.to_string_lossy()]);
    let ids: Vec<String> = thread::scope(|scope| {
        let sent: Vec<_> = [&a, &b].map(|server| scope.spawn(move || send(server))).into_iter().collect();
        sent.into_iter().map(|s| s.join().expect("no panic")).collect()
    });
    assert_eq!(ids[0], ids[1]);
    assert_eq!(list(&a).len(), 1);
    std::fs::write(&file, request(2, 200).to_string()).expect("it is written");
    let other = arbitre(&b, &["submit", "--request-id", "same", &file.to_string_lossy()]);
    assert_eq!(other.status.code(), Some(2), "{}", String::from_utf8_lossy(&other.stderr));
}

#[test]
fn a_job_s_way_on_the_command_line() {
    let place = Place::sqlite();
    let server = server(&place.address);
    let folder = TempDir::new().expect("a folder");
    let (file, out) = (folder.path().join("r.json"), folder.path().join("plan.json"));
    std::fs::write(&file, request(3, 300).to_string()).expect("it is written");
    let id = said(&server, &["submit", &file.to_string_lossy()]).trim().to_owned();
    let watched = said(&server, &["watch", &id]);
    assert!(watched.lines().last().is_some_and(|line| line.starts_with("succeeded")), "{watched}");
    let summary = said(&server, &["result", &id, "--out", &out.to_string_lossy()]);
    assert!(summary.starts_with("final result") && summary.contains("1/1"), "{summary}");
    let portfolio = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/feuille-de-route/portfolio.json");
    let checked = program().arg("check").args([&portfolio, &out]).output().expect("it runs");
    assert!(checked.status.success());
    // The Plan method's own answer, to the byte.
    let plain = folder.path().join("plain.json");
    let planned = program()
        .args(["plan", "--lang", "en", "--steps", "300", "--seed", "3"])
        .args([&portfolio, Path::new("--out"), &plain])
        .output()
        .expect("it runs");
    assert!(planned.status.success());
    assert_eq!(std::fs::read(&out).expect("written"), std::fs::read(&plain).expect("written"));
    assert_eq!(arbitre(&server, &["cancel", &id]).status.code(), Some(0), "it has ended, and stays as it is");
    said(&server, &["delete", &id]);
    let gone = arbitre(&server, &["result", &id]);
    assert_eq!(gone.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&gone.stderr).contains("no such job"));
    assert_eq!(list(&server).len(), 0);
}

#[test]
fn what_is_wrong_with_a_job_is_told_at_once_and_in_its_place() {
    let place = Place::sqlite();
    let server = server(&place.address);
    let folder = TempDir::new().expect("a folder");
    let (good, bad) = (folder.path().join("good.json"), folder.path().join("bad.json"));
    std::fs::write(&good, request(1, 10).to_string()).expect("it is written");
    let mut wrong = request(1, 10);
    wrong["priority"] = json!(101);
    wrong["deadline"] = json!("tomorrow");
    wrong["tenant"] = json!("all > of * them");
    wrong["plan"]["portfolio"]["pools"][0]["dayCost"] = json!(-1);
    std::fs::write(&bad, wrong.to_string()).expect("it is written");
    let output = arbitre(&server, &["submit", &good.to_string_lossy(), &bad.to_string_lossy()]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2));
    for part in [
        "jobs[1].priority",
        "jobs[1].deadline",
        "BAD_MOMENT",
        "jobs[1].tenant",
        "BAD_TENANT",
        "jobs[1].plan.portfolio.pools[0].dayCost",
    ] {
        assert!(said.contains(part), "{said}");
    }
    assert_eq!(list(&server).len(), 0, "all or none");
    std::fs::write(&bad, json!({"plan": {"portfolio": {}}, "what": 1}).to_string()).expect("it is written");
    let output = arbitre(&server, &["submit", &bad.to_string_lossy()]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("what: unknown field"));
}

#[test]
fn a_store_s_password_is_shown_nowhere() {
    let store = "nats://planner:s3cret@n1:4222,planner:s3cret@n2:4222?replicas=3";
    let said = |command: &mut Command| {
        let output = command.output().expect("it runs");
        let all = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(!all.contains("s3cret"), "{all}");
        all
    };
    let shown = said(program().args(["serve", "--check-config", "--store", store]));
    assert!(shown.contains("nats://planner:***@n1:4222,planner:***@n2:4222?replicas=3"), "{shown}");
    let wrong = format!("{store}&what=1");
    for command in [&["serve", "--store", &wrong][..], &["worker", "--store", &wrong]] {
        let refused = said(program().args(command).env("ARBITRE_SERVER_LISTEN", "127.0.0.1:0"));
        assert!(refused.contains("planner:***@n1:4222") && refused.contains("no address of a store"), "{refused}");
    }
    let refused = said(program().args(["store", "backup", "--store", store, "copy.db"]));
    assert!(refused.contains("planner:***@n1:4222"), "{refused}");
    // At its finest, the log of whatever lies below has words for each connection; nobody listens there.
    let nowhere = "nats://planner:s3cret@127.0.0.1:1";
    let log = said(program().args(["worker", "--store", nowhere]).env("ARBITRE_TELEMETRY_LOG_LEVEL", "trace"));
    assert!(log.contains("cannot be reached"), "{log}");
}

#[test]
fn a_server_without_a_store_says_so() {
    let server = serve(&[]);
    let output = arbitre(&server, &["list"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("jobs.store"));
}

#[test]
fn a_copy_of_a_store_at_work_is_a_store() {
    let (place, folder) = (Place::sqlite(), TempDir::new().expect("a folder"));
    let first = server(&place.address);
    let file = folder.path().join("r.json");
    std::fs::write(&file, request(1, 200).to_string()).expect("it is written");
    let id = said(&first, &["submit", &file.to_string_lossy()]).trim().to_owned();
    said(&first, &["watch", &id]);
    let (copy, new) = (folder.path().join("copy.db"), format!("sqlite:{}", folder.path().join("new.db").display()));
    let store = |args: &[&str]| program().arg("store").args(args).output().expect("it runs");
    let backed = store(&["backup", "--store", &place.address, &copy.to_string_lossy()]);
    assert!(backed.status.success(), "{}", String::from_utf8_lossy(&backed.stderr));
    assert!(store(&["restore", &copy.to_string_lossy(), "--store", &new]).status.success());
    let second = server(&new);
    assert_eq!(said(&second, &["result", &id]), said(&first, &["result", &id]));
    // Nothing is ever overwritten.
    let refused = store(&["restore", &copy.to_string_lossy(), "--store", &new]);
    assert_eq!(refused.status.code(), Some(1));
    std::fs::write(&copy, b"no store").expect("it is written");
    let other = format!("sqlite:{}", folder.path().join("other.db").display());
    assert_eq!(store(&["restore", &copy.to_string_lossy(), "--store", &other]).status.code(), Some(2));
}
