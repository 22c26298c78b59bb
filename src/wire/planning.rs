//! The planning service's requests and answers. What a request says becomes drafts and plans; what is wrong with it is
//! named by its place in the request.

use super::portfolio::measure_message;
use super::request::{Decided, Reading, Subject, Wishes};
use super::{plan, portfolio, v1};
use crate::base::Lang;
use crate::check::{Verdict, Violation};
use crate::model::draft::PortfolioDraft;
use crate::model::{Measure, Problem};
use crate::plan::{MeasureValue, Plan};
use crate::solve::Progress;

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

/// The plan that an answer holds.
pub fn read_plan_message(message: v1::Plan) -> Result<Plan, Vec<Problem>> {
    plan::plan(message)
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

pub(super) fn violation_message(violation: &Violation, lang: Lang) -> v1::Violation {
    v1::Violation {
        code: violation.code().to_owned(),
        subjects: violation.subjects().into_iter().map(str::to_owned).collect(),
        message: violation.line(lang),
    }
}

/// A measure as an answer holds it.
pub(super) fn measure_value(measure: Measure, value: f64) -> v1::MeasureValue {
    v1::MeasureValue { measure: measure_message(measure).into(), value }
}
