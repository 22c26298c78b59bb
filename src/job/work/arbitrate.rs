//! What gives way to new demands. An attempt that was lost is made again.

use std::sync::Arc;
use std::time::Duration;

use super::outcome::{Outcome, Trouble, unusable};
use super::saved::Saved;
use super::signals::Clock;
use super::task::{Task, Told};
use super::verdict;
use crate::arbitrate::{self, Arbitrating, Arbitration, ArbitrationError};
use crate::model::draft::ProjectDraft;
use crate::model::draft::scenario::ScenarioDraft;
use crate::study::{self, Decided};
use crate::wire::v1::job_result::Result as Found;
use crate::wire::{self, v1};

/// Seconds that are worth searching where nothing else is said.
const SECONDS: Duration = Duration::from_secs(30);

/// Arbitrates as asked. There is no telling how far it is.
pub(super) fn perform(task: &Task<'_>, request: v1::ArbitrateRequest) -> Result<Outcome, Trouble> {
    let order = wire::read_arbitrate_request(request).map_err(|p| unusable(&p))?;
    let scenario = order.subject.scenario.unwrap_or_default();
    let draft = crate::scenario::apply(&order.subject.portfolio, &scenario).map_err(|p| unusable(&p))?;
    let wishes = order.wishes;
    let budget = task.budget(&wishes, SECONDS, 0.0);
    let clock = Clock::start(Some(budget.limit), task.signals);
    let asked = order.terms.asked(&draft, &order.demands, &order.baseline, order.decided, task.lang());
    let options = task.options(&wishes);
    let menu = arbitrate::arbitrate(&asked, &options, &clock, &|_| {}).map_err(trouble)?;
    let told =
        Told { is_final: budget.is_final(&clock), seed: options.seed, steps: 0, verdicts: verdicts(&asked, &menu) };
    let result = task.result(Found::Arbitration(wire::arbitration_message(&menu, &scenario.id)), told);
    let seconds = clock.elapsed().as_secs_f64();
    Ok(Outcome { saved: Saved { result: result.clone(), prices: Vec::new() }, result, seconds })
}

fn trouble(error: ArbitrationError) -> Trouble {
    match error {
        ArbitrationError::Problems(problems) => unusable(&problems),
        ArbitrationError::Internal(error) => error.into(),
    }
}

/// On the plan of each option, on the portfolio with its demands, from what was decided.
fn verdicts(asked: &Arbitrating<'_>, menu: &Arbitration) -> Vec<v1::JobVerdict> {
    let mut draft = asked.draft.clone();
    draft.projects.retain(|p| asked.demands.iter().all(|d| d.id != p.id));
    let demanded = |demand: &ProjectDraft| Arc::new(ProjectDraft { must_do: true, ..demand.clone() });
    draft.projects.extend(asked.demands.iter().map(demanded));
    let decided = Decided { plan: Some(asked.baseline), frozen_until: asked.frozen_until };
    let case = study::cases(&draft, &[ScenarioDraft::default()], &decided).pop();
    let Some(prepared) = case.and_then(|case| case.outcome.ok()) else { return Vec::new() };
    let judged = |option: &arbitrate::ArbitrationOption| {
        verdict::of_choices(&option.id, &prepared.portfolio, prepared.baseline.as_ref(), &option.plan)
    };
    menu.shown().filter_map(judged).collect()
}
