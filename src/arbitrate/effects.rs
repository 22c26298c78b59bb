//! Who gains and who gives way: effects by sponsor and objective, and what grants no longer pay.

use std::collections::BTreeMap;

use super::changes::selected;
use super::facts::{ChangeKind, Effect, ProjectChange, SubsidyAtRisk};
use super::ground::Ground;
use crate::base::{Money, ProjectId};
use crate::check;
use crate::model::{Portfolio, Project};
use crate::plan::{Plan, ProjectPlan};

/// Less than this is nothing, in currency.
const NOTHING: f64 = 5e-5;

/// By sponsor, in the order of their names.
pub(super) fn by_sponsor(ground: &Ground, changes: &[ProjectChange]) -> Vec<Effect> {
    let one = |p: &Project, change: &ProjectChange| vec![(p.sponsor.clone(), change.value, change.external_spend)];
    summed(ground, changes, one)
}

/// By objective: each project's points are divided as its weighted scores are.
pub(super) fn by_objective(ground: &Ground, changes: &[ProjectChange]) -> Vec<Effect> {
    let objectives = &ground.portfolio.objectives;
    summed(ground, changes, |p, change| {
        let parts = p.scores.iter().map(|s| (s.objective, objectives[s.objective].weight * s.score));
        let all: f64 = parts.clone().map(|x| x.1).sum();
        let parts = parts.filter(|x| all > 0.0 && x.1 != 0.0);
        parts.map(|(o, part)| (objectives[o].id.clone(), change.value * part / all, 0.0)).collect()
    })
}

/// Subjects that something changes for, with their points and spend.
fn summed(
    ground: &Ground,
    changes: &[ProjectChange],
    parts: impl Fn(&Project, &ProjectChange) -> Vec<(String, f64, f64)>,
) -> Vec<Effect> {
    let mut sums: BTreeMap<String, Effect> = BTreeMap::new();
    for change in changes {
        let Some(project) = ground.portfolio.projects.iter().find(|p| p.id == change.project) else { continue };
        for (subject, value, spend) in parts(project, change) {
            let nothing = Effect { subject: subject.clone(), value: 0.0, external_spend: 0.0, changed: 0, dropped: 0 };
            let effect = sums.entry(subject).or_insert(nothing);
            effect.value += value;
            effect.external_spend += spend;
            effect.changed += usize::from(change.is_committed);
            effect.dropped += usize::from(change.is_committed && change.kind == ChangeKind::Dropped);
        }
    }
    sums.into_values().collect()
}

/// What grants pay less for projects that change, project by project.
pub(super) fn subsidies(ground: &Ground, plan: &Plan, changes: &[ProjectChange]) -> Vec<SubsidyAtRisk> {
    // Minimums of contracts are owed by nobody in particular.
    let mut portfolio = ground.portfolio.clone();
    portfolio.frameworks.iter_mut().for_each(|f| f.min_amount = Money(0));
    let granted = |p: &&ProjectChange| ground.portfolio.projects.iter().position(|q| q.id == p.project);
    let projects = changes.iter().filter_map(|c| granted(&c)).map(ProjectId::new);
    let mut out = Vec::new();
    for id in projects {
        let project = &ground.portfolio.projects[id.index()];
        for grant in &project.grants {
            let paid = |plan: &Plan| paid_by(&portfolio, selected(plan, id), grant.fund.index());
            let lost = paid(&ground.decided) - paid(plan);
            if lost > NOTHING {
                let fund = ground.portfolio.funds[grant.fund.index()].id.clone();
                out.push(SubsidyAtRisk { project: project.id.clone(), fund, amount: lost });
            }
        }
    }
    out
}

/// What the fund pays for a project on its own.
fn paid_by(portfolio: &Portfolio, project: Option<&ProjectPlan>, fund: usize) -> f64 {
    let Some(project) = project else { return 0.0 };
    let alone = Plan { projects: vec![project.clone()], ..Plan::default() };
    check::complete(portfolio, None, alone).fund_uses[fund].years.iter().map(|y| y.paid).sum()
}
