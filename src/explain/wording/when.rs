//! Periods in words: months as 2025-03, weeks and days by their first day.

use crate::base::{Lang, PeriodUnit, date};
use crate::model::Portfolio;

/// So many runs of periods are written out.
const MOST: usize = 3;

/// Runs of periods, "2025-03 to 2025-05, 2025-08".
pub(super) fn periods(portfolio: &Portfolio, periods: &[usize], lang: Lang) -> String {
    let mut sorted = periods.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for t in sorted {
        match runs.last_mut() {
            Some(run) if run.1 + 1 == t => run.1 = t,
            _ => runs.push((t, t)),
        }
    }
    let written = |(from, to): &(usize, usize)| {
        if from == to {
            return period(portfolio, *from);
        }
        let (from, to) = (period(portfolio, *from), period(portfolio, *to));
        lang.pick(format!("de {from} à {to}"), format!("{from} to {to}"))
    };
    let mut texts: Vec<String> = runs.iter().take(MOST).map(written).collect();
    if runs.len() > MOST {
        texts.push(lang.pick("…", "...").to_owned());
    }
    texts.join(", ")
}

fn period(portfolio: &Portfolio, t: usize) -> String {
    let calendar = &portfolio.calendar;
    let Some(period) = calendar.periods().get(t) else { return t.to_string() };
    let day = date::iso(period.first);
    match calendar.unit() {
        PeriodUnit::Month => day.get(..7).unwrap_or(&day).to_owned(),
        PeriodUnit::Week | PeriodUnit::Day => day,
    }
}
