//! Candidate changes and their scores, in words.

use super::table::{Align, Table, name};
use super::words;
use crate::base::Lang;
use crate::base::number::{NONE, decimal};
use crate::model::Portfolio;
use crate::study::{Evaluated, Evaluation};

/// The candidates, the one that gains most first; those that cannot be planned last, with why.
pub fn evaluation(portfolio: &Portfolio, e: &Evaluation, lang: Lang) -> String {
    let goal = portfolio.policy.goals[0].measure;
    let mut table = Table::new(&[
        (lang.pick("Changement", "Change"), Align::Left),
        (lang.pick("Gain", "Gain"), Align::Right),
        (lang.pick("Au moins", "At least"), Align::Right),
        (lang.pick("Au plus", "At most"), Align::Right),
        (lang.pick("Projets touchés", "Projects moved"), Align::Right),
        ("", Align::Left),
    ]);
    table.row(row(&e.unchanged, lang.pick("(aucun)", "(none)"), words::places(goal), lang));
    let mut sorted: Vec<&Evaluated> = e.candidates.iter().collect();
    let gain = |c: &Evaluated| c.gain.unwrap_or(f64::NEG_INFINITY);
    sorted.sort_by(|a, b| gain(b).total_cmp(&gain(a)));
    for c in sorted {
        let title = if c.name.is_empty() { &c.id } else { &c.name };
        table.row(row(c, title, words::places(goal), lang));
        c.problems.iter().for_each(|p| table.note(&p.line(lang)));
    }
    let (what, unit) = (words::measure(goal, lang), words::unit(portfolio, goal, lang));
    table.section(&lang.pick(
        format!("Ce que gagne {what} ({unit}), et ce qui en est prouvé"),
        format!("What {what} gains ({unit}), and what is proven of it"),
    ))
}

fn row(c: &Evaluated, title: &str, places: usize, lang: Lang) -> Vec<String> {
    let figure = |x: Option<f64>| x.map_or(NONE.to_owned(), |x| decimal(x, places, lang));
    let said = match (c.problems.is_empty(), c.status.has_plan()) {
        (false, _) => lang.pick("impossible", "cannot be made"),
        (true, false) => words::status(c.status, lang),
        (true, true) => "",
    };
    let moved = if said.is_empty() { c.moves.len().to_string() } else { NONE.to_owned() };
    vec![name(title), figure(c.gain), figure(c.least_gain), figure(c.most_gain), moved, said.to_owned()]
}
