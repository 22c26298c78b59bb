//! What is in the plan: when, what it brings, what it costs.

use super::table::{Align, Table, name};
use super::{decimal, words};
use crate::base::Lang;
use crate::model::Portfolio;
use crate::plan::{Plan, ProjectPlan};

pub(super) fn section(portfolio: &Portfolio, plan: &Plan, lang: Lang) -> String {
    let mut table = Table::new(&[
        (lang.pick("Projet", "Project"), Align::Left),
        ("", Align::Left),
        (lang.pick("Début", "Start"), Align::Left),
        (lang.pick("Fin", "Finish"), Align::Left),
        (lang.pick("Valeur", "Value"), Align::Right),
        (lang.pick("Achats externes", "External spend"), Align::Right),
        (lang.pick("Coût total", "Total cost"), Align::Right),
    ]);
    let mut planned: Vec<&ProjectPlan> = plan.projects.iter().filter(|p| p.selected).collect();
    planned.sort_by(|a, b| (&a.start, &a.finish).cmp(&(&b.start, &b.finish)));
    for p in &planned {
        table.row(vec![
            name(&p.project),
            title(portfolio, &p.project),
            words::day(&p.start, lang),
            words::day(&p.finish, lang),
            decimal(p.value, 1, lang),
            decimal(p.external_spend, 0, lang),
            decimal(p.total_cost, 0, lang),
        ]);
    }
    let of = words::counted(plan.projects.len(), "projet", "projets", lang);
    table.section(&lang.pick(
        format!("Retenus : {} sur {of}", planned.len()),
        format!(
            "In the plan: {} of {}",
            planned.len(),
            words::counted(plan.projects.len(), "project", "projects", lang)
        ),
    ))
}

/// The name of a project, cut to a column; empty if the portfolio doesn't know it.
pub(super) fn title(portfolio: &Portfolio, id: &str) -> String {
    portfolio.projects.iter().find(|p| p.id == id).map(|p| name(&p.name)).unwrap_or_default()
}
