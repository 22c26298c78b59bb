//! A move in one sentence, French or English.

use super::facts::{Cause, Moved, Part, PartKind, Root};
use crate::base::Lang;
use crate::base::number::decimal;
use crate::model::{Measure, Portfolio};
use crate::study::compare::{Change, ChangeKind};

/// Losses below this are none.
const NOTHING: f64 = 1e-9;

pub(super) fn sentence(old: &Portfolio, new: &Portfolio, moved: &Moved, lang: Lang) -> String {
    let named = |id: &str| {
        let mut known = new.projects.iter().chain(&old.projects).filter(|p| p.id == id);
        known.find(|p| !p.name.is_empty()).map_or_else(|| id.to_owned(), |p| p.name.clone())
    };
    let what = what(&named(&moved.change.project), &moved.change, lang);
    let why = match moved.cause {
        Cause::Engine => engine(moved, lang),
        Cause::Input | Cause::Decision => {
            let roots: Vec<String> = moved.roots.iter().map(|r| root(r, &named, &moved.change.project, lang)).collect();
            let roots = roots.join(lang.pick(" ; ", "; "));
            let through: Vec<String> = moved.through.iter().map(|id| named(id)).collect();
            let through = through.join(", ");
            match through.is_empty() {
                true => roots,
                false => lang.pick(
                    format!("il partage des moyens avec {through}\u{a0}; {roots}"),
                    format!("it shares means with {through}; {roots}"),
                ),
            }
        }
    };
    format!("{what}{}{why}.", lang.pick("\u{a0}: ", ": "))
}

fn what(name: &str, change: &Change, lang: Lang) -> String {
    let n = change.finish_shift.abs();
    let many = if n == 1 { "" } else { "s" };
    match change.kind {
        ChangeKind::Added => lang.pick(format!("{name} entre au plan"), format!("{name} comes into the plan")),
        ChangeKind::Dropped => lang.pick(format!("{name} sort du plan"), format!("{name} leaves the plan")),
        ChangeKind::Delayed => lang
            .pick(format!("{name} finit {n} période{many} plus tard"), format!("{name} ends {n} period{many} later")),
        ChangeKind::Advanced => lang
            .pick(format!("{name} finit {n} période{many} plus tôt"), format!("{name} ends {n} period{many} earlier")),
        ChangeKind::Rearranged => lang.pick(
            format!("{name} se déroule autrement, sans finir à un autre moment"),
            format!("{name} is done otherwise and ends when it did"),
        ),
    }
}

fn engine(moved: &Moved, lang: Lang) -> String {
    if moved.is_gratuitous() {
        let texts = ("choix du moteur\u{a0}; il pouvait rester", "the engine's choice; it could have stayed");
        return lang.pick(texts.0, texts.1).to_owned();
    }
    let lost = moved.losses.iter().find(|l| l.value.abs() > NOTHING);
    match lost {
        Some(loss) => {
            let (by, name) = (decimal(loss.value, 2, lang), measure(loss.measure, lang));
            lang.pick(
                format!("choix du moteur\u{a0}; à sa place d'avant, {name} perdrait {by}"),
                format!("the engine's choice; where it was, {name} would lose {by}"),
            )
        }
        None => lang
            .pick(
                "choix du moteur\u{a0}; d'autres choix, meilleurs ensemble, prennent sa place d'avant",
                "the engine's choice; others, better together, take where it was",
            )
            .to_owned(),
    }
}

fn root(root: &Root, named: &dyn Fn(&str) -> String, own: &str, lang: Lang) -> String {
    let who = |id: &str| if id == own { lang.pick("il", "it").to_owned() } else { named(id) };
    match root {
        Root::New(id) => lang.pick(format!("{} est nouveau", who(id)), format!("{} is new", who(id))),
        Root::Gone(id) => {
            lang.pick(format!("{} n'est plus demandé", who(id)), format!("{} is no longer asked for", who(id)))
        }
        Root::Own(id) if id == own => lang.pick("ses données ont changé", "its own data have changed").to_owned(),
        Root::Own(id) => lang.pick(
            format!("les données de {} ont changé", named(id)),
            format!("the data of {} have changed", named(id)),
        ),
        Root::Place(id) => lang.pick(
            format!(
                "ce qui ne concerne que {} (dates, jalons, modes, contrats et enveloppes ouverts) a changé",
                named(id)
            ),
            format!("what concerns {} alone (dates, gates, modes, open contracts and funds) has changed", named(id)),
        ),
        Root::Part(p) => {
            let name = part(p, lang);
            lang.pick(format!("{name} a changé"), format!("{name} has changed"))
        }
        Root::Short(p) => {
            let name = part(p, lang);
            lang.pick(format!("{name} ne suffit plus"), format!("{name} no longer suffices"))
        }
    }
}

/// A part of a portfolio, by its id.
pub(super) fn part(part: &Part, lang: Lang) -> String {
    let (fr, en) = match part.kind {
        PartKind::Project => ("le projet", "project"),
        PartKind::Pool => ("l'équipe", "pool"),
        PartKind::Framework => ("le contrat", "contract"),
        PartKind::Fund => ("l'enveloppe", "fund"),
        PartKind::SourcingRule => ("la règle d'achat", "sourcing rule"),
        PartKind::Objective => ("l'objectif stratégique", "objective"),
        PartKind::Rule => ("la règle de choix", "selection rule"),
        PartKind::FlowLimit => ("la limite de flux", "flow limit"),
        PartKind::Calendar => ("le calendrier", "the calendar"),
        PartKind::Ratios => ("l'ensemble des ratios d'effort", "the set of effort ratios"),
        PartKind::Decay => ("la décote de la valeur", "the decay of value"),
        PartKind::Gates => ("le calendrier des jalons de départ", "the set of start gates"),
        PartKind::Goals => ("l'ordre des objectifs", "the order of goals"),
    };
    format!("{} {}", lang.pick(fr, en), part.id).trim_end().to_owned()
}

fn measure(measure: Measure, lang: Lang) -> &'static str {
    match measure {
        Measure::Value => lang.pick("la valeur", "the value"),
        Measure::Lateness => lang.pick("le retard", "the lateness"),
        Measure::Disruption => lang.pick("la stabilité", "the stability"),
        Measure::ExternalSpend => lang.pick("la dépense externe", "the external spend"),
        Measure::TotalCost => lang.pick("le coût total", "the total cost"),
        Measure::Overload => lang.pick("la surcharge", "the overload"),
        Measure::Makespan => lang.pick("la durée", "the makespan"),
    }
}
