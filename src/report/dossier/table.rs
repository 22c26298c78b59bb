//! One model of tables for whoever writes them: cells hold figures and days, not their words, so that a page can sort them
//! and a workbook can calculate with them.

use maud::Markup;

use crate::base::Date;

/// A table with its heads.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    /// Unique in the dossier: letters, digits and dashes.
    pub id: String,
    /// What it shows; a sheet is called so.
    pub title: String,
    /// What its readers have to know of it.
    pub note: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
    /// How it is used.
    pub use_as: Use,
}

/// How a table is used on a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Use {
    /// It is read.
    #[default]
    Read,
    /// It is searched and put in order: projects, mostly.
    Search,
    /// It is looked at, as a map of loads or a calendar.
    Look,
}

/// A column's head.
#[derive(Clone, Debug, Default)]
pub(crate) struct Column {
    pub head: String,
    /// What stands over several heads in a row; empty for none.
    pub group: String,
    pub is_numeric: bool,
    /// Worth so many characters; 0 for as many as it takes.
    pub width: usize,
    /// Drawn in the head's place, where there is room for it.
    pub drawn: Option<Markup>,
}

/// A line of cells, one for each column.
#[derive(Clone, Debug, Default)]
pub(crate) struct Row {
    pub cells: Vec<Cell>,
    pub level: Level,
}

/// What a row is among the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Level {
    #[default]
    Plain,
    /// The name of the rows that follow, in its first cell.
    Group,
    /// Says more of the row before it.
    Detail,
    /// The sum of those before it.
    Total,
}

/// What stands in a cell.
#[derive(Clone, Debug, Default)]
pub(crate) enum Cell {
    #[default]
    Empty,
    /// No figure where there could be one.
    None,
    /// Words of the dossier's own.
    Text(String),
    /// A name that somebody gave, and the id where it has one of its own.
    Name {
        name: String,
        id: String,
    },
    /// Sentences.
    Lines(Vec<String>),
    Number {
        x: f64,
        places: usize,
    },
    /// A number with its sign, even above zero.
    Signed {
        x: f64,
        places: usize,
    },
    Share {
        x: f64,
        places: usize,
    },
    Day(Date),
    Mark(Tone, String),
    /// Load over capacity, in person-days.
    Heat {
        load: f64,
        capacity: f64,
    },
    /// A drawing, and what it shows in words.
    Drawing {
        svg: Markup,
        lines: Vec<String>,
    },
}

/// How a mark is to be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tone {
    Good,
    Plain,
    Warn,
    Bad,
}

impl Column {
    pub(crate) fn text(head: impl Into<String>) -> Self {
        Self { head: head.into(), ..Self::default() }
    }

    pub(crate) fn number(head: impl Into<String>) -> Self {
        Self { head: head.into(), is_numeric: true, ..Self::default() }
    }

    pub(crate) fn under(mut self, group: impl Into<String>) -> Self {
        self.group = group.into();
        self
    }

    pub(crate) fn wide(mut self, width: usize) -> Self {
        self.width = width;
        self
    }
}

impl Cell {
    pub(crate) fn number(x: f64, places: usize) -> Self {
        if x.is_finite() { Self::Number { x, places } } else { Self::None }
    }

    pub(crate) fn signed(x: f64, places: usize) -> Self {
        if x.is_finite() { Self::Signed { x, places } } else { Self::None }
    }

    /// `part` of `whole`; none where there is no whole.
    pub(crate) fn share(part: f64, whole: f64) -> Self {
        if whole > 0.0 { Self::Share { x: part / whole, places: 0 } } else { Self::None }
    }

    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub(crate) fn maybe(x: Option<f64>, places: usize) -> Self {
        x.map_or(Self::None, |x| Self::number(x, places))
    }

    /// The day, if there is one.
    pub(crate) fn day(iso: &str) -> Self {
        crate::base::date::parse(iso).map_or(Self::None, Self::Day)
    }

    /// The name, with the id beside it where that says more.
    pub(crate) fn name(name: &str, id: &str) -> Self {
        match name.trim() {
            "" => Self::Name { name: id.to_owned(), id: String::new() },
            _ => Self::Name { name: name.to_owned(), id: id.to_owned() },
        }
    }
}

impl Table {
    pub(crate) fn new(id: impl Into<String>, title: impl Into<String>, columns: Vec<Column>) -> Self {
        Self { id: id.into(), title: title.into(), columns, ..Self::default() }
    }

    pub(crate) fn noted(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    pub(crate) fn used(mut self, use_as: Use) -> Self {
        self.use_as = use_as;
        self
    }

    /// Adds a row, of as many cells as there are columns.
    pub(crate) fn row(&mut self, cells: Vec<Cell>) {
        self.leveled(Level::Plain, cells);
    }

    pub(crate) fn leveled(&mut self, level: Level, cells: Vec<Cell>) {
        assert_eq!(cells.len(), self.columns.len(), "{}", self.title);
        self.rows.push(Row { cells, level });
    }

    /// Adds the name of the rows that follow.
    pub(crate) fn group(&mut self, name: Cell) {
        let mut cells = vec![name];
        cells.resize_with(self.columns.len(), || Cell::Empty);
        self.leveled(Level::Group, cells);
    }
}
