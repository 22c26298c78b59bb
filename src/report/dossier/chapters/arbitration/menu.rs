//! The options side by side: every measure before and after, how many projects change and how, and what is proven of that.

use super::super::super::material::Material;
use super::super::super::table::{Cell, Column, Level, Table, Tone};
use super::super::super::words;
use super::shared::{by_option, labels};
use crate::arbitrate::{ArbitrationOption, ChangeKind, ProjectChange, Recounted};
use crate::base::Lang;
use crate::model::Measure;
use crate::report::words::places;

pub(super) fn table(m: &Material, found: &Recounted, lang: Lang) -> Table {
    let mut columns = vec![
        Column::text(lang.pick("Mesure", "Measure")),
        Column::text(lang.pick("Unité", "Unit")),
        Column::number(lang.pick("Avant", "Before")),
    ];
    columns.extend(labels(found, lang).into_iter().map(Column::number));
    let title = lang.pick("Les options côte à côte, avant et après", "The options side by side, before and after");
    let mut table = Table::new("t-arbitrage", title, columns).on_sheet(lang.pick("Arbitrage", "Arbitration"));
    for measure in Measure::ALL.into_iter().filter(|x| is_said(found, *x)) {
        figures(m, found, measure, &mut table, lang);
    }
    counts(found, &mut table, lang);
    table.row(row(found, lang.pick("En changer moins", "Changing fewer"), "", Cell::Empty, |o| proof(o, lang)));
    grants(m, found, &mut table, lang);
    table
}

fn row(
    found: &Recounted,
    title: &str,
    unit: &str,
    before: Cell,
    cell: impl Fn(&ArbitrationOption) -> Cell,
) -> Vec<Cell> {
    [Cell::text(title), Cell::text(unit), before].into_iter().chain(by_option(found, cell)).collect()
}

/// Measures that say something before or after.
fn is_said(found: &Recounted, measure: Measure) -> bool {
    let plans = found.arbitration.shown().map(|o| &o.plan).chain([&found.decided]);
    plans.filter_map(|p| p.measure(measure)).any(|x| x != 0.0)
}

/// A measure, and how far each option is from the baseline.
fn figures(m: &Material, found: &Recounted, measure: Measure, table: &mut Table, lang: Lang) {
    let (places, unit) = (places(measure), words::unit(measure, m.currency(), lang));
    let before = Cell::maybe(found.decided.measure(measure), places);
    let after = |o: &ArbitrationOption| Cell::maybe(o.plan.measure(measure), places);
    table.row(row(found, words::measure(measure, lang), &unit, before, after));
    let delta = |o: &ArbitrationOption| {
        o.deltas.iter().find(|d| d.measure == measure).map_or(Cell::None, |d| Cell::signed(d.value, places))
    };
    let title = lang.pick("par rapport à avant", "against before");
    table.leveled(Level::Detail, row(found, title, &unit, Cell::Empty, delta));
}

/// Whether a project changes in some way.
type Is = fn(&ProjectChange) -> bool;

/// How many committed projects change, and in which ways.
fn counts(found: &Recounted, table: &mut Table, lang: Lang) {
    let unit = lang.pick("projets", "projects");
    let committed = found.arbitration.committed;
    let all = Cell::number(committed as f64, 0);
    let title = lang.pick("Projets décidés inchangés", "Decided projects, unchanged");
    table.row(row(found, title, unit, all, |o| Cell::number((committed - o.touched.len()) as f64, 0)));
    let title = lang.pick("Projets décidés qui changent", "Decided projects that change");
    table.row(row(found, title, unit, Cell::Empty, |o| Cell::number(o.touched.len() as f64, 0)));
    let kinds: [(&str, Is); 4] = [
        (lang.pick("abandonnés", "dropped"), |c| c.kind == ChangeKind::Dropped),
        (lang.pick("retardés", "delayed"), |c| c.kind == ChangeKind::Delayed),
        (lang.pick("avancés ou réarrangés", "earlier or rearranged"), |c| {
            matches!(c.kind, ChangeKind::Advanced | ChangeKind::Rearranged)
        }),
        (lang.pick("réalisés autrement", "done in another way"), |c| c.levers.source),
    ];
    for (title, is) in kinds {
        let count = |o: &ArbitrationOption| o.changes.iter().filter(|c| c.is_committed && is(c)).count();
        if by_option(found, count).iter().any(|n| *n > 0) {
            let cell = |o: &ArbitrationOption| Cell::number(count(o) as f64, 0);
            table.leveled(Level::Detail, row(found, title, unit, Cell::Empty, cell));
        }
    }
}

fn proof(option: &ArbitrationOption, lang: Lang) -> Cell {
    match option.fewest_changes {
        true => Cell::Mark(Tone::Good, lang.pick("impossible, prouvé", "impossible, proven").to_owned()),
        false => Cell::None,
    }
}

/// What grants no longer pay.
fn grants(m: &Material, found: &Recounted, table: &mut Table, lang: Lang) {
    let lost = |o: &ArbitrationOption| o.subsidies.iter().map(|s| s.amount).sum::<f64>();
    if by_option(found, lost).iter().any(|x| *x > 0.0) {
        let title = lang.pick("Subventions perdues", "Grants lost");
        let unit = words::unit(Measure::TotalCost, m.currency(), lang);
        table.row(row(found, title, &unit, Cell::Empty, |o| Cell::number(lost(o), 0)));
    }
}
