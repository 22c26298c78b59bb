//! The menu of an arbitration, in words.

use crate::arbitrate::{Arbitration, ArbitrationOption, Clash, Triage};
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
    if !a.conflict.is_empty() {
        lines.push(lang.pick("Ce qui s'y oppose ensemble\u{a0}:", "What is in the way, together:").to_owned());
        lines.extend(a.conflict.iter().map(|c| format!("  - {}", named(c, lang))));
    }
    if !a.relaxations.is_empty() {
        lines.push(lang.pick("Ce qui les laisserait entrer\u{a0}:", "What would let them in:").to_owned());
        lines.extend(a.relaxations.iter().map(|r| format!("  - {}", r.headline)));
    }
    lines.push(String::new());
    lines.join("\n")
}

/// What is said of plans that beat the first option.
pub(crate) fn wider(lang: Lang) -> &'static str {
    lang.pick(
        "Mieux que la première en valeur, perturbation ou achats et moins bien en rien, en changeant davantage de projets \
         décidés\u{a0}:",
        "Better than the first in value, disruption or purchases and worse in none, by changing more decided projects:",
    )
}

/// What kind of thing has a part in a conflict, and its id if there are several of the kind.
pub(crate) fn clash(clash: &Clash, lang: Lang) -> (&'static str, Option<&str>) {
    match clash {
        Clash::Demand(id) => (lang.pick("la demande", "the demand"), Some(id)),
        Clash::Obligation(id) => (lang.pick("un projet obligatoire", "a project that has to be in"), Some(id)),
        Clash::Deadline(id) => (lang.pick("l'échéance d'une demande", "a demand's deadline"), Some(id)),
        Clash::Commitment(id) => (lang.pick("un projet décidé qui reste", "a decided project that stays"), Some(id)),
        Clash::Freeze => (lang.pick("ce qui a commencé avant le gel", "what has begun before the freeze"), None),
        Clash::Pool(id) => (lang.pick("les effectifs", "staff"), Some(id)),
        Clash::Framework(id) => (lang.pick("l'accord-cadre", "the framework"), Some(id)),
        Clash::Fund(id) => (lang.pick("les crédits", "the fund"), Some(id)),
        Clash::Flow(id) => (lang.pick("une limite de flux", "a flow limit"), Some(id)),
        Clash::Rule(id) => (lang.pick("une règle de sélection", "a selection rule"), Some(id)),
        Clash::Terms => (lang.pick("les conditions posées à l'arbitrage", "the arbitration's own terms"), None),
    }
}

fn named(one: &Clash, lang: Lang) -> String {
    match clash(one, lang) {
        (kind, Some(id)) => format!("{kind} ({id})"),
        (kind, None) => kind.to_owned(),
    }
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
