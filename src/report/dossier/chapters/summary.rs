//! A page for the committee: what each scenario brings, costs and breaks, what is common to all, what is to be decided.

use maud::{Markup, html};

use super::super::block::{Block, Chapter};
use super::super::material::{Material, View};
use super::super::{typo, words};
use super::scenarios::proven_gain;
use crate::base::Lang;
use crate::model::Measure;
use crate::plan::Plan;
use crate::report::words::places;
use crate::study::{Backbone, Change, ChangeKind};

pub(super) fn chapter(m: &Material, lang: Lang) -> Option<Chapter> {
    let mut blocks = vec![Block::Free(verdict(m, lang))];
    if !m.views().is_empty() {
        blocks.push(Block::Free(cards(m, lang)));
    }
    if let Some(backbone) = &m.comparison.backbone {
        blocks.push(Block::Free(decisions(m, backbone, lang)));
    }
    let points = attention(m, lang);
    if !points.is_empty() {
        blocks.push(Block::Points { title: lang.pick("À regarder", "To watch").to_owned(), points });
    }
    Some(Chapter {
        id: "synthese",
        short: lang.pick("Synthèse", "Summary"),
        title: lang.pick("Synthèse", "Summary").to_owned(),
        lead: String::new(),
        blocks,
    })
}

/// What the referee says of all plans, and what has none.
fn verdict(m: &Material, lang: Lang) -> Markup {
    let views = m.views();
    let broken: Vec<String> = views
        .iter()
        .filter(|v| m.verdicts.get(v.index).is_some_and(|x| !x.is_empty()))
        .map(|v| v.label(lang))
        .collect();
    let without: Vec<String> = (0..m.comparison.scenarios.len())
        .filter(|i| views.iter().all(|v| v.index != *i))
        .map(|i| m.label(i, lang))
        .collect();
    let asked = words::projects(m.draft.projects.len(), lang);
    let said = match views.len() {
        0 => lang.pick("Aucun plan.".to_owned(), "No plan.".to_owned()),
        1 => lang.pick(
            format!("{asked} demandés. Le plan est vérifié par l'arbitre."),
            format!("{asked} asked for. The referee passed the plan."),
        ),
        n => lang.pick(
            format!("{asked} demandés, {n} scénarios. Chaque plan est vérifié par l'arbitre."),
            format!("{asked} asked for, {n} scenarios. The referee passed each plan."),
        ),
    };
    html! {
        @if broken.is_empty() {
            p.lead { (typo::set(&said, lang)) }
        } @else {
            p.alert role="note" {
                strong { (lang.pick("Non conforme", "Does not hold")) (typo::colon(lang)) (words::listed(&broken, lang)) ". " }
                (typo::set(lang.pick(
                    "Ces plans enfreignent des contraintes ou annoncent de faux chiffres ; l'annexe les nomme, les chiffres d'ici sont ceux de l'arbitre.",
                    "These plans break constraints or claim wrong figures; the annex names them, the figures here are the referee's.",
                ), lang))
            }
        }
        @if !without.is_empty() {
            p.alert role="note" { strong { (lang.pick("Sans plan", "Without a plan")) (typo::colon(lang)) (words::listed(&without, lang)) } }
        }
    }
}

fn cards(m: &Material, lang: Lang) -> Markup {
    let views = m.views();
    let most = views.iter().flat_map(value_and_bound).fold(0.0, f64::max);
    html! { div.cards { @for v in &views { (card(m, v, most, lang)) } } }
}

fn value_and_bound(v: &View) -> [f64; 2] {
    let goal = words::goal(v, Measure::Value);
    let value = v.plan.measure(Measure::Value).unwrap_or(0.0);
    [value, goal.map(|g| g.bound).filter(|b| b.is_finite()).unwrap_or(value)]
}

fn card(m: &Material, v: &View, most: f64, lang: Lang) -> Markup {
    let [value, bound] = value_and_bound(v);
    let goal = words::goal(v, Measure::Value);
    html! {
        article class=(format!("card s{}", v.series % super::super::charts::canvas::COLOURS)) {
            h3 {
                span.badge { (v.label(lang)) }
                bdi { (v.rest_of_title(lang)) }
            }
            p.big { (typo::number(value, 1, lang)) span.unit { " " (lang.pick("points", "points")) } (against(m, v, lang)) }
            (band(value, bound, most))
            p.proof {
                @match goal {
                    Some(g) if g.bound.is_finite() => {
                        (typo::set(lang.pick("au mieux", "at best"), lang)) " " strong { (typo::number(g.bound, 1, lang)) }
                        " · " (lang.pick("écart prouvé", "proven gap")) " " strong { (typo::share(g.gap, 1, lang)) }
                    }
                    _ => (lang.pick("sans borne prouvée", "no proven bound")),
                }
            }
            dl { @for (name, figure) in facts(m, v, lang) { div { dt { (name) } dd { (figure) } } } }
            @for (title, lines) in sentences(m, v, lang) {
                @if !lines.is_empty() {
                    h4 { (title) }
                    ul { @for line in lines { li { (typo::set(&line, lang)) } } }
                }
            }
        }
    }
}

/// How the value compares with the reference's.
fn against(m: &Material, v: &View, lang: Lang) -> Markup {
    let Some(reference) = m.reference().filter(|r| r.index != v.index) else { return html! {} };
    let (own, other) = (v.plan.measure(Measure::Value), reference.plan.measure(Measure::Value));
    let Some((own, other)) = own.zip(other) else { return html! {} };
    html! { span.delta { (typo::signed(own - other, 1, lang)) " " (lang.pick("/", "vs")) " " (reference.label(lang)) } }
}

/// The value, and how much more there may be.
fn band(value: f64, bound: f64, most: f64) -> Markup {
    let share = |x: f64| if most > 0.0 { (x / most * 100.0).clamp(0.0, 100.0) } else { 0.0 };
    html! {
        svg.band width="100%" height="10" aria-hidden="true" {
            rect.may x="0" y="0" height="10" width=(format!("{:.2}%", share(bound))) {}
            rect.is x="0" y="0" height="10" width=(format!("{:.2}%", share(value))) {}
        }
    }
}

fn facts(m: &Material, v: &View, lang: Lang) -> Vec<(String, String)> {
    let inside = v.plan.projects.iter().filter(|p| p.selected).count();
    let mut out = vec![(
        lang.pick("Projets retenus", "Projects in").to_owned(),
        lang.pick(format!("{inside} sur {}", v.plan.projects.len()), format!("{inside} of {}", v.plan.projects.len())),
    )];
    let shown = [Measure::ExternalSpend, Measure::TotalCost, Measure::Lateness, Measure::Overload, Measure::Disruption];
    for measure in shown {
        let Some(x) = v.plan.measure(measure) else { continue };
        let matters = x != 0.0 || words::goal(v, measure).is_some() || measure == Measure::ExternalSpend;
        if matters {
            out.push((words::measure(measure, lang).to_owned(), figure(m, v, measure, x, lang)));
        }
    }
    out
}

/// A measure with its unit, and with its bound where it is a goal that is not proven best.
fn figure(m: &Material, v: &View, measure: Measure, x: f64, lang: Lang) -> String {
    let text = match measure {
        Measure::ExternalSpend | Measure::TotalCost => typo::short_money(x, m.currency(), lang),
        Measure::Overload => format!("{} {}", typo::number(x, 1, lang), lang.pick("jours", "days")),
        _ => format!("{} {}", typo::number(x, places(measure), lang), lang.pick("périodes", "periods")),
    };
    match words::goal(v, measure) {
        Some(g) if g.gap > 0.0 && g.gap.is_finite() => {
            let bound = match measure {
                Measure::ExternalSpend | Measure::TotalCost => typo::short_money(g.bound, m.currency(), lang),
                _ => typo::number(g.bound, places(measure), lang),
            };
            format!("{text} (≥ {bound})")
        }
        _ => text,
    }
}

/// What it brings, what it costs, what it breaks, against the reference; or by itself.
fn sentences(m: &Material, v: &View, lang: Lang) -> Vec<(&'static str, Vec<String>)> {
    let reference = m.reference().filter(|r| r.index != v.index);
    let (brings, costs, breaks) = match reference {
        Some(reference) => (brings(m, v, &reference, lang), costs(m, v, &reference, lang), breaks(m, v, lang)),
        None => (Vec::new(), Vec::new(), alone(m, v, lang)),
    };
    vec![
        (lang.pick("Apporte", "Brings"), brings),
        (lang.pick("Coûte", "Costs"), costs),
        (lang.pick("Laisse ou défait", "Leaves or undoes"), breaks),
    ]
}

fn of_kind(m: &Material, v: &View, kind: ChangeKind) -> Vec<String> {
    let changes = v.compared.changes.iter().filter(|c: &&Change| c.kind == kind);
    changes.map(|c| m.project_name(&c.project).to_owned()).collect()
}

fn brings(m: &Material, v: &View, reference: &View, lang: Lang) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some((least, most)) = proven_gain(v, reference) {
        let (least, most) = (typo::signed(least, 0, lang), typo::signed(most, 0, lang));
        lines.push(lang.pick(
            format!("gain possible, prouvé : de {least} à {most} points"),
            format!("possible gain, proven: {least} to {most} points"),
        ));
    }
    let (added, earlier) = (of_kind(m, v, ChangeKind::Added), of_kind(m, v, ChangeKind::Advanced));
    if !added.is_empty() {
        let count = words::count(
            added.len(),
            ("projet entre", "project comes in"),
            ("projets entrent", "projects come in"),
            lang,
        );
        lines.push(format!("{count}{}{}", typo::colon(lang), words::some(&added, 3, lang)));
    }
    if !earlier.is_empty() {
        lines.push(words::count(
            earlier.len(),
            ("projet finit plus tôt", "project ends earlier"),
            ("projets finissent plus tôt", "projects end earlier"),
            lang,
        ));
    }
    lines
}

fn costs(m: &Material, v: &View, reference: &View, lang: Lang) -> Vec<String> {
    let difference = |measure: Measure| Some(v.plan.measure(measure)? - reference.plan.measure(measure)?);
    let money = |x: f64| format!("{}{}", if x > 0.0 { "+" } else { "" }, typo::short_money(x, m.currency(), lang));
    let mut lines = Vec::new();
    if let Some(x) = difference(Measure::ExternalSpend).filter(|x| x.abs() >= 1.0) {
        lines.push(lang.pick(format!("{} d'achats externes", money(x)), format!("{} of external spend", money(x))));
    }
    if let Some(x) = difference(Measure::TotalCost).filter(|x| x.abs() >= 1.0) {
        lines.push(lang.pick(format!("{} de coût total", money(x)), format!("{} of total cost", money(x))));
    }
    let owed: f64 = v.plan.framework_uses.iter().map(|f| f.owed).sum();
    if owed > 0.0 {
        let owed = typo::short_money(owed, m.currency(), lang);
        lines.push(lang.pick(format!("{owed} dus sans commande (minimum)"), format!("{owed} owed below the minimum")));
    }
    lines
}

fn breaks(m: &Material, v: &View, lang: Lang) -> Vec<String> {
    let mut lines = Vec::new();
    let (dropped, later) = (of_kind(m, v, ChangeKind::Dropped), of_kind(m, v, ChangeKind::Delayed));
    if !dropped.is_empty() {
        let count = words::count(
            dropped.len(),
            ("projet sort", "project goes out"),
            ("projets sortent", "projects go out"),
            lang,
        );
        lines.push(format!("{count}{}{}", typo::colon(lang), words::some(&dropped, 3, lang)));
    }
    if !later.is_empty() {
        lines.push(words::count(
            later.len(),
            ("projet finit plus tard", "project ends later"),
            ("projets finissent plus tard", "projects end later"),
            lang,
        ));
    }
    lines.extend(alone(m, v, lang));
    lines
}

/// What is left out and late, whatever it is compared with.
fn alone(m: &Material, v: &View, lang: Lang) -> Vec<String> {
    let out: Vec<&str> = v.plan.projects.iter().filter(|p| !p.selected).map(|p| &p.project[..]).collect();
    let mut lines = Vec::new();
    if !out.is_empty() {
        let worth: f64 = v.portfolio().projects.iter().filter(|p| out.contains(&&p.id[..])).map(|p| p.value).sum();
        let worth = typo::number(worth, 0, lang);
        let count = words::count(
            out.len(),
            ("projet reste écarté", "project stays out"),
            ("projets restent écartés", "projects stay out"),
            lang,
        );
        lines.push(lang.pick(format!("{count} ({worth} points)"), format!("{count} ({worth} points)")));
    }
    lines.extend(undone(m, v.plan, lang));
    lines
}

/// What had been decided and is not in the plan.
fn undone(m: &Material, plan: &Plan, lang: Lang) -> Option<String> {
    let decided = m.baseline.as_ref()?.projects.iter().filter(|p| p.selected);
    let is_in = |id: &str| plan.projects.iter().any(|p| p.project == id && p.selected);
    let gone: Vec<String> =
        decided.filter(|p| !is_in(&p.project)).map(|p| m.project_name(&p.project).to_owned()).collect();
    let count = words::count(
        gone.len(),
        ("projet décidé abandonné", "decided project given up"),
        ("projets décidés abandonnés", "decided projects given up"),
        lang,
    );
    (!gone.is_empty()).then(|| format!("{count}{}{}", typo::colon(lang), words::some(&gone, 3, lang)))
}

fn decisions(m: &Material, backbone: &Backbone, lang: Lang) -> Markup {
    let depends: usize = backbone.decisions.iter().map(|d| d.1.len()).sum();
    let parts = [
        ("b-same", backbone.same.len(), lang.pick("retenus partout, à l’identique", "in everywhere, the same")),
        (
            "b-moves",
            backbone.moves.len(),
            lang.pick("retenus partout, dates ou modes variables", "in everywhere, dates or modes vary"),
        ),
        ("b-depends", depends, lang.pick("à décider avec le scénario", "decided with the scenario")),
        ("b-out", backbone.out.len(), lang.pick("écartés partout", "out everywhere")),
    ];
    let share = typo::share(backbone.value_share, 0, lang);
    html! {
        section.backbone aria-labelledby="ossature" {
            h3 #ossature { (typo::set(lang.pick("Ce qui ne dépend pas du scénario, et ce que le comité décide", "What no scenario changes, and what the committee decides"), lang)) }
            ul.shares { @for (class, count, word) in parts {
                @if count > 0 { li class=(class) style=(format!("flex-grow:{count}")) { strong { (count) } " " span { (word) } } }
            } }
            p { (typo::set(&lang.pick(
                format!("Les projets retenus partout apportent au moins {share} des points du plan qui en apporte le moins."),
                format!("Projects that are in everywhere bring at least {share} of the points of the plan that brings the fewest."),
            ), lang)) }
            @if !backbone.decisions.is_empty() {
                ul.decisions { @for (scenarios, projects) in &backbone.decisions { li { (decision(m, scenarios, projects, lang)) } } }
            }
        }
    }
}

fn decision(m: &Material, scenarios: &[usize], projects: &[usize], lang: Lang) -> Markup {
    let labels: Vec<String> = scenarios.iter().map(|i| m.label(*i, lang)).collect();
    let names: Vec<String> =
        projects.iter().map(|i| m.project_name(&m.comparison.projects[*i].project).to_owned()).collect();
    let best = |i: &usize| m.comparison.projects[*i].placements.iter().map(|x| x.1.value).fold(0.0, f64::max);
    let worth: f64 = projects.iter().map(best).sum();
    html! {
        strong { (lang.pick("Seulement en ", "Only in ")) (words::listed(&labels, lang)) } (typo::colon(lang))
        (words::projects(projects.len(), lang)) ", " (typo::number(worth, 0, lang)) " " (lang.pick("points", "points")) " – "
        bdi { (words::some(&names, 6, lang)) }
    }
}

/// What stands out: pools that are short, contracts near their ceiling, money that is nearly gone.
fn attention(m: &Material, lang: Lang) -> Vec<String> {
    let mut lines = Vec::new();
    for v in m.views() {
        lines.extend(shortest(m, &v, lang));
        lines.extend(nearly_gone(m, &v, lang));
    }
    lines
}

fn shortest(m: &Material, v: &View, lang: Lang) -> Option<String> {
    let pools = &v.compared.bottleneck.as_ref()?.pools;
    let names: Vec<String> = pools.iter().take(3).map(|p| m.pool_name(&p.pool).to_owned()).collect();
    let unmoved = pools.iter().take(3).any(|p| p.unmoved_by_money);
    let note =
        if unmoved { lang.pick(" – acheter n'y suffit pas", " – buying does not help everywhere") } else { "" };
    let listed = words::listed(&names, lang);
    (!names.is_empty()).then(|| {
        lang.pick(
            format!("{} : le plus tendu, {listed}{note}", v.label(lang)),
            format!("{}: tightest, {listed}{note}", v.label(lang)),
        )
    })
}

/// Ceilings of which little is left.
fn nearly_gone(m: &Material, v: &View, lang: Lang) -> Vec<String> {
    let mut lines = Vec::new();
    for used in &v.plan.framework_uses {
        let Some(max) = used.max_amount.filter(|max| *max > 0.0 && used.ordered / max >= 0.95) else { continue };
        let name = v.portfolio().frameworks.iter().find(|f| f.id == used.framework).map_or("", |f| f.name.trim());
        let name = if name.is_empty() { &used.framework } else { name };
        let (share, max) = (typo::share(used.ordered / max, 0, lang), typo::short_money(max, m.currency(), lang));
        lines.push(lang.pick(
            format!("{} : {name} commandé à {share} de {max}", v.label(lang)),
            format!("{}: {name} ordered up to {share} of {max}", v.label(lang)),
        ));
    }
    lines
}
