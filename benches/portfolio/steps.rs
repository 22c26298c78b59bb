//! Whether the same seed and step budget give the same plan, byte for byte, on one thread and on two.

use std::error::Error;
use std::process::Command;

use crate::engine::ARBITRE;
use crate::portfolios::Portfolio;
use crate::process;

/// Plans every portfolio on one thread and on two, and prints what comes of it.
pub(crate) fn check(portfolios: &[Portfolio], steps: u64) -> Result<bool, Box<dyn Error>> {
    println!("| Portfolio | Steps | Threads 1 and 2 |\n| --- | ---: | --- |");
    let mut all = true;
    for portfolio in portfolios {
        let same = plan(portfolio, steps, 1)? == plan(portfolio, steps, 2)?;
        println!("| {} | {steps} | {} |", portfolio.name, if same { "the same bytes" } else { "DIFFERENT" });
        all &= same;
    }
    Ok(all)
}

fn plan(portfolio: &Portfolio, steps: u64, threads: usize) -> Result<String, Box<dyn Error>> {
    let out = portfolio.beside(&format!("threads-{threads}.plan.json"));
    process::remove([&out])?;
    let mut command = Command::new(ARBITRE);
    command.arg("plan").arg(&portfolio.file).arg("--out").arg(&out);
    command.args(["--seed", "1", "--steps", &steps.to_string(), "--threads", &threads.to_string()]);
    let output = command.output()?;
    if !output.status.success() {
        return Err(format!("{}: {}", portfolio.name, String::from_utf8_lossy(&output.stderr)).into());
    }
    Ok(process::read(&out)?)
}
