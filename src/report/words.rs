//! The words that several sections share.

use chrono::Datelike;

use crate::base::{Date, Lang, date};
use crate::model::{Measure, Portfolio};
use crate::plan::{ChangeKind, PlanStatus};
use crate::study::Change;

/// A measure's name.
pub fn measure(measure: Measure, lang: Lang) -> &'static str {
    match measure {
        Measure::Value => lang.pick("valeur", "value"),
        Measure::Lateness => lang.pick("retard", "lateness"),
        Measure::Disruption => lang.pick("perturbation", "disruption"),
        Measure::ExternalSpend => lang.pick("achats externes", "external spend"),
        Measure::TotalCost => lang.pick("coût total", "total cost"),
        Measure::Overload => lang.pick("surcharge", "overload"),
        Measure::Makespan => lang.pick("durée", "makespan"),
    }
}

/// What a measure counts.
pub(super) fn unit(portfolio: &Portfolio, measure: Measure, lang: Lang) -> String {
    let word = match measure {
        Measure::Value => lang.pick("points", "points"),
        Measure::Lateness => lang.pick("projets × périodes", "project-periods"),
        Measure::Disruption => lang.pick("périodes pondérées", "weighted periods"),
        Measure::ExternalSpend | Measure::TotalCost => &portfolio.currency,
        Measure::Overload => lang.pick("jours × personnes", "person-days"),
        Measure::Makespan => lang.pick("périodes", "periods"),
    };
    word.to_owned()
}

/// How many decimals a measure is worth showing.
pub(crate) fn places(measure: Measure) -> usize {
    match measure {
        Measure::Value | Measure::Disruption | Measure::Overload => 1,
        Measure::Lateness | Measure::ExternalSpend | Measure::TotalCost | Measure::Makespan => 0,
    }
}

/// A plan's status.
pub fn status(status: PlanStatus, lang: Lang) -> &'static str {
    match status {
        PlanStatus::Unspecified => lang.pick("plan sans statut", "plan without a status"),
        PlanStatus::Optimal => lang.pick("plan optimal, prouvé", "optimal plan, proven"),
        PlanStatus::Feasible => lang.pick("plan réalisable", "feasible plan"),
        PlanStatus::Infeasible => {
            lang.pick("aucun plan ne peut tenir les contraintes, prouvé", "no plan can meet the constraints, proven")
        }
        PlanStatus::Unknown => lang.pick("aucun plan trouvé dans le temps imparti", "no plan found in the time given"),
    }
}

/// What becomes of a project, in a few words.
pub(super) fn change(change: &Change, lang: Lang) -> String {
    let kind = match change.kind {
        ChangeKind::Added => lang.pick("entre", "in"),
        ChangeKind::Dropped => lang.pick("sort", "out"),
        ChangeKind::Delayed => lang.pick("plus tard", "later"),
        ChangeKind::Advanced => lang.pick("plus tôt", "earlier"),
        ChangeKind::Rearranged => lang.pick("autrement", "otherwise"),
    };
    let mut all = vec![kind];
    if !change.bought.is_empty() {
        all.push(lang.pick("acheté", "bought"));
    }
    if !change.taken_back.is_empty() && change.kind != ChangeKind::Dropped {
        all.push(lang.pick("repris en interne", "taken back"));
    }
    all.join(", ")
}

/// A day that the plan writes in ISO, as people write it; as it stands if it is no date.
pub(super) fn day(iso: &str, lang: Lang) -> String {
    match (lang, date::parse(iso)) {
        (Lang::Fr, Some(d)) => format!("{:02}/{:02}/{:04}", d.day(), d.month(), d.year()),
        _ => iso.to_owned(),
    }
}

/// A quarter: "T1 2021" or "Q1 2021".
pub(super) fn quarter((year, quarter): (i32, u32), lang: Lang) -> String {
    format!("{}{quarter} {year}", lang.pick('T', 'Q'))
}

/// The quarter that a day is in, with its year.
pub(super) fn quarter_of(day: Date) -> (i32, u32) {
    (day.year(), day.month0() / 3 + 1)
}

/// `one` or `many` after the count.
pub(crate) fn counted(n: usize, one: &str, many: &str, lang: Lang) -> String {
    // French counts zero as singular.
    let singular = n == 1 || (n == 0 && lang == Lang::Fr);
    format!("{} {}", super::whole(i64::try_from(n).unwrap_or(i64::MAX), lang), if singular { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_quarters_read_as_people_write_them() {
        assert_eq!(day("2021-03-01", Lang::Fr), "01/03/2021");
        assert_eq!(day("2021-03-01", Lang::En), "2021-03-01");
        assert_eq!(day("soon", Lang::Fr), "soon");
        let of = |text| quarter_of(date::parse(text).unwrap());
        assert_eq!(quarter(of("2021-03-31"), Lang::Fr), "T1 2021");
        assert_eq!(quarter(of("2021-10-01"), Lang::En), "Q4 2021");
    }

    #[test]
    fn counts_agree_with_their_noun() {
        assert_eq!(counted(0, "projet", "projets", Lang::Fr), "0 projet");
        assert_eq!(counted(0, "project", "projects", Lang::En), "0 projects");
        assert_eq!(counted(2, "project", "projects", Lang::En), "2 projects");
    }
}
