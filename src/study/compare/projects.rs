//! Every project in every plan.

use std::collections::{HashMap, HashSet};

use super::entry::Entry;
use super::facts::{ComparedProject, Placed, Verdict};
use crate::model::{Portfolio, expand};
use crate::plan::ProjectPlan;

/// Every project of any scenario: the first's in its order, then what later ones add.
pub(super) fn of(entries: &[Entry]) -> Vec<ComparedProject> {
    let mut seen = HashSet::new();
    let all = entries.iter().flat_map(|e| &e.case.portfolio.projects);
    let known: Vec<_> = all.filter(|p| seen.insert(&p.id)).collect();
    let plans: Vec<HashMap<&str, &ProjectPlan>> = entries.iter().map(by_id).collect();
    let one = |id: &str, name: &str, sponsor: &str| {
        let placements: Vec<(usize, Placed)> =
            entries.iter().zip(&plans).map(|(e, plans)| (e.scenario, placed(e, plans.get(id).copied()))).collect();
        let own: Vec<Option<&ProjectPlan>> =
            plans.iter().map(|plans| plans.get(id).copied().filter(|p| p.selected)).collect();
        let (project, name, sponsor) = (id.to_owned(), name.to_owned(), sponsor.to_owned());
        ComparedProject { project, name, sponsor, verdict: verdict(&own), placements }
    };
    known.into_iter().map(|p| one(&p.id, &p.name, &p.sponsor)).collect()
}

fn by_id<'a>(entry: &'a Entry) -> HashMap<&'a str, &'a ProjectPlan> {
    entry.plan.projects.iter().map(|p| (&p.project[..], p)).collect()
}

fn placed(entry: &Entry, plan: Option<&ProjectPlan>) -> Placed {
    let Some(plan) = plan.filter(|p| p.selected) else { return Placed::default() };
    Placed {
        selected: true,
        start: plan.start.clone(),
        finish: plan.finish.clone(),
        bought: !bought_phases(&entry.case.portfolio, plan).is_empty(),
        value: plan.value,
        external_spend: plan.external_spend,
    }
}

fn verdict(plans: &[Option<&ProjectPlan>]) -> Verdict {
    let inside: Vec<&ProjectPlan> = plans.iter().copied().flatten().collect();
    let Some((first, rest)) = inside.split_first() else { return Verdict::Out };
    if inside.len() < plans.len() {
        return Verdict::Depends;
    }
    if rest.iter().all(|p| first.is_as(p)) { Verdict::Same } else { Verdict::Moves }
}

/// Phases that the plan does in a mode that buys days.
pub(super) fn bought_phases(portfolio: &Portfolio, plan: &ProjectPlan) -> Vec<String> {
    let Some(project) = portfolio.projects.iter().find(|p| p.id == plan.project) else { return Vec::new() };
    let buys = |ph: &&crate::plan::PhasePlan| {
        let phase = project.phases.iter().find(|x| x.id == ph.phase);
        let modes = phase.map(|phase| expand::phase_modes(portfolio, project, phase)).unwrap_or_default();
        modes.iter().any(|m| m.id == ph.mode && !m.purchases.is_empty())
    };
    plan.phases.iter().filter(buys).map(|ph| ph.phase.clone()).collect()
}
