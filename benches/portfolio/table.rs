//! Writes runs as a Markdown table.

use crate::Run;
use crate::portfolios::Portfolio;

/// The table of one portfolio; `best` is the best value that is known of it.
pub(crate) fn markdown(portfolio: &Portfolio, best: Option<f64>, runs: &[Run]) -> String {
    let heads = [
        portfolio.name.as_str(),
        "first plan",
        "its value",
        "value at 5 s",
        "value",
        "below best known",
        "bound",
        "gap",
        "peak memory",
        "wall time",
        "referees",
    ];
    let mut out = format!("| {} |\n|{}\n", heads.join(" | "), " --- |".to_owned() + &" ---: |".repeat(9) + " --- |");
    for run in runs {
        out += &format!("| {} |\n", row(run, best).join(" | "));
    }
    if runs.iter().any(|run| run.peak_mib.is_none()) {
        out += "\nPeak memory is read from /proc and was not measured where it is missing.\n";
    }
    out
}

fn row(run: &Run, best: Option<f64>) -> [String; 11] {
    let points = |x| cell(x, |x| format!("{x:.1}"));
    [
        run.solver.clone(),
        cell(run.first_seconds, |s| format!("{s:.2} s")),
        points(run.first_value),
        points(run.value_at_5),
        points(run.value),
        cell(run.value.zip(best).map(|(value, best)| 1.0 - value / best), |below| format!("{:.2} %", 100.0 * below)),
        points(run.bound),
        cell(run.gap, |gap| format!("{:.2} %", 100.0 * gap)),
        cell(run.peak_mib, |mib| format!("{mib:.0} MiB")),
        format!("{:.1} s", run.wall_seconds),
        run.verdict.clone(),
    ]
}

fn cell(figure: Option<f64>, write: impl Fn(f64) -> String) -> String {
    figure.map_or("–".to_owned(), write)
}
