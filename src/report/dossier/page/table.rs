//! A table in HTML: with a caption, heads that belong to their cells, and rows that no page break cuts.

use maud::{Markup, html};

use super::super::table::{Cell, Column, Level, Row, Table, Use};
use super::super::typo;
use super::cell;
use crate::base::Lang;

/// From so many letters on, a column holds sentences.
const WIDE: usize = 60;

pub(super) fn write(table: &Table, lang: Lang) -> Markup {
    if table.rows.is_empty() {
        return html! {};
    }
    let class = match table.use_as {
        Use::Read => "read",
        Use::Search => "search",
        Use::Look => "look",
    };
    html! {
        div.scroll tabindex="0" role="group" aria-labelledby=(format!("{}-c", table.id)) {
            table id=(table.id) class=(class) {
                caption {
                    span.title id=(format!("{}-c", table.id)) { (typo::set(&table.title, lang)) }
                    @if !table.note.is_empty() { span.note { (typo::set(&table.note, lang)) } }
                }
                thead { (heads(&table.columns, lang)) }
                @for rows in bodies(&table.rows) { tbody { @for row in rows { (line(table, row, lang)) } } }
            }
        }
    }
}

/// One row of heads, or two where some stand under others.
fn heads(columns: &[Column], lang: Lang) -> Markup {
    let groups = groups(columns);
    let has_groups = groups.iter().any(|g| !g.0.trim().is_empty());
    html! {
        @if has_groups {
            tr {
                @for (name, count) in &groups {
                    @if name.trim().is_empty() { td colspan=(count) {} } @else { th.group scope="colgroup" colspan=(count) { (typo::set(name, lang)) } }
                }
            }
        }
        tr {
            @for c in columns {
                @if let Some(drawn) = &c.drawn {
                    th.drawing scope="col" { span.unseen { (typo::set(&c.head, lang)) } (drawn) }
                } @else if c.head.is_empty() { td {} } @else { th scope="col" class=[class(c)] { (typo::set(&c.head, lang)) } }
            }
        }
    }
}

/// Columns of figures lean to the right; those of sentences need room.
fn class(column: &Column) -> Option<&'static str> {
    match column {
        c if c.is_numeric => Some("n"),
        c if c.width >= WIDE => Some("w"),
        _ => None,
    }
}

/// Names over neighbouring heads, and how many they stand over.
fn groups(columns: &[Column]) -> Vec<(&str, usize)> {
    let mut out: Vec<(&str, usize)> = Vec::new();
    for c in columns {
        match out.last_mut() {
            Some((name, count)) if *name == c.group => *count += 1,
            _ => out.push((&c.group, 1)),
        }
    }
    out
}

/// Rows that belong together: a group's name with its rows.
fn bodies(rows: &[Row]) -> Vec<&[Row]> {
    let mut starts: Vec<usize> =
        rows.iter().enumerate().filter(|(_, r)| r.level == Level::Group).map(|x| x.0).collect();
    if starts.first() != Some(&0) {
        starts.insert(0, 0);
    }
    let ends = starts.iter().skip(1).copied().chain([rows.len()]);
    starts.iter().zip(ends).map(|(from, to)| &rows[*from..to]).collect()
}

fn line(table: &Table, row: &Row, lang: Lang) -> Markup {
    let class = match row.level {
        Level::Plain => None,
        Level::Group => Some("group"),
        Level::Detail => Some("detail"),
        Level::Total => Some("total"),
    };
    if row.level == Level::Group {
        let first = &row.cells[0];
        return html! { tr.group { th scope="rowgroup" colspan=(table.columns.len()) { (cell::inside(first, lang)) } } };
    }
    html! {
        tr class=[class] { @for (i, (c, column)) in row.cells.iter().zip(&table.columns).enumerate() { (one(i, c, column, lang)) } }
    }
}

fn one(position: usize, c: &Cell, column: &Column, lang: Lang) -> Markup {
    if position == 0 {
        return html! { th scope="row" class=[column.is_numeric.then_some("n")] data-v=[cell::order(c)] { (cell::inside(c, lang)) } };
    }
    match c {
        Cell::Heat { load, capacity } => {
            let (class, hint) = cell::heat(*load, *capacity, lang);
            html! { td class=(class) title=(hint) { (cell::inside(c, lang)) } }
        }
        Cell::Drawing { .. } => html! { td.drawing { (cell::inside(c, lang)) } },
        _ => html! { td class=[class(column)] data-v=[cell::order(c)] { (cell::inside(c, lang)) } },
    }
}
