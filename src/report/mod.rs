//! A plan in words: what a projects office reads after a solve. Knows the portfolio and the plan, nothing of how they
//! were read or made, and takes nothing in the plan for granted.

mod arbitration;
mod comparison;
pub mod dossier;
mod drift;
mod evaluation;
mod explanation;
mod fairness;
mod frameworks;
mod frontier;
mod funds;
mod late;
mod left_out;
mod morning;
mod outcome;
mod pools;
mod prices;
mod reply;
mod schedule;
mod selected;
mod selection;
mod table;
#[cfg(test)]
mod tests;
mod why;
mod words;

pub use arbitration::arbitration;
pub use comparison::{comparison, outcome_line, scenario_name};
pub use drift::drift;
pub use evaluation::evaluation;
pub use explanation::explanation;
pub use fairness::fairness;
pub use frontier::frontier;
pub use morning::morning;
pub use prices::prices;
pub use reply::reply;
pub use schedule::schedule;
pub use selection::selection;
pub use words::{measure, status};

pub use crate::base::number::{decimal, percent, whole};

use crate::base::Lang;
use crate::model::Portfolio;
use crate::plan::Plan;

/// The whole summary: sections with a title each, those that have nothing to say left out.
pub fn summary(portfolio: &Portfolio, plan: &Plan, lang: Lang) -> String {
    let mut sections = vec![outcome::section(portfolio, plan, lang)];
    if plan.status.has_plan() {
        sections.extend([
            selected::section(portfolio, plan, lang),
            left_out::section(portfolio, plan, lang),
            late::section(portfolio, plan, lang),
            why::section(portfolio, plan, lang),
            pools::section(portfolio, plan, lang),
            funds::section(portfolio, plan, lang),
            frameworks::section(portfolio, plan, lang),
        ]);
    }
    sections.retain(|s| !s.is_empty());
    sections.join("\n")
}
