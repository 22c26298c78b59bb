//! Pipes that close, and Ctrl-C.

use std::io::Read;
use std::process::Stdio;

use crate::support::{Desk, arbitre, run};

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let desk = Desk::new();
    // Far more than a pipe holds, so that the program is still writing when its reader is gone.
    let large = desk.changed("large.json", |p| p["name"] = "x".repeat(1 << 20).into());
    let mut child = arbitre(&["expand", &large]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut out = child.stdout.take().unwrap();
    out.read_exact(&mut [0; 10]).unwrap();
    drop(out);
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), &output.stderr[..]), (Some(0), &b""[..]));
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_the_search_with_the_best_plan_so_far() {
    let desk = Desk::new();
    // Too large to be closed by proof, and without any limit: nothing but the interruption ends it.
    let large = desk.changed("large.json", many_projects);
    let (out, trace) = (desk.path("plan.json"), desk.path("trace.jsonl"));
    let mut child = arbitre(&["plan", &large, "--gap", "0", "--out", &out, "--trace", &trace])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    while !has_a_plan(&trace) {
        assert_eq!(child.try_wait().unwrap(), None, "it ended by itself without a plan");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let interrupt = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(interrupt.success());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    run(&["check", &large, &out]).ended(0);
}

/// Sixty different copies of the first project.
#[cfg(unix)]
fn many_projects(portfolio: &mut serde_json::Value) {
    let first = portfolio["projects"][0].clone();
    let copies = (0..60).map(|i| {
        let mut copy = first.clone();
        copy["id"] = format!("p{i}").into();
        copy["value"] = (20.0 + f64::from(i * 37 % 61) / 7.0).into();
        copy["phases"][0]["modes"][0]["effort"][0]["days"] = (1 + i * 29 % 17).into();
        copy
    });
    portfolio["projects"] = copies.collect();
}

#[cfg(unix)]
fn has_a_plan(trace: &str) -> bool {
    std::fs::read_to_string(trace).is_ok_and(|t| t.lines().any(|l| !l.contains(r#""value":null"#)))
}
