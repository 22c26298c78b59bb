//! What value can be had for how much of something: the plans that were found below, the proven bound above, and between
//! them the band that the best plan lies in.

use super::super::block::{Block, Chapter, Figure, Key};
use super::super::charts::canvas;
use super::super::charts::lines::{self, Band, Line, Lines, Point};
use super::super::material::{Curve, Material, label};
use super::super::table::{Cell, Column, Table, Tone};
use super::super::{typo, words};
use crate::base::Lang;
use crate::plan::PlanStatus;
use crate::report::words::places;
use crate::study::{Axis, FrontierPoint};

pub(super) fn chapter(m: &Material, lang: Lang) -> Option<Chapter> {
    let blocks: Vec<Block> = m.curves.iter().enumerate().flat_map(|(i, c)| curve(m, i, c, lang)).collect();
    (!blocks.is_empty()).then(|| Chapter {
        id: "frontiere",
            short: lang.pick("Frontière", "Frontier"),
        title: lang.pick("Frontière", "Frontier").to_owned(),
        lead: lang
            .pick(
                "Le meilleur plan possible est dans la bande : au-dessus de ce qui a été trouvé et vérifié, en dessous de ce \
                 qui est prouvé. À un coude, une unité de plus apporte au plus la moitié de ce qu'elle apportait avant.",
                "The best plan there is lies in the band: above what was found and checked, below what is proven. Behind a knee, \
                 one more unit brings at most half of what it brought before.",
            )
            .to_owned(),
        blocks,
    })
}

fn curve(m: &Material, position: usize, c: &Curve, lang: Lang) -> Vec<Block> {
    let what = axis(m, &c.frontier.axis, lang);
    let scenario = label(&c.scenario.id, lang);
    let title = lang
        .pick(format!("Valeur selon : {what}, scénario {scenario}"), format!("Value by {what}, scenario {scenario}"));
    let table = table(m, position, c, &title, lang);
    chart(m, position, c, &title, lang).map(Block::Figure).into_iter().chain([Block::Table(table)]).collect()
}

fn axis(m: &Material, axis: &Axis, lang: Lang) -> String {
    match axis {
        Axis::Measure(measure) => crate::report::measure(*measure, lang).to_owned(),
        Axis::Fund(id) => {
            let name = m.draft.funds.iter().find(|f| f.id == *id).map(|f| f.name.trim()).filter(|n| !n.is_empty());
            format!("{} {}", lang.pick("enveloppe", "fund"), name.unwrap_or(id))
        }
        Axis::Pool(id) => format!("{} {}", lang.pick("effectifs de", "staff of"), m.pool_name(id)),
        Axis::Role(role) => format!("{} {role}", lang.pick("effectifs", "staff of")),
    }
}

/// Whether the axis counts money.
fn is_money(axis: &Axis) -> bool {
    use crate::model::Measure;
    matches!(axis, Axis::Measure(Measure::ExternalSpend | Measure::TotalCost) | Axis::Fund(_))
}

fn decimals(axis: &Axis) -> usize {
    match axis {
        Axis::Measure(measure) => places(*measure),
        Axis::Fund(_) => 0,
        Axis::Pool(_) | Axis::Role(_) => 2,
    }
}

fn table(m: &Material, position: usize, c: &Curve, title: &str, lang: Lang) -> Table {
    let unit = if is_money(&c.frontier.axis) { format!(" ({})", typo::sign(m.currency())) } else { String::new() };
    let columns = vec![
        Column::number(format!("{}{unit}", lang.pick("Limite", "Limit"))),
        Column::number(format!("{}{unit}", lang.pick("Utilisé", "Used"))),
        Column::number(lang.pick("Valeur", "Value")),
        Column::number(lang.pick("Borne prouvée", "Proven bound")),
        Column::number(lang.pick("Écart", "Gap")),
        Column::text(lang.pick("État", "Status")),
    ];
    let mut table = Table::new(format!("t-frontiere-{position}"), title, columns).on_sheet(format!(
        "{} {}",
        lang.pick("Frontière", "Frontier"),
        position + 1
    ));
    let places = decimals(&c.frontier.axis);
    for p in &c.frontier.points {
        let gap =
            p.bound().and_then(|_| p.plan.goals.first()).map_or(Cell::None, |g| Cell::Share { x: g.gap, places: 1 });
        table.row(vec![
            p.limit.map_or(Cell::text(lang.pick("aucune", "none")), |x| Cell::number(x, places)),
            Cell::maybe(p.used, places),
            Cell::maybe(p.value(), 1),
            Cell::maybe(p.bound(), 1),
            gap,
            state(p, lang),
        ]);
    }
    table
}

fn state(p: &FrontierPoint, lang: Lang) -> Cell {
    match p.plan.status {
        PlanStatus::Optimal | PlanStatus::Feasible | PlanStatus::Unspecified if p.knee => {
            Cell::Mark(Tone::Good, lang.pick("coude", "knee").to_owned())
        }
        status => words::status(status, lang),
    }
}

/// A point as it is drawn.
struct Drawn {
    across: f64,
    value: f64,
    bound: Option<f64>,
    is_knee: bool,
}

/// Points with a plan, each at its limit; the last, which has none, at what it uses, or as far as the one before it.
fn drawn(points: &[FrontierPoint]) -> Vec<Drawn> {
    let mut out: Vec<Drawn> = Vec::new();
    for p in points {
        let least = out.last().map_or(f64::NEG_INFINITY, |d| d.across);
        let across = p.limit.or(p.used.map(|used| used.max(least)));
        let Some((across, value)) = across.zip(p.value()) else { continue };
        out.push(Drawn { across, value, bound: p.bound().filter(|b| b.is_finite()), is_knee: p.knee });
    }
    out
}

fn chart(m: &Material, position: usize, c: &Curve, title: &str, lang: Lang) -> Option<Figure> {
    let drawn = drawn(&c.frontier.points);
    let (first, last) = (drawn.first()?.across, drawn.last()?.across);
    if last <= first {
        return None;
    }
    let points = drawn.iter().map(|d| Point {
        series: 0,
        at: (d.across, d.value),
        word: d.is_knee.then(|| lang.pick("coude", "knee").to_owned()),
    });
    let edges: Vec<(f64, f64, f64)> = drawn.iter().filter_map(|d| Some((d.across, d.value, d.bound?))).collect();
    let highest = drawn.iter().flat_map(|d| [d.value, d.bound.unwrap_or(d.value)]).fold(0.0, f64::max);
    let lowest = drawn.iter().map(|d| d.value).fold(f64::INFINITY, f64::min);
    let is_currency = is_money(&c.frontier.axis);
    let marks: Vec<(f64, String)> =
        round_marks(first, last).into_iter().map(|x| (x, mark(m, x, is_currency, c, lang))).collect();
    let chart = Lines {
        across: (first, last),
        marks: &marks,
        up: (floor(lowest, highest), canvas::top(highest)),
        lines: vec![
            Line { series: 0, points: drawn.iter().map(|d| (d.across, d.value)).collect(), is_dashed: false },
            Line { series: 1, points: edges.iter().map(|e| (e.0, e.2)).collect(), is_dashed: true },
        ],
        bands: vec![Band { series: 0, edges }],
        limits: Vec::new(),
        points: points.collect(),
        lang,
        currency: None,
        size: (1000, 340),
    };
    let description = described(m, c, title, &drawn, lang);
    let legend = vec![
        (Key::Series(0), lang.pick("plans trouvés et vérifiés", "plans found and checked").to_owned()),
        (Key::Swatch("dashed s1"), lang.pick("borne prouvée", "proven bound").to_owned()),
        (Key::Swatch("band"), lang.pick("où se trouve le meilleur plan", "where the best plan lies").to_owned()),
    ];
    Some(Figure {
        id: format!("f-frontiere-{position}"),
        title: title.to_owned(),
        legend,
        svg: lines::chart(&chart, &description),
    })
}

/// Half of the chart at least is above the lowest point.
fn floor(lowest: f64, highest: f64) -> f64 {
    if lowest.is_finite() && lowest > 0.55 * highest { (lowest - (highest - lowest)).max(0.0) } else { lowest.min(0.0) }
}

/// Five or so round figures.
fn round_marks(from: f64, to: f64) -> Vec<f64> {
    let step = canvas::top((to - from) / 6.0);
    let first = (from / step).ceil() as i64;
    (first..first + 14).map(|k| k as f64 * step).filter(|x| *x <= to * (1.0 + 1e-9)).collect()
}

fn mark(m: &Material, x: f64, is_currency: bool, c: &Curve, lang: Lang) -> String {
    match (is_currency, &c.frontier.axis) {
        (true, _) => typo::short_money(x, m.currency(), lang),
        (false, Axis::Pool(_) | Axis::Role(_)) => format!("×\u{a0}{}", typo::number(x, 2, lang)),
        (false, _) => typo::number(x, 0, lang),
    }
}

fn described(m: &Material, c: &Curve, title: &str, drawn: &[Drawn], lang: Lang) -> String {
    let is_currency = is_money(&c.frontier.axis);
    let one = |d: &Drawn| {
        let bound = d.bound.map_or(String::new(), |b| format!(" ≤ {}", typo::number(b, 0, lang)));
        let knee = if d.is_knee { lang.pick(" (coude)", " (knee)") } else { "" };
        format!("{} → {}{bound}{knee}", mark(m, d.across, is_currency, c, lang), typo::number(d.value, 0, lang))
    };
    format!("{title}. {}", drawn.iter().map(one).collect::<Vec<String>>().join(" ; "))
}
