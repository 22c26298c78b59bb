//! `arbitre frontier`.

use std::time::Duration;

use super::args::FrontierArgs;
use super::axis::AxisArg;
use super::clock::Clock;
use super::exit::Exit;
use super::failure::Failure;
use super::interrupt;
use super::load::{self, Case, Gathered};
use super::shared::{self, Shared};
use super::stream::Stream;
use crate::base::Lang;
use crate::plan::Plan;
use crate::report;
use crate::study::{self, Axis, Decided, Exploration, Frontier, FrontierError};
use crate::wire;

/// Plans under one limit after another, and writes the curve.
pub(super) fn run(args: &FrontierArgs, lang: Lang) -> Result<Exit, Vec<Failure>> {
    let (case, decided) = read(args)?;
    load::say_if_of_another(&case.portfolio.id, decided.as_ref(), args.decided.baseline.as_ref(), lang);
    if let Some(out) = &args.out {
        out.expect_writable()?;
    }
    let frontier = explore(args, &case, decided.as_ref(), lang)?;
    if let Some(out) = &args.out {
        out.write(wire::write_frontier(&frontier, &case.scenario).as_bytes())?;
    }
    if args.out != Some(Stream::Standard) {
        Stream::Standard.write(report::frontier(&case.portfolio, &frontier, lang).as_bytes())?;
    }
    Ok(exit(&frontier))
}

/// Reads every file before it gives up on any.
fn read(args: &FrontierArgs) -> Result<(Case, Option<Plan>), Vec<Failure>> {
    let decided = args.decided.baseline.as_ref();
    load::distinct([Some(&args.portfolio), args.scenario.as_ref(), decided])?;
    let mut gathered = Gathered::default();
    let case = gathered.take(load::case(&args.portfolio, args.scenario.as_ref()));
    let decided = gathered.take(decided.map(load::plan).transpose());
    case.zip(decided).ok_or_else(|| gathered.failures())
}

fn explore(args: &FrontierArgs, case: &Case, decided: Option<&Plan>, lang: Lang) -> Result<Frontier, Vec<Failure>> {
    let interrupted = interrupt::flag().map_err(Failure::Interrupt)?;
    let axis = axis(&args.measure, case);
    let points = usize::from(args.points);
    let options = args.run.options(args.budget.steps, args.budget.gap.unwrap_or(0.0));
    let clock = Clock::start(
        shared::limit(&args.budget, Duration::from_secs(u64::from(study::POINT_SECONDS) * points as u64)),
        interrupted,
    );
    let names = (1..=points).map(|i| format!("{i}/{points}")).collect();
    let watch = Shared::new(&clock, &args.budget, names, lang);
    let decided = Decided { plan: decided, frozen_until: args.decided.frozen_until };
    let asked = Exploration { draft: &case.draft, decided, axis: &axis, points };
    watch.shown(|| study::explore(&asked, &options, watch.clock(), &watch)).map_err(|e| match e {
        FrontierError::Internal(error) => vec![Failure::Internal(error)],
        FrontierError::Problems(problems) => vec![Failure::Document { file: args.portfolio.name(), problems }],
    })
}

/// A pool comes before a role of the same name.
fn axis(said: &AxisArg, case: &Case) -> Axis {
    match said {
        AxisArg::Measure(measure) => Axis::Measure(*measure),
        AxisArg::Fund(id) => Axis::Fund(id.clone()),
        AxisArg::Staff(id) if case.portfolio.pools.iter().any(|p| p.id == *id) => Axis::Pool(id.clone()),
        AxisArg::Staff(id) if case.portfolio.pools.iter().any(|p| p.role == *id) => Axis::Role(id.clone()),
        AxisArg::Staff(id) => Axis::Pool(id.clone()),
    }
}

/// That small limits can be proven too small is an answer; that no point has a plan is none.
fn exit(frontier: &Frontier) -> Exit {
    use crate::plan::PlanStatus as S;
    let has_plan = |s: S| s.has_plan();
    match frontier.points.last().map(|p| p.plan.status) {
        Some(S::Infeasible) => Exit::Refused,
        Some(status) if has_plan(status) => Exit::Done,
        _ => Exit::TimeUp,
    }
}
