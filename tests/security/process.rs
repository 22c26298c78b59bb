//! The program, running, with its files, its log and its page of metrics.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use tempfile::TempDir;

#[path = "../common/program.rs"]
mod program;
use program::program;

/// A folder for a test's files.
pub(crate) struct Desk(TempDir);

impl Desk {
    pub(crate) fn new() -> Self {
        Self(TempDir::new().expect("a folder"))
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Puts a file there, all at once as an operator should.
    pub(crate) fn put(&self, name: &str, content: &str) {
        let draft = self.path("draft");
        std::fs::write(&draft, content).expect("it is written");
        std::fs::rename(draft, self.path(name)).expect("it is put in place");
    }

    /// The program in this folder.
    pub(crate) fn arbitre(&self, args: &[&str]) -> Command {
        let mut command = program();
        command.args(args).current_dir(self.0.path());
        command
    }
}

/// A server that is killed when it is dropped.
pub(crate) struct Server {
    pub(crate) desk: Desk,
    pub(crate) address: SocketAddr,
    metrics: SocketAddr,
    log: Arc<Mutex<String>>,
    child: Child,
}

impl Server {
    /// Starts one by this configuration, with everything logged, on free ports of loopback.
    pub(crate) fn start(desk: Desk, config: &str) -> Self {
        desk.put("arbitre.toml", config);
        let mut command = desk.arbitre(&["serve", "--config", "arbitre.toml", "--listen", "127.0.0.1:0"]);
        command.env("ARBITRE_TELEMETRY_LOG_LEVEL", "trace").env("ARBITRE_TELEMETRY_LOG_FORMAT", "json");
        command.env("ARBITRE_TELEMETRY_PROMETHEUS_LISTEN", "127.0.0.1:0");
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program");
        let log = keep(child.stderr.take().expect("it is piped"));
        let mut said = BufReader::new(child.stdout.take().expect("it is piped"));
        let mut after = |words: &str| {
            let mut line = String::new();
            said.read_line(&mut line).expect("a line");
            let rest = line.trim().strip_prefix(words).map(|rest| rest.trim_end_matches("/metrics"));
            rest.and_then(|rest| rest.parse().ok()).unwrap_or_else(|| panic!("{line:?}\n{}", log.lock().expect("text")))
        };
        let (address, metrics) = (after("listening on "), after("metrics on http://"));
        Self { desk, address, metrics, log, child }
    }

    /// All that it has logged.
    pub(crate) fn log(&self) -> String {
        self.log.lock().expect("no reader panics").clone()
    }

    /// The lines with a message, once there are so many; none may be left out and none be too many.
    pub(crate) async fn lines(&self, message: &str, count: usize) -> Vec<Value> {
        let found = || -> Vec<Value> {
            let log = self.log();
            let whole = log.rfind('\n').map_or("", |end| &log[..end]);
            let lines = whole.lines().map(|line| serde_json::from_str(line).expect("each line is JSON"));
            lines.filter(|line: &Value| line["message"] == message).collect()
        };
        eventually(|| found().len() >= count).await;
        let lines = found();
        assert_eq!(lines.len(), count, "{lines:#?}");
        lines
    }

    /// What `field` says in the lines with a message, once there are so many of them.
    pub(crate) async fn told(&self, message: &str, field: &str, count: usize) -> Vec<String> {
        let lines = self.lines(message, count).await;
        lines.iter().map(|line| line[field].as_str().unwrap_or_default().to_owned()).collect()
    }

    /// The page of metrics.
    pub(crate) fn page(&self) -> String {
        let mut stream = TcpStream::connect(self.metrics).expect("the page is there");
        stream.write_all(b"GET /metrics HTTP/1.0\r\nHost: localhost\r\n\r\n").expect("asked");
        let mut text = String::new();
        stream.read_to_string(&mut text).expect("answered");
        text
    }

    /// How many were turned away for this reason, as Prometheus is told.
    pub(crate) fn refusals(&self, reason: &str) -> usize {
        let sample = format!("arbitre_refusals_total{{reason=\"{reason}\"}} ");
        let page = self.page();
        let figure = page.lines().find_map(|line| line.strip_prefix(&sample)).expect("counters begin at zero");
        figure.parse().expect("a count")
    }

    /// Has it read its files anew.
    pub(crate) fn hang_up(&self) {
        let id = Pid::from_raw(i32::try_from(self.child.id()).expect("an id")).expect("an id");
        kill_process(id, Signal::HUP).expect("it runs");
    }

    /// Neither log nor metrics may hold any of these.
    pub(crate) fn keeps_silent_on(&self, secrets: &[&str]) {
        for (text, secret) in [self.log(), self.page()].iter().flat_map(|text| secrets.iter().map(move |s| (text, s))) {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // If it has ended by itself, a test has failed already or will.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn keep(mut from: impl Read + Send + 'static) -> Arc<Mutex<String>> {
    let log = Arc::new(Mutex::new(String::new()));
    let kept = log.clone();
    std::thread::spawn(move || {
        let mut bytes = [0; 4096];
        while let Ok(count @ 1..) = from.read(&mut bytes) {
            kept.lock().expect("no reader panics").push_str(&String::from_utf8_lossy(&bytes[..count]));
        }
    });
    log
}

/// Waits for what has to come about. The limit only keeps a failing test from hanging.
pub(crate) async fn eventually(mut true_now: impl FnMut() -> bool) {
    for _ in 0..6_000 {
        if true_now() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("it did not come about");
}
