//! Who has given way, in words.

use super::table::{Align, Table, name};
use crate::base::Lang;
use crate::base::number::{NONE, decimal, percent};
use crate::model::Portfolio;
use crate::study::{Fairness, FairnessRow};

/// By sponsor and by objective, who gives way most often first.
pub fn fairness(portfolio: &Portfolio, f: &Fairness, lang: Lang) -> String {
    let objective = |id: &str| {
        let own = portfolio.objectives.iter().find(|o| o.id == id && !o.name.is_empty());
        own.map_or_else(|| id.to_owned(), |o| o.name.clone())
    };
    let n = f.decisions;
    let title = lang.pick(
        format!("Qui a cédé, en {n} décisions, par direction"),
        format!("Who has given way in {n} decisions, by sponsor"),
    );
    let sponsors = table(&f.sponsors, &f.all, |id| id.to_owned(), lang).section(&title);
    let objectives = table(&f.objectives, &f.all, objective, lang);
    let objectives = match f.objectives.is_empty() {
        true => String::new(),
        false => format!("\n{}", objectives.section(lang.pick("Par objectif stratégique", "By strategic objective"))),
    };
    format!("{sponsors}{objectives}")
}

fn table(rows: &[FairnessRow], all: &FairnessRow, title: impl Fn(&str) -> String, lang: Lang) -> Table {
    let mut table = Table::new(&[
        ("", Align::Left),
        (lang.pick("Décidés", "Decided"), Align::Right),
        (lang.pick("Sortis", "Left out"), Align::Right),
        (lang.pick("Retardés", "Delayed"), Align::Right),
        (lang.pick("Périodes", "Periods"), Align::Right),
        (lang.pick("Part", "Share"), Align::Right),
    ]);
    for row in rows {
        let subject = if row.subject.is_empty() { NONE.to_owned() } else { name(&title(&row.subject)) };
        table.row(cells(subject, row, lang));
    }
    table.row(cells(lang.pick("Tous", "All").to_owned(), all, lang));
    table
}

fn cells(subject: String, r: &FairnessRow, lang: Lang) -> Vec<String> {
    let figure = |x: f64| decimal(x, if x.fract() == 0.0 { 0 } else { 1 }, lang);
    vec![
        subject,
        figure(r.decided),
        figure(r.dropped),
        figure(r.delayed),
        figure(r.periods),
        percent(r.share(), 0, lang),
    ]
}
