//! Scenarios planned together: in turns, each turn from the plans and prices of all that were planned before it.

use super::case::{Case, Prepared};
use super::task::{Alike, Part, Task};
use super::watch::Watch;
use crate::base::Stop;
use crate::model::Portfolio;
use crate::plan::Plan;
use crate::solve::{Answer, InternalError, Options};

/// Share of the budget for the first turn, and the turns that each scenario has. One long search finds more than two short
/// ones; the second turn lets a scenario have what those after it have found.
const FIRST_TURN: f64 = 0.85;
const TURNS: u32 = 2;

/// How much less of the first turn's time a scenario has the later it comes: the n-th, n to this power times less than the
/// first. It begins where the others are by then. The county's scenarios in 90 s, beside 60 s alone: with a third for each, the
/// first ended 1.1 points behind and the others 1.2 and 0.8 before; with a power of 1.5, all three behind.
const HEAD_START: f64 = 0.5;

/// What came of a case.
#[derive(Clone, Debug)]
pub struct Planned {
    /// The plan with what is proven of it, and the prices.
    pub answer: Answer,
    /// The earlier case that makes the same portfolio, and whose answer this is.
    pub same_as: Option<usize>,
}

/// Plans every case that can be planned; none for the others. `stop` is for all of them together, `options.max_steps` for
/// each. Cases that make the same portfolio are planned once. The same cases, seed and step budget give the same plans on
/// any number of threads.
pub fn plan_all(
    cases: &[Case],
    options: &Options,
    stop: &dyn Stop,
    watch: &dyn Watch,
) -> Result<Vec<Option<Planned>>, InternalError> {
    let twins: Vec<Option<usize>> = (0..cases.len()).map(|i| twin(cases, i)).collect();
    let own = (0..cases.len()).filter(|i| twins[*i].is_none()).filter_map(|i| Some((i, prepared(&cases[i])?)));
    let mut tasks: Vec<Task> = own.map(|(i, p)| Task::new(i, &p.portfolio, p.baseline.as_ref())).collect();
    for turn in 0..TURNS {
        for i in 0..tasks.len() {
            let part = Part {
                options,
                max_steps: options.max_steps.map(|most| steps_of_turn(most, turn)),
                share: share_of_rest(turn, i, tasks.len()),
                stop,
                watch,
            };
            if part.max_steps == Some(0) || tasks[i].is_settled(options) || (turn > 0 && stop.stop()) {
                continue;
            }
            go_on(&mut tasks, i, &part)?;
        }
    }
    let mut answers: Vec<Option<Answer>> = vec![None; cases.len()];
    for task in tasks {
        answers[task.number] = task.answer;
    }
    let planned = |i: usize| {
        let answer = answers[twins[i].unwrap_or(i)].clone()?;
        Some(Planned { answer, same_as: twins[i] })
    };
    Ok((0..cases.len()).map(planned).collect())
}

/// One turn of a task: what the others know helps it on.
fn go_on(tasks: &mut [Task], i: usize, part: &Part) -> Result<(), InternalError> {
    let goals = &tasks[i].portfolio.policy.goals;
    let others = tasks.iter().enumerate().filter(|(j, _)| *j != i);
    let answers: Vec<(Answer, &Portfolio)> = others
        .filter_map(|(_, t)| Some((t.answer.clone().filter(|a| a.plan.status.has_plan())?, t.portfolio)))
        .collect();
    // The nearest come first: those of the scenarios next to it in the order given.
    let hints: Vec<&Plan> = answers.iter().rev().map(|k| &k.0.plan).collect();
    let is_alike = |p: &&Portfolio| p.policy.goals[0].measure == goals[0].measure;
    let alike = answers.iter().rev().filter(|k| is_alike(&k.1)).map(|k| &k.0);
    let prices = alike.map(|a| &a.prices).find(|prices| !prices.pools.is_empty());
    tasks[i].go_on(&Alike { hints, prices }, part)
}

fn steps_of_turn(most: u64, turn: u32) -> u64 {
    let first = (most as f64 * FIRST_TURN).ceil() as u64;
    if turn == 0 { first } else { most - first }
}

/// Share of what is left of the time for the task's part of a turn.
fn share_of_rest(turn: u32, task: usize, tasks: usize) -> f64 {
    if turn > 0 {
        return 1.0 / (tasks - task) as f64;
    }
    let weight = |i: usize| (i as f64 + 1.0).powf(-HEAD_START);
    let (all, rest): (f64, f64) = ((0..tasks).map(weight).sum(), (task..tasks).map(weight).sum());
    FIRST_TURN * weight(task) / (FIRST_TURN * rest + (1.0 - FIRST_TURN) * all)
}

fn prepared(case: &Case) -> Option<&Prepared> {
    case.outcome.as_ref().ok()
}

/// The first earlier case that makes the same portfolio.
fn twin(cases: &[Case], i: usize) -> Option<usize> {
    let own = prepared(&cases[i])?;
    (0..i).find(|j| prepared(&cases[*j]).is_some_and(|p| p.draft == own.draft))
}
