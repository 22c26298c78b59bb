//! What differs between two portfolios as they were said. Names and labels are for people and change no plan.

use std::collections::BTreeMap;

use super::facts::{Difference, Part, PartKind};
use crate::model::draft::{PortfolioDraft, ProjectDraft};

/// Every part that differs, in the order of [`PartKind`] and of ids.
pub(super) fn of(old: &PortfolioDraft, new: &PortfolioDraft) -> Vec<Part> {
    let mut out = Vec::new();
    projects(old, new, &mut out);
    listed(PartKind::Pool, false, |d| d.pools.iter().map(|p| (&p.id[..], unnamed_pool(p))), old, new, &mut out);
    listed(PartKind::Framework, false, frameworks, old, new, &mut out);
    listed(PartKind::Fund, false, funds, old, new, &mut out);
    sourcing_rules(old, new, &mut out);
    listed(PartKind::Objective, false, |d| d.objectives.iter().map(|o| (&o.id[..], o.weight)), old, new, &mut out);
    listed(PartKind::Rule, true, |d| d.rules.iter().map(|r| (&r.id[..], r.clone())), old, new, &mut out);
    let limits = |d| flow_limits(d);
    listed(PartKind::FlowLimit, true, limits, old, new, &mut out);
    let (a, b) = (&old.policy, &new.policy);
    let one = |kind, is_decision, differs: bool| {
        let part = Part { kind, id: String::new(), difference: Difference::Changed, is_decision };
        differs.then_some(part)
    };
    out.extend(one(PartKind::Calendar, false, old.calendar != new.calendar));
    out.extend(one(PartKind::Ratios, false, a.effort_ratios != b.effort_ratios));
    out.extend(one(PartKind::Decay, false, a.value_decay != b.value_decay));
    out.extend(one(PartKind::Gates, true, a.start_gates != b.start_gates));
    out.extend(one(PartKind::Goals, true, a.goals != b.goals));
    out
}

fn unnamed_pool(p: &crate::model::draft::PoolDraft) -> crate::model::draft::PoolDraft {
    crate::model::draft::PoolDraft { name: String::new(), ..p.clone() }
}

fn frameworks(d: &PortfolioDraft) -> impl Iterator<Item = (&str, crate::model::draft::FrameworkDraft)> {
    d.frameworks.iter().map(|f| (&f.id[..], crate::model::draft::FrameworkDraft { name: String::new(), ..f.clone() }))
}

fn funds(d: &PortfolioDraft) -> impl Iterator<Item = (&str, crate::model::draft::FundDraft)> {
    d.funds.iter().map(|f| (&f.id[..], crate::model::draft::FundDraft { name: String::new(), ..f.clone() }))
}

fn flow_limits(d: &PortfolioDraft) -> impl Iterator<Item = (&str, crate::model::draft::FlowLimitDraft)> {
    d.policy.flow_limits.iter().map(|f| (&f.id[..], f.clone()))
}

/// Parts with ids, compared by id.
fn listed<'a, T: PartialEq, I: Iterator<Item = (&'a str, T)>>(
    kind: PartKind,
    is_decision: bool,
    list: impl Fn(&'a PortfolioDraft) -> I,
    old: &'a PortfolioDraft,
    new: &'a PortfolioDraft,
    out: &mut Vec<Part>,
) {
    let (before, after): (BTreeMap<&str, T>, BTreeMap<&str, T>) = (list(old).collect(), list(new).collect());
    for id in before.keys().chain(after.keys().filter(|id| !before.contains_key(*id))) {
        let difference = match (before.get(id), after.get(id)) {
            (Some(a), Some(b)) if a == b => continue,
            (Some(_), Some(_)) => Difference::Changed,
            (Some(_), None) => Difference::Removed,
            (None, _) => Difference::Added,
        };
        out.push(Part { kind, id: (*id).to_owned(), difference, is_decision });
    }
}

/// That a rule is turned on or off is a decision; what it does is an input.
fn sourcing_rules(old: &PortfolioDraft, new: &PortfolioDraft, out: &mut Vec<Part>) {
    let from = out.len();
    listed(
        PartKind::SourcingRule,
        false,
        |d| d.sourcing_rules.iter().map(|r| (&r.id[..], (r.shares.clone(), r.duration_factor, r.enabled))),
        old,
        new,
        out,
    );
    let is_on = |d: &PortfolioDraft, id: &str| d.sourcing_rules.iter().any(|r| r.id == id && r.enabled);
    for part in &mut out[from..] {
        part.is_decision = is_on(old, &part.id) != is_on(new, &part.id);
    }
}

/// Dates, targets and what has to be done are decisions; all else of a project is an input.
fn projects(old: &PortfolioDraft, new: &PortfolioDraft, out: &mut Vec<Part>) {
    let from = out.len();
    listed(PartKind::Project, false, |d| d.projects.iter().map(|p| (&p.id[..], unnamed(p))), old, new, out);
    let find = |d: &PortfolioDraft, id: &str| d.projects.iter().find(|p| p.id == id).map(|p| undecided(p));
    for part in out[from..].iter_mut().filter(|p| p.difference == Difference::Changed) {
        part.is_decision = find(old, &part.id) == find(new, &part.id);
    }
}

fn unnamed(p: &ProjectDraft) -> ProjectDraft {
    let mut p = ProjectDraft { name: String::new(), ..p.clone() };
    for phase in &mut p.phases {
        phase.name = String::new();
        phase.modes.iter_mut().flat_map(|m| &mut m.costs).for_each(|c| c.label = String::new());
    }
    p
}

/// The project without what is decided on it.
fn undecided(p: &ProjectDraft) -> ProjectDraft {
    let none = String::new;
    ProjectDraft {
        must_do: false,
        earliest_start: none(),
        deadline: none(),
        target: none(),
        late_penalty: 0.0,
        commitment_weight: None,
        ..unnamed(p)
    }
}
