//! `arbitre plan`.

use std::io::{self, IsTerminal};
use std::time::Duration;

use super::args::{BudgetArgs, PlanArgs};
use super::clock::Clock;
use super::exit::Exit;
use super::failure::Failure;
use super::load::{self, Case, Gathered};
use super::stream::Stream;
use super::trace::Trace;
use super::watch::Watch;
use super::{console, interrupt, live};
use crate::base::{Lang, Never};
use crate::explain;
use crate::plan::{Baseline, Plan, PlanStatus};
use crate::report;
use crate::solve::{self, Answer, Options, Question};
use crate::wire::{self, Form};

/// How long to search if nothing is said.
const DEFAULT_LIMIT: Duration = Duration::from_secs(60);

/// What is to be planned, read and validated.
struct Work {
    case: Case,
    baseline: Option<Baseline>,
    hint: Option<Plan>,
}

/// Plans the portfolio, and writes the plan and its summary.
pub(super) fn run(args: &PlanArgs, lang: Lang) -> Result<Exit, Vec<Failure>> {
    let work = read(args, lang)?;
    let out = args.out.clone().unwrap_or(Stream::Standard);
    out.expect_writable()?;
    let trace = args.trace.as_deref().map(Trace::create).transpose()?;
    let (plan, trace) = solve(&work, args, trace, lang)?;
    out.write(&bytes(&plan, out.form()))?;
    show(&work, &plan, &out, lang)?;
    // Last, so that a trace that could not be written costs nobody a plan.
    trace.map_or(Ok(()), Trace::finish)?;
    Ok(exit(plan.status))
}

/// Reads every file before it gives up on any.
fn read(args: &PlanArgs, lang: Lang) -> Result<Work, Vec<Failure>> {
    let decided = args.decided.baseline.as_ref();
    load::distinct([Some(&args.portfolio), args.scenario.as_ref(), decided, args.hint.as_ref()])?;
    let mut gathered = Gathered::default();
    let case = gathered.take(load::case(&args.portfolio, args.scenario.as_ref()));
    let decided = gathered.take(decided.map(load::plan).transpose());
    let hint = gathered.take(args.hint.as_ref().map(load::plan).transpose());
    match (case, decided, hint) {
        (Some(case), Some(decided), Some(hint)) => {
            load::say_if_of_another(&case.portfolio.id, hint.as_ref(), args.hint.as_ref(), lang);
            let baseline = load::baseline(&case.portfolio, decided.as_ref(), &args.decided, lang);
            Ok(Work { case, baseline, hint })
        }
        _ => Err(gathered.failures()),
    }
}

/// The plan as it leaves, and the trace of how it was found.
fn solve(work: &Work, args: &PlanArgs, trace: Option<Trace>, lang: Lang) -> Result<(Plan, Option<Trace>), Failure> {
    let interrupted = interrupt::flag().map_err(Failure::Interrupt)?;
    let question =
        Question { portfolio: &work.case.portfolio, baseline: work.baseline.as_ref(), hint: work.hint.as_ref() };
    let options = options(args);
    let clock = Clock::start(limit(&args.budget), interrupted);
    let watch = Watch::new(&clock, trace);
    let search = || solve::plan(&question, &options, &clock, &watch);
    let answer = if io::stderr().is_terminal() { live::shown(&watch, lang, search) } else { search() };
    // A step budget gives the same plan on every machine, to the byte: the time it took has no place in it.
    let seconds = if args.budget.seconds.is_none() && args.budget.steps.is_some() { 0.0 } else { clock.seconds() };
    let answer = answer.map_err(Failure::Internal)?;
    let plan = solve::on_threads(options.threads, || finished(answer, work, seconds, lang));
    Ok((plan.map_err(Failure::Internal)?, watch.into_trace()))
}

fn options(args: &PlanArgs) -> Options {
    args.run.options(args.budget.steps, args.budget.gap.unwrap_or(0.0))
}

fn limit(budget: &BudgetArgs) -> Option<Duration> {
    let said = budget.seconds.is_some() || budget.steps.is_some() || budget.gap.is_some();
    if said { budget.seconds } else { Some(DEFAULT_LIMIT) }
}

/// The plan as it leaves: the engine's, with its reasons and with what the engine knows nothing of.
fn finished(answer: Answer, work: &Work, seconds: f64, lang: Lang) -> Plan {
    let Answer { plan, prices, .. } = answer;
    let mut plan = explain::explain(&work.case.portfolio, work.baseline.as_ref(), plan, &prices, lang, &Never);
    plan.scenario.clone_from(&work.case.scenario);
    if let Some(solve) = &mut plan.solve {
        solve.wall_seconds = seconds;
    }
    plan
}

fn bytes(plan: &Plan, form: Form) -> Vec<u8> {
    match form {
        Form::Json => wire::write_plan(plan).into_bytes(),
        Form::Binary => wire::plan_to_bytes(plan),
    }
}

/// The summary: on standard output, unless the plan is there; then on stderr, if somebody is looking, and
/// else there only why there is no plan.
fn show(work: &Work, plan: &Plan, out: &Stream, lang: Lang) -> Result<(), Failure> {
    let summary = || report::summary(&work.case.portfolio, plan, lang);
    match out {
        Stream::File(_) => Stream::Standard.write(summary().as_bytes()),
        Stream::Standard => {
            if io::stderr().is_terminal() {
                console::print(&summary());
            } else if exit(plan.status) != Exit::Done {
                console::say(report::status(plan.status, lang));
            }
            Ok(())
        }
    }
}

fn exit(status: PlanStatus) -> Exit {
    match status {
        PlanStatus::Optimal | PlanStatus::Feasible => Exit::Done,
        PlanStatus::Infeasible => Exit::Refused,
        PlanStatus::Unknown | PlanStatus::Unspecified => Exit::TimeUp,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_of_the_plan_is_the_exit() {
        for (status, expected) in [
            (PlanStatus::Optimal, Exit::Done),
            (PlanStatus::Feasible, Exit::Done),
            (PlanStatus::Infeasible, Exit::Refused),
            (PlanStatus::Unknown, Exit::TimeUp),
        ] {
            assert_eq!(exit(status), expected, "{status:?}");
        }
    }

    #[test]
    fn a_minute_is_the_default_unless_a_limit_is_given() {
        let budget = |seconds, steps, gap| BudgetArgs { seconds, steps, gap };
        let ten = Duration::from_secs(10);
        for (given, expected) in [
            (budget(None, None, None), Some(DEFAULT_LIMIT)),
            (budget(Some(ten), None, None), Some(ten)),
            (budget(Some(ten), Some(5), Some(0.1)), Some(ten)),
            (budget(None, Some(5), None), None),
            (budget(None, None, Some(0.1)), None),
        ] {
            assert_eq!(limit(&given), expected, "{given:?}");
        }
    }
}
