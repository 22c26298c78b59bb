//! A cell of a table in HTML.

use maud::{Markup, html};

use super::super::table::{Cell, Tone};
use super::super::typo;
use crate::base::number::NONE;
use crate::base::{Lang, date};

/// What stands in the cell.
pub(super) fn inside(cell: &Cell, lang: Lang) -> Markup {
    match cell {
        Cell::Empty => html! {},
        Cell::None => html! { (NONE) },
        Cell::Text(text) => html! { (typo::set(text, lang)) },
        Cell::Name { name, id } => html! {
            bdi { (name) }
            @if !id.is_empty() && id != name { " " bdi.id { (id) } }
        },
        Cell::Lines(lines) if lines.len() > 1 => {
            html! { ul.lines { @for line in lines { li { (typo::set(line, lang)) } } } }
        }
        Cell::Lines(lines) => html! { @for line in lines { (typo::set(line, lang)) } },
        Cell::Number { x, places } => html! { (typo::number(*x, *places, lang)) },
        Cell::Signed { x, places } => html! { (typo::signed(*x, *places, lang)) },
        Cell::Share { x, places } => html! { (typo::share(*x, *places, lang)) },
        Cell::Day(day) => html! { time datetime=(date::iso(*day)) { (typo::day(*day, lang)) } },
        Cell::Mark(tone, word) => html! { span class=(format!("mark {}", class(*tone))) { (typo::set(word, lang)) } },
        Cell::Heat { load, capacity } => html! { (heat_text(*load, *capacity)) },
        Cell::Drawing { svg, .. } => html! { (svg) },
    }
}

/// What the cell is put in order by, where that is not how it reads.
pub(super) fn order(cell: &Cell) -> Option<String> {
    match cell {
        Cell::Number { x, .. } | Cell::Signed { x, .. } | Cell::Share { x, .. } => Some(x.to_string()),
        Cell::Day(day) => Some(date::iso(*day)),
        Cell::None => Some(String::new()),
        Cell::Heat { load, capacity } => Some((load / capacity).to_string()),
        Cell::Empty | Cell::Text(_) | Cell::Name { .. } | Cell::Lines(_) | Cell::Mark(..) | Cell::Drawing { .. } => {
            None
        }
    }
}

/// Its class, and what is said of it when it is pointed at.
pub(super) fn heat(load: f64, capacity: f64, lang: Lang) -> (&'static str, String) {
    let figure = |x| typo::number(x, 1, lang);
    let days = lang.pick("j", "d");
    (level(load, capacity), format!("{} / {}\u{a0}{days}", figure(load), figure(capacity)))
}

/// In percent, rounded; no sign, so that a month is as narrow as can be.
fn heat_text(load: f64, capacity: f64) -> String {
    match (load > 0.0, capacity > 0.0) {
        (_, true) => format!("{:.0}", load / capacity * 100.0),
        (true, false) => "∞".to_owned(),
        (false, false) => String::new(),
    }
}

/// How full it is; what is beyond capacity stands out, whatever is rounded.
fn level(load: f64, capacity: f64) -> &'static str {
    if capacity <= 0.0 {
        return if load > 0.0 { "h6" } else { "hx" };
    }
    match load / capacity {
        x if x > 1.0 + 1e-9 => "h6",
        x if x > 0.95 => "h5",
        x if x > 0.8 => "h4",
        x if x > 0.6 => "h3",
        x if x > 0.35 => "h2",
        x if x > 0.0 => "h1",
        _ => "h0",
    }
}

fn class(tone: Tone) -> &'static str {
    match tone {
        Tone::Good => "good",
        Tone::Plain => "plain",
        Tone::Warn => "warn",
        Tone::Bad => "bad",
    }
}
