//! The trace of a solve: one JSON object a line for each step forward, for benchmarks.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde_json::json;

use super::failure::Failure;
use crate::solve::Progress;

/// A file that is written as the solve goes on.
pub(super) struct Trace {
    path: PathBuf,
    state: Mutex<State>,
}

struct State {
    out: File,
    /// The first failure to write; nothing is written after it.
    error: Option<io::Error>,
}

impl Trace {
    /// A trace into this file.
    pub(super) fn create(path: &Path) -> Result<Self, Failure> {
        let out = File::create(path).map_err(|error| failure(path, error))?;
        Ok(Self { path: path.to_owned(), state: Mutex::new(State { out, error: None }) })
    }

    /// Adds a line. Whether that worked is told by [`Trace::finish`].
    pub(super) fn write(&self, seconds: f64, progress: &Progress) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.error.is_none() {
            // One call for the whole line, so that a reader finds whole lines.
            state.error = state.out.write_all(line(seconds, progress).as_bytes()).err();
        }
    }

    /// Whether all lines were written.
    pub(super) fn finish(self) -> Result<(), Failure> {
        let state = self.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        match state.error {
            Some(error) => Err(failure(&self.path, error)),
            None => Ok(()),
        }
    }
}

fn failure(path: &Path, error: io::Error) -> Failure {
    Failure::File { file: path.display().to_string(), error }
}

/// JSON has no infinity: the gap before the first plan is null, as is its value.
fn line(seconds: f64, progress: &Progress) -> String {
    let object = json!({
        "seconds": (seconds * 1e3).round() / 1e3,
        "goal": progress.goal,
        "measure": progress.measure.name(),
        "value": progress.value,
        "bound": progress.bound,
        "gap": progress.gap,
        "steps": progress.steps,
    });
    format!("{object}\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Measure;

    #[test]
    fn a_line_is_one_json_object() {
        let first =
            Progress { goal: 0, measure: Measure::Value, value: None, bound: 12.5, gap: f64::INFINITY, steps: 7 };
        let read: serde_json::Value = serde_json::from_str(&line(1.23456, &first)).unwrap();
        let expected = json!({"seconds": 1.235, "goal": 0, "measure": "VALUE", "value": null, "bound": 12.5,
                              "gap": null, "steps": 7});
        assert_eq!(read, expected);
    }
}
