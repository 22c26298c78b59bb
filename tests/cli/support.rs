//! Running the program, and the small portfolio that most tests use.

use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

#[path = "../common/program.rs"]
mod program;
use program::program;

/// A portfolio with effort ratios and sourcing rules, three projects of which two fit.
pub(crate) const SMALL: &str = include_str!("small.json");

/// What a run came to.
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Run {
    /// The run, if it ended so; else everything it said.
    #[track_caller]
    pub(crate) fn ended(self, code: i32) -> Self {
        assert_eq!(self.code, code, "stdout:\n{}\nstderr:\n{}", self.out, self.err);
        self
    }

    /// Its standard output as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e} in {}", self.out))
    }
}

/// The program with these arguments.
pub(crate) fn arbitre(args: &[&str]) -> Command {
    let mut command = program();
    command.args(args);
    command
}

/// Runs the program to its end.
pub(crate) fn run(args: &[&str]) -> Run {
    finish(arbitre(args))
}

/// Runs a command to its end.
pub(crate) fn finish(mut command: Command) -> Run {
    let output = command.output().unwrap();
    Run {
        code: output.status.code().expect("no signal ended it"),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Runs the program with this on its standard input.
pub(crate) fn run_with_input(args: &[&str], input: &[u8]) -> Run {
    let mut command = arbitre(args);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    match child.stdin.take().unwrap().write_all(input) {
        // It need not read what it refuses, and what it says of that is for the test to judge.
        Err(e) if e.kind() == ErrorKind::BrokenPipe => {}
        written => written.unwrap(),
    }
    let output = child.wait_with_output().unwrap();
    Run {
        code: output.status.code().expect("no signal ended it"),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A folder for a test's files, gone after it.
pub(crate) struct Desk(TempDir);

impl Desk {
    pub(crate) fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    /// The path of a file on it.
    pub(crate) fn path(&self, name: &str) -> String {
        self.0.path().join(name).to_str().unwrap().to_owned()
    }

    /// Puts a file on it and gives its path.
    pub(crate) fn put(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    /// Puts the small portfolio on it.
    pub(crate) fn small(&self) -> String {
        self.put("small.json", SMALL)
    }

    /// Puts the small portfolio on it, changed.
    pub(crate) fn changed(&self, name: &str, change: impl FnOnce(&mut Value)) -> String {
        let mut portfolio: Value = serde_json::from_str(SMALL).unwrap();
        change(&mut portfolio);
        self.put(name, portfolio.to_string())
    }

    /// Puts a plan of the small portfolio on it: the first two projects, each on its own people.
    pub(crate) fn plan(&self, name: &str, change: impl FnOnce(&mut Value)) -> String {
        let mut plan = json!({"portfolio": "small", "projects": [
            {"project": "portal", "selected": true, "phases": [
                {"phase": "build", "mode": "own", "startPeriod": 0, "finishPeriod": 1},
                {"phase": "open", "mode": "day", "startPeriod": 2, "finishPeriod": 1}]},
            {"project": "archive", "selected": true, "phases": [
                {"phase": "build", "mode": "own", "startPeriod": 2, "finishPeriod": 4}]},
            {"project": "dream"}]});
        change(&mut plan);
        self.put(name, plan.to_string())
    }
}

/// Where the shared tools are, if they are there; says loudly what is left out where they are not.
pub(crate) fn shared(left_out: &str) -> Option<PathBuf> {
    let root = std::env::var_os("ARBITRE_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    if root.join("tools/check_plan.py").is_file() {
        return Some(root);
    }
    // Not eprintln!, which the test harness hides where a test passes.
    let line =
        format!("*** LEFT OUT: {left_out}: no tools/check_plan.py in {}; set ARBITRE_SHARED ***", root.display());
    writeln!(std::io::stderr(), "{line}").expect("stderr can be written to");
    None
}
