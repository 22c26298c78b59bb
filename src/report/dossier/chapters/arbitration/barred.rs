//! Where there is no plan with the demands: what clashes, and what would let them in.

use super::super::super::block::Block;
use super::super::super::table::{Cell, Column, Table};
use super::shared::project_name;
use crate::arbitrate::{Clash, Recounted};
use crate::base::Lang;
use crate::report::arbitration::clash as said;

pub(super) fn blocks(found: &Recounted, lang: Lang) -> Vec<Block> {
    let relaxations: Vec<String> = found.arbitration.relaxations.iter().map(|r| r.headline.clone()).collect();
    let mut blocks = Vec::new();
    if !found.arbitration.conflict.is_empty() {
        blocks.push(Block::Table(conflict(found, lang)));
    }
    if !relaxations.is_empty() {
        let title = lang.pick("Ce qui laisserait entrer les demandes", "What would let the demands in").to_owned();
        blocks.push(Block::Points { title, points: relaxations });
    }
    blocks
}

fn conflict(found: &Recounted, lang: Lang) -> Table {
    let columns =
        vec![Column::text(lang.pick("Ce qui s'oppose", "What clashes")), Column::text(lang.pick("Quoi", "Which"))];
    let title = lang.pick("Ce qui s'oppose aux demandes", "What is in the way of the demands");
    let note = lang.pick(
        "Ensemble, tout cela ne tient pas, c'est prouvé : sans l'un de ces points, les demandes ne sont plus prouvées impossibles.",
        "Together these do not hold, which is proven: without any one of them, the demands are no longer proven impossible.",
    );
    let mut table =
        Table::new("t-arbitrage-conflit", title, columns).noted(note).on_sheet(lang.pick("Conflit", "Conflict"));
    for clash in &found.arbitration.conflict {
        let (kind, id) = said(clash, lang);
        table.row(vec![Cell::text(kind), id.map_or(Cell::Empty, |id| named(found, clash, id))]);
    }
    table
}

/// The name of what clashes.
fn named(found: &Recounted, clash: &Clash, id: &str) -> Cell {
    let p = &found.portfolio;
    fn of<'a>(mut all: impl Iterator<Item = (&'a String, &'a String)>, id: &str) -> &'a str {
        all.find(|x| x.0 == id).map_or("", |x| x.1)
    }
    let name = match clash {
        Clash::Demand(_) | Clash::Obligation(_) | Clash::Deadline(_) | Clash::Commitment(_) => project_name(found, id),
        Clash::Pool(_) => of(p.pools.iter().map(|x| (&x.id, &x.name)), id),
        Clash::Framework(_) => of(p.frameworks.iter().map(|x| (&x.id, &x.name)), id),
        Clash::Fund(_) => of(p.funds.iter().map(|x| (&x.id, &x.name)), id),
        Clash::Flow(_) | Clash::Rule(_) | Clash::Freeze | Clash::Terms => "",
    };
    Cell::name(name, id)
}
