//! `arbitre compare`.

use std::fs;
use std::path::Path;
use std::time::Duration;

use super::args::CompareArgs;
use super::clock::Clock;
use super::dossier;
use super::exit::Exit;
use super::failure::Failure;
use super::file_names::FileNames;
use super::interrupt;
use super::load::{self, Gathered};
use super::shared::{self, Shared};
use super::stream::Stream;
use crate::base::{Lang, Never};
use crate::model::draft::PortfolioDraft;
use crate::model::draft::scenario::ScenarioDraft;
use crate::plan::{Plan, PlanStatus};
use crate::report;
use crate::report::dossier::{Material, Source};
use crate::study::{self, Case, Comparison, Decided, Sitting};
use crate::wire;

/// What is to be compared, read.
struct Work {
    draft: PortfolioDraft,
    scenarios: Vec<ScenarioDraft>,
    decided: Option<Plan>,
    /// For the dossier, if there is to be one.
    sources: Vec<Source>,
}

impl Work {
    fn decided(&self, args: &CompareArgs) -> Decided<'_> {
        Decided { plan: self.decided.as_ref(), frozen_until: args.decided.frozen_until }
    }
}

/// Plans the scenarios, and writes their plans and what they come to side by side.
pub(super) fn run(args: &CompareArgs, lang: Lang) -> Result<Exit, Vec<Failure>> {
    let work = read(args)?;
    load::say_if_of_another(&work.draft.id, work.decided.as_ref(), args.decided.baseline.as_ref(), lang);
    let cases = study::cases(&work.draft, &work.scenarios, &work.decided(args));
    if let Some(folder) = &args.out {
        fs::create_dir_all(folder).map_err(|error| Stream::File(folder.clone()).failure(error))?;
    }
    dossier::expect_writable(&args.dossier)?;
    let comparison = compare(&work, &cases, args, lang)?;
    if let Some(folder) = &args.out {
        write(folder, &comparison, lang)?;
    }
    let ended = exit(&comparison);
    if !dossier::is_on_standard_output(&args.dossier) {
        Stream::Standard.write(report::comparison(&comparison, &work.draft, lang).as_bytes())?;
    }
    dossier::write(&args.dossier, || material(work, cases, comparison), lang)?;
    Ok(ended)
}

fn material(work: Work, cases: Vec<Case>, comparison: Comparison) -> Material {
    Material { sources: work.sources, ..Material::new(work.draft, cases, comparison, work.decided) }
}

/// Reads every file before it gives up on any.
fn read(args: &CompareArgs) -> Result<Work, Vec<Failure>> {
    let decided = args.decided.baseline.as_ref();
    let scenarios = args.scenarios.iter().map(Some);
    load::distinct([Some(&args.portfolio), decided].into_iter().chain(scenarios))?;
    let mut gathered = Gathered::default();
    let draft = gathered.take(load::portfolio(&args.portfolio));
    let decided = gathered.take(decided.map(load::plan).transpose());
    let said: Vec<Option<ScenarioDraft>> =
        args.scenarios.iter().map(|source| gathered.take(load::scenario(source))).collect();
    let base = (args.with_base || args.scenarios.is_empty()).then(ScenarioDraft::default);
    match (draft, decided, said.into_iter().collect::<Option<Vec<_>>>()) {
        (Some(draft), Some(decided), Some(said)) => {
            let scenarios = base.into_iter().chain(said).collect();
            Ok(Work { draft, scenarios, decided, sources: sources(args) })
        }
        _ => Err(gathered.failures()),
    }
}

fn sources(args: &CompareArgs) -> Vec<Source> {
    let wanted = args.dossier.html.is_some() || args.dossier.xlsx.is_some();
    let files = std::iter::once(&args.portfolio).chain(&args.scenarios).chain(&args.decided.baseline);
    if wanted { dossier::sources(files) } else { Vec::new() }
}

fn compare(work: &Work, cases: &[Case], args: &CompareArgs, lang: Lang) -> Result<Comparison, Failure> {
    let interrupted = interrupt::flag().map_err(Failure::Interrupt)?;
    let options = args.run.options(args.budget.steps, args.budget.gap.unwrap_or(0.0));
    let seconds = Sitting::seconds(cases.len(), args.propose);
    let clock = Clock::start(shared::limit(&args.budget, Duration::from_secs(seconds.into())), interrupted);
    let mut names: Vec<String> = cases.iter().map(|c| report::scenario_name(&c.scenario, lang)).collect();
    names.extend((1..=args.propose).map(|i| format!("{i}/{}", args.propose)));
    let watch = Shared::new(&clock, &args.budget, names, lang);
    let decided = work.decided(args);
    let sitting = Sitting { portfolio: &work.draft.id, cases, proposals: args.propose, decided, lang };
    watch.shown(|| sitting.hold(&options, watch.clock(), &Never, &watch)).map_err(Failure::Internal)
}

/// The comparison and the plans that there are.
fn write(folder: &Path, comparison: &Comparison, lang: Lang) -> Result<(), Failure> {
    let mut names = FileNames::default();
    let scenarios = comparison.scenarios.iter().filter_map(|s| Some((&s.scenario.id, s.plan.as_ref()?)));
    for (id, plan) in scenarios.chain(comparison.proposals.iter().map(|p| (&p.scenario.id, &p.plan))) {
        let name = names.take(if id.is_empty() { "base" } else { id });
        Stream::File(folder.join(format!("{name}.plan.json"))).write(wire::write_plan(plan).as_bytes())?;
    }
    let comparison = wire::write_comparison(comparison, lang);
    Stream::File(folder.join("comparison.json")).write(comparison.as_bytes())
}

/// The worst that came of any scenario: one that cannot be used, that has no plan, that none was found for.
fn exit(comparison: &Comparison) -> Exit {
    let has =
        |status: PlanStatus| comparison.scenarios.iter().any(|s| s.plan.as_ref().is_some_and(|p| p.status == status));
    if comparison.scenarios.iter().any(|s| s.plan.is_none()) {
        Exit::Unusable
    } else if has(PlanStatus::Infeasible) {
        Exit::Refused
    } else if has(PlanStatus::Unknown) {
        Exit::TimeUp
    } else {
        Exit::Done
    }
}
