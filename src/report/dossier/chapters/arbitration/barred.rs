//! Where there is no plan with the demands: what clashes, and what would let them in.

use super::super::super::block::Block;
use super::super::super::table::{Cell, Column, Table};
use super::shared::project_name;
use crate::arbitrate::{Clash, Recounted};
use crate::base::Lang;

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
        let (kind, which) = said(found, clash, lang);
        table.row(vec![Cell::text(kind), which]);
    }
    table
}

/// What kind of thing clashes, and its name.
fn said(found: &Recounted, clash: &Clash, lang: Lang) -> (&'static str, Cell) {
    let p = &found.portfolio;
    let project = |id: &String| Cell::name(project_name(found, id), id);
    fn named<'a>(mut all: impl Iterator<Item = (&'a String, &'a String)>, id: &str) -> Cell {
        Cell::name(all.find(|x| x.0 == id).map_or("", |x| x.1), id)
    }
    match clash {
        Clash::Demand(id) => (lang.pick("la demande", "the demand"), project(id)),
        Clash::Obligation(id) => (lang.pick("un projet obligatoire", "a project that has to be in"), project(id)),
        Clash::Deadline(id) => (lang.pick("l'échéance d'une demande", "a demand's deadline"), project(id)),
        Clash::Commitment(id) => (lang.pick("un projet décidé qui reste", "a decided project that stays"), project(id)),
        Clash::Freeze => (lang.pick("ce qui a commencé avant le gel", "what has begun before the freeze"), Cell::Empty),
        Clash::Pool(id) => (lang.pick("les effectifs", "staff"), named(p.pools.iter().map(|x| (&x.id, &x.name)), id)),
        Clash::Framework(id) => {
            (lang.pick("l'accord-cadre", "the framework"), named(p.frameworks.iter().map(|x| (&x.id, &x.name)), id))
        }
        Clash::Fund(id) => (lang.pick("les crédits", "the fund"), named(p.funds.iter().map(|x| (&x.id, &x.name)), id)),
        Clash::Flow(id) => (lang.pick("une limite de flux", "a flow limit"), Cell::name("", id)),
        Clash::Rule(id) => (lang.pick("une règle de sélection", "a selection rule"), Cell::name("", id)),
        Clash::Terms => (lang.pick("les conditions posées à l'arbitrage", "the arbitration's own terms"), Cell::Empty),
    }
}
