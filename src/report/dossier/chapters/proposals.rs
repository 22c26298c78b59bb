//! Changes worth asking about: each is planned, and what it brings at least and at most is proven.

use super::super::block::{Block, Chapter};
use super::super::material::Material;
use super::super::table::{Cell, Column, Table};
use super::super::words;
use super::changes_said;
use crate::base::Lang;
use crate::study::Proposal;

pub(super) fn chapter(m: &Material, lang: Lang) -> Option<Chapter> {
    let proposals = &m.comparison.proposals;
    let reference = m.reference()?.label(lang);
    (!proposals.is_empty()).then(|| Chapter {
        id: "propositions",
            short: lang.pick("Propositions", "Proposals"),
        title: lang.pick("Propositions", "Proposals").to_owned(),
        lead: lang.pick(
            format!(
                "Changements que les prix du plan {reference} désignent, chacun planifié. « Au moins » et « au plus » comparent \
                 les meilleurs plans possibles avec et sans le changement : c'est prouvé."
            ),
            format!(
                "Changes that the prices of plan {reference} speak for, each planned. \"At least\" and \"at most\" compare the \
                 best plans there are with and without the change: that is proven."
            ),
        ),
        blocks: vec![Block::Table(table(m, proposals, lang))],
    })
}

fn table(m: &Material, proposals: &[Proposal], lang: Lang) -> Table {
    let gain = lang.pick("Gain (points)", "Gain (points)");
    let columns = vec![
        Column::text(lang.pick("Proposition", "Proposal")).wide(70),
        Column::text(lang.pick("État", "Status")),
        Column::number(lang.pick("planifié", "planned")).under(gain),
        Column::number(lang.pick("prouvé, au moins", "proven, at least")).under(gain),
        Column::number(lang.pick("prouvé, au plus", "proven, at most")).under(gain),
        Column::number(lang.pick("promis par les prix", "promised by prices")).under(gain),
        Column::text(lang.pick("Ce qu'elle change", "What it changes")).wide(60),
    ];
    let title = lang.pick("Changements qui valent la peine d'être demandés", "Changes worth asking about");
    let mut table = Table::new("t-propositions", title, columns);
    for p in proposals {
        table.row(vec![
            Cell::Lines(vec![p.headline.clone()]),
            words::status(p.plan.status, lang),
            Cell::signed(p.gain, 1),
            Cell::signed(p.least_gain, 1),
            p.most_gain.map_or(Cell::None, |x| Cell::signed(x, 1)),
            Cell::signed(p.promised, 1),
            Cell::Lines(changes_said::lines(m, &p.scenario, lang)),
        ]);
    }
    table
}
