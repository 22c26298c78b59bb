//! The program `arbitre serve` as it runs: its addresses, its log, its page of metrics, and signals to it.
//! Each test binary that names this file uses a part.
#![allow(dead_code)]

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::thread;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use tempfile::TempDir;

#[path = "program.rs"]
mod program;
pub(crate) use program::program;

/// The program while it serves. It is stopped when this is dropped.
pub(crate) struct Serving {
    child: Child,
    /// Where it takes calls.
    pub(crate) address: SocketAddr,
    /// Where its metrics are.
    metrics: SocketAddr,
    said: PathBuf,
    _folder: TempDir,
}

/// Serves with these variables, `SERVER_LISTEN` for `ARBITRE_SERVER_LISTEN`; on free ports, with a log of JSON at the
/// finest level, unless they say otherwise.
pub(crate) fn serve(variables: &[(&str, &str)]) -> Serving {
    let folder = TempDir::new().expect("a folder");
    let said = folder.path().join("log");
    let mut command = program();
    let by_default = [
        ("SERVER_LISTEN", "127.0.0.1:0"),
        ("TELEMETRY_PROMETHEUS_LISTEN", "127.0.0.1:0"),
        ("TELEMETRY_LOG_FORMAT", "json"),
        ("TELEMETRY_LOG_LEVEL", "trace"),
    ];
    for (name, value) in by_default.iter().chain(variables) {
        command.env(format!("ARBITRE_{name}"), value);
    }
    command.arg("serve").stdout(Stdio::piped()).stderr(File::create(&said).expect("a log"));
    let mut child = command.spawn().expect("the program starts");
    let mut lines = BufReader::new(child.stdout.take().expect("it is ours")).lines();
    let mut next = |before: &str| {
        let line = lines.next().transpose().expect("text").unwrap_or_default();
        let address = line.strip_prefix(before).map(|rest| rest.trim_end_matches("/metrics"));
        let log = || std::fs::read_to_string(&said).unwrap_or_default();
        address.unwrap_or_else(|| panic!("{line}\n{}", log())).parse().expect("an address")
    };
    let address = next("listening on ");
    let metrics = next("metrics on http://");
    Serving { child, address, metrics, said, _folder: folder }
}

impl Serving {
    /// Everything on standard error so far.
    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(&self.said).expect("the log is there")
    }

    /// The log's whole lines so far.
    pub(crate) fn lines(&self) -> Vec<Value> {
        let log = self.log();
        let whole = log.rfind('\n').map_or("", |end| &log[..end]);
        whole.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect()
    }

    /// The lines with a message, once there are so many.
    pub(crate) fn await_lines(&self, message: &str, count: usize) -> Vec<Value> {
        let mut found = Vec::new();
        eventually(&format!("{message} x {count}"), || {
            found = self.lines().into_iter().filter(|line| line["message"] == message).collect();
            found.len() >= count
        });
        found
    }

    /// The page of metrics.
    pub(crate) fn page(&self) -> String {
        let mut stream = TcpStream::connect(self.metrics).expect("the page is there");
        stream.write_all(b"GET /metrics HTTP/1.0\r\nHost: localhost\r\n\r\n").expect("it is asked");
        let mut text = String::new();
        stream.read_to_string(&mut text).expect("it is read");
        text
    }

    /// The value of `name{labels}` on the page.
    pub(crate) fn figure(&self, sample: &str) -> Option<f64> {
        self.page().lines().find_map(|line| line.strip_prefix(sample)?.strip_prefix(' ')?.parse().ok())
    }

    /// How many were refused for a reason.
    pub(crate) fn refusals(&self, reason: &str) -> f64 {
        self.figure(&format!("arbitre_refusals_total{{reason=\"{reason}\"}}")).expect("counted from the start")
    }

    /// Has it read its files anew.
    pub(crate) fn hang_up(&self) {
        self.signal(Signal::HUP);
    }

    /// Tells it to leave and waits until it has; its log.
    pub(crate) fn leave(mut self) -> String {
        self.signal(Signal::TERM);
        let status = self.child.wait().expect("it ends");
        assert!(status.success(), "{status}\n{}", self.log());
        self.log()
    }

    fn signal(&self, signal: Signal) {
        let id = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw).expect("a process");
        kill_process(id, signal).expect("it runs");
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It may have left already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Writes a file of a test.
pub(crate) fn write(path: &Path, text: &str) {
    std::fs::write(path, text).expect("it is written");
}

/// Waits for what has to come about. The limit only keeps a failing test from hanging.
pub(crate) fn eventually(what: &str, mut true_now: impl FnMut() -> bool) {
    for _ in 0..3_000 {
        if true_now() {
            return;
        }
        thread::sleep(Duration::from_millis(10));
    }
    panic!("it did not come about: {what}");
}
