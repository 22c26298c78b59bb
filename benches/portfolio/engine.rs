//! Runs `arbitre plan` and reads what it found, and when, from its trace.

use std::error::Error;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use serde_json::Value;

use crate::portfolios::Portfolio;
use crate::{Run, process, referee};

/// The program under measurement.
pub(crate) const ARBITRE: &str = env!("CARGO_BIN_EXE_arbitre");

/// A line of the trace that is about the first goal and has a plan.
struct Found {
    seconds: f64,
    value: f64,
}

/// Plans the portfolio and has the plan checked.
pub(crate) fn run(portfolio: &Portfolio, seconds: u64, seed: u64, shared: &Path) -> Result<Run, Box<dyn Error>> {
    let (plan, trace) = (portfolio.beside("arbitre.plan.json"), portfolio.beside("arbitre.trace.jsonl"));
    process::remove([&plan, &trace])?;
    let mut command = Command::new(ARBITRE);
    command.arg("plan").arg(&portfolio.file).args(["--seconds", &seconds.to_string(), "--seed", &seed.to_string()]);
    command.arg("--out").arg(&plan).arg("--trace").arg(&trace);
    let ended = process::run(&mut command, Duration::from_secs(3 * seconds + 60))?;
    let mut run = Run {
        solver: format!("arbitre, seed {seed}"),
        wall_seconds: ended.wall_seconds,
        peak_mib: ended.peak_mib,
        ..Run::default()
    };
    match ended.status {
        Some(status) if status.success() => {}
        Some(status) => return Ok(Run { verdict: format!("no plan ({status})"), ..run }),
        None => return Ok(Run { verdict: "did not come back".to_owned(), ..run }),
    }
    let found = found(&process::read(&trace)?)?;
    let goal = serde_json::from_str::<Value>(&process::read(&plan)?)?["goals"][0].clone();
    run.first_seconds = found.first().map(|f| f.seconds);
    run.first_value = found.first().map(|f| f.value);
    run.value_at_5 = found.iter().rev().find(|f| f.seconds <= 5.0).map(|f| f.value);
    // In the JSON form of the messages, a figure that is 0 may be left out.
    let figure = |name: &str| goal[name].as_f64().or(goal.is_object().then_some(0.0));
    (run.value, run.bound, run.gap) = (figure("value"), figure("bound"), figure("gap"));
    run.verdict = referee::own_and_reference(portfolio, &plan, shared)?;
    Ok(run)
}

fn found(trace: &str) -> Result<Vec<Found>, Box<dyn Error>> {
    let mut out = Vec::new();
    for line in trace.lines() {
        let line: Value = serde_json::from_str(line)?;
        let seconds = line["seconds"].as_f64().ok_or("a line of the trace without its seconds")?;
        if let Some(value) = line["value"].as_f64().filter(|_| line["goal"] == 0) {
            out.push(Found { seconds, value });
        }
    }
    Ok(out)
}
