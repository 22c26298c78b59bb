//! What each scenario comes to: every measure with its bound and gap, and its difference from the reference's.

use super::super::block::{Block, Chapter};
use super::super::material::{Material, View};
use super::super::table::{Cell, Column, Level, Table};
use super::super::{typo, words};
use super::changes_said;
use crate::base::Lang;
use crate::model::Measure;
use crate::report::words::places;

pub(super) fn chapter(m: &Material, lang: Lang) -> Option<Chapter> {
    let mut blocks = vec![Block::Table(figures(m, lang))];
    blocks.extend(refused(m, lang));
    let said = changes_said::table(m, lang);
    if !said.rows.is_empty() {
        blocks.push(Block::Table(said));
    }
    Some(Chapter {
        id: "scenarios",
            short: lang.pick("Scénarios", "Scenarios"),
        title: lang.pick("Scénarios", "Scenarios").to_owned(),
        lead: lang
            .pick(
                "Chaque chiffre qui dépend de la recherche porte sa borne prouvée : aucun plan ne fait mieux. L'écart dit de \
                 combien, au plus, le plan en est loin.",
                "Every figure that depends on the search has its proven bound: no plan does better. The gap says how far the \
                 plan is from it at most.",
            )
            .to_owned(),
        blocks,
    })
}

fn figures(m: &Material, lang: Lang) -> Table {
    let views = m.views();
    let mut columns = vec![Column::text(lang.pick("Mesure", "Measure")), Column::text(lang.pick("Unité", "Unit"))];
    columns.extend(views.iter().map(|v| Column::number(v.label(lang))));
    let mut table =
        Table::new("t-scenarios", lang.pick("Les scénarios côte à côte", "Scenarios side by side"), columns);
    let row = |title: &str, unit: &str, cell: &dyn Fn(&View) -> Cell| {
        let head = [Cell::text(title), Cell::text(unit)];
        head.into_iter().chain(views.iter().map(cell)).collect::<Vec<Cell>>()
    };
    table.row(row(lang.pick("État du plan", "Status of the plan"), "", &|v| words::status(v.plan.status, lang)));
    let selected = |v: &View| v.plan.projects.iter().filter(|p| p.selected).count() as f64;
    let projects = lang.pick("projets", "projects");
    table.row(row(lang.pick("Projets retenus", "Projects in"), projects, &|v| Cell::number(selected(v), 0)));
    for measure in Measure::ALL.into_iter().filter(|x| is_said(&views, *x)) {
        rows_of(m, &mut table, measure, &row, lang);
    }
    table
}

type RowOf<'a> = dyn Fn(&str, &str, &dyn Fn(&View) -> Cell) -> Vec<Cell> + 'a;

fn rows_of(m: &Material, table: &mut Table, measure: Measure, row: &RowOf, lang: Lang) {
    let views = m.views();
    let (places, unit) = (places(measure), words::unit(measure, m.currency(), lang));
    table.row(row(words::measure(measure, lang), &unit, &|v| Cell::maybe(v.plan.measure(measure), places)));
    if views.iter().any(|v| words::goal(v, measure).is_some()) {
        let bound = |v: &View| Cell::maybe(words::goal(v, measure).map(|g| g.bound), places);
        table.leveled(Level::Detail, row(lang.pick("borne prouvée", "proven bound"), &unit, &bound));
        let gap = |v: &View| words::goal(v, measure).map_or(Cell::None, |g| Cell::Share { x: g.gap, places: 1 });
        table.leveled(Level::Detail, row(lang.pick("écart prouvé", "proven gap"), "", &gap));
    }
    let Some(reference) = m.reference().filter(|_| views.len() > 1) else { return };
    let against = format!("{} {}", lang.pick("par rapport à", "against"), reference.label(lang));
    let difference = |v: &View| {
        let found = v.compared.differences.iter().find(|d| d.measure == measure);
        found.map_or(Cell::None, |d| Cell::signed(d.value, places))
    };
    table.leveled(Level::Detail, row(&against, &unit, &difference));
    if measure == Measure::Value && views.iter().any(|v| proven_gain(v, &reference).is_some()) {
        let gain = |v: &View| proven_gain(v, &reference).map_or(Cell::None, |(least, most)| between(least, most, lang));
        let title = lang.pick("gain possible, prouvé", "possible gain, proven");
        table.leveled(Level::Detail, row(title, &unit, &gain));
    }
}

fn between(least: f64, most: f64, lang: Lang) -> Cell {
    let (least, most) = (typo::signed(least, 1, lang), typo::signed(most, 1, lang));
    Cell::text(lang.pick(format!("de {least} à {most}"), format!("{least} to {most}")))
}

/// By how much the best plan of a scenario is better than the reference's best: at least, and at most. Neither best is known,
/// but each lies between its plan's value and its bound.
pub(super) fn proven_gain(view: &View, reference: &View) -> Option<(f64, f64)> {
    let first = |v: &View| v.plan.goals.first().filter(|g| g.measure == Measure::Value).copied();
    let (own, other) = (first(view)?, first(reference)?);
    (view.index != reference.index).then(|| (own.value - other.bound, own.bound - other.value))
}

/// Measures that say something in some plan.
fn is_said(views: &[View], measure: Measure) -> bool {
    let is_goal = |v: &View| words::goal(v, measure).is_some();
    views.iter().any(|v| is_goal(v) || v.plan.measure(measure).is_some_and(|x| x != 0.0))
}

/// Scenarios without a plan, and why.
fn refused(m: &Material, lang: Lang) -> Vec<Block> {
    let mut points = Vec::new();
    for (i, s) in m.comparison.scenarios.iter().enumerate() {
        let label = m.label(i, lang);
        let colon = typo::colon(lang);
        points.extend(s.problems.iter().map(|p| format!("{label}{colon}{}", p.line(lang))));
        if s.plan.as_ref().is_some_and(|p| !p.status.has_plan()) {
            points.push(format!("{label}{colon}{}", crate::report::words::status(s.status(), lang)));
        }
    }
    let title = lang.pick("Scénarios sans plan", "Scenarios without a plan").to_owned();
    if points.is_empty() { Vec::new() } else { vec![Block::Points { title, points }] }
}
