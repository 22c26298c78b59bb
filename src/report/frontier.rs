//! What a measure buys, in words.

use super::table::{Align, Table, name};
use super::words;
use crate::base::Lang;
use crate::base::number::{NONE, decimal, percent};
use crate::model::Portfolio;
use crate::plan::PlanStatus;
use crate::study::{Axis, Frontier, FrontierPoint};

/// The curve, point by point.
pub fn frontier(portfolio: &Portfolio, frontier: &Frontier, lang: Lang) -> String {
    let mut table = Table::new(&[
        (lang.pick("Limite", "Limit"), Align::Right),
        (lang.pick("Utilisé", "Used"), Align::Right),
        (lang.pick("Valeur", "Value"), Align::Right),
        (lang.pick("Borne prouvée", "Proven bound"), Align::Right),
        (lang.pick("Écart", "Gap"), Align::Right),
        ("", Align::Left),
    ]);
    for point in &frontier.points {
        table.row(row(&frontier.axis, point, lang));
    }
    if let [FrontierPoint { used: Some(0.0), .. }] = frontier.points[..] {
        table.note(lang.pick(
            "rien n'en est utilisé\u{a0}: aucune limite n'y change rien",
            "nothing of it is used: no limit makes a difference",
        ));
    }
    let against = lang.pick("Ce que la valeur gagne avec : ", "What value gains with: ");
    table.section(&format!("{against}{}", axis(portfolio, &frontier.axis, lang)))
}

fn row(axis: &Axis, point: &FrontierPoint, lang: Lang) -> Vec<String> {
    let places = match axis {
        Axis::Measure(measure) => words::places(*measure),
        Axis::Fund(_) => 0,
        Axis::Pool(_) | Axis::Role(_) => 2,
    };
    let figure = |x: Option<f64>, places| x.map_or(NONE.to_owned(), |x| decimal(x, places, lang));
    let gap = point.bound().and_then(|_| point.plan.goals.first()).map_or(NONE.to_owned(), |g| percent(g.gap, 2, lang));
    let said = match point.plan.status {
        PlanStatus::Infeasible => lang.pick("infaisable, prouvé", "infeasible, proven"),
        PlanStatus::Unknown => lang.pick("aucun plan trouvé", "no plan found"),
        PlanStatus::Unspecified | PlanStatus::Optimal | PlanStatus::Feasible if point.knee => {
            lang.pick("coude", "knee")
        }
        PlanStatus::Unspecified | PlanStatus::Optimal | PlanStatus::Feasible => "",
    };
    vec![
        point.limit.map_or(lang.pick("aucune", "none").to_owned(), |x| decimal(x, places, lang)),
        figure(point.used, places),
        figure(point.value(), 1),
        figure(point.bound(), 1),
        gap,
        said.to_owned(),
    ]
}

/// What value is drawn against, with its unit.
fn axis(portfolio: &Portfolio, axis: &Axis, lang: Lang) -> String {
    match axis {
        Axis::Measure(measure) => {
            format!("{} ({})", words::measure(*measure, lang), words::unit(portfolio, *measure, lang))
        }
        Axis::Fund(id) => format!("{} {} ({})", lang.pick("enveloppe", "fund"), name(id), portfolio.currency),
        Axis::Pool(id) => format!("{} {}", lang.pick("effectifs de", "staff of"), name(id)),
        Axis::Role(role) => format!("{} {}", lang.pick("effectifs", "staff of"), name(role)),
    }
}
