//! Project portfolio selection and scheduling (after Harrison et al.), in JSON: candidates with costs and values by year of
//! their life, budgets by year and by stream, prerequisites and exclusions.

use serde::Deserialize;

use super::problem::{Cause, Problem};

/// Most candidates and years of a file.
const MOST: usize = 100_000;
const MOST_YEARS: usize = 1_000;

/// Which projects to do, and when: the value of their years, discounted, is maximised.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Selection {
    /// Projects start in years below this.
    pub planning_window: usize,
    /// Budgets are of years below this.
    pub budget_window: usize,
    /// A year's value counts (1 + this) to the power of the year less.
    pub discount_rate: f64,
    /// Most projects that start in a year.
    pub max_starts_per_period: usize,
    /// By year: most that all projects cost.
    pub budget: Vec<f64>,
    /// By year: most that projects cost in their first year.
    pub initiation_budget: Vec<f64>,
    /// By year: most that projects cost after their first year.
    pub ongoing_budget: Vec<f64>,
    /// By stream: most that its projects cost within the planning window.
    pub stream_budgets: Vec<f64>,
    /// The candidates.
    pub projects: Vec<Candidate>,
}

/// A project that may be done.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Candidate {
    /// Its stream, by position.
    pub stream: usize,
    /// Years that it takes.
    pub duration: usize,
    /// By year of its life.
    pub cost: Vec<f64>,
    /// By year of its life.
    pub value: Vec<f64>,
    /// Projects that are done and finished before it starts, by position.
    pub prerequisites: Vec<usize>,
    /// Projects that are not done beside it, by position.
    pub exclusions: Vec<usize>,
}

/// Reads a file, or says all that is wrong with it.
pub(crate) fn read(text: &str) -> Result<Selection, Vec<Problem>> {
    let selection: Selection = serde_json::from_str(text)
        .map_err(|e| vec![Problem { file: None, line: Some(e.line()), cause: Cause::Json { error: e.to_string() } }])?;
    let problems = selection.problems();
    if problems.is_empty() { Ok(selection) } else { Err(problems) }
}

impl Selection {
    fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut refuse = |path: String, value: String, expected: &'static str| {
            problems.push(Problem::whole(Cause::Figure { path, value, expected }));
        };
        if self.projects.len() > MOST {
            refuse("projects".to_owned(), format!("of {}", self.projects.len()), "at most 100000");
        }
        if self.planning_window == 0 || self.planning_window > self.budget_window {
            refuse("planning_window".to_owned(), self.planning_window.to_string(), "1 to budget_window");
        }
        if self.budget_window > MOST_YEARS {
            refuse("budget_window".to_owned(), self.budget_window.to_string(), "at most 1000");
        }
        if !(0.0..=1.0).contains(&self.discount_rate) {
            refuse("discount_rate".to_owned(), self.discount_rate.to_string(), "0 to 1");
        }
        let lists = [
            ("budget", &self.budget),
            ("initiation_budget", &self.initiation_budget),
            ("ongoing_budget", &self.ongoing_budget),
        ];
        for (name, list) in lists {
            if list.len() < self.budget_window {
                refuse(name.to_owned(), format!("of {} years", list.len()), "a figure for each year of budget_window");
            }
        }
        let all = lists.into_iter().chain([("stream_budgets", &self.stream_budgets)]);
        for (name, list) in all {
            for (at, value) in list.iter().enumerate().filter(|(_, v)| !v.is_finite() || **v < 0.0) {
                refuse(format!("{name}[{at}]"), value.to_string(), "zero or more");
            }
        }
        for (at, candidate) in self.projects.iter().enumerate() {
            candidate.problems(at, self, &mut refuse);
        }
        problems
    }
}

impl Candidate {
    fn problems(&self, at: usize, of: &Selection, refuse: &mut dyn FnMut(String, String, &'static str)) {
        let path = |name: &str| format!("projects[{at}].{name}");
        if self.stream >= of.stream_budgets.len() {
            refuse(path("stream"), self.stream.to_string(), "the position of a stream");
        }
        if self.duration == 0 || self.cost.len() != self.duration || self.value.len() != self.duration {
            refuse(path("duration"), self.duration.to_string(), "1 or more, and as many costs and values");
        }
        for (name, list) in [("cost", &self.cost), ("value", &self.value)] {
            for (year, value) in list.iter().enumerate().filter(|(_, v)| !v.is_finite() || **v < 0.0) {
                refuse(path(&format!("{name}[{year}]")), value.to_string(), "zero or more");
            }
        }
        for (name, list) in [("prerequisites", &self.prerequisites), ("exclusions", &self.exclusions)] {
            for other in list.iter().filter(|&&other| other >= of.projects.len() || other == at) {
                refuse(path(name), other.to_string(), "the position of another project");
            }
        }
    }
}
