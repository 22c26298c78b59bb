//! A project's line in a calendar: its phases as bars, those bought hatched, what was decided before as a ghost below, and
//! the days that it was to keep. Everything lies at shares of the width, so that a line fills whatever room it has.

use maud::{Markup, html};

use super::span::Span;
use crate::base::Date;

/// A line.
#[derive(Clone, Debug, Default)]
pub(crate) struct Line {
    pub bars: Vec<Bar>,
    /// As it was decided.
    pub ghosts: Vec<(Date, Date)>,
    pub target: Option<Date>,
    pub deadline: Option<Date>,
    /// Whether there are ghosts in the chart, so that all lines are as high.
    pub has_room_for_ghosts: bool,
    /// First days of the stretches that are told apart.
    pub rules: Vec<Date>,
}

/// A phase.
#[derive(Clone, Debug)]
pub(crate) struct Bar {
    pub first: Date,
    pub last: Date,
    pub is_bought: bool,
    pub is_milestone: bool,
    /// What is said of it when it is pointed at; empty for nothing.
    pub hint: String,
}

/// The line, with that description.
pub(crate) fn line(line: &Line, span: &Span, description: &str) -> Markup {
    let height = if line.has_room_for_ghosts { 24 } else { 18 };
    html! {
        svg.gantt role="img" aria-label=(description) height=(height) {
            @for day in &line.rules {
                @let x = share(span.left(*day));
                line.rule x1=(x) x2=(x) y1="-6" y2=(height + 6) {}
            }
            @for (first, last) in &line.ghosts {
                rect.ghost x=(share(span.left(*first))) width=(width(span, *first, *last)) y="17" height="5" {}
            }
            @if let Some(day) = line.target { (mark(span, day, "target")) }
            @if let Some(day) = line.deadline { (mark(span, day, "deadline")) }
            @for (i, bar) in line.bars.iter().enumerate() { (phase(bar, i, span)) }
        }
    }
}

fn phase(bar: &Bar, position: usize, span: &Span) -> Markup {
    let hint = html! { @if !bar.hint.is_empty() { title { (bar.hint) } } };
    if bar.is_milestone {
        return html! {
            svg.milestone x=(share(span.left(bar.first))) overflow="visible" { path d="M0 2l6 7-6 7-6-7z" { (hint) } }
        };
    }
    let class = match (bar.is_bought, position % 2) {
        (true, 0) => "bought",
        (true, _) => "bought odd",
        (false, 0) => "own",
        (false, _) => "own odd",
    };
    html! {
        rect class=(class) x=(share(span.left(bar.first))) width=(width(span, bar.first, bar.last)) y="3" height="12" { (hint) }
    }
}

fn mark(span: &Span, day: Date, class: &str) -> Markup {
    let x = share(span.right(day));
    html! { line class=(class) x1=(x) x2=(x) y1="0" y2="18" {} }
}

fn width(span: &Span, first: Date, last: Date) -> String {
    share((span.right(last) - span.left(first)).max(0.05))
}

fn share(x: f64) -> String {
    let text = format!("{x:.2}");
    format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Calendar, PeriodUnit, date};

    #[test]
    fn bars_lie_at_shares_of_the_width() {
        let day = |text| date::parse(text).unwrap();
        let calendar = Calendar::new(day("2021-01-01"), day("2021-04-10"), PeriodUnit::Month, "", vec![]).unwrap();
        let bar = |first, last, is_milestone| Bar {
            first: day(first),
            last: day(last),
            is_bought: false,
            is_milestone,
            hint: "<b>".to_owned(),
        };
        let bars = vec![bar("2021-01-01", "2021-01-31", false), bar("2021-02-01", "2021-01-31", true)];
        let drawn = line(&Line { bars, ..Line::default() }, &Span::of(&calendar), "\"").into_string();
        assert!(drawn.contains("x=\"0%\" width=\"31%\"") && drawn.contains("aria-label=\"&quot;\""), "{drawn}");
        assert!(drawn.contains("class=\"milestone\" x=\"31%\"") && drawn.contains("&lt;b&gt;"), "{drawn}");
    }
}
