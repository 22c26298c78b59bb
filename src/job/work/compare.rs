//! Scenarios side by side. An attempt that was lost is made again; what had been found by then is there to be fetched.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::outcome::{Outcome, Trouble, unusable};
use super::post::Post;
use super::saved::Saved;
use super::signals::{Clock, Unwanted};
use super::tally::Tally;
use super::task::{Task, Told, is_timed};
use super::verdict;
use crate::base::Stop;
use crate::model::draft::scenario::ScenarioDraft;
use crate::plan::Plan;
use crate::solve::Progress;
use crate::study::{self, Case, Comparison, Decided, Prepared, Sitting, Watch};
use crate::wire::v1::job_result::Result as Found;
use crate::wire::{self, Wishes, v1};

/// Compares as asked.
pub(super) fn perform(
    task: &Task<'_>,
    request: v1::CompareScenariosRequest,
    post: &dyn Post,
) -> Result<Outcome, Trouble> {
    let order = wire::read_compare_request(request).map_err(|p| unusable(&p))?;
    let wishes = order.wishes;
    let decided = Decided { plan: order.decided.baseline.as_ref(), frozen_until: order.decided.frozen_until };
    let cases = study::cases(&order.portfolio, &order.scenarios, &decided);
    let worthwhile = Duration::from_secs(Sitting::seconds(cases.len(), order.proposals).into());
    let budget = task.budget(&wishes, worthwhile, 0.0);
    let clock = Clock::start(Some(budget.limit), task.signals);
    let watch =
        Teller { task, cases: &cases, wishes, clock: &clock, post, steps: Tally::default(), plans: Mutex::default() };
    let (id, lang) = (&order.portfolio.id, task.lang());
    let sitting = Sitting { portfolio: id, cases: &cases, proposals: order.proposals, decided, lang };
    let comparison = sitting.hold(&task.options(&wishes), &clock, &Unwanted(task.signals), &watch)?;
    let is_final = budget.is_final(&clock);
    let told = Told {
        is_final,
        seed: task.options(&wishes).seed,
        steps: watch.steps.total(),
        verdicts: verdicts(&cases, &comparison, &decided),
    };
    let found = Found::Comparison(wire::comparison_result_message(&comparison, lang));
    let result = task.result(found, told);
    Ok(Outcome {
        saved: Saved { result: result.clone(), prices: Vec::new() },
        result,
        seconds: clock.elapsed().as_secs_f64(),
    })
}

/// On the plans of the scenarios, then on those of the proposals, each on the portfolio that its own change makes of the
/// reference's.
fn verdicts(cases: &[Case], comparison: &Comparison, decided: &Decided<'_>) -> Vec<v1::JobVerdict> {
    let scenarios = comparison.scenarios.iter().zip(cases).filter_map(|(compared, case)| {
        judged(&compared.scenario, case.outcome.as_ref().ok()?, compared.plan.as_ref()?)
    });
    let reference = comparison.reference.and_then(|i| cases[i].outcome.as_ref().ok());
    let proposals = comparison.proposals.iter().filter_map(|proposal| {
        let case = study::cases(&reference?.draft, std::slice::from_ref(&proposal.scenario), decided).pop()?;
        judged(&proposal.scenario, case.outcome.as_ref().ok()?, &proposal.plan)
    });
    scenarios.chain(proposals).collect()
}

fn judged(scenario: &ScenarioDraft, prepared: &Prepared, plan: &Plan) -> Option<v1::JobVerdict> {
    verdict::of(&scenario.id, &prepared.portfolio, prepared.baseline.as_ref(), plan)
}

/// Tells of the searches, and keeps the plans so far.
struct Teller<'a> {
    task: &'a Task<'a>,
    cases: &'a [Case],
    wishes: Wishes,
    clock: &'a Clock<'a>,
    post: &'a dyn Post,
    steps: Tally,
    plans: Mutex<BTreeMap<usize, Plan>>,
}

impl Teller<'_> {
    fn plans(&self) -> MutexGuard<'_, BTreeMap<usize, Plan>> {
        self.plans.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The plans so far; what they come to side by side is not said yet.
    fn so_far(&self) -> v1::JobResult {
        let plans = self.plans();
        let of_case = |(number, plan): (&usize, &Plan)| {
            let case = self.cases.get(*number)?;
            judged(&case.scenario, case.outcome.as_ref().ok()?, plan)
        };
        let verdicts = plans.iter().filter_map(of_case).collect();
        let plans = plans.values().map(wire::plan_message).collect();
        let seed = self.task.options(&self.wishes).seed;
        let told = Told { is_final: false, seed, steps: self.steps.total(), verdicts };
        self.task.result(Found::Comparison(v1::ComparisonResult { comparison: None, plans }), told)
    }
}

impl Watch for Teller<'_> {
    fn progress(&self, number: usize, progress: &Progress) {
        self.steps.note(number, progress.steps);
        let measures = self.plans().get(&number).map(|plan| plan.measures.clone()).unwrap_or_default();
        self.post.progress(number, wire::progress_message(progress, &measures, self.clock.elapsed().as_secs_f64()));
    }

    fn planned(&self, number: usize, plan: &Plan) {
        if !plan.status.has_plan() || self.clock.is_abandoned() {
            return;
        }
        let mut plan = plan.clone();
        if let Some(case) = self.cases.get(number) {
            plan.scenario.clone_from(&case.scenario.id);
        }
        self.plans().insert(number, plan);
        self.post.saved(Saved { result: self.so_far(), prices: Vec::new() }, self.clock.elapsed().as_secs_f64());
    }

    fn seconds(&self) -> f64 {
        if is_timed(&self.wishes) { self.clock.elapsed().as_secs_f64() } else { 0.0 }
    }
}
