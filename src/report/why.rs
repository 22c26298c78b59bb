//! Why projects that are in are late or bought, in the sentences that the plan gives.

use super::selected;
use super::table::{Align, Table, name};
use crate::base::Lang;
use crate::model::Portfolio;
use crate::plan::{Plan, Reason};

pub(super) fn section(portfolio: &Portfolio, plan: &Plan, lang: Lang) -> String {
    let mut table = Table::new(&[(lang.pick("Projet", "Project"), Align::Left), ("", Align::Left)]);
    for p in plan.projects.iter().filter(|p| p.selected && !p.reasons.is_empty()) {
        table.row(vec![name(&p.project), selected::title(portfolio, &p.project)]);
        note(&mut table, &p.reasons);
    }
    table.section(lang.pick("Pourquoi en retard, pourquoi acheté", "Why late, why bought"))
}

/// The reasons under the last row; a sentence that several of them carry stands there once.
pub(super) fn note(table: &mut Table, reasons: &[Reason]) {
    for (i, reason) in reasons.iter().enumerate() {
        if reasons[..i].iter().all(|r| r.text != reason.text) {
            table.note(&reason.text);
        }
    }
}
