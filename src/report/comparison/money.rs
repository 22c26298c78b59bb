//! What the next thousand of the currency buys.

use super::super::table::{Align, Table, name as cut};
use super::names::name;
use crate::base::Lang;
use crate::base::number::{NONE, decimal, percent};
use crate::study::{Comparison, MoneyKind};

/// Prices that are rounding only.
const NOTHING: f64 = 1e-9;

/// So many ceilings are named for each scenario.
const SHOWN: usize = 4;

pub(super) fn section(comparison: &Comparison, lang: Lang) -> String {
    let mut table = Table::new(&[
        (lang.pick("Scénario", "Scenario"), Align::Left),
        (lang.pick("Plafond", "Ceiling"), Align::Left),
        ("", Align::Left),
        (lang.pick("Année", "Year"), Align::Right),
        (lang.pick("Utilisé", "Used"), Align::Right),
        (lang.pick("1 000 de plus (points)", "1,000 more (points)"), Align::Right),
    ]);
    for (i, s) in comparison.scenarios.iter().enumerate() {
        let Some(bottleneck) = &s.bottleneck else { continue };
        let dear: Vec<_> = bottleneck.money.iter().filter(|m| m.price > NOTHING).take(SHOWN).collect();
        if dear.is_empty() && !bottleneck.money.is_empty() {
            let none = lang.pick("aucun plafond ne manque", "no ceiling is short");
            let cells = [name(comparison, i, lang), none.to_owned(), String::new(), String::new(), String::new()];
            table.row(cells.into_iter().chain([decimal(0.0, 2, lang)]).collect());
        }
        for m in dear {
            let kind = match m.kind {
                MoneyKind::Payments => lang.pick("paiements", "payments"),
                MoneyKind::Commitments => lang.pick("engagements", "commitments"),
                MoneyKind::Total => lang.pick("total", "total"),
                MoneyKind::Framework => lang.pick("accord-cadre", "framework"),
            };
            let used = if m.ceiling > 0.0 { percent(m.used / m.ceiling, 0, lang) } else { NONE.to_owned() };
            table.row(vec![
                name(comparison, i, lang),
                cut(&m.subject),
                kind.to_owned(),
                m.year.map_or(NONE.to_owned(), |y| y.to_string()),
                used,
                decimal(m.price * 1000.0, 2, lang),
            ]);
        }
    }
    table.section(
        lang.pick("Ce qu'achète l'argent de plus, aux prix du plan", "What more money buys, at the plan's prices"),
    )
}
