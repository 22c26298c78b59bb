//! Answers as JSON: for each activity its start and its mode, both as the instance counts them, from 0; for each candidate of a
//! selection the year that it starts in.

use crate::schedule::{Objective, Valued};

/// The schedule in one JSON object with `instance`, `objective` and `start_mode`, a pair for each activity of the file in the
/// order of the file (of MISTA's lists, one project after the other).
pub fn write_schedule(name: &str, objective: Objective, found: &Valued) -> String {
    let pairs: Vec<[usize; 2]> =
        found.schedule.starts.iter().zip(&found.schedule.modes).map(|(&s, &m)| [s as usize, m]).collect();
    let value = match objective {
        Objective::Makespan => serde_json::json!(found.value.first),
        Objective::DelayThenMakespan => serde_json::json!([found.value.first, found.value.second]),
    };
    let document = serde_json::json!({ "instance": name, "objective": value, "start_mode": pairs });
    format!("{document}\n")
}

/// The selection in one JSON object with `instance`, `objective` and `starts`: for each project of the file the year that it
/// starts in, from 0, or null.
pub fn write_selection(name: &str, value: f64, starts: &[Option<usize>]) -> String {
    let document = serde_json::json!({ "instance": name, "objective": value, "starts": starts });
    format!("{document}\n")
}
