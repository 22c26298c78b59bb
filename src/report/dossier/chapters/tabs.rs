//! The same for each scenario, of which one is looked at at a time.

use super::super::block::{Block, Tab};
use super::super::material::{Material, View};
use crate::base::Lang;

/// The same for each scenario that has a plan.
pub(super) fn tabs(material: &Material, lang: Lang, blocks: impl Fn(&View) -> Vec<Block>) -> Block {
    let tab = |view: &View| Tab { key: view.key(), title: view.title(lang), blocks: blocks(view) };
    Block::Tabs(material.views().iter().map(tab).collect())
}

/// How a table of one scenario is called beside those of the others.
pub(super) fn titled(material: &Material, title: &str, view: &View, lang: Lang) -> String {
    if material.views().len() > 1 { format!("{title} – {}", view.label(lang)) } else { title.to_owned() }
}
