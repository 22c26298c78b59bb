//! Every project that some option changes: as it was decided, and what becomes of it in each option.

use super::super::super::table::{Cell, Column, Table, Tone, Use};
use super::super::super::{typo, words};
use super::super::changes::moved;
use super::shared::{by_option, labels, placed, project_name};
use crate::arbitrate::{ArbitrationOption, Recounted};
use crate::base::{Lang, date};
use crate::plan::{Commitment, ProjectPlan};

pub(super) fn table(found: &Recounted, lang: Lang) -> Table {
    let before = lang.pick("Avant", "Before");
    let mut columns = vec![
        Column::text(lang.pick("Projet", "Project")),
        Column::text(lang.pick("Direction", "Sponsor")),
        Column::text(lang.pick("Engagement", "Commitment")),
        Column::text(lang.pick("Début", "Start")).under(before),
        Column::text(lang.pick("Fin", "Finish")).under(before),
    ];
    columns.extend(labels(found, lang).into_iter().map(Column::text));
    let title = lang.pick("Ce que devient chaque projet", "What becomes of each project");
    let note = lang.pick(
        "Les projets qu'au moins une option change ; entre parenthèses, de combien de périodes la fin se déplace.",
        "Projects that some option changes; in brackets, by how many periods the finish moves.",
    );
    let mut table = Table::new("t-arbitrage-projets", title, columns)
        .used(Use::Search)
        .noted(note)
        .on_sheet(lang.pick("Arbitrage, projets", "Arbitration, projects"));
    changed(found).into_iter().for_each(|id| table.row(row(found, id, lang)));
    table
}

/// The demands first, then the others in the portfolio's order.
fn changed(found: &Recounted) -> Vec<&str> {
    let demands = &found.arbitration.demands;
    let is_changed = |id: &str| found.arbitration.shown().any(|o| o.changes.iter().any(|c| c.project == id));
    let others = found.portfolio.projects.iter().map(|p| &p.id).filter(|id| !demands.contains(id));
    demands.iter().chain(others).map(String::as_str).filter(|id| is_changed(id)).collect()
}

fn row(found: &Recounted, id: &str, lang: Lang) -> Vec<Cell> {
    let before = placed(&found.decided, id);
    let day = |day: fn(&ProjectPlan) -> &str| before.map_or(Cell::None, |p| Cell::day(day(p)));
    let mut cells = vec![
        Cell::name(project_name(found, id), id),
        Cell::name(sponsor(found, id), ""),
        standing(found, id, lang),
        day(|p| &p.start),
        day(|p| &p.finish),
    ];
    cells.extend(by_option(found, |o| after(o, before, id, lang)));
    cells
}

/// The direction that asks, by its pool's name where it has one.
fn sponsor<'a>(found: &'a Recounted, id: &str) -> &'a str {
    let asked = found.portfolio.projects.iter().find(|p| p.id == id).map_or("", |p| &p.sponsor);
    let pool = found.portfolio.pools.iter().find(|p| p.id == asked);
    pool.map(|p| p.name.trim()).filter(|n| !n.is_empty()).unwrap_or(asked)
}

/// Whether it is demanded, or what binds it.
fn standing(found: &Recounted, id: &str, lang: Lang) -> Cell {
    if found.arbitration.demands.iter().any(|d| d == id) {
        return Cell::Mark(Tone::Plain, lang.pick("demandé", "demanded").to_owned());
    }
    let commitment = found.baseline.projects.iter().find(|c| c.project == id).map(|c| c.commitment);
    match words::commitment(commitment.unwrap_or(Commitment::Unspecified), lang) {
        Some(word) => Cell::text(word),
        None => Cell::text(lang.pick("proposé", "proposed")),
    }
}

fn after(option: &ArbitrationOption, before: Option<&ProjectPlan>, id: &str, lang: Lang) -> Cell {
    match (before, placed(&option.plan, id)) {
        (None, None) => Cell::text(lang.pick("absent", "not in")),
        (None, Some(new)) => {
            let day = date::parse(&new.finish).map_or(String::new(), |d| format!(", {}", typo::day(d, lang)));
            Cell::Mark(Tone::Good, format!("{}{day}", lang.pick("entre", "comes in")))
        }
        (Some(old), new) => moved(old, new, lang),
    }
}
