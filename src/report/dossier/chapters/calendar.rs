//! The calendar of each plan: a line for each project, by sponsor, with what was decided before as a ghost.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::super::block::{Block, Chapter, Tab};
use super::super::charts::gantt::{self, Bar, Line};
use super::super::charts::span::{self, Span};
use super::super::material::{Material, View};
use super::super::table::{Cell, Column, Table, Use};
use super::super::{typo, words};
use super::tabs::{tabs, titled};
use crate::base::{Calendar, Date, Lang, date};
use crate::model::Project;
use crate::plan::{Commitment, PhasePlan, Plan, ProjectPlan};

/// So many projects stand on a page.
const PAGE: usize = 120;

/// With more projects than this, bars are not explained one by one when they are pointed at: the page would be slow.
const EXPLAINED: usize = 300;

pub(super) fn chapter(m: &Material, lang: Lang) -> Option<Chapter> {
    let planned = m.views().iter().any(|v| v.plan.projects.iter().any(|p| p.selected));
    planned.then(|| Chapter {
        id: "calendrier",
        short: lang.pick("Calendrier", "Calendar"),
        title: lang.pick("Calendrier", "Calendar").to_owned(),
        lead: lead(m, lang),
        blocks: vec![Block::Free(legend(m, lang)), tabs(m, lang, |view| pages(m, view, lang))],
    })
}

fn lead(m: &Material, lang: Lang) -> String {
    let plain = lang.pick("Les projets retenus, par direction.", "The projects that are in, by sponsor.");
    let ghosts = lang.pick(
        " Sous chaque projet, en gris : ce qui avait été décidé.",
        " Below each project, in grey: what had been decided.",
    );
    if m.baseline.is_some() { format!("{plain}{ghosts}") } else { plain.to_owned() }
}

/// What the signs stand for.
fn legend(m: &Material, lang: Lang) -> Markup {
    let mut all = vec![
        ("own", lang.pick("réalisé en interne", "own people")),
        ("bought", lang.pick("jours achetés", "days bought")),
        ("milestone", lang.pick("jalon", "milestone")),
        ("target", lang.pick("date visée", "target")),
        ("deadline", lang.pick("échéance impérative", "deadline")),
    ];
    if m.baseline.is_some() {
        all.push(("ghost", lang.pick("plan décidé", "decided plan")));
    }
    html! { ul.legend { @for (class, word) in all { li { span class=(format!("key g-{class}")) aria-hidden="true" {} (word) } } } }
}

fn pages(m: &Material, view: &View, lang: Lang) -> Vec<Block> {
    let rows = by_sponsor(view);
    let count: usize = rows.iter().map(|r| r.1.len()).sum();
    if count <= PAGE {
        return vec![Block::Table(table(m, view, &rows, "", lang))];
    }
    let flat: Vec<(&str, &ProjectPlan)> = rows.iter().flat_map(|(s, all)| all.iter().map(|p| (&s[..], *p))).collect();
    let page = |(i, chunk): (usize, &[(&str, &ProjectPlan)])| {
        let title = format!("{} – {}", i * PAGE + 1, i * PAGE + chunk.len());
        let table = table(m, view, &regrouped(chunk), &format!("-{}", i + 1), lang);
        Tab { key: format!("p{i}"), title, blocks: vec![Block::Table(table)] }
    };
    vec![Block::Pages(flat.chunks(PAGE).enumerate().map(page).collect())]
}

type Group<'a> = (String, Vec<&'a ProjectPlan>);

fn regrouped<'a>(chunk: &[(&str, &'a ProjectPlan)]) -> Vec<Group<'a>> {
    let mut out: Vec<Group> = Vec::new();
    for (sponsor, plan) in chunk {
        match out.last_mut() {
            Some(last) if last.0 == *sponsor => last.1.push(plan),
            _ => out.push(((*sponsor).to_owned(), vec![plan])),
        }
    }
    out
}

/// The projects that are in, by sponsor and then by start.
fn by_sponsor<'a>(view: &View<'a>) -> Vec<Group<'a>> {
    let sponsors: BTreeMap<&str, &str> =
        view.portfolio().projects.iter().map(|p| (&p.id[..], &p.sponsor[..])).collect();
    let mut out: Vec<Group> = Vec::new();
    for p in view.plan.projects.iter().filter(|p| p.selected) {
        let sponsor = sponsors.get(&p.project[..]).copied().unwrap_or("");
        match out.iter_mut().find(|g| g.0 == sponsor) {
            Some(group) => group.1.push(p),
            None => out.push((sponsor.to_owned(), vec![p])),
        }
    }
    out.iter_mut().for_each(|g| g.1.sort_by(|a, b| (&a.start, &a.finish).cmp(&(&b.start, &b.finish))));
    out.sort_by(|a, b| a.0.cmp(&b.0));
    out
}

fn table(m: &Material, view: &View, groups: &[Group], part: &str, lang: Lang) -> Table {
    let calendar = &view.portfolio().calendar;
    let axis =
        Column { drawn: Some(axis(calendar, lang)), ..Column::text(lang.pick("Calendrier", "Calendar")).wide(70) };
    let columns = vec![
        Column::text(lang.pick("Projet", "Project")),
        Column::text(lang.pick("Statut", "Status")),
        Column::text(lang.pick("Début", "Start")),
        Column::text(lang.pick("Fin", "Finish")),
        Column::number(lang.pick("Points", "Points")),
        axis,
    ];
    let id = format!("t-calendrier-{}{part}", view.key());
    let title = titled(m, lang.pick("Calendrier", "Calendar"), view, lang);
    let mut table = Table::new(id, title, columns).used(Use::Look);
    let drawing = Drawing::of(m, view, lang);
    for (sponsor, projects) in groups {
        let name =
            if sponsor.is_empty() { lang.pick("Sans direction", "No sponsor") } else { sponsor_name(view, sponsor) };
        if groups.len() > 1 || !sponsor.is_empty() {
            table.group(Cell::name(name, ""));
        }
        projects.iter().for_each(|p| table.row(drawing.row(p)));
    }
    table
}

/// A sponsor that is a pool goes by the pool's name.
pub(super) fn sponsor_name<'a>(view: &View<'a>, sponsor: &'a str) -> &'a str {
    let pool = view.portfolio().pools.iter().find(|p| p.id == sponsor);
    pool.map(|p| p.name.trim()).filter(|n| !n.is_empty()).unwrap_or(sponsor)
}

/// Years, and below them quarters, over the lines.
fn axis(calendar: &Calendar, lang: Lang) -> Markup {
    let span = Span::of(calendar);
    let place = |first: Date, last: Date| {
        let (left, right) = (span.left(first), span.right(last));
        format!("left:{left:.3}%;width:{:.3}%", right - left)
    };
    let years = span::years(calendar);
    let parts = span::stretches(calendar, if years.len() > 1 { 3 } else { 1 });
    let name = |s: &span::Stretch| match years.len() > 1 {
        true => format!("{}{}", lang.pick("T", "Q"), s.part),
        false => typo::month(s.part, lang).to_owned(),
    };
    html! {
        div.axis aria-hidden="true" {
            div { @for y in &years { span style=(place(y.first, y.last)) { (y.year) } } }
            div.small { @for s in &parts { span style=(place(s.first, s.last)) { (name(s)) } } }
        }
    }
}

/// What the lines of one plan are drawn from.
struct Drawing<'a> {
    view: View<'a>,
    span: Span,
    projects: BTreeMap<&'a str, &'a Project>,
    decided: BTreeMap<&'a str, &'a ProjectPlan>,
    has_baseline: bool,
    /// Where years begin.
    rules: Vec<Date>,
    is_explained: bool,
    lang: Lang,
}

impl<'a> Drawing<'a> {
    fn of(m: &'a Material, view: &View<'a>, lang: Lang) -> Self {
        let decided =
            |plan: &'a Plan| plan.projects.iter().filter(|p| p.selected).map(|p| (&p.project[..], p)).collect();
        Self {
            view: *view,
            span: Span::of(&view.portfolio().calendar),
            projects: view.portfolio().projects.iter().map(|p| (&p.id[..], &**p)).collect(),
            decided: m.baseline.as_ref().map(decided).unwrap_or_default(),
            has_baseline: m.baseline.is_some(),
            rules: span::years(&view.portfolio().calendar).iter().skip(1).map(|y| y.first).collect(),
            is_explained: view.plan.projects.len() <= EXPLAINED,
            lang,
        }
    }

    fn row(&self, plan: &ProjectPlan) -> Vec<Cell> {
        let project = self.projects.get(&plan.project[..]).copied();
        let line = self.line(plan, project);
        let lines: Vec<String> = plan.phases.iter().map(|ph| self.said(project, ph)).collect();
        vec![
            Cell::name(project.map_or("", |p| &p.name), &plan.project),
            self.status(plan, project),
            Cell::day(&plan.start),
            Cell::day(&plan.finish),
            Cell::number(plan.value, 1),
            Cell::Drawing { svg: gantt::line(&line, &self.span, &lines.join(" ; ")), lines },
        ]
    }

    /// What was decided of it, or that it has to be done.
    fn status(&self, plan: &ProjectPlan, project: Option<&Project>) -> Cell {
        use super::super::table::Tone;
        let decided = self.decided.get(&plan.project[..]);
        let commitment = decided.map_or(Commitment::Unspecified, |p| p.commitment);
        let must = project.is_some_and(|p| p.must_do).then_some(self.lang.pick("imposé", "must do"));
        match (words::commitment(commitment, self.lang), must) {
            (Some(word), _) => Cell::Mark(Tone::Plain, word.to_owned()),
            (None, Some(word)) => Cell::Mark(Tone::Plain, word.to_owned()),
            (None, None) => Cell::Empty,
        }
    }

    fn line(&self, plan: &ProjectPlan, project: Option<&Project>) -> Line {
        let ghost = |p: &&ProjectPlan| Some((date::parse(&p.start)?, date::parse(&p.finish)?));
        Line {
            bars: plan.phases.iter().filter_map(|ph| self.bar(project, ph)).collect(),
            ghosts: self.decided.get(&plan.project[..]).and_then(ghost).into_iter().collect(),
            target: project.and_then(|p| p.target),
            deadline: project.and_then(|p| p.deadline),
            has_room_for_ghosts: self.has_baseline,
            rules: self.rules.clone(),
        }
    }

    fn bar(&self, project: Option<&Project>, ph: &PhasePlan) -> Option<Bar> {
        let periods = self.view.portfolio().calendar.periods();
        let is_milestone = ph.finish_period < ph.start_period;
        let at = |t: i32| periods.get(usize::try_from(t).ok()?);
        let (first, last) = if is_milestone {
            // At the very end of the calendar, a milestone begins no period.
            let day = at(ph.start_period).map(|p| p.first).or_else(|| at(ph.finish_period).map(|p| p.last))?;
            (day, day)
        } else {
            (at(ph.start_period)?.first, at(ph.finish_period)?.last)
        };
        let hint = if self.is_explained { self.said(project, ph) } else { String::new() };
        Some(Bar { first, last, is_bought: self.is_bought(project, ph), is_milestone, hint })
    }

    /// By the name of its mode, which says so: the rules' modes are called "MODE+RULE"; or by what the mode buys.
    fn is_bought(&self, project: Option<&Project>, ph: &PhasePlan) -> bool {
        let own = project.and_then(|p| p.phases.iter().find(|x| x.id == ph.phase));
        let mode = own.and_then(|x| x.modes.iter().find(|mode| mode.id == ph.mode));
        mode.map_or_else(|| ph.mode.contains('+'), |mode| !mode.purchases.is_empty())
    }

    /// A phase in words.
    fn said(&self, project: Option<&Project>, ph: &PhasePlan) -> String {
        let own = project.and_then(|p| p.phases.iter().find(|x| x.id == ph.phase));
        let name = own.map(|x| x.name.trim()).filter(|n| !n.is_empty()).unwrap_or(&ph.phase);
        let day = |iso: &str| date::parse(iso).map_or(String::new(), |d| typo::day(d, self.lang));
        let bought = self.lang.pick(", acheté", ", bought");
        let bought = if self.is_bought(project, ph) { bought } else { "" };
        let colon = typo::colon(self.lang);
        match (ph.finish_period < ph.start_period, day(&ph.start)) {
            (true, start) => format!("{name}{colon}{} {start}", self.lang.pick("jalon", "milestone")),
            (false, start) => format!("{name}{colon}{start} – {}{bought}", day(&ph.finish)),
        }
    }
}
