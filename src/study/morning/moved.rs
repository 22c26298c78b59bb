//! Projects that are not where they were, and those that are late.

use std::collections::HashMap;

use crate::base::{Date, date};
use crate::check::Violation;
use crate::model::{Portfolio, Project};
use crate::plan::{Plan, ProjectPlan, Reason};
use crate::study::ChangeKind;

/// A project that is not as it was.
#[derive(Clone, Debug)]
pub struct Shifted {
    /// Its id.
    pub project: String,
    /// For people.
    pub name: String,
    /// In a word.
    pub kind: ChangeKind,
    /// Yesterday's plan does not speak of it.
    pub is_new: bool,
    /// Days by which its finish moves; 0 unless it is in both plans.
    pub finish_shift_days: i64,
    /// First and last day, ISO; empty where it is out.
    pub before: (String, String),
    /// The same today.
    pub after: (String, String),
    /// Phases that are done in another mode.
    pub modes_changed: Vec<String>,
    /// What of yesterday's plan no longer holds and speaks of this project.
    pub broken: Vec<Violation>,
    /// The new plan's reasons.
    pub reasons: Vec<Reason>,
}

/// A project that finishes after its target.
#[derive(Clone, Debug, PartialEq)]
pub struct Late {
    /// Its id.
    pub project: String,
    /// For people.
    pub name: String,
    /// The day that was wished for.
    pub target: Date,
    /// Its last day, ISO.
    pub finish: String,
    /// Periods of finish after the target.
    pub periods: i32,
    /// The same yesterday; none if it was out.
    pub before: Option<i32>,
}

pub(super) fn of(portfolio: &Portfolio, yesterday: &Plan, today: &Plan, broken: &[Violation]) -> Vec<Shifted> {
    let before: HashMap<&str, &ProjectPlan> = yesterday.projects.iter().map(|p| (&p.project[..], p)).collect();
    let after: HashMap<&str, &ProjectPlan> = today.projects.iter().map(|p| (&p.project[..], p)).collect();
    let one = |project: &Project| {
        let (old, new) = (before.get(&project.id[..]).copied(), after.get(&project.id[..]).copied());
        moved(project, old, new, broken)
    };
    portfolio.projects.iter().filter_map(|project| one(project)).collect()
}

fn moved(
    project: &Project,
    old: Option<&ProjectPlan>,
    new: Option<&ProjectPlan>,
    broken: &[Violation],
) -> Option<Shifted> {
    let is_new = old.is_none();
    let selected = |plan: Option<&ProjectPlan>| plan.filter(|p| p.selected).cloned();
    let (was, is) = (selected(old), selected(new));
    let kind = kind(was.as_ref(), is.as_ref())?;
    let days =
        |plan: &Option<ProjectPlan>| plan.as_ref().map(|p| (p.start.clone(), p.finish.clone())).unwrap_or_default();
    let (before, after) = (days(&was), days(&is));
    let finish = |days: &(String, String)| date::parse(&days.1);
    let shift = finish(&after).zip(finish(&before)).map_or(0, |(new, old)| (new - old).num_days());
    let speaks_of_it = |v: &&Violation| v.subjects().contains(&&project.id[..]);
    Some(Shifted {
        project: project.id.clone(),
        name: project.name.clone(),
        kind,
        is_new,
        finish_shift_days: shift,
        before,
        after,
        modes_changed: was.as_ref().zip(is.as_ref()).map(|(a, b)| modes_changed(a, b)).unwrap_or_default(),
        broken: broken.iter().filter(speaks_of_it).cloned().collect(),
        reasons: new.map(|p| p.reasons.clone()).unwrap_or_default(),
    })
}

fn kind(was: Option<&ProjectPlan>, is: Option<&ProjectPlan>) -> Option<ChangeKind> {
    match (was, is) {
        (None, None) => None,
        (None, Some(_)) => Some(ChangeKind::Added),
        (Some(_), None) => Some(ChangeKind::Dropped),
        (Some(was), Some(is)) if placement(was) == placement(is) => None,
        (Some(was), Some(is)) => Some(match finish(is).cmp(&finish(was)) {
            std::cmp::Ordering::Equal => ChangeKind::Rearranged,
            std::cmp::Ordering::Greater => ChangeKind::Delayed,
            std::cmp::Ordering::Less => ChangeKind::Advanced,
        }),
    }
}

/// What is done how and when, in an order of its own.
fn placement(plan: &ProjectPlan) -> Vec<(&str, &str, i32)> {
    let mut all: Vec<_> = plan.phases.iter().map(|ph| (&ph.phase[..], &ph.mode[..], ph.start_period)).collect();
    all.sort_unstable();
    all
}

fn finish(plan: &ProjectPlan) -> Option<i32> {
    plan.phases.iter().map(|ph| ph.finish_period).max()
}

fn modes_changed(was: &ProjectPlan, is: &ProjectPlan) -> Vec<String> {
    let other = |phase: &&crate::plan::PhasePlan| {
        was.phases.iter().any(|old| old.phase == phase.phase && old.mode != phase.mode)
    };
    is.phases.iter().filter(other).map(|phase| phase.phase.clone()).collect()
}

/// Projects that finish after their target.
pub(super) fn late(portfolio: &Portfolio, yesterday: Option<&Plan>, today: &Plan) -> Vec<Late> {
    let planned = |plan: &Plan, id: &str| plan.projects.iter().find(|p| p.project == id && p.selected).cloned();
    let one = |project: &Project| {
        let is = planned(today, &project.id)?;
        let (target, periods) = lateness(portfolio, project, &is)?;
        let was = yesterday.and_then(|plan| planned(plan, &project.id));
        let before = was.map(|was| lateness(portfolio, project, &was).map_or(0, |(_, periods)| periods));
        let (project, name) = (project.id.clone(), project.name.clone());
        Some(Late { project, name, target, finish: is.finish, periods, before })
    };
    portfolio.projects.iter().filter_map(|project| one(project)).collect()
}

/// The target, and by how many periods the project misses it; none if it has none or keeps it.
pub fn lateness(portfolio: &Portfolio, project: &Project, planned: &ProjectPlan) -> Option<(Date, i32)> {
    let target = project.target?;
    // The last period that ends by the target, -1 if none does.
    let wished = i32::try_from(portfolio.calendar.periods_ended_by(target)).ok()? - 1;
    let finish = finish(planned)?;
    (finish > wished).then_some((target, finish - wished))
}
