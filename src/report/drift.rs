//! What has moved between two plans, in words.

use super::table::{Align, Table, name};
use crate::base::Lang;
use crate::model::Portfolio;
use crate::study::{Cause, ChangeKind, Drift, Moved};

/// The moves with their causes, and how many there are of each.
pub fn drift(portfolio: &Portfolio, drift: &Drift, lang: Lang) -> String {
    let mut table = Table::new(&[
        (lang.pick("Projet", "Project"), Align::Left),
        (lang.pick("Mouvement", "Move"), Align::Left),
        (lang.pick("Périodes", "Periods"), Align::Right),
        (lang.pick("Cause", "Cause"), Align::Left),
    ]);
    for moved in &drift.moved {
        table.row(row(portfolio, moved, lang));
        table.note(&moved.text);
    }
    let moved = lang.pick("Ce qui a bougé", "What has moved");
    format!("{}{}\n", table.section(moved), totals(drift, lang))
}

fn row(portfolio: &Portfolio, moved: &Moved, lang: Lang) -> Vec<String> {
    let project = portfolio.projects.iter().find(|p| p.id == moved.change.project && !p.name.is_empty());
    let shift = moved.change.finish_shift;
    vec![
        name(project.map_or(&moved.change.project, |p| &p.name)),
        kind(moved.change.kind, lang).to_owned(),
        if shift == 0 { String::new() } else { format!("{shift:+}") },
        cause(moved.cause, lang).to_owned(),
    ]
}

fn kind(kind: ChangeKind, lang: Lang) -> &'static str {
    match kind {
        ChangeKind::Added => lang.pick("entre", "added"),
        ChangeKind::Dropped => lang.pick("sort", "dropped"),
        ChangeKind::Delayed => lang.pick("retardé", "delayed"),
        ChangeKind::Advanced => lang.pick("avancé", "advanced"),
        ChangeKind::Rearranged => lang.pick("réorganisé", "rearranged"),
    }
}

fn cause(cause: Cause, lang: Lang) -> &'static str {
    match cause {
        Cause::Input => lang.pick("donnée changée", "changed input"),
        Cause::Decision => lang.pick("décision changée", "changed decision"),
        Cause::Engine => lang.pick("choix du moteur", "engine's choice"),
    }
}

fn totals(drift: &Drift, lang: Lang) -> String {
    let count = |cause: Cause| drift.moved.iter().filter(|m| m.cause == cause).count();
    let (input, decision, engine) = (count(Cause::Input), count(Cause::Decision), count(Cause::Engine));
    let could_stay = drift.moved.iter().filter(|m| m.cause == Cause::Engine && m.is_gratuitous()).count();
    let (moved, unmoved) = (drift.moved.len(), drift.unmoved);
    lang.pick(
        format!(
            "{moved} projets ont bougé, {unmoved} non\u{a0}: {input} par une donnée changée, {decision} par une décision \
             changée, {engine} par choix du moteur, dont {could_stay} qui pouvaient rester."
        ),
        format!(
            "{moved} projects have moved, {unmoved} have not: {input} by a changed input, {decision} by a changed decision, \
             {engine} by the engine's choice, {could_stay} of which could have stayed."
        ),
    )
}
