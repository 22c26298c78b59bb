//! `arbitre arbitrate`.

use std::time::Duration;

use super::args::{ArbitrateArgs, LeverArg};
use super::clock::Clock;
use super::console;
use super::exit::Exit;
use super::failure::Failure;
use super::interrupt;
use super::load::{self, Case, Gathered};
use super::stream::Stream;
use crate::arbitrate::{Arbitrating, Arbitration, ArbitrationError, Triage, arbitrate};
use crate::base::Lang;
use crate::model::Problem;
use crate::model::draft::ProjectDraft;
use crate::plan::Plan;
use crate::report;
use crate::solve::Levers;
use crate::wire;

/// How long to search if nothing is said.
const LIMIT: Duration = Duration::from_secs(30);

/// Finds what could give way to the demands, and writes the menu.
pub(super) fn run(args: &ArbitrateArgs, lang: Lang) -> Result<Exit, Vec<Failure>> {
    let (case, decided, demands) = read(args)?;
    if let Some(out) = &args.out {
        out.expect_writable()?;
    }
    load::say_if_of_another(&case.portfolio.id, Some(&decided), Some(&args.baseline), lang);
    let menu = search(args, &case, &decided, &demands, lang)?;
    if menu.committed == 0 {
        console::say(lang.pick(
            "la référence n'engage aucun projet du portefeuille\u{a0}: rien ne compte comme changé (voir --all-decided)",
            "the baseline commits to no project of the portfolio: nothing counts as changed (see --all-decided)",
        ));
    }
    if let Some(out) = &args.out {
        out.write(wire::write_arbitration(&menu, &case.scenario).as_bytes())?;
    }
    if args.out != Some(Stream::Standard) {
        Stream::Standard.write(report::arbitration(&menu, lang).as_bytes())?;
    }
    Ok(exit(&menu))
}

/// Reads every file before it gives up on any.
fn read(args: &ArbitrateArgs) -> Result<(Case, Plan, Vec<ProjectDraft>), Vec<Failure>> {
    let inputs = [Some(&args.portfolio), args.scenario.as_ref(), Some(&args.baseline)];
    load::distinct(inputs.into_iter().chain(args.demand.iter().map(Some)))?;
    let mut gathered = Gathered::default();
    let case = gathered.take(load::case(&args.portfolio, args.scenario.as_ref()));
    let decided = gathered.take(load::plan(&args.baseline));
    let demands: Vec<Option<ProjectDraft>> =
        args.demand.iter().map(|source| gathered.take(load::demand(source))).collect();
    match (case, decided, demands.into_iter().collect::<Option<Vec<_>>>()) {
        (Some(case), Some(decided), Some(demands)) => Ok((case, decided, demands)),
        _ => Err(gathered.failures()),
    }
}

fn search(
    args: &ArbitrateArgs,
    case: &Case,
    decided: &Plan,
    demands: &[ProjectDraft],
    lang: Lang,
) -> Result<Arbitration, Vec<Failure>> {
    let interrupted = interrupt::flag().map_err(Failure::Interrupt)?;
    let limit = if args.seconds.is_some() || args.steps.is_some() { args.seconds } else { Some(LIMIT) };
    let clock = Clock::start(limit, interrupted);
    let asked = Arbitrating {
        draft: &case.draft,
        demands,
        baseline: decided,
        frozen_until: args.frozen_until,
        all_decided: args.all_decided,
        options: usize::from(args.options),
        levers: levers(&args.levers),
        hold_funds: args.hold_funds,
        hold_load: args.hold_load,
        lang,
    };
    let options = args.run.options(args.steps, 0.0);
    arbitrate(&asked, &options, &clock, &|_| ()).map_err(|e| match e {
        ArbitrationError::Internal(error) => vec![Failure::Internal(error)],
        ArbitrationError::Problems(problems) => documents(args, problems),
    })
}

/// Problems by the file of the demand that they speak of; others are the portfolio's.
fn documents(args: &ArbitrateArgs, problems: Vec<Problem>) -> Vec<Failure> {
    let one = |mut problem: Problem| {
        let own = problem.path.strip_prefix("demands[").and_then(|rest| rest.split_once(']'));
        let own = own.and_then(|(i, rest)| Some((i.parse::<usize>().ok()?, rest.trim_start_matches('.').to_owned())));
        let file = match own.and_then(|(i, rest)| Some((args.demand.get(i)?, rest))) {
            Some((file, rest)) => {
                problem.path = rest;
                file
            }
            None => {
                let own = problem.path.strip_prefix("portfolio.").map(str::to_owned);
                problem.path = own.unwrap_or(problem.path);
                &args.portfolio
            }
        };
        Failure::Document { file: file.name(), problems: vec![problem] }
    };
    problems.into_iter().map(one).collect()
}

fn levers(said: &[LeverArg]) -> Levers {
    let has = |lever| said.is_empty() || said.contains(&lever);
    Levers {
        delay: has(LeverArg::Delay),
        drop: has(LeverArg::Drop),
        source: has(LeverArg::Source),
        rearrange: has(LeverArg::Rearrange),
    }
}

fn exit(menu: &Arbitration) -> Exit {
    match menu.triage {
        Triage::FitsAsIs | Triage::FitsIf => Exit::Done,
        Triage::Cannot => Exit::Refused,
        Triage::Open => Exit::TimeUp,
    }
}
