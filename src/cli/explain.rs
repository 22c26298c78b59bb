//! `arbitre explain`.

use super::args::ExplainArgs;
use super::console;
use super::exit::Exit;
use super::failure::Failure;
use super::load::{self, Case, Gathered};
use super::stream::Stream;
use crate::base::{Lang, ProjectId};
use crate::check::{self, Claims};
use crate::model::{Problem, ProblemCode};
use crate::plan::{Baseline, Plan};
use crate::report;
use crate::study::{self, Decided, Explaining};
use crate::wire;

/// Steps of each search where nothing limits it.
const STEPS: u64 = 20_000;

/// Says why the project is as it is in the plan, and what would have it by the day.
pub(super) fn run(args: &ExplainArgs, lang: Lang) -> Result<Exit, Vec<Failure>> {
    let decided = args.decided.baseline.as_ref();
    load::distinct([Some(&args.portfolio), Some(&args.plan), args.scenario.as_ref(), decided])?;
    let mut gathered = Gathered::default();
    let case = gathered.take(load::case(&args.portfolio, args.scenario.as_ref()));
    let plan = gathered.take(load::plan(&args.plan));
    let decided = gathered.take(decided.map(load::plan).transpose());
    let (Some(case), Some(plan), Some(decided)) = (case, plan, decided) else { return Err(gathered.failures()) };
    let project = project(args, &case)?;
    let baseline = load::baseline(&case.portfolio, decided.as_ref(), &args.decided, lang);
    if !holds(&case, baseline.as_ref(), &plan, lang) {
        return Ok(Exit::Refused);
    }
    let asked = Explaining {
        draft: &case.draft,
        portfolio: &case.portfolio,
        plan: &plan,
        decided: Decided { plan: decided.as_ref(), frozen_until: args.decided.frozen_until },
        project,
        by: args.by,
        lang,
    };
    let clock = args.budget.clock()?;
    let explained = study::explain_project(&asked, &args.budget.options(STEPS), &clock).map_err(Failure::Internal)?;
    if let Some(out) = &args.out {
        out.write(wire::write_explanation(&explained).as_bytes())?;
    }
    if args.out != Some(Stream::Standard) {
        Stream::Standard.write(report::explanation(&case.portfolio, &explained, lang).as_bytes())?;
    }
    Ok(Exit::Done)
}

fn project(args: &ExplainArgs, case: &Case) -> Result<ProjectId, Vec<Failure>> {
    let found = case.portfolio.projects.iter().position(|p| p.id == args.project);
    let problem = || Problem::new(ProblemCode::UnknownId, "--project", &args.project);
    let failure = || vec![Failure::Document { file: args.portfolio.name(), problems: vec![problem()] }];
    found.map(ProjectId::new).ok_or_else(failure)
}

/// Whether the plan keeps the portfolio's constraints; what it breaks is said. Of a plan that does not, nothing is explained.
pub(super) fn holds(case: &Case, baseline: Option<&Baseline>, plan: &Plan, lang: Lang) -> bool {
    let verdict = check::check(&case.portfolio, baseline, plan, Claims::Ignored);
    verdict.violations.iter().for_each(|v| console::say(&v.line(lang)));
    verdict.holds()
}
