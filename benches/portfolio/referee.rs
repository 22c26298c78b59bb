//! Has plans checked, by `arbitre check` and by the reference referee `check_plan.py`.

use std::io;
use std::path::Path;
use std::process::Command;

use crate::engine::ARBITRE;
use crate::portfolios::Portfolio;
use crate::process;

/// The verdict on a plan that holds.
pub(crate) const PASSED: &str = "passed";

/// Both, with every figure that the plan claims.
pub(crate) fn own_and_reference(portfolio: &Portfolio, plan: &Path, shared: &Path) -> io::Result<String> {
    let own = ask(Command::new(ARBITRE).arg("check").arg(&portfolio.file).arg(plan))?;
    let tool = shared.join("tools/check_plan.py");
    let reference = ask(Command::new(process::python()).arg(tool).arg(&portfolio.file).arg(plan))?;
    Ok(match (own, reference) {
        (true, true) => PASSED.to_owned(),
        (own, reference) => {
            let word = |passed| if passed { PASSED } else { "REFUSED" };
            format!("arbitre check: {}, check_plan.py: {}", word(own), word(reference))
        }
    })
}

/// The reference alone, on the plan's choices.
pub(crate) fn reference(portfolio: &Portfolio, plan: &Path, shared: &Path) -> io::Result<String> {
    let tool = shared.join("tools/check_plan.py");
    let passed = ask(Command::new(process::python()).arg(tool).arg(&portfolio.file).arg(plan).arg("--no-claims"))?;
    Ok(if passed { PASSED } else { "REFUSED by check_plan.py" }.to_owned())
}

fn ask(command: &mut Command) -> io::Result<bool> {
    let output = command.output()?;
    if !output.status.success() {
        eprintln!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    }
    Ok(output.status.success())
}
