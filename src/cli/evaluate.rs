//! `arbitre evaluate`.

use super::args::EvaluateArgs;
use super::exit::Exit;
use super::explain::holds;
use super::failure::Failure;
use super::load::{self, Gathered};
use super::stream::Stream;
use crate::base::Lang;
use crate::report;
use crate::study::{self, Candidate, Decided, Evaluating};
use crate::wire;

/// Steps of each search where nothing limits it.
const STEPS: u64 = 3_000;

/// Scores the candidates, and says what each comes to. A candidate that cannot be made is told as such beside the others.
pub(super) fn run(args: &EvaluateArgs, lang: Lang) -> Result<Exit, Vec<Failure>> {
    let decided = args.decided.baseline.as_ref();
    let files = [Some(&args.portfolio), Some(&args.plan), args.scenario.as_ref(), decided];
    load::distinct(files.into_iter().chain(args.changes.iter().map(Some)))?;
    let mut gathered = Gathered::default();
    let case = gathered.take(load::case(&args.portfolio, args.scenario.as_ref()));
    let plan = gathered.take(load::plan(&args.plan));
    let decided = gathered.take(decided.map(load::plan).transpose());
    let read: Vec<Option<Vec<Candidate>>> = args.changes.iter().map(|f| gathered.take(load::candidates(f))).collect();
    let candidates = read.into_iter().collect::<Option<Vec<_>>>().map(|all| all.concat());
    let (Some(case), Some(plan), Some(decided), Some(candidates)) = (case, plan, decided, candidates) else {
        return Err(gathered.failures());
    };
    let baseline = load::baseline(&case.portfolio, decided.as_ref(), &args.decided, lang);
    if !holds(&case, baseline.as_ref(), &plan, lang) {
        return Ok(Exit::Refused);
    }
    let decided = Decided { plan: decided.as_ref(), frozen_until: args.decided.frozen_until };
    let asked = Evaluating { draft: &case.draft, portfolio: &case.portfolio, plan: &plan, decided };
    let (options, clock) = (args.budget.options(STEPS), args.budget.clock()?);
    let evaluation = study::evaluate(&asked, &candidates, &options, &clock).map_err(Failure::Internal)?;
    if let Some(out) = &args.out {
        out.write(wire::write_evaluation(&evaluation, lang).as_bytes())?;
    }
    if args.out != Some(Stream::Standard) {
        Stream::Standard.write(report::evaluation(&case.portfolio, &evaluation, lang).as_bytes())?;
    }
    let is_broken = evaluation.candidates.iter().any(|c| !c.problems.is_empty());
    Ok(if is_broken { Exit::Unusable } else { Exit::Done })
}
