//! The door: a draft becomes a portfolio, or the list of everything that is wrong with it.

mod calendar;
mod context;
mod cycles;
mod money;
mod people;
mod policy;
mod project;

use std::sync::Arc;

use super::draft::PortfolioDraft;
use super::{Objective, Portfolio, Problem, ProblemCode};
use context::Context;

/// The portfolio that the draft describes, or every problem with it, in the order of the draft.
pub fn validate(draft: &PortfolioDraft) -> Result<Portfolio, Vec<Problem>> {
    let mut problems = Vec::new();
    let calendar = calendar::validate(draft, &mut problems);
    let cx = &mut Context::new(draft, calendar, problems);
    cx.non_empty("id", &draft.id);
    let objectives = objectives(cx);
    let pools = people::pools(cx);
    let frameworks = money::frameworks(cx);
    let sourcing_rules = money::sourcing_rules(cx);
    let funds = money::funds(cx);
    let projects: Vec<_> = (0..draft.projects.len()).map(|i| Arc::new(project::project(cx, i))).collect();
    let rules = policy::rules(cx);
    let policy = policy::policy(cx);
    cycles::check(cx);
    let problems = std::mem::take(&mut cx.problems);
    match cx.calendar.take() {
        Some(calendar) if problems.is_empty() => Ok(Portfolio {
            id: draft.id.clone(),
            name: draft.name.clone(),
            currency: if draft.currency.is_empty() { "EUR".to_owned() } else { draft.currency.clone() },
            calendar,
            objectives,
            pools,
            frameworks,
            sourcing_rules,
            funds,
            projects,
            rules,
            policy,
        }),
        _ => Err(problems),
    }
}

fn objectives(cx: &mut Context) -> Vec<Objective> {
    cx.unique_ids("objectives", cx.draft.objectives.iter().map(|o| &o.id[..]));
    let draft = cx.draft;
    let mut out = Vec::new();
    for (i, o) in draft.objectives.iter().enumerate() {
        cx.finite(&format!("objectives[{i}].weight"), o.weight);
        out.push(Objective { id: o.id.clone(), name: o.name.clone(), weight: o.weight });
    }
    out
}

impl Context<'_> {
    fn non_empty(&mut self, path: &str, id: &str) {
        if id.is_empty() {
            self.problem(ProblemCode::EmptyId, path, "");
        }
    }
}
