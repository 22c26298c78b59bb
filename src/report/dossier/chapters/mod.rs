//! The chapters in the order in which a committee reads them, a file each. A chapter that has nothing to say is left out.
//! To add one, add its file and its line in [`all`].

mod annex;
mod bottlenecks;
mod calendar;
mod changes;
mod changes_said;
mod contracts;
mod frontier;
mod load;
mod money;
mod proposals;
mod refusals;
mod scenarios;
mod summary;
mod value;

use super::block::{Block, Chapter, Tab};
use super::material::{Material, View};
use crate::base::Lang;

/// Every chapter that has something to say.
pub(crate) fn all(material: &Material, lang: Lang) -> Vec<Chapter> {
    let chapters: [fn(&Material, Lang) -> Option<Chapter>; 13] = [
        summary::chapter,
        scenarios::chapter,
        calendar::chapter,
        load::chapter,
        money::chapter,
        contracts::chapter,
        value::chapter,
        changes::chapter,
        bottlenecks::chapter,
        proposals::chapter,
        frontier::chapter,
        refusals::chapter,
        annex::chapter,
    ];
    chapters.into_iter().filter_map(|chapter| chapter(material, lang)).collect()
}

/// The same for each scenario that has a plan.
fn tabs(material: &Material, lang: Lang, blocks: impl Fn(&View) -> Vec<Block>) -> Block {
    let tab = |view: &View| Tab { key: view.key(), title: view.title(lang), blocks: blocks(view) };
    Block::Tabs(material.views().iter().map(tab).collect())
}

/// How a table of one scenario is called beside those of the others.
fn titled(material: &Material, title: &str, view: &View, lang: Lang) -> String {
    if material.views().len() > 1 { format!("{title} – {}", view.label(lang)) } else { title.to_owned() }
}
