//! Runs a solver as a process of its own: how long it took, what it printed, how much memory it had at its peak.

use std::ffi::OsString;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};
use std::{env, fs};

/// How often the memory is looked at. The kernel keeps the peak itself, so that only what a process does in its last
/// moments can be missed.
const LOOK: Duration = Duration::from_millis(20);

/// A process that has ended.
#[derive(Debug)]
pub(crate) struct Ended {
    /// None if it did not come back and was ended.
    pub(crate) status: Option<ExitStatus>,
    pub(crate) stdout: String,
    pub(crate) wall_seconds: f64,
    /// None where the system does not say.
    pub(crate) peak_mib: Option<f64>,
}

/// Runs the command to its end, or ends it after `limit`.
pub(crate) fn run(command: &mut Command, limit: Duration) -> io::Result<Ended> {
    let begun = Instant::now();
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?;
    let mut pipe = child.stdout.take().expect("its output is piped");
    let reader = thread::spawn(move || {
        let mut text = String::new();
        pipe.read_to_string(&mut text).map(|_| text)
    });
    let mut peak_mib = None;
    let status = loop {
        peak_mib = peak(&child).or(peak_mib);
        if let Some(status) = child.try_wait()? {
            break Some(status);
        }
        if begun.elapsed() > limit {
            child.kill()?;
            child.wait()?;
            break None;
        }
        thread::sleep(LOOK);
    };
    let wall_seconds = begun.elapsed().as_secs_f64();
    let stdout = reader.join().expect("reading does not panic")?;
    Ok(Ended { status, stdout, wall_seconds, peak_mib })
}

/// Removes what an earlier run may have left, so that it is not taken for this one's.
pub(crate) fn remove<const N: usize>(files: [&PathBuf; N]) -> io::Result<()> {
    files.into_iter().filter(|f| f.exists()).try_for_each(fs::remove_file)
}

/// What a run has left.
pub(crate) fn read(file: &Path) -> Result<String, String> {
    fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))
}

/// The Python to run the tools with.
pub(crate) fn python() -> OsString {
    env::var_os("PYTHON").unwrap_or_else(|| "python3".into())
}

/// The most memory that the process has had, where `/proc` tells.
fn peak(child: &Child) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"))?;
    let kib: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib / 1024.0)
}
