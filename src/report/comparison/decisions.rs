//! What is the same whatever the scenario, and what the committee decides with one.

use super::super::table::{Align, Table, name as cut};
use super::super::words;
use super::names::name;
use crate::base::Lang;
use crate::base::number::percent;
use crate::study::Comparison;

/// So many ids stand in a cell.
const IDS: usize = 12;

pub(super) fn section(comparison: &Comparison, lang: Lang) -> String {
    let Some(backbone) = &comparison.backbone else { return String::new() };
    let mut table = Table::new(&[("", Align::Left), (lang.pick("Projets", "Projects"), Align::Right)]);
    let mut row = |title: String, projects: &[usize]| {
        if projects.is_empty() {
            return;
        }
        table.row(vec![title, projects.len().to_string()]);
        let ids: Vec<String> = projects.iter().take(IDS).map(|i| cut(&comparison.projects[*i].project)).collect();
        let more = projects.len().saturating_sub(IDS);
        let more =
            if more > 0 { lang.pick(format!(" et {more} autres"), format!(" and {more} more")) } else { String::new() };
        table.note(&format!("{}{more}", ids.join(", ")));
    };
    row(lang.pick("retenus partout, à l'identique", "in everywhere, the same").to_owned(), &backbone.same);
    row(
        lang.pick("retenus partout, à d'autres dates ou modes", "in everywhere, at other dates or in other modes")
            .to_owned(),
        &backbone.moves,
    );
    row(lang.pick("écartés partout", "out everywhere").to_owned(), &backbone.out);
    for (scenarios, projects) in &backbone.decisions {
        let names: Vec<String> = scenarios.iter().map(|i| name(comparison, *i, lang)).collect();
        row(lang.pick(format!("seulement en {}", names.join(", ")), format!("only in {}", names.join(", "))), projects);
    }
    let settled = backbone.same.len() + backbone.moves.len();
    let (one, many) = lang.pick(("projet", "projets"), ("project", "projects"));
    let count = words::counted(settled, one, many, lang);
    let share = percent(backbone.value_share, 0, lang);
    table.section(&lang.pick(
        format!("Ce qui ne dépend pas du scénario : {count}, {share} des points ; le reste est à décider"),
        format!("What no scenario changes: {count}, {share} of the points; the rest is to be decided"),
    ))
}
