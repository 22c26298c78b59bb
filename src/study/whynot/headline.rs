//! A way in one sentence, French or English, from its facts.

use super::facts::{WayIn, WayKind};
use crate::base::number::decimal;
use crate::base::{Date, Lang, date};
use crate::model::draft::scenario::ChangeDraft;
use crate::model::{Measure, Portfolio};
use crate::study::compare::ChangeKind;

/// So many projects are named.
const MOST: usize = 4;

pub(super) fn of(portfolio: &Portfolio, project: &str, day: Date, way: &WayIn, lang: Lang) -> String {
    let (name, by) = (named(portfolio, project), date::iso(day));
    let what = match way.kind {
        WayKind::Fits => lang.pick("il tient déjà à côté du reste", "it fits beside the rest as it is").to_owned(),
        _ => {
            let mut parts: Vec<String> = way.changes.iter().map(|c| change(portfolio, c, lang)).collect();
            parts.extend(others(portfolio, project, way, lang));
            parts.join(lang.pick(" ; ", "; "))
        }
    };
    let value = way.differences.iter().find(|d| d.measure == Measure::Value).map_or(0.0, |d| d.value);
    let sign = if value > 0.0 { "+" } else { "" };
    let points = format!("{sign}{}", decimal(value, 1, lang));
    lang.pick(
        format!("{name} au plus tard le {by}\u{a0}: {what} ({points} points)."),
        format!("{name} by {by}: {what} ({points} points)."),
    )
}

fn named(portfolio: &Portfolio, id: &str) -> String {
    let found = portfolio.projects.iter().find(|p| p.id == id && !p.name.is_empty());
    found.map_or_else(|| id.to_owned(), |p| p.name.clone())
}

/// The other projects that move.
fn others(portfolio: &Portfolio, project: &str, way: &WayIn, lang: Lang) -> Option<String> {
    let others: Vec<_> = way.moves.iter().filter(|m| m.project != project).collect();
    if others.is_empty() {
        return None;
    }
    let told = |m: &&crate::study::compare::Change| {
        let name = named(portfolio, &m.project);
        let how = match m.kind {
            ChangeKind::Added => lang.pick("entre", "comes in").to_owned(),
            ChangeKind::Dropped => lang.pick("sort", "is left out").to_owned(),
            ChangeKind::Rearranged => lang.pick("se réorganise", "is rearranged").to_owned(),
            ChangeKind::Delayed | ChangeKind::Advanced => format!("{:+}", m.finish_shift),
        };
        format!("{name} ({how})")
    };
    let mut names: Vec<String> = others.iter().take(MOST).map(told).collect();
    if others.len() > MOST {
        names.push(lang.pick("…", "...").to_owned());
    }
    let (n, names) = (others.len(), names.join(", "));
    // Who comes in is told of, and is none of those that are counted.
    let is_fewest = way.is_fewest && others.iter().all(|m| m.kind != ChangeKind::Added);
    let least = match (is_fewest, way.is_least) {
        (true, true) => lang.pick(", aussi peu et au moins possible", ", as few and as little as can be"),
        (true, false) => lang.pick(", aussi peu que possible", ", as few as can be"),
        (false, true) => lang.pick(", au moins possible", ", as little as can be"),
        (false, false) => "",
    };
    let many = if n == 1 { "" } else { "s" };
    Some(lang.pick(
        format!("{n} autre{many} projet{many} bouge{}{least}\u{a0}: {names}", if n == 1 { "" } else { "nt" }),
        format!("{n} other project{many} move{}{least}: {names}", if n == 1 { "s" } else { "" }),
    ))
}

fn change(portfolio: &Portfolio, change: &ChangeDraft, lang: Lang) -> String {
    match change {
        ChangeDraft::AddStaff { pool, staff } => {
            let (fte, from, to) = staff.as_ref().map_or((0.0, "", ""), |s| (s.fte, &s.from[..], &s.to[..]));
            let fte = decimal(fte, 2, lang);
            lang.pick(
                format!("{fte} ETP de plus pour {pool} du {from} au {to}"),
                format!("{fte} more FTE for {pool} from {from} to {to}"),
            )
        }
        ChangeDraft::PutFund(f) => {
            lang.pick(format!("plus d'argent dans l'enveloppe {}", f.id), format!("more money in fund {}", f.id))
        }
        ChangeDraft::PutFramework(f) => {
            lang.pick(format!("plus de marge au contrat {}", f.id), format!("more room under contract {}", f.id))
        }
        ChangeDraft::PutFlowLimit(f) => {
            lang.pick(format!("la limite {} portée à {}", f.id, f.max), format!("limit {} raised to {}", f.id, f.max))
        }
        ChangeDraft::PutRule(r) => {
            lang.pick(format!("la règle {} portée à {}", r.id, r.count), format!("rule {} raised to {}", r.id, r.count))
        }
        ChangeDraft::RemoveRule(id) => lang.pick(format!("la règle {id} levée"), format!("rule {id} lifted")),
        ChangeDraft::SetSourcingRule { rule, .. } => {
            lang.pick(format!("la règle d'achat {rule} activée"), format!("sourcing rule {rule} turned on"))
        }
        ChangeDraft::SetWindow { project, deadline, .. } => {
            let (name, day) = (named(portfolio, project), deadline.clone().unwrap_or_default());
            lang.pick(format!("l'échéance de {name} repoussée au {day}"), format!("{name}'s deadline moved to {day}"))
        }
        _ => lang.pick("un changement du portefeuille", "a change of the portfolio").to_owned(),
    }
}
