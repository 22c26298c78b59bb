//! Money by fund and year, against its ceilings.

use super::table::{Align, Table, name};
use super::{decimal, percent};
use crate::base::Lang;
use crate::base::number::NONE;
use crate::model::Portfolio;
use crate::plan::Plan;

pub(super) fn section(portfolio: &Portfolio, plan: &Plan, lang: Lang) -> String {
    let mut table = Table::new(&[
        (lang.pick("Enveloppe", "Fund"), Align::Left),
        (lang.pick("Année", "Year"), Align::Right),
        (lang.pick("Payé", "Paid"), Align::Right),
        (lang.pick("Plafond", "Ceiling"), Align::Right),
        ("%", Align::Right),
        (lang.pick("Engagé", "Committed"), Align::Right),
        (lang.pick("Plafond", "Ceiling"), Align::Right),
        ("%", Align::Right),
    ]);
    for fund in &plan.fund_uses {
        for y in &fund.years {
            let mut cells = vec![name(&fund.fund), y.year.to_string()];
            cells.extend(against(y.paid, y.payment_ceiling, lang));
            cells.extend(against(y.committed, y.commitment_ceiling, lang));
            table.row(cells);
        }
    }
    table.section(&format!("{} ({})", lang.pick("Argent par année", "Money by year"), portfolio.currency))
}

/// An amount, its ceiling, and the share that is used.
pub(super) fn against(amount: f64, ceiling: Option<f64>, lang: Lang) -> [String; 3] {
    let share = ceiling.filter(|c| *c > 0.0).map_or(NONE.to_owned(), |c| percent(amount / c, 0, lang));
    [decimal(amount, 0, lang), ceiling.map_or(NONE.to_owned(), |c| decimal(c, 0, lang)), share]
}
