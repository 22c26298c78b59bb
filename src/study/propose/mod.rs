//! Changes worth asking about: found from prices, then planned like any scenario. What prices promise only chooses them.

mod candidate;
mod candidates;
mod deadlines;
mod headline;

use candidate::{Candidate, Ground};

use super::case::{Case, Decided, Prepared, prepare};
use super::compare::Proposal;
use super::task::{Alike, Part, Task};
use super::together::Planned;
use super::watch::Watch;
use crate::base::{Lang, Stop};
use crate::check::{self, Claims};
use crate::model::Portfolio;
use crate::model::draft::scenario::ScenarioDraft;
use crate::plan::{GoalResult, Plan};
use crate::solve::{InternalError, Options};

/// Steps of a scenario for each step of a proposal: it starts from a plan that is nearly its own.
const STEPS: u64 = 3;

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Proposing<'a> {
    /// So many proposals at most.
    pub count: usize,
    /// What was decided before, as for the cases.
    pub decided: Decided<'a>,
    /// The language of headlines.
    pub lang: Lang,
}

/// At most `count` changes to the first case that has a plan, each planned, the one that gains most first. `stop` is for
/// all of them together; `options.max_steps` is what a scenario had, of which each has a third. Where the first goal is
/// not VALUE there are none: prices are in points of the first goal.
pub fn propose(
    cases: &[Case],
    planned: &[Option<Planned>],
    asked: &Proposing<'_>,
    options: &Options,
    stop: &dyn Stop,
    watch: &dyn Watch,
) -> Result<Vec<Proposal>, InternalError> {
    let Some(ground) = cases.iter().zip(planned).find_map(|(case, planned)| ground(case, planned.as_ref())) else {
        return Ok(Vec::new());
    };
    let taken: Vec<&str> = cases.iter().map(|c| &c.scenario.id[..]).collect();
    let chosen = candidates::choose(&ground, asked.count, &taken, asked.lang);
    let mut out = Vec::new();
    for (i, candidate) in chosen.iter().enumerate() {
        let scenario = ScenarioDraft {
            id: candidate.id.clone(),
            name: candidate.what.clone(),
            description: String::new(),
            changes: vec![Some(candidate.change.clone())],
        };
        // Changes that the portfolio does not take are not worth asking about.
        let Ok(case) = prepare(&ground.case.draft, &scenario, &asked.decided) else { continue };
        let max_steps = options.max_steps.map(|most| (most / STEPS).max(1));
        let part = Part { options, max_steps, share: 1.0 / (chosen.len() - i) as f64, stop, watch };
        watch.proposed(cases.len() + i, &scenario.id);
        let mut task = Task::new(cases.len() + i, &case.portfolio, case.baseline.as_ref());
        // It is nearly its own plan: all streams begin there.
        let alike = Alike { hints: vec![ground.plan], prices: Some(ground.prices) };
        task.go_on(&alike, &part)?;
        if let Some(answer) = task.answer.filter(|a| a.plan.status.has_plan()) {
            out.push(proposal(&ground, candidate, scenario, answer.plan, asked.lang));
        }
    }
    out.sort_by(|a, b| b.gain.total_cmp(&a.gain));
    Ok(out)
}

fn ground<'a>(case: &'a Case, planned: Option<&'a Planned>) -> Option<Ground<'a>> {
    let (case, planned) = (case.outcome.as_ref().ok()?, planned?);
    let plan = Some(&planned.answer.plan).filter(|plan| plan.status.has_plan())?;
    Some(Ground { case, plan, prices: &planned.answer.prices })
}

fn proposal(ground: &Ground, candidate: &Candidate, scenario: ScenarioDraft, mut plan: Plan, lang: Lang) -> Proposal {
    plan.scenario.clone_from(&scenario.id);
    let worth = worth(ground.case, ground.plan, &plan);
    let mut out = Proposal {
        scenario,
        kind: candidate.kind,
        subject: candidate.subject.clone(),
        promised: candidate.promised,
        plan,
        gain: worth.gain,
        least_gain: worth.least_gain,
        most_gain: worth.most_gain,
        headline: String::new(),
    };
    out.headline = headline::of(&candidate.what, &out, lang);
    out
}

/// What a change's plan brings over that of the portfolio without it, in points of the first goal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Worth {
    /// What the one has over the other.
    pub gain: f64,
    /// Proven of the best plans with and without the change: at least.
    pub least_gain: f64,
    /// At most, if anything bounds it.
    pub most_gain: Option<f64>,
}

/// What `plan`, of the portfolio with a change, brings over `old`, of the portfolio without it.
pub fn worth(without: &Prepared, old: &Plan, plan: &Plan) -> Worth {
    let goals = plan.goals.first().zip(old.goals.first());
    let of = |f: fn(&GoalResult, &GoalResult) -> f64| goals.map_or(0.0, |(own, old)| f(own, old));
    // A plan that holds without the change as well owes it nothing.
    let owes = !holds(&without.portfolio, without, plan);
    Worth {
        gain: if owes { of(|own, old| own.value - old.value).max(0.0) } else { 0.0 },
        least_gain: of(|own, old| own.value - old.bound).max(0.0),
        most_gain: Some(of(|own, old| own.bound - old.value)).filter(|x| x.is_finite()),
    }
}

fn holds(portfolio: &Portfolio, case: &Prepared, plan: &Plan) -> bool {
    check::check(portfolio, case.baseline.as_ref(), plan, Claims::Ignored).holds()
}
