//! What came of a question to a workspace, in a sentence.

use super::words::{measure, places, status};
use crate::base::Lang;
use crate::base::number::{decimal, percent};
use crate::plan::PlanStatus;
use crate::study::{Change, ChangeKind, Reply};

/// Figures that differ by less are the same as they are written.
const NOTHING: f64 = 0.05;

/// The sentence.
pub fn reply(reply: &Reply, lang: Lang) -> String {
    let own = &reply.comparison.scenarios[Reply::ASKED];
    let mut parts = match reply.plan().filter(|plan| plan.status.has_plan()) {
        None => vec![no_plan(own.status(), lang).to_owned()],
        Some(_) => vec![figures(reply, lang)],
    };
    parts.extend(counts(&own.changes, lang));
    capital(&format!("{}.", parts.join(lang.pick("\u{a0}; ", "; "))))
}

fn no_plan(found: PlanStatus, lang: Lang) -> &'static str {
    match found {
        PlanStatus::Infeasible => status(found, lang),
        _ => lang.pick(
            "aucun plan trouvé dans le temps imparti, sans preuve qu'il n'y en ait pas",
            "no plan was found in the time given, without proof that there is none",
        ),
    }
}

/// The first goal's figure, what it gains or loses, and how far from the best it is at most.
fn figures(reply: &Reply, lang: Lang) -> String {
    let own = &reply.comparison.scenarios[Reply::ASKED];
    let Some(goal) = own.plan.as_ref().and_then(|plan| plan.goals.first()) else { return String::new() };
    let figure = |x: f64| decimal(x, places(goal.measure), lang);
    let change = own.differences.iter().find(|d| d.measure == goal.measure).map(|d| match d.value {
        x if x.abs() < NOTHING => lang.pick(" (inchangé)", " (unchanged)").to_owned(),
        x => format!(" ({}{})", if x > 0.0 { "+" } else { "" }, figure(x)),
    });
    let proven = if goal.gap == 0.0 {
        lang.pick("optimal, prouvé", "optimal, proven").to_owned()
    } else {
        let gap = percent(goal.gap, 1, lang);
        lang.pick(format!("à {gap} au plus du meilleur plan"), format!("within {gap} of the best plan"))
    };
    format!("{} {}{}, {proven}", measure(goal.measure, lang), figure(goal.value), change.unwrap_or_default())
}

/// How many projects come in, go out, and so on.
fn counts(changes: &[Change], lang: Lang) -> Option<String> {
    let count = |kind| changes.iter().filter(|c| c.kind == kind).count();
    let kinds = [
        (ChangeKind::Added, "entrants", "in"),
        (ChangeKind::Dropped, "sortants", "out"),
        (ChangeKind::Delayed, "plus tard", "later"),
        (ChangeKind::Advanced, "plus tôt", "earlier"),
        (ChangeKind::Rearranged, "remaniés", "rearranged"),
    ];
    let told: Vec<String> = kinds
        .iter()
        .filter(|k| count(k.0) > 0)
        .map(|(kind, fr, en)| format!("{} {}", count(*kind), lang.pick(fr, en)))
        .collect();
    let projects = lang.pick("projets\u{a0}: ", "projects: ");
    (!told.is_empty()).then(|| format!("{projects}{}", told.join(", ")))
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
