//! What would have to move for a project to be in by a day: as little as DISRUPTION counts, from the plan as it stands; as few
//! projects as can be, with the proof; and then with later deadlines for others where that moves less.

use super::asked::{Asked, is_disruption, scenario};
use super::facts::{WayIn, WayKind};
use super::relief;
use crate::base::{Date, ProjectId, Slice, Stop, date};
use crate::model::Measure;
use crate::model::draft::GoalDraft;
use crate::model::draft::scenario::ChangeDraft;
use crate::plan::{Baseline, ChangeKind, Commitment, Plan, PlanStatus};
use crate::solve::{self, Aim, Giving, InternalError, Options, Question, Silent, Start};
use crate::study::case::{Prepared, prepare};

/// What was found.
#[derive(Default)]
pub(super) struct Displaced {
    pub ways: Vec<WayIn>,
    /// Proven: nothing that moves makes room.
    pub is_infeasible: bool,
}

/// Shares of the time that is left: for moving others as little as can be within their deadlines, and as few of them.
const WITHIN: f64 = 0.4;
const FEWEST: f64 = 0.6;

/// Share of the latter for their number and its proof; the rest is for moving them little.
const COUNTED: f64 = 0.6;

pub(super) fn ways(asked: &Asked, day: Date, options: &Options, stop: &dyn Stop) -> Result<Displaced, InternalError> {
    let mut out = Displaced::default();
    let within = moved(asked, day, Vec::new(), options, &Slice::of_rest(stop, WITHIN))?;
    out.is_infeasible = within.as_ref().is_some_and(|p| p.status == PlanStatus::Infeasible);
    let within = within.filter(|p| p.status.has_plan());
    let least = within.as_ref().map(disruption);
    let few = match out.is_infeasible {
        true => None,
        false => fewest(asked, day, within.as_ref(), options, &Slice::of_rest(stop, FEWEST))?,
    };
    out.is_infeasible |= few.as_ref().is_some_and(|few| few.is_infeasible);
    let little = within.and_then(|plan| {
        let is_least = plan.goals.first().is_some_and(|g| g.gap == 0.0);
        let way = asked.way(asked.asked.portfolio, plan, Vec::new())?;
        Some(WayIn { kind: WayKind::Displace, is_least, ..way })
    });
    out.ways = by_count(asked, little, few);
    if least.is_some_and(|x| x <= 0.0) || stop.stop() {
        return Ok(out);
    }
    out.ways.extend(later_deadlines(asked, day, least, options, stop)?);
    Ok(out)
}

/// The way that moves others little, and the one that moves the fewest where these are fewer; with what is proven of their
/// number.
fn by_count(asked: &Asked, little: Option<WayIn>, few: Option<Few>) -> Vec<WayIn> {
    let Some(few) = few else { return little.into_iter().collect() };
    let own = asked.id();
    let count = |w: &WayIn| w.moves.iter().filter(|m| m.project != own && m.kind != ChangeKind::Added).count();
    let counted = |way: WayIn| WayIn { is_fewest: count(&way) == few.at_least, ..way };
    let little = little.map(counted);
    let fewer = few.plan.and_then(|plan| asked.way(asked.asked.portfolio, plan, Vec::new()));
    let fewer = fewer.map(|way| counted(WayIn { kind: WayKind::Displace, ..way }));
    let fewer = fewer.filter(|way| little.as_ref().is_none_or(|little| count(way) < count(little)));
    little.into_iter().chain(fewer).collect()
}

/// What is known of the plans that move the fewest others.
struct Few {
    /// One that moves as few as was found, and these as little as was found.
    plan: Option<Plan>,
    /// Proven: no plan moves fewer.
    at_least: usize,
    is_infeasible: bool,
}

/// The plan with the project in by that day that moves the fewest of those that are in, from one that is known. None where
/// it cannot be asked for.
fn fewest(
    asked: &Asked,
    day: Date,
    known: Option<&Plan>,
    options: &Options,
    stop: &dyn Stop,
) -> Result<Option<Few>, InternalError> {
    let Some(case) = wanted(asked, day, Vec::new()) else { return Ok(None) };
    let baseline = everything_decided(asked);
    let question = Question { portfolio: &case.portfolio, baseline: Some(&baseline), hint: None };
    let hints: Vec<&Plan> = known.into_iter().collect();
    let giving = Giving { aim: Aim::Fewest, ..Giving::default() };
    let start = Start { hints: &hints, giving: Some(&giving), ..Start::default() };
    let found = solve::plan_from(&question, &start, options, &Slice::of_rest(stop, COUNTED), &Silent)?;
    let is_infeasible = found.plan.status == PlanStatus::Infeasible;
    let Some(changed) = found.changed else { return Ok(None) };
    let Some(count) = changed.count else { return Ok(Some(Few { plan: None, at_least: 0, is_infeasible })) };
    let is_committed = |id: &str| baseline.projects.iter().any(|c| c.project == id);
    let projects = case.portfolio.projects.iter().enumerate();
    let committed = projects.filter(|(_, p)| is_committed(&p.id)).map(|(i, _)| ProjectId::new(i)).collect();
    let most = u32::try_from(count).unwrap_or(u32::MAX);
    let giving = Giving { limits: vec![(committed, most)], ..Giving::default() };
    let start = Start { hints: &[&found.plan], giving: Some(&giving), ..Start::default() };
    let little = solve::plan_from(&question, &start, options, stop, &Silent)?.plan;
    let plan = if little.status.has_plan() { little } else { found.plan };
    Ok(Some(Few { plan: Some(plan), at_least: changed.at_least, is_infeasible }))
}

fn disruption(plan: &Plan) -> f64 {
    plan.measure(Measure::Disruption).unwrap_or(0.0)
}

/// Deadlines of others lifted: those that the plan found needs, as late as it needs them.
fn later_deadlines(
    asked: &Asked,
    day: Date,
    least: Option<f64>,
    options: &Options,
    stop: &dyn Stop,
) -> Result<Option<WayIn>, InternalError> {
    let portfolio = asked.asked.portfolio;
    let dated = portfolio.projects.iter().filter(|p| p.deadline.is_some() && p.id != asked.id());
    let lifted: Vec<ChangeDraft> = dated.clone().map(|p| deadline(&p.id, String::new())).collect();
    if lifted.is_empty() {
        return Ok(None);
    }
    let found = moved(asked, day, lifted, options, stop)?.filter(|p| p.status.has_plan());
    let Some(plan) = found.filter(|p| least.is_none_or(|least| disruption(p) < least)) else { return Ok(None) };
    let late = dated.filter_map(|p| {
        let finish = plan.projects.iter().find(|x| x.project == p.id && x.selected).map(|x| &x.finish)?;
        let after = date::parse(finish).zip(p.deadline).is_some_and(|(finish, deadline)| finish > deadline);
        after.then(|| deadline(&p.id, finish.clone()))
    });
    let late: Vec<ChangeDraft> = late.collect();
    let Ok(case) = prepare(asked.asked.draft, &scenario(late.clone()), &asked.asked.decided) else { return Ok(None) };
    Ok(asked.way(&case.portfolio, plan, late).map(|way| WayIn { kind: relief::kind(&way.changes), ..way }))
}

fn deadline(project: &str, day: String) -> ChangeDraft {
    ChangeDraft::SetWindow { project: project.to_owned(), earliest_start: None, deadline: Some(day), target: None }
}

/// The plan with the project in by that day that moves others least. None where the changes cannot be made.
fn moved(
    asked: &Asked,
    day: Date,
    changes: Vec<ChangeDraft>,
    options: &Options,
    stop: &dyn Stop,
) -> Result<Option<Plan>, InternalError> {
    let Some(case) = wanted(asked, day, changes) else { return Ok(None) };
    let baseline = everything_decided(asked);
    let question = Question { portfolio: &case.portfolio, baseline: Some(&baseline), hint: None };
    Ok(Some(solve::plan(&question, options, stop, &Silent)?.plan))
}

/// The portfolio with the changes, and the project in by that day; to move others as little as can be comes first. None where
/// the changes cannot be made.
fn wanted(asked: &Asked, day: Date, mut changes: Vec<ChangeDraft>) -> Option<Prepared> {
    let own = &asked.asked.portfolio.projects[asked.asked.project.index()];
    changes.push(ChangeDraft::SetMustDo { project: own.id.clone(), must_do: true });
    let by = own.deadline.map_or(day, |deadline| deadline.min(day));
    changes.push(deadline(&own.id, date::iso(by)));
    let first = GoalDraft { measure: Some(Measure::Disruption), slack: 0.0 };
    let said = &asked.asked.draft.policy.goals;
    let value = GoalDraft { measure: Some(Measure::Value), slack: 0.0 };
    let rest = if said.is_empty() { vec![value] } else { said.clone() };
    let goals = std::iter::once(first).chain(rest.into_iter().filter(|g| !is_disruption(g)));
    changes.push(ChangeDraft::SetGoals(goals.collect()));
    prepare(asked.asked.draft, &scenario(changes), &asked.asked.decided).ok()
}

/// The plan as a baseline that commits to all that is in it, as far as what was decided commits it, and to the rest so that
/// moving it counts; to nothing of the project asked about, unless it is frozen.
fn everything_decided(asked: &Asked) -> Baseline {
    let bound = |id: &str| {
        let own = asked.baseline.as_ref()?.projects.iter().find(|c| c.project == id)?;
        Some(own.commitment)
    };
    let mut plan = asked.plan.clone();
    for p in &mut plan.projects {
        p.commitment = match (bound(&p.project), p.project == asked.id()) {
            (Some(Commitment::Frozen), _) => Commitment::Frozen,
            (_, true) => Commitment::Unspecified,
            (Some(Commitment::Protected), false) => Commitment::Protected,
            (_, false) => Commitment::Decided,
        };
    }
    Baseline::new(&plan, asked.baseline.as_ref().map_or(0, |b| b.frozen_before))
}
