//! The way in: lowers the question, pursues its goals, and lets no plan out that the referee refuses.

use std::cell::Cell;
use std::sync::Arc;

use super::answer;
use super::api::{
    Answer, InternalError, Limit, Observer, Options, PricedClique, PricedCut, Prices, Progress, Question, Start,
};
use super::bound::{Dual, Plane};
use super::exact::Plans;
use super::fewest;
use super::giving;
use super::goals::{Outcome, Warm, at_most, gap, pursue};
use super::instance::{Instance, functional, lower};
use super::named::Named;
use super::proof::Proof;
use super::repriced;
use super::terms::{Aim, Changed};
use crate::base::Stop;
use crate::check::{self, Claims};
use crate::model::Measure;
use crate::plan::{GoalResult, Plan, PlanStatus, SolveSummary};

/// Figures that differ by less than this share of them are the same: sums of decimal points do not compare closer.
pub(super) const SAME: f64 = 1e-9;

/// Members that cuts which are handed on may have together: some megabytes. The county's have 10,000.
const MEMBERS: usize = 50_000;

/// The best plan found for the question, with what is proven of it. The plan has passed the referee; if none is found
/// nothing is selected and the status says whether that is proven. `stop` is asked often; once it is abandoned the answer
/// is an empty plan of unknown status. `observer` is told of each round. The same question, seed and step budget give the
/// same answer on any number of threads.
pub fn plan(
    question: &Question<'_>,
    options: &Options,
    stop: &dyn Stop,
    observer: &dyn Observer,
) -> Result<Answer, InternalError> {
    plan_from(question, &Start::default(), options, stop, observer)
}

/// The same, from what is known of like questions, and within limits on measures.
pub fn plan_from(
    question: &Question<'_>,
    start: &Start<'_>,
    options: &Options,
    stop: &dyn Stop,
    observer: &dyn Observer,
) -> Result<Answer, InternalError> {
    on_threads(options.threads, || answer(question, start, options, stop, observer))?
}

/// Does the work with so many threads to itself, or with one for each core.
pub fn on_threads<R: Send>(threads: Option<usize>, work: impl FnOnce() -> R + Send) -> Result<R, InternalError> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.unwrap_or(0)).build();
    let pool = pool.map_err(|e| InternalError { facts: vec![e.to_string()] })?;
    // On a thread of its own: a caller that is itself a worker of another pool would otherwise take up more and more of
    // its own work while it waits here, each piece on top of the last one's stack.
    let done = std::thread::scope(|s| s.spawn(|| pool.install(work)).join());
    Ok(done.unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
}

fn answer(
    question: &Question<'_>,
    start: &Start<'_>,
    options: &Options,
    stop: &dyn Stop,
    observer: &dyn Observer,
) -> Result<Answer, InternalError> {
    let Some(mut instance) = lower(question.portfolio, question.baseline, stop) else { return Ok(nothing(question)) };
    if let Some(giving) = start.giving {
        giving::apply(&mut instance, question.portfolio, question.baseline, giving);
    }
    let warm = warm(question, start, &instance);
    let told = Cell::new(None);
    let watch = |progress: &Progress, best: Option<&Plans>| {
        let figure = progress.value.map(|value| (progress.goal, value));
        if let (Some(plans), true) = (best, figure.is_some() && figure != told.get()) {
            told.set(figure);
            observer.incumbent(&|| incumbent(question, &instance, plans));
        }
        observer.progress(progress);
    };
    let (outcome, fewest) = if let Some(aim @ (Aim::Fewest | Aim::Any)) = start.giving.map(|giving| giving.aim) {
        let (outcome, changed) = fewest::pursue(question, &instance, &warm, aim, options, stop);
        (outcome, Some(changed))
    } else {
        (pursue(question, &instance, &warm, options, stop, &watch), None)
    };
    if stop.is_abandoned() {
        return Ok(nothing(question));
    }
    let prices = prices(question, &instance, &warm, &outcome);
    let mut plan = Plan {
        portfolio: question.portfolio.id.clone(),
        pool_loads: answer::pool_loads(question.portfolio, &prices),
        solve: Some(SolveSummary {
            wall_seconds: 0.0,
            seed: options.seed,
            engine_version: env!("CARGO_PKG_VERSION").to_owned(),
        }),
        ..Plan::default()
    };
    if let Some(plans) = &outcome.best {
        plan.projects = answer::choices(question.portfolio, &instance, plans);
    }
    let mut plan = check::complete(question.portfolio, question.baseline, plan);
    let changed = start.giving.map(|_| fewest.unwrap_or_else(|| changed(question, &instance, &outcome)));
    plan.status = match &outcome.best {
        Some(_) if fewest.is_some_and(|fewest| fewest.count == Some(fewest.at_least)) => PlanStatus::Optimal,
        Some(_) if fewest.is_some() => PlanStatus::Feasible,
        None if outcome.infeasible => PlanStatus::Infeasible,
        None => PlanStatus::Unknown,
        Some(_) => {
            plan.goals = goals(question, &plan, &outcome)?;
            if plan.goals.iter().all(|g| g.gap == 0.0) { PlanStatus::Optimal } else { PlanStatus::Feasible }
        }
    };
    if outcome.best.is_some() {
        pass(question, &plan)?;
        keeps(start.limits, &plan)?;
    }
    let proof = proof(question, &instance, &warm, &outcome);
    Ok(Answer { plan, prices, proof, changed, steps: outcome.steps })
}

fn changed(question: &Question<'_>, instance: &Instance, outcome: &Outcome) -> Changed {
    let count = |plans: &Plans| giving::count(instance, question.portfolio, question.baseline, plans);
    Changed { count: outcome.best.as_ref().map(count), at_least: 0 }
}

/// What nobody waits for.
fn nothing(question: &Question<'_>) -> Answer {
    let plan = Plan { portfolio: question.portfolio.id.clone(), status: PlanStatus::Unknown, ..Plan::default() };
    Answer { plan, prices: Prices::default(), proof: Proof::default(), changed: None, steps: 0 }
}

/// A plan on the way, whole and checked.
fn incumbent(question: &Question<'_>, instance: &Instance, plans: &Plans) -> Result<Plan, InternalError> {
    let projects = answer::choices(question.portfolio, instance, plans);
    let status = PlanStatus::Feasible;
    let plan = Plan { portfolio: question.portfolio.id.clone(), status, projects, ..Plan::default() };
    let plan = check::complete(question.portfolio, question.baseline, plan);
    pass(question, &plan).map(|()| plan)
}

/// What the search starts from, and within.
fn warm(question: &Question<'_>, start: &Start<'_>, instance: &Instance) -> Warm {
    let known = |plan: &Plan| answer::from_plan(question.portfolio, instance, plan);
    let (hint, others) = (question.hint.map(known), start.hints.iter().map(|plan| known(plan)));
    let baseline = question.baseline.map(|b| answer::from_baseline(question.portfolio, instance, b));
    let is_any = |plans: &Plans| plans.iter().any(Option::is_some);
    let references = baseline.iter().chain(&hint).filter(|plans| is_any(plans)).cloned().collect();
    let cap = |limit: &Limit| {
        assert!(!limit.measure.is_maximised() && limit.measure != Measure::Makespan, "no measure to limit");
        at_most(functional(question.portfolio, question.baseline, instance, limit.measure), limit.most)
    };
    let giving = |giving| giving::caps(instance, question.portfolio, question.baseline, giving);
    let caps: Vec<_> = start.limits.iter().map(cap).chain(start.giving.map(giving).unwrap_or_default()).collect();
    let unit =
        functional(question.portfolio, question.baseline, instance, question.portfolio.policy.goals[0].measure).unit;
    let proof = start.proof.filter(|proof| !proof.is_empty());
    let named = || Named::new(question.portfolio, instance, &caps, unit);
    let record = proof.map(|proof| Arc::new(named().record(proof)));
    let dual = |prices: &Prices| {
        let mut rows = repriced::of(question.portfolio, instance, prices, unit, &caps);
        let named = named();
        rows.extend(named.tie_prices(&prices.ties));
        Dual { rows, cuts: named.priced_planes(&prices.cuts, &prices.cliques) }
    };
    let prices = start.prices.map(dual);
    let hints = hint.into_iter().chain(others).chain(baseline).collect();
    Warm { hints, prices, record, searched: start.searched, caps, references }
}

/// What was proven, by name.
fn proof(question: &Question<'_>, instance: &Instance, warm: &Warm, outcome: &Outcome) -> Proof {
    if outcome.record.parts.is_empty() {
        return Proof::default();
    }
    Named::new(question.portfolio, instance, &warm.caps, outcome.unit).proof(&outcome.record)
}

fn prices(question: &Question<'_>, instance: &Instance, warm: &Warm, outcome: &Outcome) -> Prices {
    let Dual { rows, cuts } = &outcome.prices;
    if rows.is_empty() {
        return Prices::default();
    }
    let mut prices = answer::prices(question.portfolio, instance, rows, outcome.unit, &warm.caps);
    let named = Named::new(question.portfolio, instance, &warm.caps, outcome.unit);
    for (plane, price) in worth_most(cuts) {
        let price = price / outcome.unit;
        match plane {
            Plane::Shares(cut) => prices.cuts.push(PricedCut { cut: Arc::new(named.cut_name(cut)), price }),
            Plane::Clique(clique) => {
                prices.cliques.push(PricedClique { clique: Arc::new(named.clique_name(clique)), price });
            }
        }
    }
    prices.ties = named.ties(rows);
    prices
}

/// Cuts with their prices: those that are worth most, as far as there is room.
fn worth_most(cuts: &[(Plane, f64)]) -> Vec<(&Plane, f64)> {
    let priced = cuts.iter().filter(|x| x.1 > 0.0);
    let mut out: Vec<(&Plane, f64)> = priced.map(|(plane, price)| (plane, *price)).collect();
    let worth = |(plane, price): &(&Plane, f64)| price * plane.most() as f64;
    out.sort_by(|a, b| worth(b).total_cmp(&worth(a)));
    let mut members = 0;
    out.retain(|(plane, _)| {
        let own = match plane {
            Plane::Shares(cut) => cut.members.len(),
            Plane::Clique(clique) => clique.slots.len(),
        };
        let has_room = members + own <= MEMBERS;
        members += if has_room { own } else { 0 };
        has_room
    });
    out
}

/// Whether the plan's own figures are within the limits; what rounding moves aside.
fn keeps(limits: &[Limit], plan: &Plan) -> Result<(), InternalError> {
    let exceeded =
        |limit: &&Limit| plan.measure(limit.measure).is_none_or(|x| x > limit.most + SAME * limit.most.abs().max(1.0));
    let fact = |limit: &Limit| format!("{} exceeds its limit {}", limit.measure.name(), limit.most);
    let facts: Vec<String> = limits.iter().filter(exceeded).map(fact).collect();
    if facts.is_empty() { Ok(()) } else { Err(InternalError { facts }) }
}

/// Each goal's figure in the plan beside its bound. Where they differ by rounding only, the figure is proven; a figure
/// better than its bound would mean that the bound is none.
fn goals(question: &Question<'_>, plan: &Plan, outcome: &Outcome) -> Result<Vec<GoalResult>, InternalError> {
    let goals = question.portfolio.policy.goals.iter().zip(&outcome.bounds);
    goals
        .map(|(goal, bound)| {
            let value = plan.measure(goal.measure).unwrap_or(0.0);
            let same = (bound - value).abs() <= SAME * value.abs().max(1.0);
            let beaten = if goal.measure.is_maximised() { *bound < value } else { *bound > value };
            if beaten && !same {
                let fact = format!("{}: {value} is better than the bound {bound}", goal.measure.name());
                return Err(InternalError { facts: vec![fact] });
            }
            let bound = if same { value } else { *bound };
            Ok(GoalResult { measure: goal.measure, value, bound, gap: gap(value, bound) })
        })
        .collect()
}

fn pass(question: &Question<'_>, plan: &Plan) -> Result<(), InternalError> {
    let verdict = check::check(question.portfolio, question.baseline, plan, Claims::Checked);
    if verdict.violations.is_empty() {
        return Ok(());
    }
    Err(InternalError { facts: verdict.violations.iter().map(ToString::to_string).collect() })
}
