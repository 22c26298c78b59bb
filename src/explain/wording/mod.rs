//! Findings in one sentence, French or English.

mod need;
mod when;

pub(super) use need::id;

use super::Finding;
use crate::base::number::decimal;
use crate::base::{Lang, ProjectId};
use crate::model::{Measure, Portfolio};
use crate::solve::{Bargain, Shortage};

/// So many decimals are shown at most, and less than this is not spoken of.
const MOST_PLACES: usize = 6;
const LEAST: f64 = 1e-6;

/// One sentence.
pub(super) fn sentence(portfolio: &Portfolio, finding: &Finding, lang: Lang) -> String {
    match finding {
        Finding::NeverFits { shortages } if shortages.is_empty() => lang
            .pick(
                "Il ne tient nulle part, quoi qu'on planifie d'autre\u{a0}: ses dates, les jalons de départ, ce qui est gelé, \
                 les périodes sans jour ouvré ou celles où ses contrats et enveloppes sont ouverts ne lui laissent pas de \
                 place.",
                "It fits nowhere, whatever else is planned: its dates, the start gates, what is frozen, periods without \
                 working days or the open periods of its contracts and funds leave it no place.",
            )
            .to_owned(),
        Finding::NeverFits { shortages } => {
            let needs = need::all(portfolio, shortages, lang);
            lang.pick(
                format!("Il ne tient nulle part, même si rien d'autre n'est planifié\u{a0}; il faudrait {needs}."),
                format!("It fits nowhere, even with nothing else planned; it would take {needs}."),
            )
        }
        Finding::NoValue { measure, loss } => no_value(*measure, *loss, lang),
        Finding::Overlooked { with, measure, gain } => overlooked(portfolio, with, *measure, *gain, lang),
        Finding::Blocked { shortages, shortfall } => blocked(portfolio, shortages, *shortfall, lang),
        Finding::Undecided => lang
            .pick(
                "Ni place à côté du plan, ni preuve qu'il n'y en a pas\u{a0}: la recherche n'a pas tranché.",
                "Neither a place beside the plan nor proof that there is none: the search did not settle it.",
            )
            .to_owned(),
        Finding::Late { shortages } => late(portfolio, shortages, lang),
        Finding::NotBy { end, shortages } => not_by(portfolio, *end, shortages, lang),
        Finding::Bought { bargain } => bought(portfolio, bargain, lang),
    }
}

fn blocked(portfolio: &Portfolio, shortages: &[Shortage], shortfall: f64, lang: Lang) -> String {
    let needs = need::all(portfolio, shortages, lang);
    let outweighed = if shortfall > LEAST {
        let points = amount(Measure::Value, shortfall, lang);
        lang.pick(
            format!("\u{a0}; aux prix du plan, ce qu'il prendrait vaut {points} de plus que ce qu'il apporte"),
            format!("; at the plan's prices what it would take is worth {points} more than it brings"),
        )
    } else {
        String::new()
    };
    lang.pick(
        format!("Il ne tient pas à côté du plan\u{a0}; il tiendrait avec {needs}{outweighed}."),
        format!("It does not fit beside the plan; it would with {needs}{outweighed}."),
    )
}

fn late(portfolio: &Portfolio, shortages: &[Shortage], lang: Lang) -> String {
    if shortages.is_empty() {
        let texts = (
            "Il finit après sa cible, que ses propres limites mettent hors d'atteinte, quoi qu'on planifie d'autre.",
            "It ends after its target, which its own limits put out of reach, whatever else is planned.",
        );
        return lang.pick(texts.0, texts.1).to_owned();
    }
    let needs = need::all(portfolio, shortages, lang);
    lang.pick(
        format!("Il finit après sa cible\u{a0}; à côté du reste du plan il la tiendrait avec {needs}."),
        format!("It ends after its target; beside the rest of the plan it would meet it with {needs}."),
    )
}

fn not_by(portfolio: &Portfolio, end: usize, shortages: &[Shortage], lang: Lang) -> String {
    let when = match end.checked_sub(1).map(|last| when::periods(portfolio, &[last], lang)) {
        Some(when) => lang.pick(format!("dès {when}"), format!("by {when}")),
        None => lang.pick("avant la fin de la première période", "before the first period is over").to_owned(),
    };
    if shortages.is_empty() {
        return lang.pick(
            format!("Ses propres limites l'empêchent de finir {when}, quoi qu'on planifie d'autre."),
            format!("Its own limits keep it from ending {when}, whatever else is planned."),
        );
    }
    let needs = need::all(portfolio, shortages, lang);
    lang.pick(
        format!("À côté du reste du plan il ne peut finir {when}\u{a0}; il le pourrait avec {needs}."),
        format!("Beside the rest of the plan it cannot end {when}; it could with {needs}."),
    )
}

fn no_value(measure: Measure, loss: f64, lang: Lang) -> String {
    if loss <= 0.0 {
        let texts = (
            "Il n'améliorerait aucun objectif, où qu'on le place à côté du plan.",
            "It would better no goal, wherever it is put beside the plan.",
        );
        return lang.pick(texts.0, texts.1).to_owned();
    }
    let by = amount(measure, loss, lang);
    let name = need::measure(measure, lang);
    lang.pick(
        format!("Où qu'on le place à côté du plan, il dégraderait d'abord {name}, d'au moins {by}."),
        format!("Wherever it is put beside the plan, it would first worsen {name}, by at least {by}."),
    )
}

fn overlooked(portfolio: &Portfolio, with: &[ProjectId], measure: Measure, gain: f64, lang: Lang) -> String {
    let by = amount(measure, gain, lang);
    let name = need::measure(measure, lang);
    let with = if with.is_empty() {
        String::new()
    } else {
        let names = need::projects(portfolio, with, lang);
        lang.pick(format!(", avec {names},"), format!(", with {names},"))
    };
    lang.pick(
        format!(
            "Il tiendrait{with} et améliorerait {name} de {by}\u{a0}: la recherche s'est arrêtée avant de l'essayer."
        ),
        format!("It would fit{with} and better {name} by {by}: the search ended before it was tried."),
    )
}

fn bought(portfolio: &Portfolio, bargain: &Bargain, lang: Lang) -> String {
    let phase = &portfolio.projects[bargain.project.index()].phases[bargain.phase.index()];
    let title = if phase.name.is_empty() { &phase.id } else { &phase.name };
    let pools: Vec<String> = bargain.saved.iter().map(|p| need::pool(portfolio, *p)).collect();
    let pools = need::listed(&pools, lang);
    let when = when::periods(portfolio, &bargain.periods, lang);
    let (own, bought) = apart(bargain.own, bargain.bought, 1, lang);
    lang.pick(
        format!(
            "«\u{a0}{title}\u{a0}» est acheté\u{a0}: aux prix du plan, le faire au même moment avec {pools} ({when}) prendrait {own} \
             points ailleurs, contre {bought} ainsi."
        ),
        format!(
            "\"{title}\" is bought: at the plan's prices, doing it at the same time with {pools} ({when}) would take {own} \
             points elsewhere, against {bought} this way."
        ),
    )
}

/// A change of a measure, in its unit. What is not nothing is not written as nothing.
fn amount(measure: Measure, x: f64, lang: Lang) -> String {
    let (places, fr, en) = match measure {
        Measure::Value => (1, "points", "points"),
        Measure::Lateness | Measure::Makespan => (0, "périodes", "periods"),
        Measure::Disruption => (1, "périodes pondérées", "weighted periods"),
        Measure::ExternalSpend | Measure::TotalCost => (0, "", ""),
        Measure::Overload => (1, "jours", "days"),
    };
    format!("{} {}", apart(x, 0.0, places, lang).0, lang.pick(fr, en)).trim_end().to_owned()
}

/// Two figures with so many decimals, or as many more as tell them apart.
fn apart(a: f64, b: f64, places: usize, lang: Lang) -> (String, String) {
    let figures = |places| (decimal(a, places, lang), decimal(b, places, lang));
    (places..MOST_PLACES).map(figures).find(|(a, b)| a != b).unwrap_or_else(|| figures(MOST_PLACES))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_nothing_is_not_written_as_nothing() {
        for (x, expected) in [(12.34, "12.3 points"), (0.5, "0.5 points"), (0.031, "0.03 points")] {
            assert_eq!(amount(Measure::Value, x, Lang::En), expected);
        }
        assert_eq!(amount(Measure::ExternalSpend, 0.4, Lang::Fr), "0,4");
    }

    #[test]
    fn figures_that_differ_are_written_so() {
        let told = |a, b| apart(a, b, 1, Lang::En);
        assert_eq!(told(8.9, 8.7), ("8.9".to_owned(), "8.7".to_owned()));
        assert_eq!(told(17.027, 17.026), ("17.027".to_owned(), "17.026".to_owned()));
    }
}
