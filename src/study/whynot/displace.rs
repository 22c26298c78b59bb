//! What would have to move for a project to be in by a day: as little as DISRUPTION counts, from the plan as it stands, and
//! then with later deadlines for others where that moves less.

use super::asked::{Asked, is_disruption, scenario};
use super::facts::{WayIn, WayKind};
use super::relief;
use crate::base::Slice;
use crate::base::{Date, Stop, date};
use crate::model::Measure;
use crate::model::draft::GoalDraft;
use crate::model::draft::scenario::ChangeDraft;
use crate::plan::{Baseline, Commitment, Plan, PlanStatus};
use crate::solve::{self, InternalError, Options, Question, Silent};
use crate::study::case::prepare;

/// What was found.
#[derive(Default)]
pub(super) struct Displaced {
    pub ways: Vec<WayIn>,
    /// Proven: nothing that moves makes room.
    pub is_infeasible: bool,
}

/// Share of the time that is left for moving others within their deadlines.
const WITHIN: f64 = 0.6;

pub(super) fn ways(asked: &Asked, day: Date, options: &Options, stop: &dyn Stop) -> Result<Displaced, InternalError> {
    let mut out = Displaced::default();
    let within = moved(asked, day, Vec::new(), options, &Slice::of_rest(stop, WITHIN))?;
    out.is_infeasible = within.as_ref().is_some_and(|p| p.status == PlanStatus::Infeasible);
    let within = within.filter(|p| p.status.has_plan());
    let least = within.as_ref().map(disruption);
    out.ways.extend(within.and_then(|plan| {
        let is_least = plan.goals.first().is_some_and(|g| g.gap == 0.0);
        let way = asked.way(asked.asked.portfolio, plan, Vec::new())?;
        Some(WayIn { kind: WayKind::Displace, is_least, ..way })
    }));
    if least.is_some_and(|x| x <= 0.0) || stop.stop() {
        return Ok(out);
    }
    out.ways.extend(later_deadlines(asked, day, least, options, stop)?);
    Ok(out)
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
    mut changes: Vec<ChangeDraft>,
    options: &Options,
    stop: &dyn Stop,
) -> Result<Option<Plan>, InternalError> {
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
    let Ok(case) = prepare(asked.asked.draft, &scenario(changes), &asked.asked.decided) else { return Ok(None) };
    let baseline = everything_decided(asked);
    let question = Question { portfolio: &case.portfolio, baseline: Some(&baseline), hint: None };
    Ok(Some(solve::plan(&question, options, stop, &Silent)?.plan))
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
