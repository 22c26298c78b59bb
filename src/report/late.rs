//! Projects that finish after their target.

use super::table::{Align, Table, name};
use super::{selected, whole, words};
use crate::base::{Date, Lang, date};
use crate::model::{Portfolio, Project};
use crate::plan::{Plan, ProjectPlan};

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
            whole(late, lang),
        ]);
    }
    table.section(&lang.pick(
        format!("En retard : {}", words::counted(count, "projet", "projets", lang)),
        format!("Late: {}", words::counted(count, "project", "projects", lang)),
    ))
}

/// The target, and by how many periods the project misses it; `None` if it has none or keeps it.
fn lateness(portfolio: &Portfolio, project: &Project, planned: &ProjectPlan) -> Option<(Date, i64)> {
    let target = project.target?;
    // The last period that ends by the target, -1 if none does.
    let wished = i64::try_from(portfolio.calendar.periods_ended_by(target)).ok()? - 1;
    let finish = planned.phases.iter().map(|ph| i64::from(ph.finish_period)).max()?;
    (finish > wished).then_some((target, finish - wished))
}
