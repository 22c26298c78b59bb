//! What the plans bring to each objective of the strategy and to each sponsor.

use std::collections::BTreeMap;

use super::super::block::{Block, Chapter, Figure, Key};
use super::super::charts::bars::{self, Bar, Bars};
use super::super::material::{Material, View};
use super::super::table::{Cell, Column, Level, Table};
use super::super::typo;
use super::calendar::sponsor_name;
use crate::base::Lang;
use crate::model::{Portfolio, Project};

/// More groups than this stand in a table only.
const DRAWN: usize = 10;

/// Points by objective: the position after the last is for what no objective accounts for.
type Shares = Vec<f64>;

pub(super) fn chapter(m: &Material, lang: Lang) -> Option<Chapter> {
    let views = m.views();
    let first = views.first()?;
    if first.portfolio().projects.is_empty() {
        return None;
    }
    let mut blocks = Vec::new();
    if !first.portfolio().objectives.is_empty() {
        blocks.extend(objectives(m, &views, lang));
    }
    blocks.extend(sponsors(m, &views, lang));
    Some(Chapter {
        id: "valeur",
            short: lang.pick("Valeur", "Value"),
        title: lang.pick("Valeur par objectif et par direction", "Value by objective and sponsor").to_owned(),
        lead: lang
            .pick(
                "Points que chaque plan apporte, attente et retards déduits. Les points d'un projet se répartissent entre les \
                 objectifs selon ses scores pondérés. Ce sont les chiffres de ces plans : seul leur total a une borne prouvée.",
                "Points that each plan brings, less waiting and lateness. A project's points are divided among objectives by its \
                 weighted scores. They are figures of these plans: only their sum has a proven bound.",
            )
            .to_owned(),
        blocks,
    })
}

fn objectives(m: &Material, views: &[View], lang: Lang) -> Vec<Block> {
    let Some(first) = views.first() else { return Vec::new() };
    let objectives = &first.portfolio().objectives;
    let shares: Vec<Shares> = views.iter().map(|v| by_objective(v, objectives.len())).collect();
    let mut columns =
        vec![Column::text(lang.pick("Objectif", "Objective")), Column::number(lang.pick("Poids", "Weight"))];
    columns.extend(views.iter().flat_map(|v| two(v, lang)));
    let title = lang.pick("Valeur par objectif (points)", "Value by objective (points)");
    let mut table = Table::new("t-objectifs", title, columns);
    let total = |k: usize| shares[k].iter().sum::<f64>();
    let cells = |k: usize, x: f64| [Cell::number(x, 1), Cell::share(x, total(k))];
    for (o, objective) in objectives.iter().enumerate() {
        let mut row = vec![Cell::name(&objective.name, &objective.id), Cell::number(objective.weight, 1)];
        row.extend((0..views.len()).flat_map(|k| cells(k, shares[k][o])));
        table.row(row);
    }
    if shares.iter().any(|s| s[objectives.len()].abs() > 0.05) {
        let mut row = vec![Cell::text(lang.pick("Sans objectif", "No objective")), Cell::None];
        row.extend((0..views.len()).flat_map(|k| cells(k, shares[k][objectives.len()])));
        table.row(row);
    }
    let mut sum = vec![Cell::text(lang.pick("Total", "Total")), Cell::None];
    sum.extend((0..views.len()).flat_map(|k| cells(k, total(k))));
    table.leveled(Level::Total, sum);
    let groups: Vec<String> = objectives.iter().map(|o| named(&o.name, &o.id)).collect();
    let heights: Vec<Vec<f64>> = shares.iter().map(|s| s[..objectives.len()].to_vec()).collect();
    let title = lang.pick("Points par objectif", "Points by objective");
    chart("f-objectifs", title, m, views, &groups, &heights, lang).into_iter().chain([Block::Table(table)]).collect()
}

fn two(view: &View, lang: Lang) -> [Column; 2] {
    let label = view.label(lang);
    [Column::number(lang.pick("Points", "Points")).under(&label[..]), Column::number("%").under(&label[..])]
}

fn by_objective(view: &View, objectives: usize) -> Shares {
    let mut out = vec![0.0; objectives + 1];
    for (project, worth) in selected(view) {
        let parts: Vec<(usize, f64)> =
            project.scores.iter().map(|s| (s.objective, weighted(view.portfolio(), s))).collect();
        let all: f64 = parts.iter().map(|p| p.1).sum();
        if all > 0.0 && parts.iter().all(|p| p.1 >= 0.0) {
            parts.iter().for_each(|(o, part)| out[(*o).min(objectives)] += worth * part / all);
        } else {
            out[objectives] += worth;
        }
    }
    out
}

fn weighted(portfolio: &Portfolio, s: &crate::model::ObjectiveScore) -> f64 {
    s.score * portfolio.objectives.get(s.objective).map_or(0.0, |o| o.weight)
}

/// Projects that are in, with the points that they bring.
fn selected<'a>(view: &View<'a>) -> Vec<(&'a Project, f64)> {
    let known: BTreeMap<&str, &Project> = view.portfolio().projects.iter().map(|p| (&p.id[..], &**p)).collect();
    let plans = view.plan.projects.iter().filter(|p| p.selected);
    plans.filter_map(|p| Some((*known.get(&p.project[..])?, p.value))).collect()
}

fn sponsors(m: &Material, views: &[View], lang: Lang) -> Vec<Block> {
    let mut sponsors: Vec<&str> = Vec::new();
    for p in views.iter().flat_map(|v| &v.portfolio().projects) {
        if !sponsors.contains(&&p.sponsor[..]) {
            sponsors.push(&p.sponsor);
        }
    }
    sponsors.sort_unstable();
    if sponsors.len() < 2 && sponsors.iter().all(|s| s.is_empty()) {
        return Vec::new();
    }
    let (asked, points) = (lang.pick("Demandé", "Asked for"), lang.pick("Points", "Points"));
    let projects = lang.pick("Projets", "Projects");
    let mut columns = vec![
        Column::text(lang.pick("Direction", "Sponsor")),
        Column::number(projects).under(asked),
        Column::number(points).under(asked),
    ];
    columns.extend(views.iter().flat_map(|v| {
        let label = v.label(lang);
        [
            Column::number(projects).under(&label[..]),
            Column::number(points).under(&label[..]),
            Column::number("%").under(&label[..]),
        ]
    }));
    let title = lang.pick("Valeur par direction (points)", "Value by sponsor (points)");
    let mut table = Table::new("t-directions", title, columns)
        .noted(lang.pick("% : part de ce qui est demandé.", "%: share of what is asked for."));
    let mut heights: Vec<Vec<f64>> = vec![Vec::new(); views.len()];
    for sponsor in &sponsors {
        let (count, worth) = asked_by(&views[0], |s| s == *sponsor);
        let mut row = vec![
            Cell::name(sponsor_title(&views[0], sponsor, lang), ""),
            Cell::number(count, 0),
            Cell::number(worth, 1),
        ];
        for (k, v) in views.iter().enumerate() {
            let (inside, brings) = brought(v, |s| s == *sponsor);
            heights[k].push(brings);
            row.extend([Cell::number(inside, 0), Cell::number(brings, 1), Cell::share(brings, worth)]);
        }
        table.row(row);
    }
    let (count, worth) = asked_by(&views[0], |_| true);
    let mut sum = vec![Cell::text(lang.pick("Total", "Total")), Cell::number(count, 0), Cell::number(worth, 1)];
    for v in views {
        let (inside, brings) = brought(v, |_| true);
        sum.extend([Cell::number(inside, 0), Cell::number(brings, 1), Cell::share(brings, worth)]);
    }
    table.leveled(Level::Total, sum);
    let groups: Vec<String> = sponsors.iter().map(|s| sponsor_title(&views[0], s, lang).to_owned()).collect();
    let title = lang.pick("Points par direction", "Points by sponsor");
    chart("f-directions", title, m, views, &groups, &heights, lang).into_iter().chain([Block::Table(table)]).collect()
}

fn sponsor_title<'a>(view: &View<'a>, sponsor: &'a str, lang: Lang) -> &'a str {
    if sponsor.is_empty() { lang.pick("Sans direction", "No sponsor") } else { sponsor_name(view, sponsor) }
}

/// How many projects are asked for, and their points.
fn asked_by(view: &View, is_meant: impl Fn(&str) -> bool) -> (f64, f64) {
    let all = view.portfolio().projects.iter().filter(|p| is_meant(&p.sponsor));
    all.fold((0.0, 0.0), |sum, p| (sum.0 + 1.0, sum.1 + p.value))
}

/// How many of them are in, and the points that they bring.
fn brought(view: &View, is_meant: impl Fn(&str) -> bool) -> (f64, f64) {
    let all = selected(view).into_iter().filter(|(p, _)| is_meant(&p.sponsor));
    all.fold((0.0, 0.0), |sum, (_, worth)| (sum.0 + 1.0, sum.1 + worth))
}

fn named(name: &str, id: &str) -> String {
    if name.trim().is_empty() { id.to_owned() } else { name.to_owned() }
}

fn chart(
    id: &str,
    title: &str,
    m: &Material,
    views: &[View],
    groups: &[String],
    heights: &[Vec<f64>],
    lang: Lang,
) -> Option<Block> {
    if groups.is_empty() || groups.len() > DRAWN || heights.iter().flatten().all(|x| *x <= 0.0) || m.views().len() > 6 {
        return None;
    }
    let bar = |x: &f64| Bar { height: x.max(0.0), limit: None };
    let series: Vec<(usize, Vec<Bar>)> =
        views.iter().zip(heights).map(|(v, all)| (v.series, all.iter().map(bar).collect())).collect();
    let said = |(v, all): (&View, &Vec<f64>)| {
        let each: Vec<String> =
            groups.iter().zip(all).map(|(g, x)| format!("{g} {}", typo::number(*x, 0, lang))).collect();
        format!("{}{}{}", v.label(lang), typo::colon(lang), each.join(", "))
    };
    let all: Vec<String> = views.iter().zip(heights).map(said).collect();
    let description = format!("{title}. {}", all.join(". "));
    let bars = Bars { groups, series: &series, lang, currency: None, size: (1000, 260) };
    Some(Block::Figure(Figure {
        id: id.to_owned(),
        title: title.to_owned(),
        legend: views.iter().map(|v| (Key::Series(v.series), v.label(lang))).collect(),
        svg: bars::chart(&bars, &description),
    }))
}
