//! Projects that finish after their target.

use super::table::{Align, Table, name};
use super::{selected, whole, words};
use crate::base::{Lang, date};
use crate::model::Portfolio;
use crate::plan::Plan;
use crate::study::lateness;

pub(super) fn section(portfolio: &Portfolio, plan: &Plan, lang: Lang) -> String {
    let mut table = Table::new(&[
        (lang.pick("Projet", "Project"), Align::Left),
        ("", Align::Left),
        (lang.pick("Visé", "Target"), Align::Left),
        (lang.pick("Fin", "Finish"), Align::Left),
        (lang.pick("Retard (périodes)", "Late (periods)"), Align::Right),
    ]);
    let mut count = 0;
    for planned in plan.projects.iter().filter(|p| p.selected) {
        let Some(project) = portfolio.projects.iter().find(|p| p.id == planned.project) else { continue };
        let Some((target, late)) = lateness(portfolio, project, planned) else { continue };
        count += 1;
        table.row(vec![
            name(&project.id),
            selected::title(portfolio, &project.id),
            words::day(&date::iso(target), lang),
            words::day(&planned.finish, lang),
            whole(late.into(), lang),
        ]);
    }
    table.section(&lang.pick(
        format!("En retard : {}", words::counted(count, "projet", "projets", lang)),
        format!("Late: {}", words::counted(count, "project", "projects", lang)),
    ))
}
