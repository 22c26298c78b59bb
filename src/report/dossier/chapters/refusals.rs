//! What is not in each plan, and why; and why what is in is late or bought.

use std::collections::BTreeMap;

use super::super::block::{Block, Chapter};
use super::super::material::{Material, View};
use super::super::table::{Cell, Column, Table, Use};
use super::super::words;
use super::calendar::sponsor_name;
use super::tabs::{tabs, titled};
use crate::base::Lang;
use crate::model::Project;
use crate::plan::{ProjectPlan, Reason};

pub(super) fn chapter(m: &Material, lang: Lang) -> Option<Chapter> {
    let says = |v: &View| v.plan.projects.iter().any(|p| !p.selected || !p.reasons.is_empty());
    m.views().iter().any(says).then(|| Chapter {
        id: "refus",
            short: lang.pick("Refus", "Refusals"),
        title: lang.pick("Projets écartés et raisons", "Projects left out, and why").to_owned(),
        lead: lang
            .pick(
                "Une raison donnée est vraie : elle a été vérifiée dans le plan qui la porte. Sans raison prouvée, rien n'est \
                 affirmé.",
                "A reason that is given is true: it has been verified in the plan that carries it. Where none is proven, none is \
                 given.",
            )
            .to_owned(),
        blocks: vec![tabs(m, lang, |view| blocks(m, view, lang))],
    })
}

fn blocks(m: &Material, view: &View, lang: Lang) -> Vec<Block> {
    let known: BTreeMap<&str, &Project> = view.portfolio().projects.iter().map(|p| (&p.id[..], &**p)).collect();
    let out: Vec<&ProjectPlan> = view.plan.projects.iter().filter(|p| !p.selected).collect();
    let mut blocks = Vec::new();
    if out.is_empty() {
        blocks.push(Block::Paragraph(lang.pick("Aucun projet n'est écarté.", "No project is left out.").to_owned()));
    } else {
        blocks.push(Block::Table(left_out(m, view, &out, &known, lang)));
    }
    let told: Vec<&ProjectPlan> = view.plan.projects.iter().filter(|p| p.selected && !p.reasons.is_empty()).collect();
    if !told.is_empty() {
        blocks.push(Block::Table(late_or_bought(m, view, &told, &known, lang)));
    }
    blocks
}

fn left_out(m: &Material, view: &View, out: &[&ProjectPlan], known: &BTreeMap<&str, &Project>, lang: Lang) -> Table {
    let columns = vec![
        Column::text(lang.pick("Projet", "Project")),
        Column::text(lang.pick("Direction", "Sponsor")),
        Column::number(lang.pick("Valeur (points)", "Value (points)")),
        Column::text(lang.pick("Ce qui manque", "What is short")),
        Column::number(lang.pick("Manque (points)", "Shortfall (points)")),
        Column::text(lang.pick("Pourquoi", "Why")).wide(90),
    ];
    let count = words::projects(out.len(), lang);
    let title = lang.pick(format!("Écartés : {count}"), format!("Left out: {count}"));
    let title = titled(m, &title, view, lang);
    let mut table = Table::new(format!("t-refus-{}", view.key()), title, columns).used(Use::Search);
    for p in out {
        let project = known.get(&p.project[..]).copied();
        let shortfall = p.reasons.iter().map(|r| r.shortfall).filter(|x| *x > 0.0).fold(f64::NAN, f64::min);
        table.row(vec![
            Cell::name(project.map_or("", |x| &x.name), &p.project),
            Cell::name(project.map_or("", |x| sponsor_name(view, &x.sponsor)), ""),
            Cell::maybe(project.map(|x| x.value), 1),
            Cell::text(codes(&p.reasons, lang)),
            Cell::number(shortfall, 1),
            Cell::Lines(sentences(&p.reasons)),
        ]);
    }
    table
}

/// What the reasons speak of, each once.
fn codes(reasons: &[Reason], lang: Lang) -> String {
    let mut all: Vec<&str> = Vec::new();
    for word in reasons.iter().map(|r| words::reason(r.code, lang)) {
        if !all.contains(&word) {
            all.push(word);
        }
    }
    all.join(", ")
}

/// Each sentence once.
fn sentences(reasons: &[Reason]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for text in reasons.iter().map(|r| &r.text).filter(|t| !t.is_empty()) {
        if !all.contains(text) {
            all.push(text.clone());
        }
    }
    all
}

fn late_or_bought(
    m: &Material,
    view: &View,
    told: &[&ProjectPlan],
    known: &BTreeMap<&str, &Project>,
    lang: Lang,
) -> Table {
    let columns = vec![
        Column::text(lang.pick("Projet", "Project")),
        Column::text(lang.pick("Fin", "Finish")),
        Column::number(lang.pick("Achats externes", "External spend")),
        Column::text(lang.pick("Pourquoi", "Why")).wide(90),
    ];
    let title = titled(m, lang.pick("Pourquoi en retard, pourquoi acheté", "Why late, why bought"), view, lang);
    let mut table = Table::new(format!("t-pourquoi-{}", view.key()), title, columns).used(Use::Search);
    for p in told {
        table.row(vec![
            Cell::name(known.get(&p.project[..]).map_or("", |x| &x.name), &p.project),
            Cell::day(&p.finish),
            Cell::number(p.external_spend, 0),
            Cell::Lines(sentences(&p.reasons)),
        ]);
    }
    table
}
