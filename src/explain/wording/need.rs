//! What would make a project fit, in words. Figures are rounded up: with so much it fits.

use super::when;
use crate::base::number::decimal;
use crate::base::{Lang, PoolId, ProjectId, RuleId};
use crate::model::{FlowKind, Measure, Portfolio, SelectionRuleKind};
use crate::solve::{Barrier, Lack, Shortage};

/// The id that the portfolio gives it.
pub(in crate::explain) fn id(portfolio: &Portfolio, barrier: Barrier) -> &str {
    match barrier {
        Barrier::Pool(i) => &portfolio.pools[i.index()].id,
        Barrier::Framework(i) => &portfolio.frameworks[i.index()].id,
        Barrier::Fund(i) => &portfolio.funds[i.index()].id,
        Barrier::Flow(i) => &portfolio.policy.flow_limits[i.index()].id,
        Barrier::Rule(i) => &portfolio.rules[i.index()].id,
        Barrier::Project(i) => &portfolio.projects[i.index()].id,
    }
}

/// Everything that is short, barrier by barrier.
pub(super) fn all(portfolio: &Portfolio, shortages: &[Shortage], lang: Lang) -> String {
    let mut barriers: Vec<Barrier> = Vec::new();
    for s in shortages {
        if !barriers.contains(&s.barrier) {
            barriers.push(s.barrier);
        }
    }
    let of = |b: &Barrier| -> Vec<&Lack> { shortages.iter().filter(|s| s.barrier == *b).map(|s| &s.lack).collect() };
    let needs: Vec<String> = barriers.iter().map(|b| barrier(portfolio, *b, &of(b), lang)).collect();
    listed(&needs, lang)
}

/// "a, b and c".
pub(super) fn listed(all: &[String], lang: Lang) -> String {
    match all {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} {} {last}", first.join(", "), lang.pick("et", "and")),
    }
}

/// A pool by its name, or its id if it has none.
pub(super) fn pool(portfolio: &Portfolio, pool: PoolId) -> String {
    let pool = &portfolio.pools[pool.index()];
    titled(&pool.name, &pool.id)
}

/// Projects by name, at most a few.
pub(super) fn projects(portfolio: &Portfolio, ids: &[ProjectId], lang: Lang) -> String {
    const MOST: usize = 4;
    let named = ids.iter().take(MOST).map(|p| project(portfolio, *p));
    let mut names: Vec<String> = named.collect();
    if ids.len() > MOST {
        let more = ids.len() - MOST;
        names.push(lang.pick(format!("{more} de plus"), format!("{more} more")));
    }
    listed(&names, lang)
}

/// A measure as part of a sentence.
pub(super) fn measure(measure: Measure, lang: Lang) -> &'static str {
    let (fr, en) = match measure {
        Measure::Value => ("la valeur", "the value"),
        Measure::Lateness => ("le retard", "the lateness"),
        Measure::Disruption => ("la stabilité des projets décidés", "the stability of decided projects"),
        Measure::ExternalSpend => ("la dépense externe", "the external spend"),
        Measure::TotalCost => ("le coût total", "the total cost"),
        Measure::Overload => ("la surcharge", "the overload"),
        Measure::Makespan => ("la date de fin", "the end date"),
    };
    lang.pick(fr, en)
}

fn project(portfolio: &Portfolio, id: ProjectId) -> String {
    let project = &portfolio.projects[id.index()];
    titled(&project.name, &project.id)
}

fn titled(name: &str, id: &str) -> String {
    if name.is_empty() { id.to_owned() } else { name.to_owned() }
}

fn barrier(portfolio: &Portfolio, barrier: Barrier, lacks: &[&Lack], lang: Lang) -> String {
    match barrier {
        Barrier::Pool(i) => days(portfolio, &pool(portfolio, i), lacks, lang),
        Barrier::Framework(i) => {
            let f = &portfolio.frameworks[i.index()];
            framework(portfolio, &titled(&f.name, &f.id), lacks, lang)
        }
        Barrier::Fund(i) => {
            let f = &portfolio.funds[i.index()];
            fund(&titled(&f.name, &f.id), lacks, lang)
        }
        Barrier::Flow(i) => flow(portfolio, i.index(), lacks, lang),
        Barrier::Rule(i) => rule(portfolio, i, lacks, lang),
        Barrier::Project(i) => {
            let name = project(portfolio, i);
            match lacks {
                [Lack::Order] => lang.pick(format!("{name} à d'autres dates"), format!("{name} at other dates")),
                _ => lang.pick(format!("{name}, qui n'est pas retenu"), format!("{name}, which is out")),
            }
        }
    }
}

/// Days of a pool or a supplier.
fn days(portfolio: &Portfolio, whose: &str, lacks: &[&Lack], lang: Lang) -> String {
    let (mut sum, mut periods) = (0, Vec::new());
    for lack in lacks {
        if let Lack::Days { period, short } | Lack::Supply { period, short, .. } = lack {
            sum += short.0;
            periods.push(*period);
        }
    }
    // In tenths of a day, rounded up.
    let figure = decimal((sum as f64 / 10.0).ceil() / 10.0, 1, lang);
    let when = when::periods(portfolio, &periods, lang);
    lang.pick(
        format!("{figure} jours de plus pour {whose} ({when})"),
        format!("{figure} more days of {whose} ({when})"),
    )
}

fn framework(portfolio: &Portfolio, name: &str, lacks: &[&Lack], lang: Lang) -> String {
    let mut needs = Vec::new();
    if lacks.iter().any(|l| matches!(l, Lack::Supply { .. })) {
        needs.push(days(portfolio, name, lacks, lang));
    }
    for lack in lacks {
        match lack {
            Lack::Ceiling { short } => {
                let money = money(short.0, lang);
                needs.push(lang.pick(
                    format!("{money} de plus au plafond de {name}"),
                    format!("{money} more under the ceiling of {name}"),
                ));
            }
            Lack::Minimum { short } => {
                let money = money(short.0, lang);
                needs.push(lang.pick(
                    format!("le minimum dû de {name} levé ({money})"),
                    format!("the minimum owed under {name} waived ({money})"),
                ));
            }
            _ => {}
        }
    }
    listed(&needs, lang)
}

fn fund(name: &str, lacks: &[&Lack], lang: Lang) -> String {
    let mut most = 0;
    let mut rows: Vec<String> = Vec::new();
    for lack in lacks {
        let (short, row) = match lack {
            Lack::Payments { year, short } => {
                (short, lang.pick(format!("paiements {year}"), format!("payments {year}")))
            }
            Lack::Commitments { year, short } => {
                (short, lang.pick(format!("engagements {year}"), format!("commitments {year}")))
            }
            Lack::Total { short } => (short, lang.pick("total".to_owned(), "total".to_owned())),
            _ => continue,
        };
        most = most.max(short.0);
        rows.push(row);
    }
    let (money, rows, many) = (money(most, lang), rows.join(", "), rows.len() > 1);
    let up_to = if many { lang.pick("jusqu'à ", "up to ") } else { "" };
    lang.pick(format!("{up_to}{money} de plus sur {name} ({rows})"), format!("{up_to}{money} more of {name} ({rows})"))
}

fn flow(portfolio: &Portfolio, limit: usize, lacks: &[&Lack], lang: Lang) -> String {
    let limit = &portfolio.policy.flow_limits[limit];
    let mut periods = Vec::new();
    for lack in lacks {
        if let Lack::Full { periods: full } = lack {
            periods.extend(full.clone());
        }
    }
    let when = when::periods(portfolio, &periods, lang);
    let max = limit.max;
    let what = match limit.kind {
        FlowKind::UnderWay => lang.pick("projets en cours", "projects under way"),
        FlowKind::Starts => lang.pick("départs", "starts"),
        FlowKind::Finishes => lang.pick("fins", "finishes"),
    };
    let id = &limit.id;
    lang.pick(
        format!("une place de plus que les {max} {what} de la limite {id} ({when})"),
        format!("one more place than the {max} {what} of limit {id} ({when})"),
    )
}

fn rule(portfolio: &Portfolio, rule: RuleId, lacks: &[&Lack], lang: Lang) -> String {
    let rule = &portfolio.rules[rule.index()];
    let others: Vec<ProjectId> = lacks
        .iter()
        .flat_map(|l| if let Lack::Barred { projects, .. } = l { projects.clone() } else { Vec::new() })
        .collect();
    let names = projects(portfolio, &others, lang);
    let (id, count) = (&rule.id, rule.count);
    match rule.kind {
        SelectionRuleKind::AtMost if others.is_empty() => lang
            .pick(format!("la levée de la règle {id}, qui l'exclut"), format!("rule {id}, which excludes it, lifted")),
        SelectionRuleKind::AtMost => lang.pick(
            format!("une place de plus dans la règle {id} (au plus {count}), que prend déjà {names}"),
            format!("one more place under rule {id} (at most {count}), which is taken by {names}"),
        ),
        SelectionRuleKind::AtLeast | SelectionRuleKind::Together | SelectionRuleKind::Implies => lang.pick(
            format!("{names}, que la règle {id} veut avec lui et qui n'est pas retenu"),
            format!("{names}, which rule {id} wants with it and which is out"),
        ),
    }
}

/// Whole units of the currency, rounded up.
fn money(amount: i64, lang: Lang) -> String {
    decimal((amount as f64 / 10_000.0).ceil(), 0, lang)
}
