//! What becomes of each project in one plan, less what becomes of it in another.

use std::collections::HashMap;

use super::entry::Entry;
use super::facts::{Change, ComparedProject};
use super::projects::bought_phases;
use crate::model::Portfolio;
use crate::plan::{ChangeKind, ProjectPlan, finish_shift};

/// Every project that is not as in the reference, in the order of the projects; reasons are not given yet.
pub(super) fn of(projects: &[ComparedProject], reference: &Entry, entry: &Entry) -> Vec<Change> {
    let (before, after) = (selected(reference), selected(entry));
    let of = |p: &ComparedProject| {
        let (old, new) = (before.get(&p.project[..]).copied(), after.get(&p.project[..]).copied());
        let old = Side { portfolio: &reference.case.portfolio, plan: old };
        change(&p.project, old, Side { portfolio: &entry.case.portfolio, plan: new })
    };
    projects.iter().filter_map(of).collect()
}

/// A project's plan, if it is in, beside its portfolio.
#[derive(Clone, Copy)]
pub(in crate::study) struct Side<'a> {
    pub portfolio: &'a Portfolio,
    pub plan: Option<&'a ProjectPlan>,
}

/// What becomes of the project, less what became of it; none if it is as it was. Reasons are not given.
pub(in crate::study) fn change(project: &str, old: Side, new: Side) -> Option<Change> {
    let kind = ChangeKind::between(old.plan, new.plan)?;
    let phases = |s: Side| s.plan.map(|plan| bought_phases(s.portfolio, plan)).unwrap_or_default();
    let (old_bought, new_bought) = (phases(old), phases(new));
    let figure = |f: fn(&ProjectPlan) -> f64| new.plan.map_or(0.0, f) - old.plan.map_or(0.0, f);
    Some(Change {
        project: project.to_owned(),
        kind,
        finish_shift: finish_shift(old.plan, new.plan),
        bought: new_bought.iter().filter(|ph| !old_bought.contains(ph)).cloned().collect(),
        taken_back: old_bought.into_iter().filter(|ph| !new_bought.contains(ph)).collect(),
        value: figure(|p| p.value),
        external_spend: figure(|p| p.external_spend),
        reasons: Vec::new(),
    })
}

fn selected<'a>(entry: &'a Entry) -> HashMap<&'a str, &'a ProjectPlan> {
    entry.plan.projects.iter().filter(|p| p.selected).map(|p| (&p.project[..], p)).collect()
}
