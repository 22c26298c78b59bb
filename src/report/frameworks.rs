//! What is ordered under each framework, against its ceiling, and what is owed below its minimum.

use super::decimal;
use super::funds::against;
use super::table::{Align, Table, name};
use crate::base::Lang;
use crate::model::Portfolio;
use crate::plan::Plan;

pub(super) fn section(portfolio: &Portfolio, plan: &Plan, lang: Lang) -> String {
    let mut table = Table::new(&[
        (lang.pick("Accord-cadre", "Framework"), Align::Left),
        (lang.pick("Commandé", "Ordered"), Align::Right),
        (lang.pick("Plafond", "Ceiling"), Align::Right),
        ("%", Align::Right),
        (lang.pick("Dû sous le minimum", "Owed below minimum"), Align::Right),
    ]);
    for framework in &plan.framework_uses {
        let mut cells = vec![name(&framework.framework)];
        cells.extend(against(framework.ordered, framework.max_amount, lang));
        cells.push(decimal(framework.owed, 0, lang));
        table.row(cells);
    }
    table.section(&format!("{} ({})", lang.pick("Accords-cadres", "Frameworks"), portfolio.currency))
}
