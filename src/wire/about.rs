//! The explanation service's requests. What one says becomes drafts and plans; what is wrong with it is named by its place.

use super::request::{Decided, Reading, Subject, Wishes};
use super::{evaluation, v1};
use crate::base::{Date, date};
use crate::model::{Problem, ProblemCode};
use crate::plan::Plan;
use crate::study::Candidate;

/// So many resources are sampled where nothing is said.
const SAMPLES: u32 = 5;

/// A plan takes another's place.
const LEAST_PLANS: usize = 2;

/// A plan that something is asked about.
#[derive(Clone, Debug)]
pub struct AboutOrder {
    /// Of what.
    pub subject: Subject,
    /// The plan; only prices do without.
    pub plan: Option<Plan>,
    /// What bound it.
    pub decided: Decided,
    /// How to search.
    pub wishes: Wishes,
}

/// A project that is asked about, and by when it is wanted.
#[derive(Clone, Debug)]
pub struct ProjectOrder {
    /// The plan.
    pub about: AboutOrder,
    /// The project's id.
    pub project: String,
    /// The day.
    pub by: Option<Date>,
}

/// Two plans.
#[derive(Clone, Debug)]
pub struct DriftOrder {
    /// The newer one.
    pub about: AboutOrder,
    /// The older one.
    pub old: Plan,
    /// The older one's portfolio.
    pub before: Option<Subject>,
}

/// Past plans.
#[derive(Clone, Debug)]
pub struct FairnessOrder {
    /// Whose the projects are.
    pub subject: Subject,
    /// In order.
    pub plans: Vec<Plan>,
    /// Limits that are asked for.
    pub most_dropped: Option<usize>,
}

/// Reads a request.
pub fn read_explain_request(m: v1::ExplainProjectRequest) -> Result<ProjectOrder, Vec<Problem>> {
    let mut reading = Reading::default();
    let subject = reading.subject(m.portfolio, m.scenario);
    let about = about(&mut reading, subject, m.plan, (m.baseline, m.frozen_until), m.options, true);
    let project = reading.id("project", m.project);
    let by = date::parse(&m.by);
    if by.is_none() && !m.by.is_empty() {
        reading.problem(Problem::new(ProblemCode::BadDate, "by", &m.by));
    }
    reading.end(about.zip(project).map(|(about, project)| ProjectOrder { about, project, by }))
}

/// Reads a request: the plan, and the candidates.
pub fn read_evaluate_request(m: v1::EvaluateChangesRequest) -> Result<(AboutOrder, Vec<Candidate>), Vec<Problem>> {
    let mut reading = Reading::default();
    let subject = reading.subject(m.portfolio, m.scenario);
    let about = about(&mut reading, subject, m.plan, (m.baseline, m.frozen_until), m.options, true);
    let candidates = m.candidates.into_iter().map(evaluation::candidate).collect();
    reading.end(about.map(|about| (about, candidates)))
}

/// Reads a request: what is priced, and how many samples there are.
pub fn read_price_request(m: v1::PriceResourcesRequest) -> Result<(AboutOrder, usize), Vec<Problem>> {
    let mut reading = Reading::default();
    let subject = reading.subject(m.portfolio, m.scenario);
    let about = about(&mut reading, subject, m.plan, (m.baseline, m.frozen_until), m.options, false);
    reading.end(about.map(|about| (about, m.samples.unwrap_or(SAMPLES) as usize)))
}

/// Reads a request.
pub fn read_drift_request(m: v1::MeasureDriftRequest) -> Result<DriftOrder, Vec<Problem>> {
    let mut reading = Reading::default();
    let subject = reading.subject(m.portfolio, m.scenario);
    let about = about(&mut reading, subject, m.plan, (m.baseline, m.frozen_until), None, true);
    let old = match m.old_plan {
        Some(plan) => reading.plan("oldPlan", Some(plan)),
        None => reading.missing("oldPlan"),
    };
    let before = m.old_portfolio.and_then(|portfolio| reading.subject(Some(portfolio), None));
    reading.end(about.zip(old).map(|(about, old)| DriftOrder { about, old, before }))
}

/// Reads a request.
pub fn read_fairness_request(m: v1::MeasureFairnessRequest) -> Result<FairnessOrder, Vec<Problem>> {
    let mut reading = Reading::default();
    let subject = reading.subject(m.portfolio, None);
    let said = m.plans.len();
    let plans = m.plans.into_iter().enumerate();
    let plans: Vec<Plan> = plans.filter_map(|(i, plan)| reading.plan(&format!("plans[{i}]"), Some(plan))).collect();
    if said < LEAST_PLANS {
        reading.problem(Problem::new(ProblemCode::OutOfRange, "plans", said).with(format!("{LEAST_PLANS}..")));
    }
    let most_dropped = m.most_dropped.map(|n| n as usize);
    reading.end(subject.map(|subject| FairnessOrder { subject, plans, most_dropped }))
}

fn about(
    reading: &mut Reading,
    subject: Option<Subject>,
    plan: Option<v1::Plan>,
    (baseline, frozen_until): (Option<v1::Plan>, String),
    options: Option<v1::PlanOptions>,
    is_required: bool,
) -> Option<AboutOrder> {
    let decided = reading.decided(baseline, &frozen_until);
    let wishes = reading.wishes(options.unwrap_or_default());
    let plan = match plan {
        None if is_required => reading.missing::<Option<Plan>>("plan")?,
        plan => reading.plan("plan", plan),
    };
    subject.map(|subject| AboutOrder { subject, plan, decided, wishes })
}
