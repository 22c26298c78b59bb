//! What the solve came to: the status, each goal with its proven bound and gap, and the other measures.

use super::table::{Align, Table, printable};
use super::{decimal, percent, words};
use crate::base::Lang;
use crate::base::number::NONE;
use crate::model::{Measure, Portfolio};
use crate::plan::{GoalResult, Plan};

pub(super) fn section(portfolio: &Portfolio, plan: &Plan, lang: Lang) -> String {
    let title = format!("{}{}{}", heading(portfolio, plan), lang.pick(" : ", ": "), words::status(plan.status, lang));
    if !plan.status.has_plan() {
        return format!("{}\n", printable(&title));
    }
    let mut table = Table::new(&[
        (lang.pick("Mesure", "Measure"), Align::Left),
        (lang.pick("Plan", "Plan"), Align::Right),
        (lang.pick("Borne", "Bound"), Align::Right),
        (lang.pick("Écart", "Gap"), Align::Right),
        (lang.pick("Unité", "Unit"), Align::Left),
    ]);
    for goal in &plan.goals {
        let figure = |x| decimal(x, words::places(goal.measure), lang);
        let cells = [figure(goal.value), figure(goal.bound), percent(goal.gap, 2, lang)];
        table.row(row(portfolio, goal.measure, cells, lang));
    }
    for m in plan.measures.iter().filter(|m| !is_goal(&plan.goals, m.measure)) {
        let cells = [decimal(m.value, words::places(m.measure), lang), NONE.to_owned(), NONE.to_owned()];
        table.row(row(portfolio, m.measure, cells, lang));
    }
    table.section(&title)
}

/// The portfolio's name, and the scenario's id if there is one.
fn heading(portfolio: &Portfolio, plan: &Plan) -> String {
    let name = if portfolio.name.is_empty() { &portfolio.id } else { &portfolio.name };
    let scenario = if plan.scenario.is_empty() { String::new() } else { format!(" ({})", plan.scenario) };
    format!("{name}{scenario}")
}

fn is_goal(goals: &[GoalResult], measure: Measure) -> bool {
    goals.iter().any(|g| g.measure == measure)
}

fn row(portfolio: &Portfolio, measure: Measure, [value, bound, gap]: [String; 3], lang: Lang) -> Vec<String> {
    vec![words::measure(measure, lang).to_owned(), value, bound, gap, words::unit(portfolio, measure, lang)]
}
