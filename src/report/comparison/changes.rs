//! What changes, project by project, and why.

use super::super::table::{Align, Table, name as cut};
use super::super::words;
use super::figures::signed;
use super::names::name;
use crate::base::Lang;
use crate::base::number::NONE;
use crate::plan::Reason;
use crate::study::{Change, Comparison};

/// A section for each scenario but the reference.
pub(super) fn sections(comparison: &Comparison, lang: Lang) -> Vec<String> {
    let Some(reference) = comparison.reference else { return Vec::new() };
    let against = name(comparison, reference, lang);
    let section = |(i, s): (usize, &crate::study::Compared)| {
        let mut table = Table::new(&[
            (lang.pick("Projet", "Project"), Align::Left),
            ("", Align::Left),
            ("", Align::Left),
            (lang.pick("Fin", "Finish"), Align::Right),
            (lang.pick("Valeur", "Value"), Align::Right),
            (lang.pick("Achats externes", "External spend"), Align::Right),
        ]);
        for change in &s.changes {
            row(&mut table, comparison, change, lang);
        }
        let (one, many) = lang.pick(("projet change", "projets changent"), ("project changes", "projects change"));
        let count = words::counted(s.changes.len(), one, many, lang);
        let own = name(comparison, i, lang);
        table
            .section(&lang.pick(format!("De {against} à {own} : {count}"), format!("From {against} to {own}: {count}")))
    };
    comparison.scenarios.iter().enumerate().map(section).collect()
}

fn row(table: &mut Table, comparison: &Comparison, change: &Change, lang: Lang) {
    let title = comparison.projects.iter().find(|p| p.project == change.project).map_or("", |p| &p.name);
    let finish =
        if change.finish_shift == 0 { NONE.to_owned() } else { signed(f64::from(change.finish_shift), 0, lang) };
    table.row(vec![
        cut(&change.project),
        cut(title),
        words::change(change, lang),
        finish,
        signed(change.value, 1, lang),
        signed(change.external_spend, 0, lang),
    ]);
    let mut told: Vec<&Reason> = Vec::new();
    for (i, reason) in &change.reasons {
        if told.iter().all(|r| r.text != reason.text) {
            told.push(reason);
            table.note(&format!("{}{}{}", name(comparison, *i, lang), lang.pick(" : ", ": "), reason.text));
        }
    }
}
