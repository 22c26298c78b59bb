//! The planning service's requests and answers. What a request says becomes drafts and plans; what is wrong with it is
//! named by its place in the request.

use super::portfolio::measure_message;
use super::{plan, portfolio, scenario, v1};
use crate::base::{Date, Lang, date};
use crate::check::{Verdict, Violation};
use crate::model::draft::PortfolioDraft;
use crate::model::draft::scenario::ScenarioDraft;
use crate::model::{Measure, Problem, ProblemCode};
use crate::plan::{MeasureValue, Plan};
use crate::solve::Progress;

/// A portfolio and the changes to make to it.
#[derive(Clone, Debug)]
pub struct Subject {
    /// The portfolio.
    pub portfolio: PortfolioDraft,
    /// The changes.
    pub scenario: Option<ScenarioDraft>,
}

/// What was decided before.
#[derive(Clone, Debug, Default)]
pub struct Decided {
    /// The plan, with its commitments.
    pub baseline: Option<Plan>,
    /// What begins before this day stays.
    pub frozen_until: Option<Date>,
}

/// How long to search, and how, as far as the request says.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Wishes {
    /// Seconds of search.
    pub max_seconds: Option<f64>,
    /// Steps of search.
    pub max_steps: Option<u64>,
    /// Proven gap at which to stop.
    pub gap: Option<f64>,
    /// Seed of the random streams.
    pub seed: Option<u64>,
    /// Threads to search with.
    pub threads: Option<u32>,
}

/// What is to be planned.
#[derive(Clone, Debug)]
pub struct Order {
    /// Of what.
    pub subject: Subject,
    /// From what.
    pub decided: Decided,
    /// A plan to start from.
    pub hint: Option<Plan>,
    /// How.
    pub wishes: Wishes,
}

/// What is to be checked.
#[derive(Clone, Debug)]
pub struct Check {
    /// Of what.
    pub subject: Subject,
    /// The plan.
    pub plan: Plan,
    /// From what.
    pub decided: Decided,
    /// Whether the figures that the plan gives are left alone.
    pub ignore_claims: bool,
}

/// Reads a request, or says all that is wrong with its form.
pub fn read_plan_request(m: v1::PlanRequest) -> Result<Order, Vec<Problem>> {
    order(m.portfolio, m.scenario, (m.baseline, m.frozen_until), m.hint, m.options)
}

/// Reads a request; whether whole plans on the way are asked for stands beside it.
pub fn read_stream_plan_request(m: v1::StreamPlanRequest) -> Result<Order, Vec<Problem>> {
    order(m.portfolio, m.scenario, (m.baseline, m.frozen_until), m.hint, m.options)
}

/// Reads a request.
pub fn read_validate_request(m: v1::ValidatePortfolioRequest) -> Result<Subject, Vec<Problem>> {
    let mut reading = Reading::default();
    let subject = reading.subject(m.portfolio, m.scenario);
    reading.end(subject)
}

/// Reads a request.
pub fn read_expand_request(m: v1::ExpandPortfolioRequest) -> Result<Subject, Vec<Problem>> {
    let mut reading = Reading::default();
    let subject = reading.subject(m.portfolio, m.scenario);
    reading.end(subject)
}

/// Reads a request.
pub fn read_check_request(m: v1::CheckPlanRequest) -> Result<Check, Vec<Problem>> {
    let mut reading = Reading::default();
    let subject = reading.subject(m.portfolio, m.scenario);
    let decided = reading.decided(m.baseline, &m.frozen_until);
    let plan = match m.plan {
        Some(plan) => reading.plan("plan", Some(plan)),
        None => reading.missing("plan"),
    };
    let found =
        subject.zip(plan).map(|(subject, plan)| Check { subject, plan, decided, ignore_claims: m.ignore_claims });
    reading.end(found)
}

fn order(
    portfolio: Option<v1::Portfolio>,
    scenario: Option<v1::Scenario>,
    (baseline, frozen_until): (Option<v1::Plan>, String),
    hint: Option<v1::Plan>,
    options: Option<v1::PlanOptions>,
) -> Result<Order, Vec<Problem>> {
    let mut reading = Reading::default();
    let subject = reading.subject(portfolio, scenario);
    let decided = reading.decided(baseline, &frozen_until);
    let hint = reading.plan("hint", hint);
    let wishes = reading.wishes(options.unwrap_or_default());
    reading.end(subject.map(|subject| Order { subject, decided, hint, wishes }))
}

/// A request as it is read, with the problems found so far.
#[derive(Default)]
struct Reading {
    problems: Vec<Problem>,
}

impl Reading {
    fn end<T>(self, found: Option<T>) -> Result<T, Vec<Problem>> {
        found.filter(|_| self.problems.is_empty()).ok_or(self.problems)
    }

    fn missing<T>(&mut self, field: &str) -> Option<T> {
        self.problems.push(Problem::new(ProblemCode::Missing, field, ""));
        None
    }

    fn subject(&mut self, portfolio: Option<v1::Portfolio>, scenario: Option<v1::Scenario>) -> Option<Subject> {
        let Some(portfolio) = portfolio else { return self.missing("portfolio") };
        Some(Subject { portfolio: portfolio::draft(portfolio), scenario: scenario.map(scenario::draft) })
    }

    fn plan(&mut self, field: &str, plan: Option<v1::Plan>) -> Option<Plan> {
        match plan.map(plan::plan).transpose() {
            Ok(plan) => plan,
            Err(problems) => {
                self.problems.extend(problems.into_iter().map(|p| p.under(field)));
                None
            }
        }
    }

    fn decided(&mut self, baseline: Option<v1::Plan>, frozen_until: &str) -> Decided {
        let baseline = self.plan("baseline", baseline);
        let day = date::parse(frozen_until);
        if day.is_none() && !frozen_until.is_empty() {
            self.problems.push(Problem::new(ProblemCode::BadDate, "frozenUntil", frozen_until));
        }
        Decided { baseline, frozen_until: day }
    }

    fn wishes(&mut self, o: v1::PlanOptions) -> Wishes {
        self.not_negative("options.maxSeconds", o.max_seconds);
        self.not_negative("options.gap", o.gap);
        self.at_least_one("options.maxSteps", o.max_steps);
        self.at_least_one("options.threads", o.threads.map(u64::from));
        Wishes { max_seconds: o.max_seconds, max_steps: o.max_steps, gap: o.gap, seed: o.seed, threads: o.threads }
    }

    fn not_negative(&mut self, path: &str, figure: Option<f64>) {
        match figure {
            Some(x) if !x.is_finite() => self.problems.push(Problem::new(ProblemCode::NotFinite, path, x)),
            Some(x) if x < 0.0 => self.problems.push(Problem::new(ProblemCode::Negative, path, x)),
            _ => {}
        }
    }

    fn at_least_one(&mut self, path: &str, figure: Option<u64>) {
        if figure == Some(0) {
            self.problems.push(Problem::new(ProblemCode::OutOfRange, path, 0).with("1.."));
        }
    }
}

/// A plan as an answer holds it.
pub fn plan_message(plan: &Plan) -> v1::Plan {
    plan::message(plan)
}

/// A portfolio as an answer holds it.
pub fn portfolio_message(draft: &PortfolioDraft) -> v1::Portfolio {
    portfolio::message(draft)
}

/// How far a search is.
pub fn progress_message(progress: &Progress, measures: &[MeasureValue], seconds: f64) -> v1::PlanProgress {
    v1::PlanProgress {
        measures: measures.iter().map(|m| measure_value(m.measure, m.value)).collect(),
        bound: Some(progress.bound).filter(|b| b.is_finite()),
        gap: Some(progress.gap).filter(|g| g.is_finite()),
        seconds,
        steps: progress.steps,
        goal: u32::try_from(progress.goal).unwrap_or(u32::MAX),
        measure: measure_message(progress.measure).into(),
        value: progress.value,
    }
}

/// A problem, in words.
pub fn problem_message(problem: &Problem, lang: Lang) -> v1::Problem {
    v1::Problem {
        code: problem.code.as_str().to_owned(),
        path: problem.path.clone(),
        value: problem.value.clone(),
        message: problem.message(lang),
        remedy: problem.remedy(lang).to_owned(),
    }
}

/// What the referee says, and the plan with the figures that it counts.
pub fn verdict_message(verdict: &Verdict, completed: &Plan, lang: Lang) -> v1::CheckPlanResponse {
    v1::CheckPlanResponse {
        violations: verdict.violations.iter().map(|v| violation_message(v, lang)).collect(),
        measures: Measure::ALL.into_iter().map(|m| measure_value(m, verdict.figures.measure(m))).collect(),
        plan: Some(plan::message(completed)),
    }
}

fn violation_message(violation: &Violation, lang: Lang) -> v1::Violation {
    v1::Violation {
        code: violation.code().to_owned(),
        subjects: violation.subjects().into_iter().map(str::to_owned).collect(),
        message: violation.line(lang),
    }
}

pub(super) fn measure_value(measure: Measure, value: f64) -> v1::MeasureValue {
    v1::MeasureValue { measure: measure_message(measure).into(), value }
}
