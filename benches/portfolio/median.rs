//! What the engine comes to over several seeds: one search's luck is up to a percent.

use crate::{Run, referee};

/// The median of each figure on its own, over the runs that have it.
pub(crate) fn of(runs: &[Run]) -> Run {
    let median = |figure: fn(&Run) -> Option<f64>| {
        let mut all: Vec<f64> = runs.iter().filter_map(figure).collect();
        all.sort_by(f64::total_cmp);
        let middle = all.len().checked_sub(1)? / 2;
        Some((all[middle] + all[all.len() / 2]) / 2.0)
    };
    Run {
        solver: format!("arbitre, median of {}", runs.len()),
        first_seconds: median(|run| run.first_seconds),
        first_value: median(|run| run.first_value),
        value_at_5: median(|run| run.value_at_5),
        value: median(|run| run.value),
        bound: median(|run| run.bound),
        gap: median(|run| run.gap),
        wall_seconds: median(|run| Some(run.wall_seconds)).unwrap_or_default(),
        peak_mib: median(|run| run.peak_mib),
        verdict: runs
            .iter()
            .map(|run| &run.verdict)
            .find(|v| *v != referee::PASSED)
            .unwrap_or(&runs[0].verdict)
            .clone(),
    }
}
