//! One portfolio of the morning report.

use maud::{Markup, html};

use super::words::{gap, kind, outcome, shift};
use crate::base::Lang;
use crate::base::number::{NONE, decimal};
use crate::report::words::day;
use crate::wire::v1;

pub(super) fn section(p: &v1::MorningPortfolio, lang: Lang) -> Markup {
    html! {
        h2 id=(p.name) { (p.name) @if !p.title.is_empty() { " · " (p.title) } }
        p {
            span class=[(p.outcome() != v1::MorningOutcome::Planned).then_some("bad")] { (outcome(p.outcome(), lang)) }
            @if !p.goals.is_empty() {
                " · " (value(p, lang)) " · " (lang.pick("écart", "gap")) " " (gap(&p.goals, lang))
                @if !p.goals_before.is_empty() { " (" (lang.pick("hier", "yesterday")) " " (gap(&p.goals_before, lang)) ")" }
            }
            @if !p.warm { " · " span.mute { (lang.pick("sans plan de la veille", "no plan of the day before")) } }
        }
        @if !p.error.is_empty() { p.bad { (p.error) } }
        (problems(p, lang))
        (changes(p, lang))
        (broken(p, lang))
        (late(p, lang))
    }
}

/// The first goal's figure.
fn value(p: &v1::MorningPortfolio, lang: Lang) -> String {
    let goal = p.goals.first().map_or(0.0, |g| g.value);
    let measure = p.goals.first().map(|g| g.measure);
    let before = p.measures_before.iter().find(|m| Some(m.measure) == measure).map(|m| m.value);
    let word = lang.pick("valeur", "value");
    match before {
        Some(before) => {
            let counted = lang.pick("plan d'hier compté aujourd'hui", "yesterday's plan counted today");
            format!("{word} {} ({counted} {})", decimal(goal, 1, lang), decimal(before, 1, lang))
        }
        None => format!("{word} {}", decimal(goal, 1, lang)),
    }
}

fn problems(p: &v1::MorningPortfolio, lang: Lang) -> Markup {
    html! { @if !p.problems.is_empty() {
        h3 { (lang.pick("Ce qui ne va pas dans le fichier", "What is wrong with the file")) }
        ul { @for problem in &p.problems { li { code { (problem.path) } " " (problem.message) "; " (problem.remedy) } } }
    } }
}

fn changes(p: &v1::MorningPortfolio, lang: Lang) -> Markup {
    html! { @if !p.changes.is_empty() || !p.removed.is_empty() {
        h3 { (lang.pick("Ce qui a bougé, et pourquoi", "What moved, and why")) }
        table {
            thead { tr {
                th { (lang.pick("Projet", "Project")) } th {}
                th.n { (lang.pick("Fin", "Finish")) }
                th { (lang.pick("Hier", "Yesterday")) } th { (lang.pick("Aujourd'hui", "Today")) }
                th { (lang.pick("Pourquoi", "Why")) }
            } }
            tbody {
                @for c in &p.changes { tr {
                    td { (c.project) @if !c.name.is_empty() { br; span.mute { (c.name) } } }
                    td { (kind(c, lang)) @for phase in &c.modes_changed { br; span.mute { (phase) } } }
                    td.n { (shift(c.finish_shift_days, lang)) }
                    td { (window(&c.start_before, &c.finish_before, lang)) }
                    td { (window(&c.start, &c.finish, lang)) }
                    td { (why(c, lang)) }
                } }
                @for gone in &p.removed { tr {
                    td { (gone) } td { (lang.pick("n'est plus demandé", "no longer asked for")) }
                    td {} td {} td {} td {}
                } }
            }
        }
    } }
}

/// What the referee found broken of yesterday's, and the plan's own reasons. Where there is neither, the project moved
/// because others did.
fn why(c: &v1::MorningChange, lang: Lang) -> Markup {
    html! {
        @for v in &c.broken { div { (lang.pick("ne tient plus : ", "no longer holds: ")) (v.message) } }
        @for r in &c.reasons { div { (r.text) } }
        @if c.broken.is_empty() && c.reasons.is_empty() {
            span.mute { (lang.pick("le plan d'ensemble est meilleur ainsi", "the plan as a whole is better this way")) }
        }
    }
}

fn window(start: &str, finish: &str, lang: Lang) -> String {
    if start.is_empty() { NONE.to_owned() } else { format!("{} – {}", day(start, lang), day(finish, lang)) }
}

fn broken(p: &v1::MorningPortfolio, lang: Lang) -> Markup {
    html! { @if !p.broken.is_empty() {
        h3 { (lang.pick("Ce qui ne tient plus du plan d'hier", "What of yesterday's plan no longer holds")) }
        ul { @for v in &p.broken { li { (v.message) " " span.mute { (v.code) } } } }
    } }
}

fn late(p: &v1::MorningPortfolio, lang: Lang) -> Markup {
    html! { @if !p.late.is_empty() {
        h3 { (lang.pick("En retard", "Late")) }
        table {
            thead { tr {
                th { (lang.pick("Projet", "Project")) } th { (lang.pick("Visé", "Target")) }
                th { (lang.pick("Fin", "Finish")) } th.n { (lang.pick("Périodes", "Periods")) }
                th.n { (lang.pick("Hier", "Yesterday")) }
            } }
            tbody { @for l in &p.late { tr {
                td { (l.project) } td { (day(&l.target, lang)) } td { (day(&l.finish, lang)) } td.n { (l.periods) }
                td.n { (l.periods_before.map_or_else(|| NONE.to_owned(), |n| n.to_string())) }
            } } }
        }
    } }
}
