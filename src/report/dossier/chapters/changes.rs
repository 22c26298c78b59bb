//! What becomes of each project in each scenario; and, project by project, what changes from the reference and why.

use std::collections::BTreeMap;

use super::super::block::{Block, Chapter, Tab};
use super::super::material::{Material, View};
use super::super::table::{Cell, Column, Table, Tone, Use};
use super::super::{typo, words};
use super::calendar::sponsor_name;
use crate::base::{Lang, date};
use crate::plan::{Plan, ProjectPlan, finish_shift};
use crate::study::{Change, ChangeKind, ComparedProject, Placed, Verdict};

pub(super) fn chapter(m: &Material, lang: Lang) -> Option<Chapter> {
    if m.comparison.projects.is_empty() {
        return None;
    }
    let mut blocks = Vec::new();
    if m.views().len() > 1 {
        blocks.push(Block::Tabs(changes(m, lang)));
    }
    blocks.extend(against_decided(m, lang).map(Block::Table));
    blocks.push(Block::Table(projects(m, lang)));
    Some(Chapter {
        id: "projets",
            short: lang.pick("Projets", "Projects"),
        title: lang.pick("Projet par projet", "Project by project").to_owned(),
        lead: lang
            .pick(
                "Ce qui entre, sort, avance, recule ou s'achète, et pourquoi. Une raison n'est donnée que si elle est vérifiée \
                 dans le plan dont elle parle.",
                "What comes in, goes out, is earlier, later or bought, and why. A reason is given only where it has been \
                 verified in the plan that it speaks of.",
            )
            .to_owned(),
        blocks,
    })
}

fn changes(m: &Material, lang: Lang) -> Vec<Tab> {
    let Some(reference) = m.reference() else { return Vec::new() };
    let against = reference.label(lang);
    let tab = |view: &View| {
        let own = view.label(lang);
        let count = words::count(
            view.compared.changes.len(),
            ("projet change", "project changes"),
            ("projets changent", "projects change"),
            lang,
        );
        let title = lang.pick(format!("De {against} à {own} : {count}"), format!("From {against} to {own}: {count}"));
        let mut table = Table::new(format!("t-changements-{}", view.key()), title, columns(m, lang))
            .used(Use::Search)
            .on_sheet(lang.pick(format!("De {against} à {own}"), format!("From {against} to {own}")));
        view.compared.changes.iter().for_each(|c| table.row(row(m, c, lang)));
        let block = match table.rows.is_empty() {
            true => Block::Paragraph(lang.pick("Aucun projet ne change.", "No project changes.").to_owned()),
            false => Block::Table(table),
        };
        Tab { key: view.key(), title: view.title(lang), blocks: vec![block] }
    };
    m.views().iter().filter(|v| v.index != reference.index).map(tab).collect()
}

fn columns(m: &Material, lang: Lang) -> Vec<Column> {
    vec![
        Column::text(lang.pick("Projet", "Project")),
        Column::text(lang.pick("Ce qui change", "What changes")),
        Column::number(lang.pick("Fin (périodes)", "Finish (periods)")),
        Column::number(lang.pick("Points", "Points")),
        Column::number(format!("{} ({})", lang.pick("Achats", "Bought"), typo::sign(m.currency()))),
        Column::text(lang.pick("Pourquoi", "Why")).wide(80),
    ]
}

fn row(m: &Material, change: &Change, lang: Lang) -> Vec<Cell> {
    let shift = match change.finish_shift {
        0 => Cell::None,
        periods => Cell::signed(f64::from(periods), 0),
    };
    vec![
        Cell::name(m.project_name(&change.project), &change.project),
        kind(change, lang),
        shift,
        Cell::signed(change.value, 1),
        Cell::signed(change.external_spend, 0),
        Cell::Lines(reasons(m, change, lang)),
    ]
}

fn kind(change: &Change, lang: Lang) -> Cell {
    let tone = match change.kind {
        ChangeKind::Added | ChangeKind::Advanced => Tone::Good,
        ChangeKind::Dropped => Tone::Bad,
        ChangeKind::Delayed => Tone::Warn,
        ChangeKind::Rearranged => Tone::Plain,
    };
    Cell::Mark(tone, crate::report::words::change(change, lang))
}

/// Each sentence once, with the scenario whose plan it holds of.
fn reasons(m: &Material, change: &Change, lang: Lang) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for (scenario, reason) in &change.reasons {
        let line = format!("{}{}{}", m.label(*scenario, lang), typo::colon(lang), reason.text);
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines
}

/// Every project in every scenario.
fn projects(m: &Material, lang: Lang) -> Table {
    let views = m.views();
    let mut columns =
        vec![Column::text(lang.pick("Projet", "Project")), Column::text(lang.pick("Direction", "Sponsor"))];
    if views.len() > 1 {
        columns.push(Column::text(lang.pick("En commun", "In common")));
    }
    for v in &views {
        let label = v.label(lang);
        columns.extend([
            Column::text(lang.pick("Début", "Start")).under(&label[..]),
            Column::text(lang.pick("Fin", "Finish")).under(&label[..]),
            Column::number(lang.pick("Points", "Points")).under(&label[..]),
        ]);
    }
    let title = lang.pick("Tous les projets", "All projects");
    let note = lang.pick("* : une phase au moins est achetée.", "*: at least one phase is bought.");
    let mut table = Table::new("t-projets", title, columns).used(Use::Search).noted(note);
    for p in &m.comparison.projects {
        let sponsor = views.first().map_or(&p.sponsor[..], |v| sponsor_name(v, &p.sponsor));
        let mut cells = vec![Cell::name(&p.name, &p.project), Cell::name(sponsor, "")];
        if views.len() > 1 {
            cells.push(verdict(p, lang));
        }
        cells.extend(
            views.iter().flat_map(|v| placed(p.placements.iter().find(|x| x.0 == v.index).map(|x| &x.1), lang)),
        );
        table.row(cells);
    }
    table
}

fn verdict(p: &ComparedProject, lang: Lang) -> Cell {
    let (tone, word) = match p.verdict {
        Verdict::Same => (Tone::Good, lang.pick("retenu partout", "in everywhere")),
        Verdict::Moves => (Tone::Good, lang.pick("retenu, dates variables", "in, dates vary")),
        Verdict::Depends => (Tone::Warn, lang.pick("à décider", "to decide")),
        Verdict::Out => (Tone::Plain, lang.pick("écarté partout", "out everywhere")),
    };
    Cell::Mark(tone, word.to_owned())
}

fn placed(placed: Option<&Placed>, lang: Lang) -> [Cell; 3] {
    match placed {
        Some(x) if x.selected => {
            let start = match (date::parse(&x.start), x.bought) {
                (Some(day), true) => Cell::text(format!("{} *", typo::day(day, lang))),
                (Some(day), false) => Cell::Day(day),
                (None, _) => Cell::None,
            };
            [start, Cell::day(&x.finish), Cell::number(x.value, 1)]
        }
        _ => [Cell::None, Cell::None, Cell::None],
    }
}

/// What becomes of the projects that were decided.
fn against_decided(m: &Material, lang: Lang) -> Option<Table> {
    let decided: Vec<&ProjectPlan> = m.baseline.as_ref()?.projects.iter().filter(|p| p.selected).collect();
    let views = m.views();
    let plans: Vec<BTreeMap<&str, &ProjectPlan>> = views.iter().map(|v| selected(v.plan)).collect();
    let mut columns = vec![
        Column::text(lang.pick("Projet", "Project")),
        Column::text(lang.pick("Engagement", "Commitment")),
        Column::text(lang.pick("Fin décidée", "Decided finish")),
    ];
    columns.extend(views.iter().map(|v| Column::text(v.label(lang))));
    let title = lang.pick("Par rapport au plan décidé", "Against the decided plan");
    let mut table = Table::new("t-decide", title, columns).used(Use::Search);
    for before in decided {
        let after: Vec<Option<&ProjectPlan>> = plans.iter().map(|p| p.get(&before.project[..]).copied()).collect();
        let is_same = |after: &Option<&ProjectPlan>| after.is_some_and(|a| before.is_as(a));
        if after.iter().all(is_same) {
            continue;
        }
        let commitment = words::commitment(before.commitment, lang).unwrap_or_default();
        let mut cells = vec![
            Cell::name(m.project_name(&before.project), &before.project),
            Cell::text(commitment),
            Cell::day(&before.finish),
        ];
        cells.extend(after.iter().map(|a| moved(before, *a, lang)));
        table.row(cells);
    }
    (!table.rows.is_empty()).then_some(table)
}

fn selected(plan: &Plan) -> BTreeMap<&str, &ProjectPlan> {
    plan.projects.iter().filter(|p| p.selected).map(|p| (&p.project[..], p)).collect()
}

/// What becomes of a project that was decided, in a word.
pub(super) fn moved(before: &ProjectPlan, after: Option<&ProjectPlan>, lang: Lang) -> Cell {
    let Some(after) = after else { return Cell::Mark(Tone::Bad, lang.pick("sort", "out").to_owned()) };
    let day = date::parse(&after.finish).map_or(String::new(), |d| typo::day(d, lang));
    match finish_shift(Some(before), Some(after)) {
        0 if before.is_as(after) => Cell::text(lang.pick("inchangé", "unchanged")),
        0 => Cell::Mark(Tone::Plain, lang.pick("même fin, autrement", "same finish, otherwise").to_owned()),
        later if later > 0 => Cell::Mark(Tone::Warn, format!("{day} (+{later})")),
        earlier => Cell::Mark(Tone::Good, format!("{day} (−{})", earlier.unsigned_abs())),
    }
}
