//! What each scenario comes to: goals with bounds and gaps, the other measures, and differences from the reference.

use super::super::table::{Align, Table, printable};
use super::super::words;
use super::names::{name, scenario_name};
use crate::base::Lang;
use crate::base::number::{NONE, decimal, percent, whole};
use crate::model::Measure;
use crate::model::draft::PortfolioDraft;
use crate::plan::{GoalResult, Plan};
use crate::study::{Compared, Comparison};

/// The scenarios that cannot be planned, and why.
pub(super) fn problems(comparison: &Comparison, lang: Lang) -> String {
    let mut out = String::new();
    for s in comparison.scenarios.iter().filter(|s| !s.problems.is_empty()) {
        let cannot = lang.pick("ne peut être planifié", "cannot be planned");
        out.push_str(&format!("{} {cannot}\n", scenario_name(&s.scenario, lang)));
        let lines = s.problems.iter().map(|p| format!("  {}\n", printable(&p.line(lang))));
        out.extend(lines);
    }
    out
}

/// One column for each scenario that could be planned.
pub(super) fn section(comparison: &Comparison, portfolio: &PortfolioDraft, lang: Lang) -> String {
    let shown: Vec<&Compared> = comparison.scenarios.iter().filter(|s| s.plan.is_some()).collect();
    let names: Vec<String> = shown.iter().map(|s| scenario_name(&s.scenario, lang)).collect();
    let mut columns = vec![("", Align::Left)];
    columns.extend(names.iter().map(|n| (&n[..], Align::Right)));
    let mut table = Table::new(&columns);
    let mut row = |title: String, cell: &dyn Fn(&Compared) -> String| {
        table.row(std::iter::once(title).chain(shown.iter().map(|s| cell(s))).collect());
    };
    row(lang.pick("état", "status").to_owned(), &|s| status(s, lang).to_owned());
    for measure in Measure::ALL.into_iter().filter(|m| is_said(comparison, *m)) {
        let places = words::places(measure);
        let figure = |x: Option<f64>| x.map_or(NONE.to_owned(), |x| decimal(x, places, lang));
        let title = words::measure(measure, lang);
        row(title.to_owned(), &|s| figure(plan(s).and_then(|p| p.measure(measure))));
        if shown.iter().any(|s| goal(s, measure).is_some()) {
            row(lang.pick("  borne prouvée", "  proven bound").to_owned(), &|s| {
                figure(goal(s, measure).map(|g| g.bound))
            });
            let gap = |s: &Compared| goal(s, measure).map_or(NONE.to_owned(), |g| percent(g.gap, 2, lang));
            row(lang.pick("  écart", "  gap").to_owned(), &gap);
        }
        if let Some(reference) = comparison.reference.filter(|_| shown.len() > 1) {
            let title = lang.pick("  par rapport à", "  against");
            let of = |s: &Compared| {
                let found = s.differences.iter().find(|d| d.measure == measure).map(|d| d.value);
                found.map_or(NONE.to_owned(), |x| signed(x, places, lang))
            };
            row(format!("{title} {}", name(comparison, reference, lang)), &of);
        }
    }
    row(lang.pick("projets retenus", "projects in").to_owned(), &|s| {
        let count = |p: &Plan| p.projects.iter().filter(|p| p.selected).count();
        plan(s).map_or(NONE.to_owned(), |p| whole(i64::try_from(count(p)).unwrap_or(i64::MAX), lang))
    });
    let title = if portfolio.name.is_empty() { &portfolio.id } else { &portfolio.name };
    let (one, many) = lang.pick(("scénario", "scénarios"), ("scenario", "scenarios"));
    let count = words::counted(shown.len(), one, many, lang);
    table.section(&format!("{title}{}{count}", lang.pick(" : ", ": ")))
}

fn plan(s: &Compared) -> Option<&Plan> {
    s.plan.as_ref().filter(|p| p.status.has_plan())
}

fn goal(s: &Compared, measure: Measure) -> Option<&GoalResult> {
    plan(s)?.goals.iter().find(|g| g.measure == measure)
}

/// Measures that say something in some plan.
fn is_said(comparison: &Comparison, measure: Measure) -> bool {
    comparison
        .planned()
        .any(|(_, p)| p.measure(measure).is_some_and(|x| x != 0.0) || p.goals.iter().any(|g| g.measure == measure))
}

fn status(s: &Compared, lang: Lang) -> &'static str {
    use crate::plan::PlanStatus as S;
    match s.status() {
        S::Optimal => lang.pick("optimal", "optimal"),
        S::Feasible => lang.pick("réalisable", "feasible"),
        S::Infeasible => lang.pick("infaisable, prouvé", "infeasible, proven"),
        S::Unknown | S::Unspecified => lang.pick("aucun plan trouvé", "no plan found"),
    }
}

/// With its sign, even above zero.
pub(super) fn signed(x: f64, places: usize, lang: Lang) -> String {
    let text = decimal(x, places, lang);
    if x > 0.0 { format!("+{text}") } else { text }
}
