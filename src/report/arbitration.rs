//! The menu of an arbitration, in words.

use crate::arbitrate::{Arbitration, Triage};
use crate::base::Lang;
use crate::base::number::whole;

/// The verdict, then the options, or what it would take.
pub fn arbitration(a: &Arbitration, lang: Lang) -> String {
    let mut lines = vec![verdict(a, lang)];
    lines.extend(a.options.iter().map(|o| format!("  {}  {}", o.id, o.headline)));
    lines.extend(a.relaxations.iter().map(|r| format!("  - {}", r.headline)));
    lines.push(String::new());
    lines.join("\n")
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
