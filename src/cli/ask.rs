//! `arbitre ask`.

use std::fs;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use super::args::AskArgs;
use super::clock::Clock;
use super::exit::{self, Exit};
use super::failure::Failure;
use super::file_names::FileNames;
use super::load::{self, Gathered};
use super::stream::Stream;
use super::{console, interrupt};
use crate::base::{Lang, Never};
use crate::model::draft::PortfolioDraft;
use crate::model::draft::scenario::ScenarioDraft;
use crate::plan::{Plan, PlanStatus};
use crate::report;
use crate::solve::Options;
use crate::study::{AskError, Asking, Opening, Reply, Searching, Watch, Workspace};
use crate::wire;

/// How long to plan the portfolio if nothing is said.
const PLAN: Duration = Duration::from_secs(60);

/// How long to search for an answer if nothing is said.
const ANSWER: Duration = Duration::from_secs(1);

/// What is asked, read.
struct Work {
    draft: PortfolioDraft,
    scenario: Option<ScenarioDraft>,
    decided: Option<Plan>,
    hint: Option<Plan>,
    questions: Vec<ScenarioDraft>,
}

/// How long a search takes, for whoever it has a place with.
struct Timed<'a> {
    clock: &'a Clock,
    is_timed: bool,
}

impl Watch for Timed<'_> {
    fn seconds(&self) -> f64 {
        if self.is_timed { self.clock.seconds() } else { 0.0 }
    }
}

/// Plans the portfolio, then answers one question after the other.
pub(super) fn run(args: &AskArgs, lang: Lang) -> Result<Exit, Vec<Failure>> {
    let work = read(args)?;
    if let Some(folder) = &args.out {
        fs::create_dir_all(folder).map_err(|error| Stream::File(folder.clone()).failure(error))?;
    }
    let interrupted = interrupt::flag().map_err(Failure::Interrupt)?;
    let mut names = FileNames::default();
    let mut workspace = open(&work, args, &mut names, &interrupted, lang)?;
    let mut worst = Exit::Done;
    for (question, source) in work.questions.iter().zip(&args.questions) {
        match ask(&mut workspace, question, args, &mut names, &interrupted, lang) {
            Ok(status) => worst = worse(worst, of_status(status)),
            Err(AskFailure::Problems(problems)) => {
                // What is wrong with one question says nothing of the others.
                let failures = [Failure::Document { file: source.name(), problems }];
                console::report(&failures, lang);
                worst = worse(worst, exit::of_failures(&failures));
            }
            Err(AskFailure::Other(failure)) => return Err(vec![failure]),
        }
    }
    Ok(worst)
}

/// Reads every file before it gives up on any.
fn read(args: &AskArgs) -> Result<Work, Vec<Failure>> {
    let decided = args.decided.baseline.as_ref();
    let questions = args.questions.iter().map(Some);
    let others = [Some(&args.portfolio), args.scenario.as_ref(), decided, args.hint.as_ref()];
    load::distinct(others.into_iter().chain(questions))?;
    let mut gathered = Gathered::default();
    let draft = gathered.take(load::portfolio(&args.portfolio));
    let scenario = gathered.take(args.scenario.as_ref().map(load::scenario).transpose());
    let decided = gathered.take(decided.map(load::plan).transpose());
    let hint = gathered.take(args.hint.as_ref().map(load::plan).transpose());
    let said: Vec<Option<ScenarioDraft>> =
        args.questions.iter().map(|source| gathered.take(load::scenario(source))).collect();
    match (draft, scenario, decided, hint, said.into_iter().collect::<Option<Vec<_>>>()) {
        (Some(draft), Some(scenario), Some(decided), Some(hint), Some(questions)) => {
            Ok(Work { draft, scenario, decided, hint, questions })
        }
        _ => Err(gathered.failures()),
    }
}

/// The workspace, with its first plan.
fn open(
    work: &Work,
    args: &AskArgs,
    names: &mut FileNames,
    interrupted: &Arc<AtomicBool>,
    lang: Lang,
) -> Result<Workspace, Vec<Failure>> {
    let opening = Opening {
        portfolio: work.draft.clone(),
        scenario: work.scenario.clone().unwrap_or_default(),
        decided: work.decided.clone(),
        frozen_until: args.decided.frozen_until,
    };
    load::say_if_of_another(&work.draft.id, work.hint.as_ref(), args.hint.as_ref(), lang);
    load::say_if_of_another(&work.draft.id, work.decided.as_ref(), args.decided.baseline.as_ref(), lang);
    let refused = |problems| vec![Failure::Document { file: args.portfolio.name(), problems }];
    let mut workspace = Workspace::new(opening).map_err(refused)?;
    let options = options(args, args.plan_steps, 0.0);
    let is_timed = args.plan_seconds.is_some() || args.plan_steps.is_none();
    let limit = args.plan_seconds.or(args.plan_steps.is_none().then_some(PLAN));
    let clock = Clock::start(limit, Arc::clone(interrupted));
    let watch = Timed { clock: &clock, is_timed };
    let at = Searching { options: &options, stop: &clock, patience: &Never, watch: &watch };
    workspace.improve(work.hint.as_ref(), &at).map_err(Failure::Internal)?;
    let plan = workspace.plan(lang, &at).map_err(Failure::Internal)?;
    console::say(&format!("{}: {}", args.portfolio.name(), report::outcome_line(&plan, lang)));
    if let Some(folder) = &args.out {
        let file = folder.join(format!("{}.plan.json", names.take("base")));
        Stream::File(file).write(wire::write_plan(&plan).as_bytes())?;
    }
    Ok(workspace)
}

/// Why there is no answer.
enum AskFailure {
    Problems(Vec<crate::model::Problem>),
    Other(Failure),
}

impl From<Failure> for AskFailure {
    fn from(failure: Failure) -> Self {
        Self::Other(failure)
    }
}

fn ask(
    workspace: &mut Workspace,
    question: &ScenarioDraft,
    args: &AskArgs,
    names: &mut FileNames,
    interrupted: &Arc<AtomicBool>,
    lang: Lang,
) -> Result<PlanStatus, AskFailure> {
    let budget = &args.budget;
    let is_open = budget.seconds.is_none() && budget.steps.is_none() && budget.gap.is_none();
    let is_timed = budget.seconds.is_some() || budget.steps.is_none();
    let options = options(args, budget.steps, budget.gap.unwrap_or(0.0));
    let clock = Clock::start(budget.seconds.or(is_open.then_some(ANSWER)), Arc::clone(interrupted));
    let watch = Timed { clock: &clock, is_timed };
    let at = Searching { options: &options, stop: &clock, patience: &Never, watch: &watch };
    let asked = Asking { scenario: question, undo: 0, on_base: !args.keep, keep: args.keep, lang };
    let reply = workspace.ask(&asked, &at).map_err(|error| match error {
        AskError::Problems(problems) => AskFailure::Problems(problems),
        AskError::Undo { .. } => unreachable!("nothing is taken back"),
        AskError::Internal(error) => AskFailure::Other(Failure::Internal(error)),
    })?;
    let seconds = watch.seconds();
    tell(question, &reply, seconds, args, names, lang)?;
    Ok(reply.plan().map_or(PlanStatus::Unknown, |plan| plan.status))
}

fn tell(
    question: &ScenarioDraft,
    reply: &Reply,
    seconds: f64,
    args: &AskArgs,
    names: &mut FileNames,
    lang: Lang,
) -> Result<(), Failure> {
    let headline = report::reply(reply, lang);
    let took = if seconds > 0.0 { format!("  ({} s)", report::decimal(seconds, 2, lang)) } else { String::new() };
    let name = if question.name.is_empty() { &question.id } else { &question.name };
    Stream::Standard.write(format!("{name}: {headline}{took}\n").as_bytes())?;
    let Some(folder) = &args.out else { return Ok(()) };
    let name = names.take(if question.id.is_empty() { "question" } else { &question.id });
    let answer = wire::write_reply(reply, headline, seconds, lang);
    Stream::File(folder.join(format!("{name}.answer.json"))).write(answer.as_bytes())
}

fn options(args: &AskArgs, steps: Option<u64>, gap: f64) -> Options {
    args.run.options(steps, gap)
}

fn of_status(status: PlanStatus) -> Exit {
    match status {
        PlanStatus::Optimal | PlanStatus::Feasible => Exit::Done,
        PlanStatus::Infeasible => Exit::Refused,
        PlanStatus::Unknown | PlanStatus::Unspecified => Exit::TimeUp,
    }
}

/// Input that cannot be used is the worst, then a proof that there is no plan, then the lack of one.
fn worse(a: Exit, b: Exit) -> Exit {
    let rank = |exit: Exit| match exit {
        Exit::Done => 0,
        Exit::TimeUp => 1,
        Exit::Refused => 2,
        Exit::Unusable => 3,
        Exit::Bug => 4,
    };
    if rank(b) > rank(a) { b } else { a }
}
