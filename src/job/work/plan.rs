//! A plan.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::budget::Budget;
use super::outcome::{Outcome, Trouble, unusable};
use super::post::Post;
use super::saved::Saved;
use super::signals::{Clock, Unwanted};
use super::task::{Task, Told, is_timed};
use super::verdict;
use crate::base::Stop;
use crate::explain;
use crate::model::draft::PortfolioDraft;
use crate::model::draft::scenario::ScenarioDraft;
use crate::plan::{MeasureValue, Plan};
use crate::solve::{self, Answer, InternalError, Observer, Options, Progress, Proof, Question};
use crate::study::{self, Decided, Legs, Prepared, Watch};
use crate::wire::{self, Order, Wishes, v1};

/// The first leg of a search: what is lost at most with a worker in the beginning. Each later leg is as long as all before
/// it, so that at most half of the work is lost and little is begun anew.
const FIRST_LEG: Duration = Duration::from_secs(5);

/// Plans as asked.
pub(super) fn perform(task: &Task<'_>, request: v1::PlanRequest, post: &dyn Post) -> Result<Outcome, Trouble> {
    let Order { subject, decided, hint, wishes } = wire::read_plan_request(request).map_err(|p| unusable(&p))?;
    let scenario = subject.scenario.unwrap_or_default();
    let decided = Decided { plan: decided.baseline.as_ref(), frozen_until: decided.frozen_until };
    let prepared = prepare(&subject.portfolio, &scenario, &decided)?;
    // Where steps are the limit, the plan is that of an undisturbed search, to the byte: it goes on from nothing.
    let before = if wishes.max_steps.is_some() { None } else { before(task, &prepared) };
    let spent = if before.is_some() { task.job.spent } else { 0.0 };
    let budget = task.budget(&wishes, task.terms.default_seconds, spent);
    let work = Work { task, prepared, scenario: scenario.id, hint, wishes, budget, spent };
    let clock = Clock::start(Some(budget.limit), task.signals);
    let answer = match wishes.max_steps {
        Some(_) => work.in_one_go(&clock, post)?,
        None => work.in_legs(before, clock, post)?,
    };
    work.outcome(answer, &clock)
}

fn prepare(draft: &PortfolioDraft, scenario: &ScenarioDraft, decided: &Decided<'_>) -> Result<Prepared, Trouble> {
    let case = study::cases(draft, std::slice::from_ref(scenario), decided).pop().expect("a case for each scenario");
    case.outcome.map_err(|problems| unusable(&problems))
}

/// What an earlier attempt came to.
fn before(task: &Task<'_>, prepared: &Prepared) -> Option<Answer> {
    let Saved { result, prices } = task.before.as_ref()?;
    let Some(v1::job_result::Result::Plan(plan)) = &result.result else { return None };
    let mut plan = wire::read_plan_message(plan.clone()).ok().filter(|plan| plan.status.has_plan())?;
    plan.projects.iter_mut().for_each(|p| p.reasons.clear());
    let prices = wire::kept_prices(&prepared.portfolio, prices).unwrap_or_default();
    Some(Answer { plan, prices, changed: None, proof: Proof::default(), steps: result.steps })
}

/// A question, ready to be searched.
struct Work<'a> {
    task: &'a Task<'a>,
    prepared: Prepared,
    scenario: String,
    hint: Option<Plan>,
    wishes: Wishes,
    budget: Budget,
    /// Seconds of search that led to what it goes on from.
    spent: f64,
}

impl Work<'_> {
    fn options(&self) -> Options {
        self.task.options(&self.wishes)
    }

    fn in_one_go(&self, clock: &Clock<'_>, post: &dyn Post) -> Result<Answer, InternalError> {
        let Prepared { portfolio, baseline, .. } = &self.prepared;
        let question = Question { portfolio, baseline: baseline.as_ref(), hint: self.hint.as_ref() };
        solve::plan(&question, &self.options(), clock, &Teller::new(self, clock, post))
    }

    /// In legs, each kept at its end, from where an earlier attempt ended.
    fn in_legs(&self, before: Option<Answer>, clock: Clock<'_>, post: &dyn Post) -> Result<Answer, InternalError> {
        let Prepared { portfolio, baseline, .. } = &self.prepared;
        let (options, watch) = (self.options(), Teller::new(self, &clock, post));
        let mut legs = Legs::new(portfolio, baseline.as_ref());
        let (mut hints, mut prices): (Vec<&Plan>, _) = (self.hint.iter().collect(), None);
        match &before {
            // A plan on the way has no bounds yet: it is a hint.
            Some(known) if known.plan.goals.is_empty() => (hints, prices) = (vec![&known.plan], Some(&known.prices)),
            Some(known) => (hints, legs) = (Vec::new(), legs.resumed(known.clone())),
            None => {}
        }
        loop {
            let leg = clock.no_later_than((clock.elapsed() * 2).max(FIRST_LEG));
            legs.go_on(&hints, prices.filter(|p| !p.pools.is_empty()), &options, &leg, &watch)?;
            (hints, prices) = (Vec::new(), None);
            let answer = legs.answer().expect("a leg has an answer");
            if clock.stop() || legs.is_settled(&options) {
                return Ok(answer);
            }
            let saved = self.saved(answer);
            watch.keep(&saved.prices);
            post.saved(saved, self.seconds(&clock));
        }
    }

    /// Seconds of search, those of earlier attempts included.
    fn seconds(&self, clock: &Clock<'_>) -> f64 {
        self.spent + clock.elapsed().as_secs_f64()
    }

    fn saved(&self, answer: Answer) -> Saved {
        let Answer { plan, prices, steps, .. } = answer;
        Saved { result: self.result(&plan, steps, false), prices: self.kept(&prices) }
    }

    fn kept(&self, prices: &solve::Prices) -> Vec<u8> {
        wire::keep_prices(&self.prepared.portfolio, prices).into_bytes()
    }

    /// The answer, with its reasons and the referee's last word.
    fn outcome(&self, answer: Answer, clock: &Clock<'_>) -> Result<Outcome, Trouble> {
        // A step budget gives the same plan on every machine, to the byte: the time it took has no place in it.
        let spent = self.seconds(clock);
        let seconds = if is_timed(&self.wishes) { spent } else { 0.0 };
        let is_final = self.budget.is_final(clock);
        if clock.is_abandoned() {
            return Ok(Outcome { result: v1::JobResult::default(), saved: Saved::default(), seconds });
        }
        let Answer { plan, prices, steps, .. } = answer;
        let explained = || self.explained(plan, &prices);
        let mut plan = solve::on_threads(self.options().threads, explained)?;
        plan.scenario.clone_from(&self.scenario);
        if let Some(solve) = &mut plan.solve {
            solve.wall_seconds = seconds;
        }
        let result = self.result(&plan, steps, is_final);
        Ok(Outcome { saved: Saved { result: result.clone(), prices: self.kept(&prices) }, result, seconds: spent })
    }

    fn explained(&self, plan: Plan, prices: &solve::Prices) -> Plan {
        let Prepared { portfolio, baseline, .. } = &self.prepared;
        explain::explain(portfolio, baseline.as_ref(), plan, prices, self.task.lang(), &Unwanted(self.task.signals))
    }

    fn result(&self, plan: &Plan, steps: u64, is_final: bool) -> v1::JobResult {
        let Prepared { portfolio, baseline, .. } = &self.prepared;
        let verdicts = verdict::of(&self.scenario, portfolio, baseline.as_ref(), plan).into_iter().collect();
        let told = Told { is_final, seed: self.options().seed, steps, verdicts };
        self.task.result(v1::job_result::Result::Plan(wire::plan_message(plan)), told)
    }
}

/// Tells of a search.
struct Teller<'a> {
    work: &'a Work<'a>,
    clock: &'a Clock<'a>,
    post: &'a dyn Post,
    so_far: Mutex<SoFar>,
}

#[derive(Default)]
struct SoFar {
    measures: Vec<MeasureValue>,
    /// Goal, value and bound that were told last.
    told: Option<(usize, Option<f64>, f64)>,
    steps: u64,
    /// Prices that are kept with each plan on the way.
    prices: Vec<u8>,
}

impl<'a> Teller<'a> {
    fn new(work: &'a Work<'a>, clock: &'a Clock<'a>, post: &'a dyn Post) -> Self {
        Self { work, clock, post, so_far: Mutex::default() }
    }

    fn so_far(&self) -> MutexGuard<'_, SoFar> {
        self.so_far.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn keep(&self, prices: &[u8]) {
        self.so_far().prices = prices.to_vec();
    }

    fn tell(&self, progress: &Progress) {
        let mut so_far = self.so_far();
        so_far.steps = progress.steps;
        let news = Some((progress.goal, progress.value, progress.bound));
        if so_far.told != news {
            so_far.told = news;
            let message = wire::progress_message(progress, &so_far.measures, self.work.seconds(self.clock));
            drop(so_far);
            self.post.progress(0, message);
        }
    }
}

impl Observer for Teller<'_> {
    fn progress(&self, progress: &Progress) {
        self.tell(progress);
    }

    fn incumbent(&self, plan: &dyn Fn() -> Result<Plan, InternalError>) {
        if !self.post.wants_saved() {
            return;
        }
        // A plan that its referee refuses is told of by nobody; the search will end likewise, or with another one.
        if let Ok(plan) = plan() {
            let mut so_far = self.so_far();
            so_far.measures.clone_from(&plan.measures);
            let (steps, prices) = (so_far.steps, so_far.prices.clone());
            drop(so_far);
            let saved = Saved { result: self.work.result(&plan, steps, false), prices };
            self.post.saved(saved, self.work.seconds(self.clock));
        }
    }
}

impl Watch for Teller<'_> {
    fn incumbent(&self, _: usize, plan: &dyn Fn() -> Result<Plan, InternalError>) {
        Observer::incumbent(self, plan);
    }

    fn progress(&self, _: usize, progress: &Progress) {
        self.tell(progress);
    }

    fn planned(&self, _: usize, plan: &Plan) {
        self.so_far().measures.clone_from(&plan.measures);
    }

    fn seconds(&self) -> f64 {
        self.work.seconds(self.clock)
    }
}
