//! Money by fund and year: what may be committed and paid, what is, and what is carried over.

use super::super::block::{Block, Chapter, Figure, Key};
use super::super::charts::bars::{self, Bar, Bars};
use super::super::material::{Material, View};
use super::super::table::{Cell, Column, Level, Table};
use super::super::{typo, words};
use super::tabs::{tabs, titled};
use crate::base::Lang;
use crate::model::{Fund, YearAmount};
use crate::plan::{FundUse, YearUse};

pub(super) fn chapter(m: &Material, lang: Lang) -> Option<Chapter> {
    let ids = funds(m);
    let mut blocks: Vec<Block> = ids.iter().filter_map(|id| chart(m, id, lang)).map(Block::Figure).collect();
    if ids.is_empty() {
        return None;
    }
    blocks.push(tabs(m, lang, |view| vec![Block::Table(table(m, view, lang))]));
    Some(Chapter {
        id: "credits",
            short: lang.pick("Crédits", "Money"),
        title: lang.pick("Crédits par année", "Money by year").to_owned(),
        lead: lang
            .pick(
                "Autorisations de programme (AP) : ce qui peut être engagé. Crédits de paiement (CP) : ce qui peut être payé \
                 dans l'année. Une phase engage tout son coût l'année où elle commence.",
                "Commitments: what may be engaged. Payments: what may be paid in the year. A phase commits its whole cost in \
                 the year in which it starts.",
            )
            .to_owned(),
        blocks,
    })
}

/// Funds that some plan has.
fn funds(m: &Material) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for fund in m.views().iter().flat_map(|v| &v.plan.fund_uses) {
        if !out.contains(&fund.fund) {
            out.push(fund.fund.clone());
        }
    }
    out
}

fn used<'a>(view: &View<'a>, id: &str) -> Option<&'a FundUse> {
    view.plan.fund_uses.iter().find(|u| u.fund == id)
}

fn fund<'a>(view: &View<'a>, id: &str) -> Option<&'a Fund> {
    view.portfolio().funds.iter().find(|f| f.id == id)
}

fn name(m: &Material, id: &str) -> String {
    let named = m.views().iter().find_map(|v| fund(v, id).map(|f| f.name.trim().to_owned()));
    named.filter(|n| !n.is_empty()).unwrap_or_else(|| id.to_owned())
}

/// What each scenario pays by year, against what it may.
fn chart(m: &Material, id: &str, lang: Lang) -> Option<Figure> {
    let views = m.views();
    let mut years: Vec<i32> = views.iter().filter_map(|v| used(v, id)).flat_map(|u| &u.years).map(|y| y.year).collect();
    years.sort_unstable();
    years.dedup();
    let bar = |v: &View, year: i32| {
        let found = used(v, id).and_then(|u| u.years.iter().find(|y| y.year == year));
        found.map_or(Bar::default(), |y| Bar { height: y.paid, limit: y.payment_ceiling })
    };
    let series: Vec<(usize, Vec<Bar>)> =
        views.iter().map(|v| (v.series, years.iter().map(|y| bar(v, *y)).collect())).collect();
    let is_used = series.iter().flat_map(|s| &s.1).any(|b| b.height > 0.0);
    if !is_used {
        return None;
    }
    let groups: Vec<String> = years.iter().map(i32::to_string).collect();
    let name = name(m, id);
    let title = lang.pick(format!("{name} : payé par année"), format!("{name}: paid by year"));
    let bars = Bars { groups: &groups, series: &series, lang, currency: Some(m.currency()), size: (600, 250) };
    let description = format!("{title}. {}", described(m, id, lang));
    let mut legend: Vec<(Key, String)> = views.iter().map(|v| (Key::Series(v.series), v.label(lang))).collect();
    if series.iter().flat_map(|s| &s.1).any(|b| b.limit.is_some()) {
        legend.push((
            Key::Swatch("line"),
            lang.pick("plafond, report compris", "ceiling, with what is carried over").to_owned(),
        ));
    }
    let position = funds(m).iter().position(|f| f == id).unwrap_or(0);
    Some(Figure { id: format!("f-credits-{position}"), title, legend, svg: bars::chart(&bars, &description) })
}

fn described(m: &Material, id: &str, lang: Lang) -> String {
    let money = |x: f64| typo::short_money(x, m.currency(), lang);
    let one = |v: &View| {
        let years = used(v, id).map(|u| &u.years[..]).unwrap_or_default();
        let year = |y: &YearUse| match y.payment_ceiling {
            Some(ceiling) => format!("{} {} / {}", y.year, money(y.paid), money(ceiling)),
            None => format!("{} {}", y.year, money(y.paid)),
        };
        let years: Vec<String> = years.iter().map(year).collect();
        format!("{}{}{}", v.label(lang), typo::colon(lang), years.join(", "))
    };
    m.views().iter().map(one).collect::<Vec<String>>().join(". ")
}

fn table(m: &Material, view: &View, lang: Lang) -> Table {
    let (payments, commitments) =
        (lang.pick("Paiements (CP)", "Payments"), lang.pick("Engagements (AP)", "Commitments"));
    let columns = vec![
        Column::text(lang.pick("Année", "Year")),
        Column::number(lang.pick("Voté", "Voted")).under(payments),
        Column::number(lang.pick("Reporté", "Carried over")).under(payments),
        Column::number(lang.pick("Plafond", "Ceiling")).under(payments),
        Column::number(lang.pick("Payé", "Paid")).under(payments),
        Column::number("%").under(payments),
        Column::number(lang.pick("Reste", "Left")).under(payments),
        Column::number(lang.pick("Plafond", "Ceiling")).under(commitments),
        Column::number(lang.pick("Engagé", "Committed")).under(commitments),
        Column::number("%").under(commitments),
    ];
    let title = titled(m, lang.pick("Crédits par enveloppe et année", "Money by fund and year"), view, lang);
    let title = format!("{title} ({})", typo::sign(m.currency()));
    let mut table = Table::new(format!("t-credits-{}", view.key()), title, columns);
    for used in &view.plan.fund_uses {
        let Some(fund) = fund(view, &used.fund) else { continue };
        table.group(Cell::name(&heading(m, fund, lang), ""));
        for y in &used.years {
            table.row(year(fund, y));
        }
        table.leveled(Level::Total, total(fund, used, lang));
    }
    table
}

fn heading(m: &Material, fund: &Fund, lang: Lang) -> String {
    let kind = words::fund_kind(fund.kind, lang);
    let kind = if kind.is_empty() { String::new() } else { format!(" ({kind})") };
    let carried = if fund.carry_over {
        lang.pick(", report d’une année sur l’autre", ", what is left is carried over")
    } else {
        ""
    };
    format!("{}{kind}{carried}", name(m, &fund.id))
}

fn year(fund: &Fund, y: &YearUse) -> Vec<Cell> {
    let voted = amount(&fund.payments, y.year);
    let carried = voted.zip(y.payment_ceiling).map(|(voted, ceiling)| ceiling - voted).filter(|_| fund.carry_over);
    let money = |x: Option<f64>| Cell::maybe(x, 0);
    let share = |x: f64, of: Option<f64>| of.map_or(Cell::None, |of| Cell::share(x, of));
    vec![
        Cell::text(y.year.to_string()),
        money(voted),
        money(carried),
        money(y.payment_ceiling),
        Cell::number(y.paid, 0),
        share(y.paid, y.payment_ceiling),
        money(y.payment_ceiling.map(|c| c - y.paid)),
        money(y.commitment_ceiling),
        Cell::number(y.committed, 0),
        share(y.committed, y.commitment_ceiling),
    ]
}

fn amount(all: &[YearAmount], year: i32) -> Option<f64> {
    all.iter().find(|y| y.year == year).map(|y| y.amount.units())
}

fn total(fund: &Fund, used: &FundUse, lang: Lang) -> Vec<Cell> {
    let (paid, committed) = used.years.iter().fold((0.0, 0.0), |sum, y| (sum.0 + y.paid, sum.1 + y.committed));
    let ceiling = fund.total.map(|t| t.units());
    vec![
        Cell::text(lang.pick("Total", "Total")),
        Cell::None,
        Cell::None,
        Cell::maybe(ceiling, 0),
        Cell::number(paid, 0),
        ceiling.map_or(Cell::None, |c| Cell::share(paid, c)),
        Cell::maybe(ceiling.map(|c| c - paid), 0),
        Cell::None,
        Cell::number(committed, 0),
        Cell::None,
    ]
}
