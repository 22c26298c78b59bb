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
use crate::exchange::{Question, write_schedule};
use crate::report;
use crate::schedule::{Answer, Control, Instance, Objective, Status, Value, solve};
use crate::solve::on_threads;

/// How long to search if nothing is said.
const SECONDS: Duration = Duration::from_secs(60);

/// Schedules an instance, and says what came of it.
pub(super) fn run(args: &ScheduleArgs, lang: Lang) -> Result<Exit, Vec<Failure>> {
    if let Some(out) = &args.out {
        out.expect_writable()?;
    }
    let question = instance::question(&args.file, args.format)?;
    let Question::Schedule(instance) = question else {
        return Err(vec![Failure::NoSchedule { file: args.file.name() }]);
    };
    let name = instance::short_name(&args.file);
    let interrupted = interrupt::flag().map_err(|e| vec![Failure::Interrupt(e)])?;
    let limit = args.seconds.or(args.steps.is_none().then_some(SECONDS));
    let clock = Clock::start(limit, interrupted);
    let answer = search(args, &instance, &clock)?;
    let tell = if args.json { line } else { report::schedule };
    let text = tell(&name, &instance, &answer, clock.seconds(), lang);
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
