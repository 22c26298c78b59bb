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

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

pub use finding::Finding;

use crate::base::{Lang, ProjectId, Stop};
use crate::model::{Portfolio, Project};
use crate::plan::{Baseline, Plan, Reason};
use crate::solve::{Inquiry, Place, Prices, Shortage};
use inquest::Inquest;

/// The plan with the reasons of its projects, each in one sentence. The plan has passed the referee; `prices` are those
/// of its solve. Once it is told to stop, what is not settled by then is said to be unsettled.
pub fn explain(
    portfolio: &Portfolio,
    baseline: Option<&Baseline>,
    mut plan: Plan,
    prices: &Prices,
    lang: Lang,
    stop: &dyn Stop,
) -> Plan {
    let findings = find(portfolio, baseline, &plan, prices, stop);
    let positions: HashMap<String, usize> =
        plan.projects.iter().enumerate().map(|(i, p)| (p.project.clone(), i)).collect();
    for (project, findings) in findings {
        let position = positions.get(&portfolio.projects[project.index()].id);
        if let Some(planned) = position.map(|i| &mut plan.projects[*i]) {
            planned.reasons = findings.iter().flat_map(|f| reason::reasons(portfolio, f, lang)).collect();
        }
    }
    plan
}

/// Why each of these projects of the plan does not end by a period (the one after its last), as facts in the order asked.
/// None for a project that is out or would end by then beside the rest of the plan, and where that is not settled.
pub fn find_not_by(
    portfolio: &Portfolio,
    baseline: Option<&Baseline>,
    plan: &Plan,
    asked: &[(ProjectId, usize)],
    stop: &dyn Stop,
) -> Vec<Option<Finding>> {
    let inquest = Inquest::new(portfolio, baseline, plan, &Prices::default());
    let of = |(project, end): &(ProjectId, usize)| if stop.stop() { None } else { late::by(&inquest, *project, *end) };
    asked.par_iter().map(of).collect()
}

/// The same as reasons, each in one sentence.
pub fn why_not_by(
    portfolio: &Portfolio,
    baseline: Option<&Baseline>,
    plan: &Plan,
    asked: &[(ProjectId, usize)],
    lang: Lang,
    stop: &dyn Stop,
) -> Vec<Vec<Reason>> {
    let findings = find_not_by(portfolio, baseline, plan, asked, stop).into_iter();
    findings.map(|f| f.map(|f| reason::reasons(portfolio, &f, lang)).unwrap_or_default()).collect()
}

/// For a project that does not fit: each smallest set of what is short without which it would, all else where it is.
pub fn ways_out(inquiry: &Inquiry<'_>) -> Vec<Vec<Shortage>> {
    blocked::ways_out(inquiry, &BTreeSet::new())
}

/// Why a project, which does not fit where it ends by that period (the one after its last), does not, from those ways out:
/// its own limits where not even all of them help. Nothing where that is not settled.
pub fn why_not_beside(
    portfolio: &Portfolio,
    inquiry: &Inquiry<'_>,
    end: usize,
    ways: &[Vec<Shortage>],
    lang: Lang,
) -> Vec<Reason> {
    let all: BTreeSet<_> = inquiry.barriers().iter().copied().collect();
    let shortages = match ways.first() {
        Some(shortages) => shortages.clone(),
        None if inquiry.place(&all) == Place::Nowhere => Vec::new(),
        None => return Vec::new(),
    };
    reason::reasons(portfolio, &Finding::NotBy { end, shortages }, lang)
}

/// What there is to say of each project, in the portfolio's order: at least one finding for each that is out of a plan.
/// Where there is no plan, only what never fits.
pub fn find(
    portfolio: &Portfolio,
    baseline: Option<&Baseline>,
    plan: &Plan,
    prices: &Prices,
    stop: &dyn Stop,
) -> Vec<(ProjectId, Vec<Finding>)> {
    if stop.stop() {
        return unsettled(portfolio, plan);
    }
    let inquest = Inquest::new(portfolio, baseline, plan, prices);
    let bought = |id| inquest.bargains(id).map(|b| Finding::Bought { bargain: b.clone() });
    let is_plan = plan.status.has_plan();
    // It may be that the portfolio does not know the modes or periods that they are planned in.
    let selected = selected(plan);
    let is_selected = |p: usize| selected.contains(&portfolio.projects[p].id[..]);
    let of = |p: usize| {
        let id = ProjectId::new(p);
        let findings = match (inquest.probe.contains(id), is_plan) {
            (true, true) if stop.stop() => bought(id).collect(),
            (true, true) => late::of(&inquest, id).into_iter().chain(bought(id)).collect(),
            (true, false) => Vec::new(),
            (false, true) if is_selected(p) => Vec::new(),
            (false, true) if stop.stop() => vec![Finding::Undecided],
            (false, true) => outside::of(&inquest, id),
            _ if stop.stop() => Vec::new(),
            (false, false) => outside::never_fits(&inquest, id).into_iter().collect(),
        };
        (id, findings)
    };
    (0..portfolio.projects.len()).into_par_iter().map(of).collect()
}

/// What there is to say where there was no time to look.
fn unsettled(portfolio: &Portfolio, plan: &Plan) -> Vec<(ProjectId, Vec<Finding>)> {
    let selected = selected(plan);
    let is_out = |id: &str| plan.status.has_plan() && !selected.contains(id);
    let of = |(p, project): (usize, &Arc<Project>)| {
        (ProjectId::new(p), if is_out(&project.id) { vec![Finding::Undecided] } else { Vec::new() })
    };
    portfolio.projects.iter().enumerate().map(of).collect()
}

/// The projects that the plan says are in.
fn selected(plan: &Plan) -> HashSet<&str> {
    plan.projects.iter().filter(|p| p.selected).map(|p| &p.project[..]).collect()
}
