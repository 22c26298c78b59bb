//! The portfolios that are measured, made anew by `make_portfolio.py`.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::{Only, process};

/// A portfolio in a file.
#[derive(Clone, Debug)]
pub(crate) struct Portfolio {
    /// What the tables call it.
    pub(crate) name: String,
    /// Its JSON.
    pub(crate) file: PathBuf,
    /// How long the engine may take unless told.
    pub(crate) seconds: u64,
}

/// Unless more projects take longer.
const SECONDS: u64 = 60;

impl Portfolio {
    /// A file beside the portfolio's own, for what a run leaves.
    pub(crate) fn beside(&self, suffix: &str) -> PathBuf {
        self.file.with_extension(suffix)
    }
}

/// Makes them in `out`.
pub(crate) fn make(shared: &Path, out: &Path, only: Option<Only>) -> Result<Vec<Portfolio>, Box<dyn Error>> {
    let is_wanted = |set: Only, unless_told: bool| only.map_or(unless_told, |only| only == set);
    let mut made = Vec::new();
    let county = [("county", "month", Only::County, true), ("county by week", "week", Only::Week, false)];
    for (name, unit, ..) in county.into_iter().filter(|(_, _, set, unless_told)| is_wanted(*set, *unless_told)) {
        let county = one(name, &["county", "--unit", unit], shared, out)?;
        let bought = with_rule(&county, "externe", out)?;
        made.extend([county, bought]);
    }
    if is_wanted(Only::Random, true) {
        for (projects, seed) in [300, 1000].into_iter().flat_map(|n| (1..=3).map(move |seed| (n, seed))) {
            made.push(random(projects, seed, shared, out)?);
        }
    }
    if is_wanted(Only::Large, false) {
        for (projects, seconds) in [(5_000, 120), (10_000, 300)] {
            made.push(Portfolio { seconds, ..random(projects, 1, shared, out)? });
        }
    }
    Ok(made)
}

fn random(projects: usize, seed: u64, shared: &Path, out: &Path) -> Result<Portfolio, Box<dyn Error>> {
    let name = format!("random {projects}, seed {seed}");
    let (projects, seed) = (projects.to_string(), seed.to_string());
    one(&name, &["random", "--projects", &projects, "--seed", &seed], shared, out)
}

fn one(name: &str, args: &[&str], shared: &Path, out: &Path) -> Result<Portfolio, Box<dyn Error>> {
    let tool = shared.join("tools/make_portfolio.py");
    let output = Command::new(process::python()).arg(&tool).args(args).output()?;
    if !output.status.success() {
        return Err(format!("{}: {}", tool.display(), String::from_utf8_lossy(&output.stderr)).into());
    }
    write(name, &output.stdout, out)
}

/// The portfolio with one of its sourcing rules turned on.
fn with_rule(portfolio: &Portfolio, rule: &str, out: &Path) -> Result<Portfolio, Box<dyn Error>> {
    let mut json: Value = serde_json::from_slice(&fs::read(&portfolio.file)?)?;
    let rules = json["sourcingRules"].as_array_mut().ok_or("the portfolio has no sourcing rules")?;
    let found = rules.iter_mut().find(|r| r["id"] == rule).ok_or_else(|| format!("no sourcing rule {rule}"))?;
    found["enabled"] = Value::Bool(true);
    write(&format!("{} with {rule}", portfolio.name), &serde_json::to_vec(&json)?, out)
}

fn write(name: &str, json: &[u8], out: &Path) -> Result<Portfolio, Box<dyn Error>> {
    let file = out.join(format!("{}.json", name.replace(", ", "-").replace(' ', "-")));
    fs::write(&file, json)?;
    Ok(Portfolio { name: name.to_owned(), file, seconds: SECONDS })
}
