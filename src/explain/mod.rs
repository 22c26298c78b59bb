//! Why a project is out, late or bought: reasons that hold of the plan that carries them.
//!
//! [`find`] asks the engine's [`Probe`](crate::solve::Probe), which puts a project beside the rest of the plan on trial
//! with one thing after another lifted, and gives facts; [`explain`] writes them into the plan in a language. What the
//! probe could not settle is said to be unsettled: no reason beats a false one.

mod blocked;
mod family;
mod finding;
mod inquest;
mod late;
mod outside;
mod reason;
mod wording;

use rayon::prelude::*;

pub use finding::Finding;

use crate::base::{Lang, ProjectId};
use crate::model::Portfolio;
use crate::plan::{Baseline, Plan};
use crate::solve::Prices;
use inquest::Inquest;

/// The plan with the reasons of its projects, each in one sentence. The plan has passed the referee; `prices` are those
/// of its solve.
pub fn explain(
    portfolio: &Portfolio,
    baseline: Option<&Baseline>,
    mut plan: Plan,
    prices: &Prices,
    lang: Lang,
) -> Plan {
    for (project, findings) in find(portfolio, baseline, &plan, prices) {
        let id = &portfolio.projects[project.index()].id;
        if let Some(planned) = plan.projects.iter_mut().find(|p| p.project == *id) {
            planned.reasons = findings.iter().flat_map(|f| reason::reasons(portfolio, f, lang)).collect();
        }
    }
    plan
}

/// What there is to say of each project, in the portfolio's order: at least one finding for each that is out of a plan.
/// Where there is no plan, only what never fits.
pub fn find(
    portfolio: &Portfolio,
    baseline: Option<&Baseline>,
    plan: &Plan,
    prices: &Prices,
) -> Vec<(ProjectId, Vec<Finding>)> {
    let inquest = Inquest::new(portfolio, baseline, plan, prices);
    let bought = |id| inquest.bargains(id).map(|b| Finding::Bought { bargain: b.clone() });
    let is_plan = plan.status.has_plan();
    let selected: Vec<bool> = portfolio.projects.iter().map(|p| is_selected(plan, &p.id)).collect();
    let of = |p: usize| {
        let id = ProjectId::new(p);
        let findings = match (inquest.probe.contains(id), is_plan) {
            (true, true) => late::of(&inquest, id).into_iter().chain(bought(id)).collect(),
            (true, false) => Vec::new(),
            (false, true) if selected[p] => Vec::new(),
            (false, true) => outside::of(&inquest, id),
            (false, false) => outside::never_fits(&inquest, id).into_iter().collect(),
        };
        (id, findings)
    };
    (0..portfolio.projects.len()).into_par_iter().map(of).collect()
}

/// Whether the plan says so; it may be that the portfolio does not know the modes or periods that it is planned in.
fn is_selected(plan: &Plan, id: &str) -> bool {
    plan.projects.iter().any(|p| p.selected && p.project == id)
}
