//! Scenarios side by side, in words.

mod changes;
mod decisions;
mod figures;
mod money;
mod names;
mod pools;
mod proposals;

pub use names::scenario_name;

use super::words;
use crate::base::Lang;
use crate::base::number::{decimal, percent};
use crate::model::draft::PortfolioDraft;
use crate::plan::Plan;
use crate::study::Comparison;

/// The whole comparison: sections with a title each, those that have nothing to say left out.
pub fn comparison(comparison: &Comparison, portfolio: &PortfolioDraft, lang: Lang) -> String {
    let mut sections = vec![figures::problems(comparison, lang), figures::section(comparison, portfolio, lang)];
    sections.push(decisions::section(comparison, lang));
    sections.extend(changes::sections(comparison, lang));
    sections.push(pools::section(comparison, lang));
    sections.push(pools::binding(comparison, lang));
    sections.push(money::section(comparison, lang));
    sections.push(proposals::section(comparison, lang));
    sections.retain(|s| !s.is_empty());
    sections.join("\n")
}

/// A plan in a line: its status, and its first goal with its bound and gap.
pub fn outcome_line(plan: &Plan, lang: Lang) -> String {
    let status = words::status(plan.status, lang);
    let Some(goal) = plan.goals.first() else { return status.to_owned() };
    let places = words::places(goal.measure);
    let (bound, gap) = lang.pick(("borne", "écart"), ("bound", "gap"));
    format!(
        "{status}, {} {}, {bound} {}, {gap} {}",
        words::measure(goal.measure, lang),
        decimal(goal.value, places, lang),
        decimal(goal.bound, places, lang),
        percent(goal.gap, 2, lang),
    )
}
