//! What a measure buys. An attempt that was lost is made again; what had been found by then is there to be fetched.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::outcome::{Outcome, Trouble, unusable};
use super::post::Post;
use super::saved::Saved;
use super::signals::Clock;
use super::tally::Tally;
use super::task::{Task, Told, is_timed};
use super::verdict;
use crate::base::Stop;
use crate::model::draft::scenario::ScenarioDraft;
use crate::solve::Progress;
use crate::study::{self, Decided, Exploration, Frontier, FrontierError, FrontierPoint, PointWatch, Watch};
use crate::wire::v1::job_result::Result as Found;
use crate::wire::{self, Wishes, v1};

/// Explores as asked.
pub(super) fn perform(
    task: &Task<'_>,
    request: v1::ExploreFrontierRequest,
    post: &dyn Post,
) -> Result<Outcome, Trouble> {
    let axis = request.axis.clone();
    let order = wire::read_frontier_request(request).map_err(|p| unusable(&p))?;
    let wishes = order.wishes;
    let decided = Decided { plan: order.decided.baseline.as_ref(), frozen_until: order.decided.frozen_until };
    let scenario = order.subject.scenario.unwrap_or_default();
    let draft = crate::scenario::apply(&order.subject.portfolio, &scenario).map_err(|p| unusable(&p))?;
    let points = u32::try_from(order.points).unwrap_or(u32::MAX);
    let budget = task.budget(&wishes, Duration::from_secs(study::POINT_SECONDS.into()).saturating_mul(points), 0.0);
    let clock = Clock::start(Some(budget.limit), task.signals);
    let asked = Exploration { draft: &draft, decided, axis: &order.axis, points: order.points };
    let so_far = v1::Frontier { portfolio: draft.id.clone(), scenario: scenario.id.clone(), axis, points: Vec::new() };
    let (steps, found) = (Tally::default(), Mutex::default());
    let watch = Teller { task, so_far, wishes, clock: &clock, post, steps, found };
    let frontier = study::explore(&asked, &task.options(&wishes), &clock, &watch).map_err(trouble)?;
    let told = Told {
        is_final: budget.is_final(&clock),
        seed: task.options(&wishes).seed,
        steps: watch.steps.total(),
        verdicts: verdicts(&asked, &frontier),
    };
    let result = task.result(Found::Frontier(wire::frontier_message(&frontier, &scenario.id)), told);
    Ok(Outcome {
        saved: Saved { result: result.clone(), prices: Vec::new() },
        result,
        seconds: clock.elapsed().as_secs_f64(),
    })
}

fn trouble(error: FrontierError) -> Trouble {
    match error {
        FrontierError::Problems(problems) => unusable(&problems),
        FrontierError::Internal(error) => error.into(),
    }
}

/// On the plan of each point, on the portfolio with the changes that set its limit, by goals of value alone.
fn verdicts(asked: &Exploration<'_>, frontier: &Frontier) -> Vec<v1::JobVerdict> {
    let judged = |(i, point): (usize, &FrontierPoint)| {
        let scenario =
            ScenarioDraft { changes: point.changes.iter().cloned().map(Some).collect(), ..ScenarioDraft::default() };
        let mut draft = asked.draft.clone();
        draft.policy.goals.clear();
        let case = study::cases(&draft, &[scenario], &asked.decided).pop()?;
        let prepared = case.outcome.ok()?;
        verdict::of(&i.to_string(), &prepared.portfolio, prepared.baseline.as_ref(), &point.plan)
    };
    frontier.points.iter().enumerate().filter_map(judged).collect()
}

/// Tells of the searches, and keeps the points so far.
struct Teller<'a> {
    task: &'a Task<'a>,
    so_far: v1::Frontier,
    wishes: Wishes,
    clock: &'a Clock<'a>,
    post: &'a dyn Post,
    steps: Tally,
    found: Mutex<BTreeMap<usize, v1::FrontierPoint>>,
}

impl Teller<'_> {
    fn found(&self) -> MutexGuard<'_, BTreeMap<usize, v1::FrontierPoint>> {
        self.found.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Watch for Teller<'_> {
    fn progress(&self, number: usize, progress: &Progress) {
        self.steps.note(number, progress.steps);
        self.post.progress(number, wire::progress_message(progress, &[], self.clock.elapsed().as_secs_f64()));
    }

    fn seconds(&self) -> f64 {
        if is_timed(&self.wishes) { self.clock.elapsed().as_secs_f64() } else { 0.0 }
    }
}

impl PointWatch for Teller<'_> {
    fn point(&self, number: usize, point: &FrontierPoint) {
        if self.clock.is_abandoned() {
            return;
        }
        self.found().insert(number, wire::frontier_point_message(point, &self.so_far.scenario));
        let frontier = v1::Frontier { points: self.found().values().cloned().collect(), ..self.so_far.clone() };
        let seed = self.task.options(&self.wishes).seed;
        let told = Told { is_final: false, seed, steps: self.steps.total(), verdicts: Vec::new() };
        let saved = Saved { result: self.task.result(Found::Frontier(frontier), told), prices: Vec::new() };
        self.post.saved(saved, self.clock.elapsed().as_secs_f64());
    }
}
