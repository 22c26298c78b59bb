//! What gives way to demands: the menu of an arbitration side by side, before and after; or what is in the way of the
//! demands, and what it would take.

mod barred;
mod effects;
mod menu;
mod projects;
mod shared;

use super::super::block::{Block, Chapter};
use super::super::material::Material;
use super::super::{typo, words};
use crate::arbitrate::Recounted;
use crate::base::Lang;
use crate::report::arbitration::{self as sentence, verdict};
use shared::{labels, project_name};

pub(super) fn chapter(m: &Material, lang: Lang) -> Option<Chapter> {
    let found = m.arbitration.as_ref()?;
    let mut blocks = Vec::new();
    if found.arbitration.options.is_empty() {
        blocks.extend(barred::blocks(found, lang));
    } else {
        blocks.extend(said(found, lang));
        blocks.push(Block::Table(menu::table(m, found, lang)));
        blocks.push(Block::Table(projects::table(found, lang)));
        blocks.extend(effects::tables(m, found, lang).into_iter().map(Block::Table));
    }
    Some(Chapter {
        id: "arbitrage",
        short: lang.pick("Arbitrage", "Arbitration"),
        title: lang.pick("Ce qui cède aux demandes", "What gives way to the demands").to_owned(),
        lead: format!("{} {}", demands(found, lang), verdict(&found.arbitration, lang)),
        blocks,
    })
}

/// Which projects are demanded.
fn demands(found: &Recounted, lang: Lang) -> String {
    let names: Vec<String> =
        found.arbitration.demands.iter().map(|id| typo::cut(project_name(found, id), 90)).collect();
    let head = lang.pick(if names.len() == 1 { "Demandé" } else { "Demandés" }, "Demanded");
    format!("{head}{}{}.", typo::colon(lang), words::listed(&names, lang))
}

/// The options, a sentence each, and what is better at the price of more changes.
fn said(found: &Recounted, lang: Lang) -> Vec<Block> {
    let shown = labels(found, lang).into_iter().zip(found.arbitration.shown());
    let mut options: Vec<String> =
        shown.map(|(label, o)| format!("{label}{}{}", typo::colon(lang), o.headline)).collect();
    let wider = options.split_off(found.arbitration.options.len());
    let title = lang.pick("Les options, en une phrase", "The options, in a sentence each").to_owned();
    let mut blocks = vec![Block::Points { title, points: options }];
    if !wider.is_empty() {
        blocks.push(Block::Points { title: sentence::wider(lang).to_owned(), points: wider });
    }
    blocks
}
