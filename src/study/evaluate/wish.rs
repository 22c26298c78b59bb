//! From what somebody thinks of to changes of a portfolio.

use std::sync::Arc;

use super::facts::Wish;
use crate::base::date;
use crate::model::draft::scenario::ChangeDraft;
use crate::model::draft::{CostDraft, EffortDraft, ModeDraft, PortfolioDraft, ProjectDraft, PurchaseDraft};
use crate::model::{self, Portfolio, Problem, ProblemCode, expand};
use crate::plan::Plan;

/// The changes, or why there are none.
pub(super) fn changes(
    wish: &Wish,
    draft: &PortfolioDraft,
    portfolio: &Portfolio,
    plan: &Plan,
) -> Result<Vec<Option<ChangeDraft>>, Vec<Problem>> {
    match wish {
        Wish::Delay { project, periods } => delay(project, *periods, portfolio, plan),
        Wish::Drop(id) => drop_project(id, draft),
        Wish::Buy { project, phase } => buy(project, phase, draft, portfolio),
        Wish::Changes(changes) => Ok(changes.clone()),
        Wish::Nothing => Err(vec![Problem::new(ProblemCode::Missing, "candidate", "")]),
    }
}

fn problem(code: ProblemCode, path: &str, value: impl ToString) -> Vec<Problem> {
    vec![Problem::new(code, path, value)]
}

fn must_do(project: &str, must_do: bool) -> ChangeDraft {
    ChangeDraft::SetMustDo { project: project.to_owned(), must_do }
}

fn delay(id: &str, periods: i32, portfolio: &Portfolio, plan: &Plan) -> Result<Vec<Option<ChangeDraft>>, Vec<Problem>> {
    if periods < 1 {
        return Err(vec![Problem::new(ProblemCode::OutOfRange, "candidate.delay.periods", periods).with("1..")]);
    }
    if portfolio.projects.iter().all(|p| p.id != id) {
        return Err(problem(ProblemCode::UnknownId, "candidate.delay.project", id));
    }
    let planned = plan.projects.iter().find(|p| p.project == id && p.selected);
    let start = planned.and_then(|p| p.phases.iter().map(|ph| ph.start_period).min());
    let later = start.and_then(|s| usize::try_from(i64::from(s) + i64::from(periods)).ok());
    let day = later.and_then(|t| portfolio.calendar.periods().get(t)).map(|p| date::iso(p.first));
    let Some(day) = day else {
        // It is out, or would begin after the calendar: there is nothing to delay, or no period to delay it to.
        return Err(problem(ProblemCode::OutOfRange, "candidate.delay", id));
    };
    let window =
        ChangeDraft::SetWindow { project: id.to_owned(), earliest_start: Some(day), deadline: None, target: None };
    Ok(vec![Some(window), Some(must_do(id, true))])
}

fn drop_project(id: &str, draft: &PortfolioDraft) -> Result<Vec<Option<ChangeDraft>>, Vec<Problem>> {
    let Some(own) = draft.projects.iter().find(|p| p.id == id) else {
        return Err(problem(ProblemCode::UnknownId, "candidate.dropProject", id));
    };
    let free = own.must_do.then(|| Some(must_do(id, false)));
    Ok(free.into_iter().chain([Some(ChangeDraft::ExcludeProject(id.to_owned()))]).collect())
}

/// The project with only modes that buy, where its phases have any: those of rules that are off as well.
fn buy(
    id: &str,
    phase: &str,
    draft: &PortfolioDraft,
    portfolio: &Portfolio,
) -> Result<Vec<Option<ChangeDraft>>, Vec<Problem>> {
    let Some(at) = portfolio.projects.iter().position(|p| p.id == id) else {
        return Err(problem(ProblemCode::UnknownId, "candidate.buy.project", id));
    };
    let mut on = portfolio.clone();
    on.sourcing_rules.iter_mut().for_each(|r| r.enabled = true);
    let project = Arc::clone(&on.projects[at]);
    if !phase.is_empty() && project.phases.iter().all(|ph| ph.id != phase) {
        return Err(problem(ProblemCode::UnknownId, "candidate.buy.phase", phase));
    }
    let mut own = ProjectDraft::clone(&draft.projects[at]);
    let mut is_any = false;
    for (said, ph) in own.phases.iter_mut().zip(&project.phases).filter(|(_, ph)| phase.is_empty() || ph.id == phase) {
        let modes = expand::phase_modes(&on, &project, ph);
        let bought: Vec<ModeDraft> = modes.iter().filter(|m| !m.purchases.is_empty()).map(|m| mode(&on, m)).collect();
        if !bought.is_empty() {
            is_any = true;
            (said.modes, said.sourcing) = (bought, Vec::new());
        }
    }
    if !is_any {
        // None of its phases can be done with bought days.
        return Err(problem(ProblemCode::OutOfRange, "candidate.buy", if phase.is_empty() { id } else { phase }));
    }
    own.must_do = true;
    Ok(vec![Some(ChangeDraft::PutProject(Box::new(own)))])
}

fn mode(portfolio: &Portfolio, m: &model::Mode) -> ModeDraft {
    let effort =
        m.effort.iter().map(|e| EffortDraft { pool: portfolio.pools[e.pool.index()].id.clone(), days: e.days.days() });
    let purchases = m.purchases.iter().map(|p| PurchaseDraft {
        framework: portfolio.frameworks[p.framework.index()].id.clone(),
        role: p.role.clone(),
        days: p.days.days(),
    });
    let costs = m.costs.iter().map(|c| CostDraft {
        fund: portfolio.funds[c.fund.index()].id.clone(),
        amount: c.amount.0 as f64 / 10_000.0,
        label: c.label.clone(),
    });
    ModeDraft {
        id: m.id.clone(),
        duration: i32::try_from(m.duration).unwrap_or(i32::MAX),
        effort: effort.collect(),
        purchases: purchases.collect(),
        costs: costs.collect(),
    }
}
