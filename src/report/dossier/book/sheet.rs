//! A table as a sheet. Rows that others belong to become a column of their own, so that the sheet can be filtered.

use chrono::Datelike;
use rust_xlsxwriter::{ExcelDateTime, Worksheet, XlsxError};

use super::super::table::{Cell, Column, Level, Row, Table};
use super::super::typo;
use super::formats::Formats;
use crate::base::Lang;

/// Title and note stand above the heads.
const HEADS: u32 = 2;

/// Letters that a cell can hold.
const MOST: usize = 32_000;

pub(super) fn write(sheet: &mut Worksheet, table: &Table, formats: &Formats, lang: Lang) -> Result<(), XlsxError> {
    sheet.write_string_with_format(0, 0, typo::set(&table.title, lang), &formats.title)?;
    sheet.write_string_with_format(1, 0, typo::set(&table.note, lang), &formats.note)?;
    let is_grouped = table.rows.iter().any(|r| r.level == Level::Group);
    let shift = u16::from(is_grouped);
    heads(sheet, table, shift, formats, lang)?;
    let mut row = HEADS + 1;
    let mut group = String::new();
    for line in &table.rows {
        if line.level == Level::Group {
            group = line.cells.first().map(|c| plain(c, lang)).unwrap_or_default();
            continue;
        }
        if is_grouped {
            sheet.write_string_with_format(row, 0, typo::within(&group, MOST), &formats.words(Level::Plain, &group))?;
        }
        cells(sheet, row, shift, line, formats, lang)?;
        row += 1;
    }
    let last = shift + table.columns.len().saturating_sub(1) as u16;
    sheet.autofilter(HEADS, 0, (row - 1).max(HEADS), last)?;
    sheet.set_freeze_panes(HEADS + 1, shift + 1)?;
    sheet.set_landscape().set_print_fit_to_pages(1, 0).set_repeat_rows(HEADS, HEADS)?;
    sheet.set_paper_size(9);
    widths(sheet, table, shift, lang)
}

fn heads(sheet: &mut Worksheet, table: &Table, shift: u16, formats: &Formats, lang: Lang) -> Result<(), XlsxError> {
    if shift > 0 {
        sheet.write_string_with_format(HEADS, 0, lang.pick("Groupe", "Group"), &formats.head)?;
    }
    for (column, head) in (shift..).zip(&table.columns) {
        sheet.write_string_with_format(HEADS, column, whole(head, lang), &formats.head)?;
    }
    Ok(())
}

/// A head with what stands over it.
fn whole(column: &Column, lang: Lang) -> String {
    let (group, head) = (column.group.trim(), typo::set(&column.head, lang));
    if group.is_empty() { head } else { format!("{} – {head}", typo::set(group, lang)) }
}

fn cells(
    sheet: &mut Worksheet,
    row: u32,
    shift: u16,
    line: &Row,
    formats: &Formats,
    lang: Lang,
) -> Result<(), XlsxError> {
    for (column, cell) in (shift..).zip(&line.cells) {
        one(sheet, row, column, cell, line.level, formats, lang)?;
    }
    Ok(())
}

fn one(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell,
    level: Level,
    formats: &Formats,
    lang: Lang,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty | Cell::None => {}
        Cell::Number { x, places } => {
            sheet.write_number_with_format(row, column, *x, &formats.number(level, *places))?;
        }
        Cell::Signed { x, places } => {
            sheet.write_number_with_format(row, column, *x, &formats.signed(level, *places))?;
        }
        Cell::Share { x, places } if x.is_finite() => {
            sheet.write_number_with_format(row, column, *x, &formats.share(level, *places))?;
        }
        Cell::Share { .. } => {}
        Cell::Heat { load, capacity } if *capacity > 0.0 => {
            let share = load / capacity;
            sheet.write_number_with_format(row, column, share, &formats.heat(level, share))?;
        }
        Cell::Heat { .. } => {}
        Cell::Day(day) => {
            // Excel counts days from 1900 on; what is before stays a text.
            match u16::try_from(day.year()).ok().filter(|y| *y >= 1900) {
                Some(year) => {
                    let date = ExcelDateTime::from_ymd(year, day.month() as u8, day.day() as u8)?;
                    sheet.write_datetime_with_format(row, column, &date, &formats.day(level))?;
                }
                None => {
                    sheet.write_string_with_format(row, column, typo::day(*day, lang), &formats.words(level, ""))?;
                }
            }
        }
        Cell::Mark(tone, word) => {
            sheet.write_string_with_format(row, column, typo::set(word, lang), &formats.mark(level, *tone))?;
        }
        Cell::Text(_) | Cell::Name { .. } | Cell::Lines(_) | Cell::Drawing { .. } => {
            let text = plain(cell, lang);
            sheet.write_string_with_format(row, column, typo::within(&text, MOST), &formats.words(level, &text))?;
        }
    }
    Ok(())
}

/// What a cell says in words.
fn plain(cell: &Cell, lang: Lang) -> String {
    match cell {
        Cell::Text(text) => typo::set(text, lang),
        Cell::Name { name, id } if id.is_empty() || id == name => name.clone(),
        Cell::Name { name, id } => format!("{name} ({id})"),
        Cell::Lines(lines) | Cell::Drawing { lines, .. } => {
            lines.iter().map(|l| typo::set(l, lang)).collect::<Vec<String>>().join("\n")
        }
        Cell::Mark(_, word) => typo::set(word, lang),
        Cell::Number { x, places } => typo::number(*x, *places, lang),
        Cell::Signed { x, places } => typo::signed(*x, *places, lang),
        Cell::Share { x, places } => typo::share(*x, *places, lang),
        Cell::Day(day) => typo::day(*day, lang),
        Cell::Empty | Cell::None | Cell::Heat { .. } => String::new(),
    }
}

/// As wide as what stands in them, within reason.
fn widths(sheet: &mut Worksheet, table: &Table, shift: u16, lang: Lang) -> Result<(), XlsxError> {
    if shift > 0 {
        sheet.set_column_width(0, 28)?;
    }
    for (i, (column, head)) in (shift..).zip(&table.columns).enumerate() {
        let longest = |line: &Row| plain(&line.cells[i], lang).lines().map(|l| l.chars().count()).max().unwrap_or(0);
        let body = table.rows.iter().filter(|r| r.level != Level::Group).map(longest).max().unwrap_or(0);
        // Heads break into lines; a column is as wide as half of them at least, and has room for the sign of its filter.
        let least = (whole(head, lang).chars().count() / 2 + 4).clamp(8, 30);
        let most = if head.width > 0 { head.width.max(8) } else { 60 };
        sheet.set_column_width(column, (body + 2).max(least).min(most.max(least)) as f64)?;
    }
    Ok(())
}
