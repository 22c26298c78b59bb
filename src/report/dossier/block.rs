//! What chapters are made of, whatever they are written as.

use maud::Markup;

use super::table::Table;

/// A chapter of the dossier.
#[derive(Clone, Debug)]
pub(crate) struct Chapter {
    /// Unique: letters and dashes.
    pub id: &'static str,
    pub title: String,
    /// The title in a word, for a list of chapters.
    pub short: &'static str,
    /// What it tells, in a sentence or two.
    pub lead: String,
    pub blocks: Vec<Block>,
}

/// A part of a chapter.
#[derive(Clone, Debug)]
pub(crate) enum Block {
    Table(Table),
    Figure(Figure),
    Paragraph(String),
    /// Sentences, each a point of its own.
    Points {
        title: String,
        points: Vec<String>,
    },
    /// Laid out by the chapter itself; says nothing that no table says.
    Free(Markup),
    /// The same for each of several scenarios, of which one is looked at at a time.
    Tabs(Vec<Tab>),
    /// A long table in parts, of which one is looked at at a time.
    Pages(Vec<Tab>),
}

/// One of several.
#[derive(Clone, Debug)]
pub(crate) struct Tab {
    /// Which, the same wherever it is spoken of: the scenario's position, say.
    pub key: String,
    pub title: String,
    pub blocks: Vec<Block>,
}

/// A chart.
#[derive(Clone, Debug)]
pub(crate) struct Figure {
    pub id: String,
    pub title: String,
    /// What its colours and lines stand for.
    pub legend: Vec<(Key, String)>,
    /// An image with its description, for those who do not see it.
    pub svg: Markup,
}

/// What a legend's sign looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    /// A class of colours.
    Swatch(&'static str),
    Series(usize),
    /// A dashed line.
    Dashed,
    /// A dotted line.
    Dotted,
}

impl Chapter {
    /// Every table, in order.
    pub(crate) fn tables(&self) -> Vec<&Table> {
        tables(&self.blocks)
    }
}

fn tables(blocks: &[Block]) -> Vec<&Table> {
    blocks.iter().flat_map(of_block).collect()
}

fn of_block(block: &Block) -> Vec<&Table> {
    match block {
        Block::Table(table) => vec![table],
        Block::Tabs(tabs) | Block::Pages(tabs) => tabs.iter().flat_map(|t| tables(&t.blocks)).collect(),
        Block::Figure(_) | Block::Paragraph(_) | Block::Points { .. } | Block::Free(_) => Vec::new(),
    }
}
