//! What requests have in common. What one says becomes drafts and plans; what is wrong with it is named by its place in the
//! request, all of it at once.

use super::{plan, portfolio, scenario, v1};
use crate::base::{Date, date};
use crate::model::draft::PortfolioDraft;
use crate::model::draft::scenario::ScenarioDraft;
use crate::model::{Problem, ProblemCode};
use crate::plan::Plan;

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

/// A request as it is read, with the problems found so far.
#[derive(Default)]
pub(super) struct Reading {
    problems: Vec<Problem>,
}

impl Reading {
    /// What was found, if nothing is wrong.
    pub(super) fn end<T>(self, found: Option<T>) -> Result<T, Vec<Problem>> {
        found.filter(|_| self.problems.is_empty()).ok_or(self.problems)
    }

    /// A field that has to be there.
    pub(super) fn missing<T>(&mut self, field: &str) -> Option<T> {
        self.problems.push(Problem::new(ProblemCode::Missing, field, ""));
        None
    }

    /// An id that has to be there.
    pub(super) fn id(&mut self, field: &str, id: String) -> Option<String> {
        if id.is_empty() { self.missing(field) } else { Some(id) }
    }

    /// The portfolio, with its scenario.
    pub(super) fn subject(
        &mut self,
        portfolio: Option<v1::Portfolio>,
        scenario: Option<v1::Scenario>,
    ) -> Option<Subject> {
        let Some(portfolio) = portfolio else { return self.missing("portfolio") };
        Some(Subject { portfolio: portfolio::draft(portfolio), scenario: scenario.map(scenario::draft) })
    }

    /// A plan, if there is one.
    pub(super) fn plan(&mut self, field: &str, plan: Option<v1::Plan>) -> Option<Plan> {
        match plan.map(plan::plan).transpose() {
            Ok(plan) => plan,
            Err(problems) => {
                self.problems.extend(problems.into_iter().map(|p| p.under(field)));
                None
            }
        }
    }

    /// What was decided before.
    pub(super) fn decided(&mut self, baseline: Option<v1::Plan>, frozen_until: &str) -> Decided {
        let baseline = self.plan("baseline", baseline);
        let day = date::parse(frozen_until);
        if day.is_none() && !frozen_until.is_empty() {
            self.problems.push(Problem::new(ProblemCode::BadDate, "frozenUntil", frozen_until));
        }
        Decided { baseline, frozen_until: day }
    }

    /// How to search.
    pub(super) fn wishes(&mut self, o: v1::PlanOptions) -> Wishes {
        self.not_negative("options.maxSeconds", o.max_seconds);
        self.not_negative("options.gap", o.gap);
        self.at_least_one("options.maxSteps", o.max_steps);
        self.at_least_one("options.threads", o.threads.map(u64::from));
        Wishes { max_seconds: o.max_seconds, max_steps: o.max_steps, gap: o.gap, seed: o.seed, threads: o.threads }
    }

    /// Notes that something is wrong.
    pub(super) fn problem(&mut self, problem: Problem) {
        self.problems.push(problem);
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
