//! The reference referee `check_plan.py` as a judge of many plans.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde::Deserialize;
use serde_json::{Value, json};

use arbitre::model::draft::PortfolioDraft;
use arbitre::plan::Plan;
use arbitre::wire;

/// What it says of a plan; see `oracle::Verdict`.
#[derive(Deserialize)]
pub(crate) struct Said {
    pub(crate) violations: Vec<String>,
    pub(crate) measures: [f64; 7],
    pub(crate) load: Vec<Vec<i64>>,
    pub(crate) ordered: Vec<(i64, i64)>,
    pub(crate) money: Vec<Vec<(i64, i64)>>,
}

/// A plan to be judged.
pub(crate) fn question(draft: &PortfolioDraft, plan: &Plan, baseline: Option<&Plan>, frozen_before: i32) -> Value {
    let json = |text: String| serde_json::from_str::<Value>(&text).expect("what wire writes is JSON");
    json!({
        "portfolio": json(wire::write_portfolio(draft)),
        "plan": json(wire::write_plan(plan)),
        "baseline": baseline.map(|plan| json(wire::write_plan(plan))),
        "frozenBefore": frozen_before,
    })
}

/// Judges them all in one process.
pub(crate) fn judge(check_plan: &Path, questions: &[Value]) -> Vec<Said> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/common/referee.py");
    let mut command = Command::new("python3");
    command.arg(script).arg(check_plan).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut python = command.spawn().expect("python3 runs");
    let input = serde_json::to_vec(questions).expect("values are JSON");
    python.stdin.take().expect("it is piped").write_all(&input).expect("the referee reads its cases");
    let output = python.wait_with_output().expect("the referee ends");
    assert!(output.status.success(), "the referee failed");
    serde_json::from_slice(&output.stdout).expect("the referee writes verdicts")
}
