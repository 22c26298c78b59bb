//! Documents from files: read, changed by the scenario, validated. Every file is looked at before any failure is
//! reported, so that all of them are reported at once.

use super::args::DecidedArgs;
use super::console;
use super::failure::Failure;
use super::stream::{Stream, at_most_one_standard};
use crate::base::Lang;
use crate::model::draft::scenario::ScenarioDraft;
use crate::model::draft::{PortfolioDraft, ProjectDraft};
use crate::model::{self, Portfolio, Problem, ProblemCode};
use crate::plan::{Baseline, Plan};
use crate::scenario;
use crate::study::Candidate;
use crate::wire::{self, Document, Form, v1};

/// A portfolio as it is to be worked on.
pub(super) struct Case {
    /// As said, changes made.
    pub draft: PortfolioDraft,
    /// As validated.
    pub portfolio: Portfolio,
    /// The scenario's id; empty without one.
    pub scenario: String,
}

/// Failures so far, and the way to go on in spite of them.
#[derive(Default)]
pub(super) struct Gathered(Vec<Failure>);

impl Gathered {
    /// What there is, if there is; else its failures are kept.
    pub(super) fn take<T>(&mut self, result: Result<T, Vec<Failure>>) -> Option<T> {
        result.map_err(|failures| self.0.extend(failures)).ok()
    }

    /// Whether nothing has failed so far.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All failures.
    pub(super) fn failures(self) -> Vec<Failure> {
        self.0
    }
}

/// Refuses standard input for two of the files.
pub(super) fn distinct<'a>(inputs: impl IntoIterator<Item = Option<&'a Stream>>) -> Result<(), Vec<Failure>> {
    at_most_one_standard(inputs.into_iter().flatten()).map_err(|f| vec![f])
}

/// The portfolio, changed by the scenario if there is one, and validated.
pub(super) fn case(source: &Stream, changes: Option<&Stream>) -> Result<Case, Vec<Failure>> {
    let mut gathered = Gathered::default();
    let draft = gathered.take(portfolio(source));
    let scenario = gathered.take(changes.map(self::scenario).transpose());
    let (Some(draft), Some(scenario)) = (draft, scenario) else { return Err(gathered.failures()) };
    match (changes, scenario) {
        (Some(changes), Some(scenario)) => changed(source, &draft, changes, &scenario),
        _ => validated(draft, source.name(), String::new()),
    }
}

fn changed(
    source: &Stream,
    draft: &PortfolioDraft,
    changes: &Stream,
    scenario: &ScenarioDraft,
) -> Result<Case, Vec<Failure>> {
    let draft = scenario::apply(draft, scenario).map_err(|problems| document(changes.name(), problems))?;
    validated(draft, format!("{} + {}", source.name(), changes.name()), scenario.id.clone())
}

fn validated(draft: PortfolioDraft, name: String, scenario: String) -> Result<Case, Vec<Failure>> {
    match model::validate(&draft) {
        Ok(portfolio) => Ok(Case { draft, portfolio, scenario }),
        Err(problems) => Err(document(name, problems)),
    }
}

/// A plan.
pub(super) fn plan(source: &Stream) -> Result<Plan, Vec<Failure>> {
    read(source, wire::read_plan)
}

/// A portfolio as said, not yet validated.
pub(super) fn portfolio(source: &Stream) -> Result<PortfolioDraft, Vec<Failure>> {
    read(source, wire::read_portfolio)
}

/// A project to be demanded.
pub(super) fn demand(source: &Stream) -> Result<ProjectDraft, Vec<Failure>> {
    read(source, wire::read_demand)
}

/// A scenario.
pub(super) fn scenario(source: &Stream) -> Result<ScenarioDraft, Vec<Failure>> {
    read(source, wire::read_scenario)
}

/// A request for a job.
pub(super) fn job_request(source: &Stream) -> Result<v1::CreateJobRequest, Vec<Failure>> {
    read(source, wire::read_job_request)
}

/// Candidate changes.
pub(super) fn candidates(source: &Stream) -> Result<Vec<Candidate>, Vec<Failure>> {
    read(source, wire::read_candidates)
}

/// A plan, scenario, comparison, frontier or arbitration, whichever it is.
pub(super) fn any(source: &Stream) -> Result<Document, Vec<Failure>> {
    read(source, wire::read_document)
}

fn read<T>(source: &Stream, parse: fn(&[u8], Form) -> Result<T, Vec<Problem>>) -> Result<T, Vec<Failure>> {
    let bytes = source.read()?;
    parse(&bytes, source.form()).map_err(|problems| document(source.name(), problems))
}

fn document(file: String, problems: Vec<Problem>) -> Vec<Failure> {
    vec![Failure::Document { file, problems }]
}

/// A plan of another portfolio counts for the projects that both have: worth a line, as it is more often a wrong file than meant.
pub(super) fn say_if_of_another(portfolio: &str, plan: Option<&Plan>, source: Option<&Stream>, lang: Lang) {
    let (Some(plan), Some(source)) = (plan, source) else { return };
    if !plan.portfolio.is_empty() && plan.portfolio != portfolio {
        let told = Problem::new(ProblemCode::OtherPortfolio, "", "").message(lang);
        console::say(&format!("{}: {told} [{}]", source.name(), plan.portfolio));
    }
}

/// What the baseline's plan commits to, frozen as the flags say. It may speak of projects that are no longer asked for:
/// they bind nothing, which is worth a line each.
pub(super) fn baseline(portfolio: &Portfolio, plan: Option<&Plan>, args: &DecidedArgs, lang: Lang) -> Option<Baseline> {
    let frozen = args.frozen_until.map_or(0, |day| portfolio.calendar.periods_beginning_before(day));
    let frozen = i32::try_from(frozen).expect("a calendar has far fewer than 2^31 periods");
    let plan = plan?;
    say_if_of_another(&portfolio.id, Some(plan), args.baseline.as_ref(), lang);
    let baseline = Baseline::new(plan, frozen);
    let file = args.baseline.as_ref().map(Stream::name).unwrap_or_default();
    let known = |id: &str| portfolio.projects.iter().any(|p| p.id == id);
    for project in baseline.projects.iter().filter(|p| !known(&p.project)) {
        let ignored = lang.pick("projet inconnu du portefeuille, ignoré", "project unknown to the portfolio, ignored");
        console::say(&format!("{file}: {}: {ignored}", project.project));
    }
    if baseline.projects.is_empty() && !baseline.proposed.is_empty() {
        let nothing = lang.pick(
            "n'engage aucun projet\u{a0}: rien n'en est tenu ni gelé",
            "commits to no project: nothing of it is held or frozen",
        );
        console::say(&format!("{file}: {nothing}"));
    }
    Some(baseline)
}
