//! Portfolios with more of something: what an explanation says is lacking, given.

use std::sync::Arc;

use arbitre::base::{Calendar, date};
use arbitre::model::Portfolio;
use arbitre::model::draft::{PortfolioDraft, ProjectDraft, StaffWindowDraft};
use arbitre::solve::{Barrier, Lack, Shortage};

/// More people than any project needs.
const PLENTY: f64 = 1e5;

/// The draft without the barrier, for one project.
pub(crate) fn without(draft: &PortfolioDraft, project: usize, barrier: Barrier) -> PortfolioDraft {
    let mut draft = draft.clone();
    match barrier {
        Barrier::Pool(i) => {
            let calendar = draft.calendar.as_ref().expect("a valid draft has one");
            let (from, to) = (calendar.start.clone(), calendar.end.clone());
            draft.pools[i.index()].staff.push(StaffWindowDraft { from, to, fte: PLENTY, project_share: None });
        }
        Barrier::Framework(i) => {
            let framework = &mut draft.frameworks[i.index()];
            (framework.min_amount, framework.max_amount) = (0.0, None);
            framework.rates.iter_mut().for_each(|rate| rate.max_days_per_period = None);
        }
        Barrier::Fund(i) => {
            let fund = &mut draft.funds[i.index()];
            fund.total = None;
            fund.payments.clear();
            fund.commitments.clear();
        }
        Barrier::Flow(i) => draft.policy.flow_limits[i.index()].max = i32::MAX,
        Barrier::Rule(i) => {
            draft.rules.remove(i.index());
        }
        Barrier::Project(i) => {
            let other = draft.projects[i.index()].id.clone();
            change(&mut draft, project, |p| forget(p, &other));
        }
    }
    draft
}

/// The draft without all of them. Rules go last to first, so that positions stay what they are.
pub(crate) fn without_all(draft: &PortfolioDraft, project: usize, barriers: &[Barrier]) -> PortfolioDraft {
    let mut sorted = barriers.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    sorted.iter().rev().fold(draft.clone(), |draft, b| without(&draft, project, *b))
}

/// The draft with exactly the days that are short added to its pools; none if something else is short, or if a period has
/// no working day to add them on.
pub(crate) fn with_days(draft: &PortfolioDraft, portfolio: &Portfolio, short: &[Shortage]) -> Option<PortfolioDraft> {
    let mut draft = draft.clone();
    let calendar: &Calendar = &portfolio.calendar;
    for s in short {
        let (Barrier::Pool(pool), Lack::Days { period, short }) = (s.barrier, &s.lack) else { return None };
        let period = calendar.periods()[*period];
        let worked = calendar.working_days(period.first, period.last);
        if worked == 0 || !portfolio.pools[pool.index()].reserved.is_empty() {
            return None;
        }
        let (from, to) = (date::iso(period.first), date::iso(period.last));
        let fte = (short.days() + 0.01) / worked as f64;
        draft.pools[pool.index()].staff.push(StaffWindowDraft { from, to, fte, project_share: None });
    }
    Some(draft)
}

/// The draft in which nothing but the project's own limits and what is shared stands in its way: no rules, nobody to
/// wait for, nobody who has to be in.
pub(crate) fn alone(draft: &PortfolioDraft, project: usize) -> PortfolioDraft {
    let mut draft = draft.clone();
    draft.rules.clear();
    let others: Vec<String> = draft.projects.iter().map(|p| p.id.clone()).collect();
    for i in 0..draft.projects.len() {
        change(&mut draft, i, |p| p.must_do = false);
    }
    let own = others[project].clone();
    others.iter().filter(|id| **id != own).for_each(|id| change(&mut draft, project, |p| forget(p, id)));
    draft
}

/// The project no longer waits for the other one.
fn forget(project: &mut ProjectDraft, other: &str) {
    project.phases.iter_mut().for_each(|ph| ph.after.retain(|d| d.project != other));
}

fn change(draft: &mut PortfolioDraft, project: usize, how: impl FnOnce(&mut ProjectDraft)) {
    let mut changed = ProjectDraft::clone(&draft.projects[project]);
    how(&mut changed);
    draft.projects[project] = Arc::new(changed);
}
