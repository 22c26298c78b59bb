//! Changes worth asking about, each planned.

use super::super::table::{Align, Table, name as cut};
use super::figures::signed;
use crate::base::Lang;
use crate::base::number::NONE;
use crate::study::Comparison;

pub(super) fn section(comparison: &Comparison, lang: Lang) -> String {
    let mut table = Table::new(&[
        (lang.pick("Proposition", "Proposal"), Align::Left),
        (lang.pick("Gain planifié", "Planned gain"), Align::Right),
        (lang.pick("prouvé, au moins", "proven, at least"), Align::Right),
        (lang.pick("au plus", "at most"), Align::Right),
        (lang.pick("promis par les prix", "promised by prices"), Align::Right),
    ]);
    for p in &comparison.proposals {
        table.row(vec![
            cut(&p.scenario.id),
            signed(p.gain, 1, lang),
            signed(p.least_gain, 1, lang),
            p.most_gain.map_or(NONE.to_owned(), |x| signed(x, 1, lang)),
            signed(p.promised, 1, lang),
        ]);
        table.note(&p.headline);
    }
    table.section(lang.pick("Changements qui valent la peine d'être demandés", "Changes worth asking about"))
}
