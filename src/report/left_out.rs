//! What is not in the plan, and why, in the sentences that the plan gives.

use super::table::{Align, Table, name};
use super::{decimal, selected, why, words};
use crate::base::Lang;
use crate::model::Portfolio;
use crate::plan::{Plan, ProjectPlan};

pub(super) fn section(portfolio: &Portfolio, plan: &Plan, lang: Lang) -> String {
    let mut table = Table::new(&[
        (lang.pick("Projet", "Project"), Align::Left),
        ("", Align::Left),
        (lang.pick("Valeur", "Value"), Align::Right),
    ]);
    let out: Vec<&ProjectPlan> = plan.projects.iter().filter(|p| !p.selected).collect();
    for p in &out {
        let worth = portfolio.projects.iter().find(|q| q.id == p.project).map_or(f64::NAN, |q| q.value);
        table.row(vec![name(&p.project), selected::title(portfolio, &p.project), decimal(worth, 1, lang)]);
        why::note(&mut table, &p.reasons);
    }
    table.section(&lang.pick(
        format!("Écartés, et pourquoi : {}", words::counted(out.len(), "projet", "projets", lang)),
        format!("Left out, and why: {}", words::counted(out.len(), "project", "projects", lang)),
    ))
}
