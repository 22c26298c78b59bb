//! Tables in plain text: columns aligned by what a terminal shows, whatever letters are in them.

use unicode_width::UnicodeWidthStr;

/// The widest that a column of names gets.
const WIDEST_NAME: usize = 44;

/// The widest that a line of a note gets, and what it stands in from the left.
const WIDEST_NOTE: usize = 110;
const NOTE_INDENT: &str = "      ";

/// Which way a column leans.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Right,
}

/// A table under construction.
pub(super) struct Table {
    aligns: Vec<Align>,
    rows: Vec<Vec<String>>,
    /// By row: lines under it.
    notes: Vec<Vec<String>>,
}

impl Table {
    /// A table with these columns.
    pub(super) fn new(columns: &[(&str, Align)]) -> Self {
        let heads = columns.iter().map(|c| c.0.to_owned()).collect();
        Self { aligns: columns.iter().map(|c| c.1).collect(), rows: vec![heads], notes: vec![Vec::new()] }
    }

    /// Adds a row, of as many cells as there are columns.
    pub(super) fn row(&mut self, cells: Vec<String>) {
        assert_eq!(cells.len(), self.aligns.len());
        self.rows.push(cells.iter().map(|c| printable(c)).collect());
        self.notes.push(Vec::new());
    }

    /// Adds a text under the last row, in as many lines as it takes.
    pub(super) fn note(&mut self, text: &str) {
        let notes = self.notes.last_mut().expect("a table has its heads");
        notes.extend(folded(&printable(text), WIDEST_NOTE));
    }

    /// Whether there is no row under the heads.
    pub(super) fn is_empty(&self) -> bool {
        self.rows.len() == 1
    }

    /// The section: the title, then the table; nothing if the table is empty.
    pub(super) fn section(&self, title: &str) -> String {
        if self.is_empty() {
            return String::new();
        }
        let widths: Vec<usize> =
            (0..self.aligns.len()).map(|c| self.rows.iter().map(|r| r[c].width()).max().unwrap_or(0)).collect();
        let mut out = format!("{}\n", printable(title));
        for (row, notes) in self.rows.iter().zip(&self.notes) {
            out.push_str(&self.line(row, &widths));
            out.push('\n');
            out.extend(notes.iter().flat_map(|line| [NOTE_INDENT, line, "\n"]));
        }
        out
    }

    fn line(&self, row: &[String], widths: &[usize]) -> String {
        let mut line = String::new();
        for ((cell, align), width) in row.iter().zip(&self.aligns).zip(widths) {
            let padding = " ".repeat(width - cell.width());
            line.push_str("  ");
            match align {
                Align::Left => line.extend([cell, &padding[..]]),
                Align::Right => line.extend([&padding[..], cell]),
            }
        }
        line.trim_end().to_owned()
    }
}

/// A name, cut to what a column holds.
pub(super) fn name(text: &str) -> String {
    let text = printable(text);
    if text.width() <= WIDEST_NAME {
        return text;
    }
    let mut cut = String::new();
    for c in text.chars() {
        cut.push(c);
        if cut.width() >= WIDEST_NAME {
            cut.pop();
            break;
        }
    }
    format!("{}…", cut.trim_end())
}

/// The text on one line, with nothing in it that would steer a terminal.
pub(super) fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// The text in lines no wider than that, broken between words; a word that is wider has a line to itself.
fn folded(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|w| !w.is_empty()) {
        match lines.last_mut() {
            Some(line) if line.width() + 1 + word.width() <= width => line.extend([" ", word]),
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_align_by_shown_width() {
        let mut table = Table::new(&[("Projet", Align::Left), ("Valeur", Align::Right), ("", Align::Left)]);
        table.row(vec!["État civil".into(), "7,0".into(), "oui".into()]);
        table.row(vec!["東京".into(), "1\u{202f}234,5".into(), "".into()]);
        table.row(vec!["e\u{301}te\u{301}\u{1b}[31m".into(), "-1".into(), "non".into()]);
        let expected = "Titre\n  Projet       Valeur\n  État civil      7,0  oui\n  東京        1\u{202f}234,5\n  \
                        e\u{301}te\u{301} [31m         -1  non\n";
        assert_eq!(table.section("Titre"), expected);
    }

    #[test]
    fn an_empty_table_is_no_section() {
        assert_eq!(Table::new(&[("a", Align::Left)]).section("Title"), "");
    }

    #[test]
    fn long_names_are_cut() {
        assert_eq!(name("short"), "short");
        let cut = name(&"é".repeat(100));
        assert_eq!((cut.width(), cut.ends_with('…')), (WIDEST_NAME, true));
        assert!(name(&"京".repeat(100)).width() <= WIDEST_NAME);
    }

    #[test]
    fn notes_are_broken_between_words() {
        for (text, expected) in [
            ("", vec![]),
            ("one two three", vec!["one two", "three"]),
            ("unbreakable it", vec!["unbreakable", "it"]),
            ("1\u{202f}234 : é e\u{301}", vec!["1\u{202f}234 :", "é e\u{301}"]),
        ] {
            assert_eq!(folded(text, 7), expected, "{text:?}");
        }
    }

    #[test]
    fn notes_stand_under_their_row() {
        let mut table = Table::new(&[("a", Align::Left), ("b", Align::Right)]);
        table.row(vec!["1".into(), "2".into()]);
        table.note("one\ntwo");
        table.row(vec!["3".into(), "4".into()]);
        assert_eq!(table.section("Title"), "Title\n  a  b\n  1  2\n      one two\n  3  4\n");
    }
}
