//! Who gains and who gives way: points, purchases and projects by sponsor and by objective, and what grants no longer pay.

use super::super::super::material::Material;
use super::super::super::table::{Cell, Column, Table};
use super::super::super::typo;
use super::shared::{by_option, labels, project_name};
use crate::arbitrate::{ArbitrationOption, Effect, Recounted};
use crate::base::Lang;

/// The effects that a table is of.
type EffectsOf = fn(&ArbitrationOption) -> &[Effect];

/// The tables that have something to say.
pub(super) fn tables(m: &Material, found: &Recounted, lang: Lang) -> Vec<Table> {
    let all = [sponsors(m, found, lang), objectives(m, found, lang), subsidies(m, found, lang)];
    all.into_iter().filter(|t| !t.rows.is_empty()).collect()
}

/// Subjects that something changes for in some option, in the order of their names.
fn subjects(found: &Recounted, effects: EffectsOf) -> Vec<&str> {
    let mut all: Vec<&str> =
        found.arbitration.shown().flat_map(|o| effects(o).iter().map(|e| &e.subject[..])).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The cells of a subject, option by option: nothing changes for it where an option does not name it.
fn cells<const N: usize>(
    found: &Recounted,
    effects: EffectsOf,
    subject: &str,
    of: impl Fn(&Effect) -> [Cell; N],
) -> Vec<Cell> {
    let one =
        |o: &ArbitrationOption| effects(o).iter().find(|e| e.subject == subject).map_or([const { Cell::None }; N], &of);
    by_option(found, one).into_iter().flatten().collect()
}

fn sponsors(m: &Material, found: &Recounted, lang: Lang) -> Table {
    let mut columns = vec![Column::text(lang.pick("Direction", "Sponsor"))];
    for label in labels(found, lang) {
        columns.extend([
            Column::number("points").under(label.clone()),
            Column::number(format!("{} ({})", lang.pick("achats", "bought"), typo::sign(m.currency())))
                .under(label.clone()),
            Column::number(lang.pick("projets qui changent", "projects that change")).under(label.clone()),
            Column::number(lang.pick("abandonnés", "dropped")).under(label),
        ]);
    }
    let title = lang.pick("Par direction, par rapport à avant", "By sponsor, against before");
    let mut table = Table::new("t-arbitrage-directions", title, columns)
        .on_sheet(lang.pick("Arbitrage, directions", "Arbitration, sponsors"));
    let effects: EffectsOf = |o| &o.sponsors;
    for subject in subjects(found, effects) {
        let pool = found.portfolio.pools.iter().find(|p| p.id == subject).map(|p| p.name.trim());
        let name = match pool.filter(|n| !n.is_empty()).unwrap_or(subject) {
            "" => Cell::text(lang.pick("Sans direction", "No sponsor")),
            name => Cell::name(name, ""),
        };
        let figures = |e: &Effect| {
            let (changed, dropped) = (e.changed as f64, e.dropped as f64);
            [
                Cell::signed(e.value, 1),
                Cell::signed(e.external_spend, 0),
                Cell::number(changed, 0),
                Cell::number(dropped, 0),
            ]
        };
        table.row([name].into_iter().chain(cells(found, effects, subject, figures)).collect());
    }
    table
}

fn objectives(m: &Material, found: &Recounted, lang: Lang) -> Table {
    let mut columns = vec![Column::text(lang.pick("Objectif", "Objective"))];
    columns.extend(labels(found, lang).into_iter().map(|label| Column::number("points").under(label)));
    let title = lang.pick("Par objectif, par rapport à avant", "By objective, against before");
    let mut table = Table::new("t-arbitrage-objectifs", title, columns)
        .on_sheet(lang.pick("Arbitrage, objectifs", "Arbitration, objectives"));
    let effects: EffectsOf = |o| &o.objectives;
    for subject in subjects(found, effects) {
        let known = m.draft.objectives.iter().find(|o| o.id == subject).map_or("", |o| &o.name);
        let figures = cells(found, effects, subject, |e| [Cell::signed(e.value, 1)]);
        table.row([Cell::name(known, subject)].into_iter().chain(figures).collect());
    }
    table
}

fn subsidies(m: &Material, found: &Recounted, lang: Lang) -> Table {
    let mut columns =
        vec![Column::text(lang.pick("Projet", "Project")), Column::text(lang.pick("Financeur", "Fund that grants"))];
    columns.extend(labels(found, lang).into_iter().map(Column::number));
    let title = lang.pick("Subventions perdues", "Grants lost");
    let title = format!("{title} ({})", typo::sign(m.currency()));
    let mut table = Table::new("t-arbitrage-subventions", title, columns)
        .on_sheet(lang.pick("Arbitrage, subventions", "Arbitration, grants"));
    let mut grants: Vec<(&str, &str)> = Vec::new();
    for s in found.arbitration.shown().flat_map(|o| &o.subsidies) {
        if !grants.contains(&(&s.project, &s.fund)) {
            grants.push((&s.project, &s.fund));
        }
    }
    for (project, fund) in grants {
        let name = found.portfolio.funds.iter().find(|f| f.id == fund).map_or("", |f| &f.name);
        let lost = |o: &ArbitrationOption| {
            let own = o.subsidies.iter().find(|s| s.project == project && s.fund == fund);
            own.map_or(Cell::None, |s| Cell::number(s.amount, 0))
        };
        let head = [Cell::name(project_name(found, project), project), Cell::name(name, fund)];
        table.row(head.into_iter().chain(by_option(found, lost)).collect());
    }
    table
}
