//! The exact models of the same problem, in OR-Tools CP-SAT and in HiGHS, that stand in `peers/` of the shared folder.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use serde_json::Value;

use crate::portfolios::Portfolio;
use crate::{Run, process, referee};

/// A peer that can be run here.
#[derive(Debug)]
pub(crate) struct Peer {
    /// What the tables call it.
    pub(crate) name: &'static str,
    script: PathBuf,
    traces: bool,
}

struct Known {
    name: &'static str,
    script: &'static str,
    imports: &'static str,
    packages: &'static str,
    /// Whether it can say what it found when.
    traces: bool,
}

const KNOWN: [Known; 2] = [
    Known { name: "CP-SAT", script: "cpsat_portfolio.py", imports: "ortools", packages: "ortools", traces: true },
    Known {
        name: "HiGHS",
        script: "highs_portfolio.py",
        imports: "highspy, numpy",
        packages: "highspy numpy",
        traces: false,
    },
];

/// Those whose packages are installed; the others are said to be left out.
pub(crate) fn available(shared: &Path) -> Result<Vec<Peer>, Box<dyn Error>> {
    let mut peers = Vec::new();
    for known in KNOWN {
        let script = shared.join("peers").join(known.script);
        let import = format!("import {}", known.imports);
        if !script.is_file() {
            left_out(&known, &format!("{} is not there", script.display()));
        } else if !Command::new(process::python()).args(["-c", &import]).output()?.status.success() {
            left_out(&known, &format!("install it with: pip install {}", known.packages));
        } else {
            peers.push(Peer { name: known.name, script, traces: known.traces });
        }
    }
    Ok(peers)
}

fn left_out(known: &Known, why: &str) {
    println!("**{} IS LEFT OUT**: {why}\n", known.name);
}

impl Peer {
    /// Solves the portfolio and has the plan checked.
    pub(crate) fn run(&self, portfolio: &Portfolio, seconds: u64, shared: &Path) -> Result<Run, Box<dyn Error>> {
        let plan = portfolio.beside(&format!("{}.plan.json", self.name));
        let trace = portfolio.beside(&format!("{}.trace.csv", self.name));
        process::remove([&plan, &trace])?;
        let mut command = Command::new(process::python());
        command.arg(&self.script).arg(&portfolio.file).args(["--seconds", &seconds.to_string()]);
        command.arg("--plan").arg(&plan);
        if self.traces {
            command.arg("--trace").arg(&trace);
        }
        let ended = process::run(&mut command, Duration::from_secs(3 * seconds + 120))?;
        let mut run = Run {
            solver: self.name.to_owned(),
            wall_seconds: ended.wall_seconds,
            peak_mib: ended.peak_mib,
            ..Run::default()
        };
        match ended.status {
            Some(status) if status.success() => {}
            Some(status) => return Ok(Run { verdict: format!("failed ({status})"), ..run }),
            None => return Ok(Run { verdict: "did not come back".to_owned(), ..run }),
        }
        let said = said(&ended.stdout)?;
        (run.value, run.bound, run.gap) = (said["value"].as_f64(), said["bound"].as_f64(), said["gap"].as_f64());
        run.first_seconds = said["first_s"].as_f64();
        if self.traces {
            (run.first_value, run.value_at_5) = values(&process::read(&trace)?);
        }
        // A peer that found no plan writes an empty one or none, and a gap that is no number.
        run.verdict = match run.gap {
            Some(_) => referee::reference(portfolio, &plan, shared)?,
            None => "no plan".to_owned(),
        };
        Ok(run)
    }
}

/// The JSON that a peer prints last. Python writes figures that are no numbers in a way that JSON does not know.
fn said(stdout: &str) -> Result<Value, Box<dyn Error>> {
    let last = stdout.lines().last().ok_or("the peer printed nothing")?;
    Ok(serde_json::from_str(&last.replace("-Infinity", "null").replace("Infinity", "null").replace("NaN", "null"))?)
}

/// The first value of a trace `seconds,value,bound`, and the last one within 5 s.
fn values(trace: &str) -> (Option<f64>, Option<f64>) {
    let rows: Vec<(f64, f64)> = trace
        .lines()
        .filter_map(|line| {
            let mut cells = line.split(',').map(str::parse);
            Some((cells.next()?.ok()?, cells.next()?.ok()?))
        })
        .collect();
    let at_5 = rows.iter().rev().find(|(seconds, _)| *seconds <= 5.0);
    (rows.first().map(|row| row.1), at_5.map(|row| row.1))
}
