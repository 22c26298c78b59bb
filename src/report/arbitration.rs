//! The menu of an arbitration, in words.

use crate::arbitrate::{Arbitration, ArbitrationOption, Triage};
use crate::base::Lang;
use crate::base::number::whole;

/// The verdict, then the options, or what it would take.
pub fn arbitration(a: &Arbitration, lang: Lang) -> String {
    let mut lines = vec![verdict(a, lang)];
    let told = |o: &ArbitrationOption| format!("  {}  {}", o.id, o.headline);
    lines.extend(a.options.iter().map(told));
    if !a.wider.is_empty() {
        lines.push(wider(lang).to_owned());
        lines.extend(a.wider.iter().map(told));
    }
    lines.extend(a.relaxations.iter().map(|r| format!("  - {}", r.headline)));
    lines.push(String::new());
    lines.join("\n")
}

/// What is said of plans that beat the first option.
pub(crate) fn wider(lang: Lang) -> &'static str {
    lang.pick(
        "Mieux que la première en valeur, perturbation et achats, en changeant davantage de projets décidés\u{a0}:",
        "Better than the first in value, disruption and purchases, by changing more decided projects:",
    )
}

/// Whether the demands get in.
pub(crate) fn verdict(a: &Arbitration, lang: Lang) -> String {
    let count = |n: usize| whole(i64::try_from(n).unwrap_or(i64::MAX), lang);
    let (least, all) = (count(a.at_least), count(a.committed));
    match (a.triage, a.options.first()) {
        (Triage::FitsAsIs, _) => lang
            .pick("Les demandes tiennent sans qu'un projet décidé change.", "The demands fit: no decided project changes.")
            .to_owned(),
        (Triage::FitsIf, Some(first)) if first.fewest_changes => lang.pick(
            format!("Les demandes tiennent si {least} des {all} projets décidés changent\u{a0}; moins est impossible, prouvé."),
            format!("The demands fit if {least} of {all} decided projects change; fewer is proven impossible."),
        ),
        (Triage::FitsIf, first) => {
            let changed = count(first.map_or(0, |o| o.touched.len()));
            lang.pick(
                format!("Les demandes tiennent si {changed} des {all} projets décidés changent\u{a0}; au moins {least}, prouvé."),
                format!("The demands fit if {changed} of {all} decided projects change; at least {least}, proven."),
            )
        }
        (Triage::Cannot, _) => lang
            .pick("Les demandes ne peuvent pas entrer, prouvé.", "The demands cannot get in, proven.")
            .to_owned(),
        (Triage::Open, _) => lang
            .pick(
                "Ni plan avec les demandes, ni preuve qu'il n'y en a pas\u{a0}: la recherche n'a pas tranché.",
                "Neither a plan with the demands nor proof that there is none: the search did not settle it.",
            )
            .to_owned(),
    }
}
