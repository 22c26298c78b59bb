//! Options and relaxations in one sentence, French or English.

use super::facts::{ArbitrationOption, ChangeKind, Clash, ProjectChange, Relaxation};
use super::ground::Ground;
use crate::base::number::{decimal, whole};
use crate::base::{Lang, PeriodUnit};
use crate::model::{Measure, Portfolio};

/// So many projects are named; the rest is counted.
const NAMED: usize = 3;

/// Less than this is nothing.
const NOTHING: f64 = 0.05;

/// What gives way, and what that comes to.
pub(super) fn headline(ground: &Ground, option: &ArbitrationOption, lang: Lang) -> String {
    let portfolio = &ground.portfolio;
    let of = |kind: ChangeKind| -> Vec<&ProjectChange> {
        option.changes.iter().filter(|c| c.is_committed && c.kind == kind).collect()
    };
    let mut parts = Vec::new();
    let dropped = of(ChangeKind::Dropped);
    if !dropped.is_empty() {
        let names = projects(portfolio, &dropped, lang, |_| String::new());
        parts.push(lang.pick(format!("abandonne {names}"), format!("drops {names}")));
    }
    let delayed = of(ChangeKind::Delayed);
    if !delayed.is_empty() {
        let names = projects(portfolio, &delayed, lang, |c| {
            lang.pick(format!(" de {}", periods(portfolio, c.finish_shift, lang)), by(portfolio, c, lang))
        });
        parts.push(lang.pick(format!("retarde {names}"), format!("delays {names}")));
    }
    let moved: Vec<&ProjectChange> =
        [of(ChangeKind::Advanced), of(ChangeKind::Rearranged)].concat().into_iter().collect();
    let (bought, rearranged): (Vec<&ProjectChange>, Vec<&ProjectChange>) =
        moved.into_iter().partition(|c| !c.resourced.is_empty());
    if !bought.is_empty() {
        let names = projects(portfolio, &bought, lang, |_| String::new());
        parts.push(lang.pick(format!("réalise autrement {names}"), format!("does {names} in another way")));
    }
    if !rearranged.is_empty() {
        let names = projects(portfolio, &rearranged, lang, |_| String::new());
        let texts =
            (format!("réarrange {names} sans en retarder la fin"), format!("rearranges {names}, ending no later"));
        parts.push(lang.pick(texts.0, texts.1));
    }
    let what = if parts.is_empty() {
        lang.pick("Aucun projet décidé ne change", "No decided project changes").to_owned()
    } else {
        capital(&listed(&parts, lang))
    };
    format!("{what}{}{}.", lang.pick("\u{a0}: ", ": "), sums(ground, option, lang))
}

/// "−42 points, 20 000 EUR of purchases more", and whether that is proven the least.
fn sums(ground: &Ground, option: &ArbitrationOption, lang: Lang) -> String {
    let delta = |m| option.deltas.iter().find(|x| x.measure == m).map_or(0.0, |x| x.value);
    let points = signed(&decimal(delta(Measure::Value), 1, lang));
    let mut out = vec![lang.pick(format!("{points} points"), format!("{points} points"))];
    let spend = delta(Measure::ExternalSpend);
    if spend.abs() >= NOTHING {
        let money = money(&ground.portfolio, spend, lang);
        out.push(lang.pick(format!("{money} d'achats"), format!("{money} of purchases")));
    }
    let lost: f64 = option.subsidies.iter().map(|s| s.amount).sum();
    if lost >= NOTHING {
        let money = money(&ground.portfolio, -lost, lang);
        out.push(lang.pick(format!("{money} de subventions"), format!("{money} of grants")));
    }
    if option.fewest_changes && !option.touched.is_empty() {
        out.push(lang.pick("moins est impossible, prouvé", "fewer is proven impossible").to_owned());
    }
    out.join(", ")
}

fn by(portfolio: &Portfolio, change: &ProjectChange, lang: Lang) -> String {
    format!(" by {}", periods(portfolio, change.finish_shift, lang))
}

/// "3 months".
fn periods(portfolio: &Portfolio, count: i32, lang: Lang) -> String {
    let (fr, en) = match portfolio.calendar.unit() {
        PeriodUnit::Month => ("mois", "month"),
        PeriodUnit::Week => ("semaine", "week"),
        PeriodUnit::Day => ("jour ouvré", "working day"),
    };
    let figure = whole(i64::from(count), lang);
    let one = count == 1;
    match (lang, portfolio.calendar.unit()) {
        (Lang::Fr, PeriodUnit::Month) => format!("{figure} {fr}"),
        (Lang::Fr, PeriodUnit::Day) if !one => format!("{figure} jours ouvrés"),
        (Lang::Fr, _) => format!("{figure} {fr}{}", if one { "" } else { "s" }),
        (Lang::En, _) => format!("{figure} {en}{}", if one { "" } else { "s" }),
    }
}

fn projects(
    portfolio: &Portfolio,
    all: &[&ProjectChange],
    lang: Lang,
    after: impl Fn(&ProjectChange) -> String,
) -> String {
    let mut names: Vec<String> =
        all.iter().take(NAMED).map(|c| format!("{}{}", quoted(&name(portfolio, &c.project), lang), after(c))).collect();
    if all.len() > NAMED {
        let more = all.len() - NAMED;
        names.push(lang.pick(format!("{more} de plus"), format!("{more} more")));
    }
    listed(&names, lang)
}

/// A project by its name, or its id if it has none.
fn name(portfolio: &Portfolio, id: &str) -> String {
    let project = portfolio.projects.iter().find(|p| p.id == id).filter(|p| !p.name.is_empty());
    project.map_or_else(|| id.to_owned(), |p| p.name.clone())
}

fn quoted(name: &str, lang: Lang) -> String {
    lang.pick(format!("«\u{a0}{name}\u{a0}»"), format!("“{name}”"))
}

/// "a, b and c".
fn listed(all: &[String], lang: Lang) -> String {
    match all {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} {} {last}", first.join(", "), lang.pick("et", "and")),
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |c| c.to_uppercase().chain(letters).collect())
}

fn signed(figure: &str) -> String {
    match figure.strip_prefix('-') {
        Some(rest) => format!("−{rest}"),
        None => format!("+{figure}"),
    }
}

fn money(portfolio: &Portfolio, amount: f64, lang: Lang) -> String {
    let currency = if portfolio.currency.is_empty() { "EUR" } else { &portfolio.currency };
    format!("{} {currency}", signed(&decimal(amount, 0, lang)))
}

/// What would let the demands in.
pub(super) fn relaxation(ground: &Ground, r: &Relaxation, lang: Lang) -> String {
    let portfolio = &ground.portfolio;
    let what = match &r.of {
        Clash::Deadline(id) => {
            let (name, later) = (quoted(&name(portfolio, id), lang), periods(portfolio, r.amount as i32, lang));
            lang.pick(
                format!("Une échéance de {name} repoussée de {later}, au {}", r.when),
                format!("A deadline of {name} {later} later, on {}", r.when),
            )
        }
        Clash::Pool(id) => {
            let pool = portfolio
                .pools
                .iter()
                .find(|p| p.id == *id)
                .map_or(id, |p| if p.name.is_empty() { id } else { &p.name });
            let days = decimal((r.amount * 10.0).ceil() / 10.0, 1, lang);
            lang.pick(
                format!("{days} jours de plus pour {pool}, à partir du trimestre du {}", r.when),
                format!("{days} more days of {pool}, from the quarter of {} on", r.when),
            )
        }
        Clash::Fund(id) => {
            let fund = portfolio
                .funds
                .iter()
                .find(|f| f.id == *id)
                .map_or(id, |f| if f.name.is_empty() { id } else { &f.name });
            let amount = money(portfolio, r.amount, lang);
            let year = if r.when.is_empty() {
                String::new()
            } else {
                lang.pick(format!(" en {}", r.when), format!(" in {}", r.when))
            };
            lang.pick(format!("{amount} pour {fund}{year}"), format!("{amount} for {fund}{year}"))
        }
        Clash::Framework(id) => {
            let own = portfolio.frameworks.iter().find(|f| f.id == *id);
            let own = own.map_or(id, |f| if f.name.is_empty() { id } else { &f.name });
            let amount = money(portfolio, r.amount, lang);
            lang.pick(format!("{amount} au plafond de {own}"), format!("{amount} under the ceiling of {own}"))
        }
        Clash::Flow(id) => {
            let more = whole(r.amount as i64, lang);
            lang.pick(format!("{more} de plus sous la limite {id}"), format!("{more} more under the limit {id}"))
        }
        Clash::Rule(id) => lang.pick(format!("La règle {id} levée"), format!("Rule {id} lifted")),
        Clash::Obligation(id) => {
            let name = quoted(&name(portfolio, id), lang);
            lang.pick(format!("Sans obligation de faire {name}"), format!("Without having to do {name}"))
        }
        Clash::Commitment(id) => {
            let name = quoted(&name(portfolio, id), lang);
            lang.pick(format!("La protection de {name} levée"), format!("The protection of {name} lifted"))
        }
        Clash::Freeze => lang.pick("Le gel levé", "The freeze lifted").to_owned(),
        Clash::Terms => lang
            .pick(
                "Tous les leviers permis, sans maintien des charges ni des paiements",
                "All levers allowed, loads and payments not held",
            )
            .to_owned(),
        Clash::Demand(id) => {
            let name = quoted(&name(portfolio, id), lang);
            lang.pick(format!("Sans la demande {name}"), format!("Without the demand {name}"))
        }
    };
    let changed = whole(i64::try_from(r.changed).unwrap_or(i64::MAX), lang);
    lang.pick(
        format!("{what}\u{a0}: vérifié par un plan, {changed} projet(s) décidé(s) y changent."),
        format!("{what}: verified by a plan, in which {changed} decided project(s) change."),
    )
}
