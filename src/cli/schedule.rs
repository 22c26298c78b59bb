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
use crate::schedule::{Answer, Control, Instance, Objective, Status, Value, solve};

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
    let said = Said { name: &name, instance: &instance, answer: &answer, seconds: clock.seconds() };
    let text = if args.json { said.json() } else { said.text(lang) };
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
    let threads = args.run.threads.map_or(0, usize::from);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let pool = pool.map_err(|e| Failure::System(std::io::Error::other(e)))?;
    let steps = args.steps.unwrap_or(u64::MAX);
    let control = Control { stop: clock, steps, seed: args.run.seed, report: &|_| () };
    Ok(pool.install(|| solve(instance, &control)))
}

/// What is said of an answer.
struct Said<'a> {
    name: &'a str,
    instance: &'a Instance,
    answer: &'a Answer,
    seconds: f64,
}

impl Said<'_> {
    fn json(&self) -> String {
        let value = |v: Value| match self.instance.objective() {
            Objective::Makespan => json!(v.first),
            Objective::DelayThenMakespan => json!([v.first, v.second]),
        };
        let line = json!({
            "instance": self.name,
            "objective": self.answer.best.as_ref().map(|b| value(b.value)),
            "bound": value(self.answer.bound),
            "status": self.status(),
            "critical_path": value(self.answer.critical_path),
            "steps": self.answer.steps,
            "wall_s": (self.seconds * 1000.0).round() / 1000.0,
        });
        format!("{line}\n")
    }

    fn status(&self) -> &'static str {
        match self.answer.status {
            Status::Optimal => "OPTIMAL",
            Status::Feasible => "FEASIBLE",
            Status::Infeasible => "INFEASIBLE",
            Status::Unknown => "UNKNOWN",
        }
    }

    fn text(&self, lang: Lang) -> String {
        let (projects, activities) = (self.instance.projects().len(), self.instance.activities().len());
        let size = match lang {
            Lang::Fr => format!("{} : {projects} projet(s), {activities} activités", self.name),
            Lang::En => format!("{}: {projects} project(s), {activities} activities", self.name),
        };
        let steps = lang.pick("étapes", "steps");
        format!("{size}\n{}\n{:.1} s, {} {steps}\n", self.outcome(lang), self.seconds, self.answer.steps)
    }

    fn outcome(&self, lang: Lang) -> String {
        let Some(best) = &self.answer.best else {
            return match self.answer.status {
                Status::Infeasible => {
                    lang.pick("aucun calendrier n'est possible : prouvé", "no schedule is possible: proven")
                }
                _ => lang.pick("aucun calendrier trouvé à temps", "no schedule found in time"),
            }
            .to_owned();
        };
        let (value, bound, path) = (best.value, self.answer.bound, self.answer.critical_path);
        let proven = match self.answer.status {
            Status::Optimal => lang.pick("prouvé optimal", "proven optimal"),
            _ => lang.pick("réalisable", "feasible"),
        };
        match (self.instance.objective(), lang) {
            (Objective::Makespan, Lang::Fr) => format!(
                "durée totale {}, borne {}, écart {}, {proven} ; {} au-dessus du chemin critique ({})",
                value.first,
                bound.first,
                above(value.first, bound.first),
                above(value.first, path.first),
                path.first
            ),
            (Objective::Makespan, Lang::En) => format!(
                "makespan {}, bound {}, gap {}, {proven}; {} above the critical path ({})",
                value.first,
                bound.first,
                above(value.first, bound.first),
                above(value.first, path.first),
                path.first
            ),
            (Objective::DelayThenMakespan, Lang::Fr) => format!(
                "retard total {}, borne {}, puis durée totale {} ({} par le chemin critique), {proven}",
                value.first, bound.first, value.second, path.second
            ),
            (Objective::DelayThenMakespan, Lang::En) => format!(
                "total project delay {}, bound {}, then total makespan {} ({} by the critical path), {proven}",
                value.first, bound.first, value.second, path.second
            ),
        }
    }
}

/// By how much the one is above the other, in percent.
fn above(value: i64, base: i64) -> String {
    if base <= 0 {
        return format!("{}", value - base);
    }
    format!("{:.2} %", 100.0 * (value - base) as f64 / base as f64)
}
