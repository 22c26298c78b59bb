//! Framework contracts run down: what is ordered period by period, when the ceiling is reached, what is owed all the same.

use std::collections::BTreeMap;

use chrono::Datelike;

use super::super::block::{Block, Chapter, Figure, Key};
use super::super::charts::canvas;
use super::super::charts::lines::{self, Line, Lines};
use super::super::charts::span::{self, Span};
use super::super::material::{Material, View};
use super::super::table::{Cell, Column, Table};
use super::super::typo;
use super::tabs::{tabs, titled};
use crate::base::{Calendar, Date, Lang};
use crate::model::Framework;
use crate::plan::{FrameworkUse, PeriodPurchase};

/// A ceiling is as good as reached from this share of it on: what is left is less than anyone orders.
const REACHED: f64 = 0.995;

/// From here on a buyer prepares the next contract.
const SOON: f64 = 0.8;

pub(super) fn chapter(m: &Material, lang: Lang) -> Option<Chapter> {
    let frameworks = frameworks(m);
    if frameworks.is_empty() {
        return None;
    }
    let mut blocks = vec![Block::Table(table(m, &frameworks, lang))];
    blocks.extend(frameworks.iter().enumerate().filter_map(|(i, f)| chart(m, i, f, lang)).map(Block::Figure));
    blocks.push(tabs(m, lang, |view| orders(m, view, lang)));
    Some(Chapter {
        id: "accords-cadres",
            short: lang.pick("Accords-cadres", "Contracts"),
        title: lang.pick("Accords-cadres", "Framework contracts").to_owned(),
        lead: lang
            .pick(
                "Ce qui est commandé sous chaque accord-cadre, cumulé, entre son minimum et son maximum. Le minimum est dû dès \
                 la première commande.",
                "What is ordered under each framework, added up, between its minimum and its maximum. The minimum is owed from \
                 the first order on.",
            )
            .to_owned(),
        blocks,
    })
}

/// By id, as the first scenario that has it says.
fn frameworks<'a>(m: &'a Material) -> Vec<&'a Framework> {
    let mut out: Vec<&'a Framework> = Vec::new();
    for f in m.views().iter().flat_map(|v| v.portfolio().frameworks.iter()) {
        if out.iter().all(|x| x.id != f.id) {
            out.push(f);
        }
    }
    out
}

fn used<'a>(view: &View<'a>, id: &str) -> Option<(&'a Framework, &'a FrameworkUse)> {
    let framework = view.portfolio().frameworks.iter().find(|f| f.id == id)?;
    Some((framework, view.plan.framework_uses.iter().find(|u| u.framework == id)?))
}

fn name(f: &Framework) -> &str {
    if f.name.trim().is_empty() { &f.id } else { &f.name }
}

fn table(m: &Material, frameworks: &[&Framework], lang: Lang) -> Table {
    let columns = vec![
        Column::text(lang.pick("Scénario", "Scenario")),
        Column::number(lang.pick("Minimum", "Minimum")),
        Column::number(lang.pick("Commandé", "Ordered")),
        Column::number(lang.pick("Maximum", "Maximum")),
        Column::number(lang.pick("% du maximum", "% of maximum")),
        Column::number(lang.pick("Dû sous le minimum", "Owed below minimum")),
        Column::number(lang.pick("Jours", "Days")),
        Column::number(lang.pick("TJM moyen", "Mean day rate")),
        Column::text(lang.pick("80 % atteints", "80% reached")),
        Column::text(lang.pick("Plafond atteint", "Ceiling reached")),
        Column::text(lang.pick("Terme", "End")),
    ];
    let title =
        format!("{} ({})", lang.pick("Exécution des accords-cadres", "Frameworks run down"), typo::sign(m.currency()));
    let mut table = Table::new("t-accords", title, columns);
    for f in frameworks {
        table.group(Cell::name(name(f), &f.id));
        for view in m.views() {
            if let Some((framework, used)) = used(&view, &f.id) {
                table.row(row(&view, framework, used, lang));
            }
        }
    }
    table
}

fn row(view: &View, framework: &Framework, used: &FrameworkUse, lang: Lang) -> Vec<Cell> {
    let days: f64 = used.periods.iter().map(|p| p.days).sum();
    let calendar = &view.portfolio().calendar;
    let when = |share: f64| {
        let not = lang.pick("non", "no");
        used.max_amount.map_or(Cell::None, |max| {
            reached(used, max * share).and_then(|t| day_of(calendar, t)).map_or(Cell::text(not), Cell::Day)
        })
    };
    vec![
        Cell::text(view.label(lang)),
        Cell::number(framework.min_amount.units(), 0),
        Cell::number(used.ordered, 0),
        Cell::maybe(used.max_amount, 0),
        used.max_amount.map_or(Cell::None, |max| Cell::share(used.ordered, max)),
        Cell::number(used.owed, 0),
        Cell::number(days, 1),
        if days > 0.0 { Cell::number(used.ordered / days, 0) } else { Cell::None },
        when(SOON),
        when(REACHED),
        Cell::Day(framework.end),
    ]
}

/// The first period by whose end so much has been ordered.
fn reached(used: &FrameworkUse, amount: f64) -> Option<i32> {
    let mut sum = 0.0;
    let passes = |p: &&PeriodPurchase| {
        sum += p.amount;
        sum >= amount && sum > 0.0
    };
    used.periods.iter().find(passes).map(|p| p.period)
}

fn day_of(calendar: &Calendar, period: i32) -> Option<Date> {
    calendar.periods().get(usize::try_from(period).ok()?).map(|p| p.last)
}

/// What is ordered, added up, in every scenario.
fn chart(m: &Material, position: usize, f: &Framework, lang: Lang) -> Option<Figure> {
    let views = m.views();
    let ordering: Vec<(&View, &FrameworkUse)> =
        views.iter().filter_map(|v| Some((v, used(v, &f.id)?.1))).filter(|x| x.1.ordered > 0.0).collect();
    let calendar = &ordering.first()?.0.portfolio().calendar;
    let span = Span::of(calendar);
    let line =
        |(v, u): &(&View, &FrameworkUse)| Line { series: v.series, points: steps(v, u, &span), is_dashed: false };
    let lines: Vec<Line> = ordering.iter().map(line).collect();
    let max = f.max_amount.map(|x| x.units());
    let limits: Vec<(f64, bool)> = max
        .map(|x| (x, false))
        .into_iter()
        .chain((f.min_amount.units() > 0.0).then(|| (f.min_amount.units(), true)))
        .collect();
    let most = ordering.iter().map(|x| x.1.ordered).chain(limits.iter().map(|l| l.0)).fold(0.0, f64::max);
    let marks = marks(calendar, &span, lang);
    let chart = Lines {
        across: (0.0, 100.0),
        marks: &marks,
        up: (0.0, canvas::top(most)),
        lines,
        bands: Vec::new(),
        limits: limits.clone(),
        points: Vec::new(),
        lang,
        currency: Some(m.currency()),
        size: (600, 250),
    };
    let title = lang.pick(format!("{} : commandes cumulées", name(f)), format!("{}: orders added up", name(f)));
    let description = described(m, &title, f, &ordering, lang);
    let mut legend: Vec<(Key, String)> = ordering.iter().map(|x| (Key::Series(x.0.series), x.0.label(lang))).collect();
    let of_limits = limits.iter().map(|(_, is_least)| match is_least {
        true => (Key::Dotted, lang.pick("minimum", "minimum").to_owned()),
        false => (Key::Dashed, lang.pick("maximum", "maximum").to_owned()),
    });
    legend.extend(of_limits);
    Some(Figure { id: format!("f-accord-{position}"), title, legend, svg: lines::chart(&chart, &description) })
}

fn described(m: &Material, title: &str, f: &Framework, ordering: &[(&View, &FrameworkUse)], lang: Lang) -> String {
    let money = |x: f64| typo::short_money(x, m.currency(), lang);
    let one = |(v, u): &(&View, &FrameworkUse)| format!("{}{}{}", v.label(lang), typo::colon(lang), money(u.ordered));
    let all: Vec<String> = ordering.iter().map(one).collect();
    let max = f.max_amount.map_or(String::new(), |x| format!(" Maximum{}{}.", typo::colon(lang), money(x.units())));
    format!("{title}. {}.{max}", all.join(", "))
}

/// Along the days of the calendar: (share of the width, amount).
fn steps(view: &View, used: &FrameworkUse, span: &Span) -> Vec<(f64, f64)> {
    let calendar = &view.portfolio().calendar;
    let mut points = vec![(0.0, 0.0)];
    let mut sum = 0.0;
    for (period, amount) in by_period(used) {
        let Some(p) = usize::try_from(period).ok().and_then(|t| calendar.periods().get(t)) else { continue };
        points.push((span.left(p.first), sum));
        sum += amount;
        points.push((span.right(p.last), sum));
    }
    points.push((100.0, sum));
    points
}

fn by_period(used: &FrameworkUse) -> BTreeMap<i32, f64> {
    let mut out = BTreeMap::new();
    used.periods.iter().for_each(|p| *out.entry(p.period).or_default() += p.amount);
    out
}

/// Years, or months of a single one.
pub(super) fn marks(calendar: &Calendar, span: &Span, lang: Lang) -> Vec<(f64, String)> {
    let years = span::years(calendar);
    let middle = |s: &span::Stretch| span.left(s.first);
    match &years[..] {
        [_] => span::stretches(calendar, 1).iter().map(|s| (middle(s), typo::month(s.part, lang).to_owned())).collect(),
        _ => years.iter().map(|s| (middle(s), s.year.to_string())).collect(),
    }
}

/// Orders by month, each framework's own and added up.
fn orders(m: &Material, view: &View, lang: Lang) -> Vec<Block> {
    let ordering: Vec<(&Framework, &FrameworkUse)> =
        view.portfolio().frameworks.iter().filter_map(|f| used(view, &f.id)).filter(|x| x.1.ordered > 0.0).collect();
    if ordering.is_empty() {
        return vec![Block::Paragraph(lang.pick("Rien n'est commandé.", "Nothing is ordered.").to_owned())];
    }
    let mut columns = vec![Column::text(lang.pick("Mois", "Month"))];
    for (f, _) in &ordering {
        columns.push(Column::number(lang.pick("Jours", "Days")).under(name(f)));
        columns.push(Column::number(lang.pick("Commandé", "Ordered")).under(name(f)));
        columns.push(Column::number(lang.pick("Cumulé", "Added up")).under(name(f)));
        columns.push(Column::number(lang.pick("% du maximum", "% of maximum")).under(name(f)));
    }
    let title = titled(m, lang.pick("Commandes par mois", "Orders by month"), view, lang);
    let mut table = Table::new(format!("t-commandes-{}", view.key()), title, columns);
    let by_month: Vec<BTreeMap<(i32, u32), (f64, f64)>> = ordering.iter().map(|x| months(view, x.1)).collect();
    let mut months: Vec<(i32, u32)> = by_month.iter().flat_map(|b| b.keys().copied()).collect();
    months.sort_unstable();
    months.dedup();
    let mut sums = vec![0.0; ordering.len()];
    for (year, month) in months {
        let mut cells = vec![Cell::text(format!("{} {year}", typo::month(month, lang)))];
        for (i, (_, used)) in ordering.iter().enumerate() {
            let (days, amount) = by_month[i].get(&(year, month)).copied().unwrap_or_default();
            sums[i] += amount;
            cells.extend([Cell::number(days, 1), Cell::number(amount, 0), Cell::number(sums[i], 0)]);
            cells.push(used.max_amount.map_or(Cell::None, |max| Cell::share(sums[i], max)));
        }
        table.row(cells);
    }
    vec![Block::Table(table)]
}

/// Days and amount by month of the period's first day.
fn months(view: &View, used: &FrameworkUse) -> BTreeMap<(i32, u32), (f64, f64)> {
    let mut out: BTreeMap<(i32, u32), (f64, f64)> = BTreeMap::new();
    for p in &used.periods {
        let period = usize::try_from(p.period).ok().and_then(|t| view.portfolio().calendar.periods().get(t));
        let Some(period) = period else { continue };
        let entry = out.entry((period.first.year(), period.first.month())).or_default();
        *entry = (entry.0 + p.days, entry.1 + p.amount);
    }
    out
}
