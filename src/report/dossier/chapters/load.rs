//! The load of every pool over its capacity, month by month, whatever the calendar's periods are.

use std::collections::BTreeMap;

use chrono::Datelike;
use maud::html;

use super::super::block::{Block, Chapter};
use super::super::material::{Material, View};
use super::super::table::{Cell, Column, Level, Table, Use};
use super::super::typo;
use super::tabs::{tabs, titled};
use crate::base::Lang;
use crate::plan::PoolLoad;

/// So many months stand side by side on a page.
const MONTHS: usize = 36;

/// A month, and load and capacity in it.
type Months = BTreeMap<(i32, u32), (f64, f64)>;

pub(super) fn chapter(m: &Material, lang: Lang) -> Option<Chapter> {
    let has_load = m.views().iter().any(|v| !v.plan.pool_loads.is_empty());
    has_load.then(|| Chapter {
        id: "plan-de-charge",
            short: lang.pick("Charge", "Load"),
        title: lang.pick("Plan de charge", "Load").to_owned(),
        lead: lang
            .pick(
                "Charge sur capacité de chaque équipe (MOA, MOE, AMOA), en pourcentage, mois par mois. Au-delà de 100, la \
                 surcharge que l'équipe admet.",
                "Load over capacity of each pool, in percent, month by month. Beyond 100 is the overload that the pool may \
                 carry.",
            )
            .to_owned(),
        blocks: vec![Block::Free(legend(lang)), tabs(m, lang, |view| maps(m, view, lang))],
    })
}

fn legend(lang: Lang) -> maud::Markup {
    let all = [
        ("h0", "0"),
        ("h1", "1–35"),
        ("h2", "36–60"),
        ("h3", "61–80"),
        ("h4", "81–95"),
        ("h5", "96–100"),
        ("h6", "> 100"),
    ];
    html! {
        ul.legend.heat {
            @for (class, range) in all { li { span class=(format!("key {class}")) aria-hidden="true" {} (typo::set(range, lang)) " %" } }
            li { span.key.hx aria-hidden="true" {} (lang.pick("sans capacité", "no capacity")) }
        }
    }
}

fn maps(m: &Material, view: &View, lang: Lang) -> Vec<Block> {
    let loads: Vec<(&PoolLoad, Months)> = view.plan.pool_loads.iter().map(|l| (l, by_month(view, l))).collect();
    let mut months: Vec<(i32, u32)> = loads.iter().flat_map(|l| l.1.keys().copied()).collect();
    months.sort_unstable();
    months.dedup();
    let map = |(i, months): (usize, &[(i32, u32)])| Block::Table(map(m, view, &loads, i, months, lang));
    months.chunks(MONTHS).enumerate().map(map).collect()
}

fn map(
    m: &Material,
    view: &View,
    loads: &[(&PoolLoad, Months)],
    part: usize,
    months: &[(i32, u32)],
    lang: Lang,
) -> Table {
    let mut columns = vec![Column::text(lang.pick("Équipe", "Pool"))];
    let head = |(year, month): &(i32, u32)| Column::number(letter(*month, lang)).under(year.to_string()).wide(5);
    columns.extend(months.iter().map(head));
    columns.push(Column::number(lang.pick("Total", "Total")).under(" ").wide(8));
    let title = titled(m, lang.pick("Plan de charge", "Load over capacity"), view, lang);
    let id = format!("t-charge-{}-{part}", view.key());
    let mut table = Table::new(id, title, columns).used(Use::Look);
    for role in roles(view) {
        let of_role: Vec<&(&PoolLoad, Months)> = loads.iter().filter(|l| role_of(view, &l.0.pool) == role).collect();
        if !role.is_empty() {
            table.group(Cell::name(&role, ""));
        }
        for (load, by_month) in &of_role {
            table.row(line(Cell::name(m.pool_name(&load.pool), &load.pool), by_month, months));
        }
        if of_role.len() > 1 {
            let all = of_role.iter().fold(Months::new(), |sum, l| added(sum, &l.1));
            let name = if role.is_empty() {
                lang.pick("Ensemble", "All").to_owned()
            } else {
                format!("{} {role}", lang.pick("Ensemble", "All"))
            };
            table.leveled(Level::Total, line(Cell::name(&name, ""), &all, months));
        }
    }
    table
}

fn line(name: Cell, by_month: &Months, months: &[(i32, u32)]) -> Vec<Cell> {
    let heat = |(load, capacity)| Cell::Heat { load, capacity };
    let of = |month: &(i32, u32)| by_month.get(month).copied().unwrap_or_default();
    let total = months.iter().map(of).fold((0.0, 0.0), |sum, x| (sum.0 + x.0, sum.1 + x.1));
    std::iter::once(name).chain(months.iter().map(|x| heat(of(x)))).chain([heat(total)]).collect()
}

fn added(mut sum: Months, other: &Months) -> Months {
    for (month, (load, capacity)) in other {
        let entry = sum.entry(*month).or_default();
        *entry = (entry.0 + load, entry.1 + capacity);
    }
    sum
}

/// A period counts in the month of its first day.
fn by_month(view: &View, load: &PoolLoad) -> Months {
    let mut out = Months::new();
    for p in &load.periods {
        let period = usize::try_from(p.period).ok().and_then(|t| view.portfolio().calendar.periods().get(t));
        let Some(period) = period else { continue };
        let entry = out.entry((period.first.year(), period.first.month())).or_default();
        *entry = (entry.0 + p.load, entry.1 + p.capacity);
    }
    out
}

/// In the portfolio's order.
fn roles(view: &View) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for pool in &view.portfolio().pools {
        if !out.contains(&pool.role) {
            out.push(pool.role.clone());
        }
    }
    out
}

fn role_of<'a>(view: &View<'a>, pool: &str) -> &'a str {
    view.portfolio().pools.iter().find(|p| p.id == pool).map_or("", |p| &p.role)
}

/// A month in two letters at most, with a whole name for those who hear it.
fn letter(month: u32, lang: Lang) -> String {
    typo::month(month, lang).trim_end_matches('.').to_owned()
}
