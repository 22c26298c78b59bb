//! `arbitre schedule`.

use std::time::Duration;

use serde_json::json;

use super::args::ScheduleArgs;
use super::clock::Clock;
use super::exit::Exit;
use super::failure::Failure;
use super::stream::Stream;
use super::{instance, interrupt};
use crate::base::Lang;
use crate::exchange::{Question, write_schedule, write_selection};
use crate::report;
use crate::schedule::{Answer, Control, Instance, Objective, Status, Value, solve};
use crate::solve::{Selected, Selection, on_threads, select};

/// How long to search if nothing is said.
const SECONDS: Duration = Duration::from_secs(60);

/// Solves an instance, and says what came of it.
pub(super) fn run(args: &ScheduleArgs, lang: Lang) -> Result<Exit, Vec<Failure>> {
    if let Some(out) = &args.out {
        out.expect_writable()?;
    }
    let question = instance::question(&args.file, args.format)?;
    let interrupted = interrupt::flag().map_err(|e| vec![Failure::Interrupt(e)])?;
    let limit = args.seconds.or(args.steps.is_none().then_some(SECONDS));
    let clock = Clock::start(limit, interrupted);
    let exit = match question {
        Question::Schedule(instance) => schedule(args, &instance, &clock, lang)?,
        Question::Select(selection) => choose(args, &selection, &clock, lang)?,
    };
    Ok(exit)
}

fn schedule(args: &ScheduleArgs, instance: &Instance, clock: &Clock, lang: Lang) -> Result<Exit, Failure> {
    let name = instance::short_name(&args.file);
    let answer = search(args, instance, clock)?;
    let tell = if args.json { line } else { report::schedule };
    let text = tell(&name, instance, &answer, clock.seconds(), lang);
    Stream::Standard.write(text.as_bytes())?;
    if let (Some(out), Some(best)) = (&args.out, &answer.best) {
        out.write(write_schedule(&name, instance.objective(), best).as_bytes())?;
    }
    Ok(match answer.status {
        Status::Optimal | Status::Feasible => Exit::Done,
        Status::Infeasible => Exit::Refused,
        Status::Unknown => Exit::TimeUp,
    })
}

fn choose(args: &ScheduleArgs, selection: &Selection, clock: &Clock, lang: Lang) -> Result<Exit, Failure> {
    let name = instance::short_name(&args.file);
    let found = select(selection, &args.run.options(args.steps, 0.0), clock).map_err(Failure::Internal)?;
    let tell = if args.json { selection_line } else { report::selection };
    Stream::Standard.write(tell(&name, selection, &found, clock.seconds(), lang).as_bytes())?;
    if let (Some(out), Some(starts)) = (&args.out, &found.starts) {
        out.write(write_selection(&name, found.value, starts).as_bytes())?;
    }
    Ok(if found.starts.is_some() { Exit::Done } else { Exit::TimeUp })
}

fn search(args: &ScheduleArgs, instance: &Instance, clock: &Clock) -> Result<Answer, Failure> {
    let steps = args.steps.unwrap_or(u64::MAX);
    let control = Control { stop: clock, steps, seed: args.run.seed, report: &|_| () };
    on_threads(args.run.threads.map(usize::from), || solve(instance, &control)).map_err(Failure::Internal)
}

/// The answer as one line of JSON, in no language.
fn line(name: &str, instance: &Instance, answer: &Answer, seconds: f64, _: Lang) -> String {
    let value = |v: Value| match instance.objective() {
        Objective::Makespan => json!(v.first),
        Objective::DelayThenMakespan => json!([v.first, v.second]),
    };
    let status = match answer.status {
        Status::Optimal => "OPTIMAL",
        Status::Feasible => "FEASIBLE",
        Status::Infeasible => "INFEASIBLE",
        Status::Unknown => "UNKNOWN",
    };
    let line = json!({
        "instance": name,
        "objective": answer.best.as_ref().map(|b| value(b.value)),
        "bound": value(answer.bound),
        "status": status,
        "critical_path": value(answer.critical_path),
        "steps": answer.steps,
        "wall_s": (seconds * 1000.0).round() / 1000.0,
    });
    format!("{line}\n")
}

/// The same of a selection.
fn selection_line(name: &str, _: &Selection, found: &Selected, seconds: f64, _: Lang) -> String {
    let status = match (&found.starts, found.gap) {
        (Some(_), 0.0) => "OPTIMAL",
        (Some(_), _) => "FEASIBLE",
        (None, _) => "UNKNOWN",
    };
    let line = json!({
        "instance": name,
        "objective": found.starts.as_ref().map(|_| found.value),
        "bound": found.bound,
        "status": status,
        "steps": found.steps,
        "wall_s": (seconds * 1000.0).round() / 1000.0,
    });
    format!("{line}\n")
}
