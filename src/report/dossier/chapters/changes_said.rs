//! What each scenario changes in the portfolio, in words.

use super::super::material::{Material, label};
use super::super::table::{Cell, Column, Table};
use super::super::typo;
use crate::base::{Lang, date};
use crate::model::draft::PortfolioDraft;
use crate::model::draft::scenario::{ChangeDraft, ScenarioDraft};

/// By scenario: its name, what is said of it, its changes.
pub(super) fn table(m: &Material, lang: Lang) -> Table {
    let columns = vec![
        Column::text(lang.pick("Scénario", "Scenario")),
        Column::text(lang.pick("Intitulé", "Name")),
        Column::text(lang.pick("Ce qu'il change au portefeuille", "What it changes in the portfolio")).wide(90),
    ];
    let title = lang.pick("Ce que suppose chaque scénario", "What each scenario assumes");
    let mut table = Table::new("t-hypotheses", title, columns);
    for scenario in m.comparison.scenarios.iter().map(|s| &s.scenario) {
        let name = if scenario.name.is_empty() { Cell::Empty } else { Cell::name(&scenario.name, "") };
        table.row(vec![Cell::text(label(&scenario.id, lang)), name, Cell::Lines(lines(m, scenario, lang))]);
    }
    table
}

/// The changes, a sentence each.
pub(super) fn lines(m: &Material, scenario: &ScenarioDraft, lang: Lang) -> Vec<String> {
    let mut lines: Vec<String> =
        Some(scenario.description.trim().to_owned()).filter(|d| !d.is_empty()).into_iter().collect();
    lines.extend(scenario.changes.iter().flatten().map(|c| said(&m.draft, c, lang)));
    if lines.is_empty() {
        lines.push(lang.pick("rien : le portefeuille tel qu'il est", "nothing: the portfolio as it stands").to_owned());
    }
    lines
}

fn said(draft: &PortfolioDraft, change: &ChangeDraft, lang: Lang) -> String {
    let project = |id: &str| name_of(draft.projects.iter().map(|p| (&p.id, &p.name)), id);
    let pool = |id: &str| name_of(draft.pools.iter().map(|p| (&p.id, &p.name)), id);
    let framework = |id: &str| name_of(draft.frameworks.iter().map(|p| (&p.id, &p.name)), id);
    match change {
        ChangeDraft::SetSourcingRule { rule, enabled } => {
            let rule = name_of(draft.sourcing_rules.iter().map(|r| (&r.id, &r.name)), rule);
            match enabled {
                true => lang.pick(format!("Achat permis : {rule}"), format!("Buying allowed: {rule}")),
                false => lang.pick(format!("Achat non permis : {rule}"), format!("Buying not allowed: {rule}")),
            }
        }
        ChangeDraft::ScaleStaff { pool: id, role, from, to, factor } => {
            let who = if id.is_empty() { role.clone() } else { pool(id) };
            let factor = typo::number(*factor, 2, lang);
            let window = window(from, to, lang);
            lang.pick(format!("Effectifs de {who} × {factor}{window}"), format!("Staff of {who} × {factor}{window}"))
        }
        ChangeDraft::AddStaff { pool: id, staff } => {
            let (fte, window) = staff.as_ref().map_or((0.0, String::new()), |s| (s.fte, window(&s.from, &s.to, lang)));
            let fte = typo::number(fte, 1, lang);
            lang.pick(
                format!("{fte} ETP de plus : {}{window}", pool(id)),
                format!("{fte} more FTE: {}{window}", pool(id)),
            )
        }
        ChangeDraft::PutProject(p) => {
            named(lang.pick("Projet ajouté ou remplacé", "Project added or replaced"), &p.name, &p.id, lang)
        }
        ChangeDraft::PutPool(p) => {
            named(lang.pick("Équipe ajoutée ou remplacée", "Pool added or replaced"), &p.name, &p.id, lang)
        }
        ChangeDraft::PutFramework(f) => {
            named(lang.pick("Accord-cadre ajouté ou remplacé", "Framework added or replaced"), &f.name, &f.id, lang)
        }
        ChangeDraft::PutFund(f) => fund(draft, f, lang),
        ChangeDraft::PutRule(r) => {
            named(lang.pick("Règle ajoutée ou remplacée", "Rule added or replaced"), "", &r.id, lang)
        }
        ChangeDraft::PutFlowLimit(l) => {
            let title = lang.pick("Limite de projets simultanés", "Limit on projects at a time");
            format!("{} ({})", named(title, "", &l.id, lang), l.max)
        }
        ChangeDraft::RemoveProject(id) => {
            named(lang.pick("Projet retiré", "Project taken out"), &project(id), "", lang)
        }
        ChangeDraft::RemoveFramework(id) => {
            named(lang.pick("Accord-cadre retiré", "Framework taken out"), &framework(id), "", lang)
        }
        ChangeDraft::RemoveRule(id) => named(lang.pick("Règle retirée", "Rule taken out"), "", id, lang),
        ChangeDraft::RemoveFlowLimit(id) => named(lang.pick("Limite retirée", "Limit taken out"), "", id, lang),
        ChangeDraft::SetMustDo { project: id, must_do } => {
            let title = if *must_do {
                lang.pick("Projet imposé", "Must be done")
            } else {
                lang.pick("Projet laissé au choix", "No longer a must")
            };
            named(title, &project(id), "", lang)
        }
        ChangeDraft::ExcludeProject(id) => named(lang.pick("Projet exclu", "Kept out"), &project(id), "", lang),
        ChangeDraft::SetWindow { project: id, earliest_start, deadline, target } => {
            let title = named(lang.pick("Dates revues", "Dates changed"), &project(id), "", lang);
            format!("{title}{}", dates(earliest_start, deadline, target, lang))
        }
        ChangeDraft::SetGoals(goals) => {
            let names: Vec<&str> =
                goals.iter().filter_map(|g| g.measure).map(|x| crate::report::measure(x, lang)).collect();
            format!("{}{}{}", lang.pick("Objectifs", "Goals"), typo::colon(lang), names.join(", "))
        }
        ChangeDraft::SetCalendarEnd(day) => {
            format!(
                "{}{}{}",
                lang.pick("Fin du calendrier", "End of the calendar"),
                typo::colon(lang),
                day_of(day, lang)
            )
        }
    }
}

/// What a fund becomes: its yearly ceilings, beside what they were.
fn fund(draft: &PortfolioDraft, new: &crate::model::draft::FundDraft, lang: Lang) -> String {
    let currency = if draft.currency.is_empty() { "EUR" } else { &draft.currency };
    let money = |x: f64| typo::short_money(x, currency, lang);
    let old = draft.funds.iter().find(|f| f.id == new.id);
    let mut parts = Vec::new();
    if let Some(total) = new.total {
        let before = old.and_then(|f| f.total).filter(|x| *x != total);
        parts.push(match before {
            Some(before) => format!("{} {} → {}", lang.pick("total", "total"), money(before), money(total)),
            None => format!("{} {}", lang.pick("total", "total"), money(total)),
        });
    }
    for y in &new.payments {
        let before = old.and_then(|f| f.payments.iter().find(|p| p.year == y.year)).filter(|p| p.amount != y.amount);
        if let Some(before) = before {
            parts.push(format!("{} {} → {}", y.year, money(before.amount), money(y.amount)));
        }
    }
    let head = named(lang.pick("Crédits", "Fund"), &new.name, &new.id, lang);
    if parts.is_empty() { head } else { format!("{head} ({})", parts.join(" ; ")) }
}

fn dates(earliest: &Option<String>, deadline: &Option<String>, target: &Option<String>, lang: Lang) -> String {
    let all = [
        (earliest, lang.pick("au plus tôt", "not before")),
        (deadline, lang.pick("échéance", "deadline")),
        (target, lang.pick("date visée", "target")),
    ];
    let one = |(day, word): (&Option<String>, &str)| {
        let day = day.as_ref()?;
        let day = if day.is_empty() { lang.pick("levée", "lifted").to_owned() } else { day_of(day, lang) };
        Some(format!("{word} {day}"))
    };
    let said: Vec<String> = all.into_iter().filter_map(one).collect();
    if said.is_empty() { String::new() } else { format!(" ({})", said.join(", ")) }
}

fn window(from: &str, to: &str, lang: Lang) -> String {
    match (from, to) {
        ("", "") => String::new(),
        (from, "") => format!(", {} {}", lang.pick("à partir du", "from"), day_of(from, lang)),
        ("", to) => format!(", {} {}", lang.pick("jusqu'au", "until"), day_of(to, lang)),
        (from, to) => {
            let (from, to) = (day_of(from, lang), day_of(to, lang));
            lang.pick(format!(", du {from} au {to}"), format!(", {from} to {to}"))
        }
    }
}

fn day_of(text: &str, lang: Lang) -> String {
    date::parse(text).map_or(typo::cut(text, 20), |d| typo::day(d, lang))
}

fn named(title: &str, name: &str, id: &str, lang: Lang) -> String {
    let name = if name.trim().is_empty() { id } else { name };
    format!("{title}{}{}", typo::colon(lang), typo::cut(name, 70))
}

fn name_of<'a>(mut all: impl Iterator<Item = (&'a String, &'a String)>, id: &str) -> String {
    let name = all.find(|x| x.0 == id).map(|x| x.1.trim()).filter(|n| !n.is_empty()).unwrap_or(id);
    typo::cut(name, 90)
}
