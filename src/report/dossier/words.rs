//! Words that several chapters share.

use super::material::{Material, View};
use super::table::{Cell, Tone};
use super::typo;
use crate::base::Lang;
use crate::model::{FundKind, Measure};
use crate::plan::{Commitment, GoalResult, PlanStatus, ReasonCode};

/// A measure's name at the beginning of a line.
pub(crate) fn measure(measure: Measure, lang: Lang) -> &'static str {
    match measure {
        Measure::Value => lang.pick("Valeur", "Value"),
        Measure::Lateness => lang.pick("Retard", "Lateness"),
        Measure::Disruption => lang.pick("Perturbation", "Disruption"),
        Measure::ExternalSpend => lang.pick("Achats externes", "External spend"),
        Measure::TotalCost => lang.pick("Coût total", "Total cost"),
        Measure::Overload => lang.pick("Surcharge", "Overload"),
        Measure::Makespan => lang.pick("Durée", "Makespan"),
    }
}

/// What it counts, short.
pub(crate) fn unit(measure: Measure, currency: &str, lang: Lang) -> String {
    match measure {
        Measure::Value => lang.pick("points", "points").to_owned(),
        Measure::Lateness => lang.pick("projets × périodes", "project-periods").to_owned(),
        Measure::Disruption => lang.pick("périodes pondérées", "weighted periods").to_owned(),
        Measure::ExternalSpend | Measure::TotalCost => typo::sign(currency).to_owned(),
        Measure::Overload => lang.pick("jours", "person-days").to_owned(),
        Measure::Makespan => lang.pick("périodes", "periods").to_owned(),
    }
}

/// What is known of a plan.
pub(crate) fn status(status: PlanStatus, lang: Lang) -> Cell {
    let (tone, word) = match status {
        PlanStatus::Optimal => (Tone::Good, lang.pick("optimal, prouvé", "optimal, proven")),
        PlanStatus::Feasible => (Tone::Plain, lang.pick("réalisable", "feasible")),
        PlanStatus::Unspecified => (Tone::Plain, lang.pick("sans statut", "no status")),
        PlanStatus::Infeasible => (Tone::Bad, lang.pick("infaisable, prouvé", "infeasible, proven")),
        PlanStatus::Unknown => (Tone::Warn, lang.pick("aucun plan trouvé", "no plan found")),
    };
    Cell::Mark(tone, word.to_owned())
}

/// What a reason speaks of.
pub(crate) fn reason(code: ReasonCode, lang: Lang) -> &'static str {
    match code {
        ReasonCode::NeverFits => lang.pick("n’entre nulle part", "fits nowhere"),
        ReasonCode::Capacity => lang.pick("capacité", "capacity"),
        ReasonCode::Fund => lang.pick("crédits", "money"),
        ReasonCode::Framework => lang.pick("accord-cadre", "framework"),
        ReasonCode::Rule => lang.pick("règle de sélection", "selection rule"),
        ReasonCode::Dependency => lang.pick("dépendance", "dependency"),
        ReasonCode::Concurrency => lang.pick("trop de projets à la fois", "too many at a time"),
        ReasonCode::NoValue => lang.pick("n’apporte rien", "brings nothing"),
        ReasonCode::Overlooked => lang.pick("non essayé", "not tried"),
        ReasonCode::Undecided => lang.pick("non tranché", "undecided"),
    }
}

/// What may be done to a project that was decided; nothing is said of one that is free.
pub(crate) fn commitment(commitment: Commitment, lang: Lang) -> Option<&'static str> {
    match commitment {
        Commitment::Unspecified => None,
        Commitment::Decided => Some(lang.pick("décidé", "decided")),
        Commitment::Protected => Some(lang.pick("protégé", "protected")),
        Commitment::Frozen => Some(lang.pick("gelé", "frozen")),
    }
}

/// What kind of money.
pub(crate) fn fund_kind(kind: FundKind, lang: Lang) -> &'static str {
    match kind {
        FundKind::Unspecified => "",
        FundKind::Investment => lang.pick("investissement", "investment"),
        FundKind::Operating => lang.pick("fonctionnement", "operating"),
        FundKind::Grant => lang.pick("subvention", "grant"),
    }
}

/// "3 projets", "1 projet".
pub(crate) fn count(n: usize, one: (&str, &str), many: (&str, &str), lang: Lang) -> String {
    crate::report::words::counted(n, lang.pick(one.0, one.1), lang.pick(many.0, many.1), lang)
}

/// So many projects.
pub(crate) fn projects(n: usize, lang: Lang) -> String {
    count(n, ("projet", "project"), ("projets", "projects"), lang)
}

/// The first few of them, and how many more.
pub(crate) fn some(names: &[String], most: usize, lang: Lang) -> String {
    let shown: Vec<String> = names.iter().take(most).map(|n| typo::cut(n, 48)).collect();
    let more = names.len().saturating_sub(most);
    let rest = match more {
        0 => String::new(),
        1 => lang.pick(" et un autre".to_owned(), " and one more".to_owned()),
        n => lang.pick(format!(" et {n} autres"), format!(" and {n} more")),
    };
    format!("{}{rest}", shown.join(", "))
}

/// Several scenarios: "A et B".
pub(crate) fn listed(names: &[String], lang: Lang) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{}{}{last}", first.join(", "), lang.pick(" et ", " and ")),
    }
}

/// The plan's goal for a measure.
pub(crate) fn goal<'a>(view: &View<'a>, measure: Measure) -> Option<&'a GoalResult> {
    view.plan.goals.iter().find(|g| g.measure == measure)
}

impl Material {
    /// What a project is called; its id if nobody says.
    pub(crate) fn project_name<'a>(&'a self, id: &'a str) -> &'a str {
        let found = self.comparison.projects.iter().find(|p| p.project == id);
        found.map(|p| p.name.trim()).filter(|n| !n.is_empty()).unwrap_or(id)
    }

    /// What a pool is called; its id if nobody says.
    pub(crate) fn pool_name<'a>(&'a self, id: &'a str) -> &'a str {
        let found = self.comparison.pools.iter().find(|p| p.pool == id);
        found.map(|p| p.name.trim()).filter(|n| !n.is_empty()).unwrap_or(id)
    }
}
