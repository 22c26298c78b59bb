//! One portfolio of a night.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::folder::{self, Source};
use crate::base::{Lang, Never, Stop};
use crate::cli::args::ReplanArgs;
use crate::cli::clock::Clock;
use crate::cli::failure::Failure;
use crate::cli::load;
use crate::cli::stream::Stream;
use crate::explain;
use crate::model::Portfolio;
use crate::plan::{Baseline, Plan, PlanStatus};
use crate::solve::{self, Answer, InternalError, Options, Question, Silent, Start};
use crate::study::{self, Morning};
use crate::wire::{self, v1};

/// What it may use.
pub(super) struct Means<'a> {
    pub(super) args: &'a ReplanArgs,
    /// The whole night's clock, which stops for all of them.
    pub(super) night: &'a Clock,
    pub(super) limit: Option<Duration>,
    pub(super) lang: Lang,
}

/// Plans it, whatever is wrong with it.
pub(super) fn plan(source: &Source, means: &Means<'_>) -> v1::MorningPortfolio {
    let done = catch_unwind(AssertUnwindSafe(|| planned(source, means)));
    let mut portfolio = match done {
        Ok(Ok(portfolio)) => portfolio,
        Ok(Err(failures)) => unusable(&failures, means.lang),
        Err(_) => failed("a panic in the engine".to_owned()),
    };
    portfolio.name.clone_from(&source.name);
    portfolio
}

fn planned(source: &Source, means: &Means<'_>) -> Result<v1::MorningPortfolio, Vec<Failure>> {
    let case = load::case(&Stream::File(source.file.clone()), None)?;
    let portfolio = &case.portfolio;
    let yesterday = yesterday(source, means)?.map(|plan| study::rebased(&plan, &portfolio.calendar));
    let args = means.args.decided(&source.name);
    let decided = args.baseline.as_ref().map(there).transpose()?.flatten();
    let decided = decided.map(|plan| study::rebased(&plan, &portfolio.calendar));
    let baseline = load::baseline(portfolio, decided.as_ref(), &args, means.lang);
    let night = Work { source, means, portfolio, baseline: baseline.as_ref(), yesterday: yesterday.as_ref() };
    let began = Instant::now();
    let answer = night.search(began);
    let seconds = if means.limit.is_none() { 0.0 } else { began.elapsed().as_secs_f64() };
    match answer {
        Ok(answer) => night.told(answer, seconds).map_err(Into::into),
        Err(error) => Ok(failed(error.to_string())),
    }
}

/// A portfolio ready to be planned.
struct Work<'a> {
    source: &'a Source,
    means: &'a Means<'a>,
    portfolio: &'a Portfolio,
    baseline: Option<&'a Baseline>,
    yesterday: Option<&'a Plan>,
}

impl Work<'_> {
    fn options(&self) -> Options {
        let args = self.means.args;
        Options { max_steps: args.budget.steps, gap: args.budget.gap.unwrap_or(0.0), seed: args.seed, threads: Some(1) }
    }

    /// From yesterday's plan and yesterday's prices.
    fn search(&self, began: Instant) -> Result<Answer, InternalError> {
        let bytes = std::fs::read(self.means.from(&self.source.name, "prices.json")).ok();
        let prices = bytes.and_then(|bytes| wire::kept_prices(self.portfolio, &bytes));
        let prices = prices.filter(|_| self.yesterday.is_some());
        let question = Question { portfolio: self.portfolio, baseline: self.baseline, hint: self.yesterday };
        let start = Start { prices: prices.as_ref(), ..Start::default() };
        let clock = Share { night: self.means.night, began, limit: self.means.limit };
        solve::plan_from(&question, &start, &self.options(), &clock, &Silent)
    }

    /// What came of it. The plan is written where there is one: else yesterday's stays.
    fn told(&self, answer: Answer, seconds: f64) -> Result<v1::MorningPortfolio, Failure> {
        let Answer { plan, prices, steps, .. } = answer;
        let lang = self.means.lang;
        let mut plan = explain::explain(self.portfolio, self.baseline, plan, &prices, lang, &Never);
        if let Some(solve) = &mut plan.solve {
            solve.wall_seconds = seconds;
        }
        let today = Some(&plan).filter(|plan| plan.status.has_plan());
        if let Some(today) = today {
            let out = |what: &str| self.means.args.out.join(format!("{}.{what}", self.source.name));
            folder::replace(&out("plan.json"), wire::write_plan(today).as_bytes())?;
            folder::replace(&out("prices.json"), wire::keep_prices(self.portfolio, &prices).as_bytes())?;
        }
        let morning: Morning = study::morning(self.portfolio, self.baseline, self.yesterday, today);
        let outcome = match plan.status {
            PlanStatus::Infeasible => v1::MorningOutcome::Infeasible,
            PlanStatus::Unknown => v1::MorningOutcome::NoPlan,
            PlanStatus::Unspecified | PlanStatus::Optimal | PlanStatus::Feasible => v1::MorningOutcome::Planned,
        };
        Ok(v1::MorningPortfolio {
            portfolio: self.portfolio.id.clone(),
            title: self.portfolio.name.clone(),
            outcome: outcome.into(),
            steps,
            seconds,
            ..wire::morning_message(&morning, self.yesterday, today, lang)
        })
    }
}

impl Means<'_> {
    /// A file that yesterday left.
    fn from(&self, name: &str, what: &str) -> PathBuf {
        self.args.from.as_ref().unwrap_or(&self.args.out).join(format!("{name}.{what}"))
    }
}

/// Yesterday's plan, if there is one. One that cannot be read is a mistake somebody should know of.
fn yesterday(source: &Source, means: &Means<'_>) -> Result<Option<Plan>, Vec<Failure>> {
    there(&Stream::File(means.from(&source.name, "plan.json")))
}

fn there(source: &Stream) -> Result<Option<Plan>, Vec<Failure>> {
    match source {
        Stream::File(file) if !file.exists() => Ok(None),
        _ => load::plan(source).map(Some),
    }
}

/// The night's clock, and a share of its time.
struct Share<'a> {
    night: &'a Clock,
    began: Instant,
    limit: Option<Duration>,
}

impl Stop for Share<'_> {
    fn stop(&self) -> bool {
        self.night.is_interrupted() || self.limit.is_some_and(|limit| self.began.elapsed() >= limit)
    }

    fn spent(&self) -> f64 {
        match self.limit {
            None => 0.0,
            Some(limit) if limit.is_zero() => 1.0,
            Some(limit) => (self.began.elapsed().as_secs_f64() / limit.as_secs_f64()).min(1.0),
        }
    }
}

fn failed(error: String) -> v1::MorningPortfolio {
    v1::MorningPortfolio { outcome: v1::MorningOutcome::Failed.into(), error, ..v1::MorningPortfolio::default() }
}

/// Problems of documents are told one by one, others in a line each.
fn unusable(failures: &[Failure], lang: Lang) -> v1::MorningPortfolio {
    let mut out =
        v1::MorningPortfolio { outcome: v1::MorningOutcome::Unusable.into(), ..v1::MorningPortfolio::default() };
    let mut lines = Vec::new();
    for failure in failures {
        match failure {
            Failure::Document { problems, .. } => {
                out.problems.extend(problems.iter().map(|p| wire::problem_message(p, lang)));
            }
            other => lines.extend(other.lines(lang)),
        }
    }
    out.error = lines.join("; ");
    out
}
