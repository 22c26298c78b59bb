//! Project portfolio selection and scheduling (after Harrison et al.), in JSON: candidates with costs and values by year of
//! their life, budgets by year and by stream, prerequisites and exclusions.

use serde::Deserialize;

use super::problem::{Cause, Problem};
use crate::solve::{Candidate, Selection};

/// Most candidates and years of a file.
const MOST: usize = 100_000;
const MOST_YEARS: usize = 1_000;

/// A file, by the names that it has.
#[derive(Deserialize)]
struct Said {
    planning_window: usize,
    budget_window: usize,
    discount_rate: f64,
    max_starts_per_period: usize,
    budget: Vec<f64>,
    initiation_budget: Vec<f64>,
    ongoing_budget: Vec<f64>,
    stream_budgets: Vec<f64>,
    projects: Vec<SaidCandidate>,
}

#[derive(Deserialize)]
struct SaidCandidate {
    stream: usize,
    duration: usize,
    cost: Vec<f64>,
    value: Vec<f64>,
    prerequisites: Vec<usize>,
    exclusions: Vec<usize>,
}

impl Said {
    fn into_selection(self) -> Selection {
        Selection {
            planning_window: self.planning_window,
            budget_window: self.budget_window,
            discount_rate: self.discount_rate,
            max_starts_per_period: self.max_starts_per_period,
            budget: self.budget,
            initiation_budget: self.initiation_budget,
            ongoing_budget: self.ongoing_budget,
            stream_budgets: self.stream_budgets,
            projects: self.projects.into_iter().map(SaidCandidate::into_candidate).collect(),
        }
    }
}

impl SaidCandidate {
    fn into_candidate(self) -> Candidate {
        let Self { stream, duration, cost, value, prerequisites, exclusions } = self;
        Candidate { stream, duration, cost, value, prerequisites, exclusions }
    }
}

/// Reads a file, or says all that is wrong with it.
pub(crate) fn read(text: &str) -> Result<Selection, Vec<Problem>> {
    let said: Said = serde_json::from_str(text)
        .map_err(|e| vec![Problem { file: None, line: Some(e.line()), cause: Cause::Json { error: e.to_string() } }])?;
    let selection = said.into_selection();
    let problems = problems(&selection);
    if problems.is_empty() { Ok(selection) } else { Err(problems) }
}

/// Largest cost, value or budget.
const MOST_MONEY: f64 = 1e15;

/// Most candidates times years: each is a choice that the engine looks at.
const MOST_CHOICES: usize = 20_000_000;

type Refuse<'a> = dyn FnMut(String, String, &'static str) + 'a;

fn problems(selection: &Selection) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut refuse = |path: String, value: String, expected: &'static str| {
        problems.push(Problem::whole(Cause::Figure { path, value, expected }));
    };
    refuse_sizes(selection, &mut refuse);
    if !(0.0..=1.0).contains(&selection.discount_rate) {
        refuse("discount_rate".to_owned(), selection.discount_rate.to_string(), "0 to 1");
    }
    let by_year = [
        ("budget", &selection.budget),
        ("initiation_budget", &selection.initiation_budget),
        ("ongoing_budget", &selection.ongoing_budget),
    ];
    for (name, list) in by_year {
        if list.len() < selection.budget_window {
            refuse(name.to_owned(), format!("of {} years", list.len()), "a figure for each year of budget_window");
        }
    }
    for (name, list) in by_year.into_iter().chain([("stream_budgets", &selection.stream_budgets)]) {
        refuse_money(name, list, &mut refuse);
    }
    for (at, candidate) in selection.projects.iter().enumerate() {
        refuse_candidate(at, candidate, selection, &mut refuse);
    }
    problems
}

fn refuse_sizes(selection: &Selection, refuse: &mut Refuse) {
    if selection.projects.len() > MOST {
        refuse("projects".to_owned(), format!("of {}", selection.projects.len()), "at most 100000");
    }
    if selection.planning_window == 0 || selection.planning_window > selection.budget_window {
        refuse("planning_window".to_owned(), selection.planning_window.to_string(), "1 to budget_window");
    }
    if selection.budget_window > MOST_YEARS {
        refuse("budget_window".to_owned(), selection.budget_window.to_string(), "at most 1000");
    }
    let longest = selection.projects.iter().map(|p| p.duration).max().unwrap_or(0);
    let years = selection.budget_window.saturating_add(longest);
    if selection.projects.len().saturating_mul(years) > MOST_CHOICES {
        let size = format!("of {}, {years} years", selection.projects.len());
        refuse("projects".to_owned(), size, "at most 20000000 projects times years");
    }
}

fn refuse_money(name: &str, list: &[f64], refuse: &mut Refuse) {
    for (at, value) in list.iter().enumerate().filter(|(_, v)| !(0.0..=MOST_MONEY).contains(*v)) {
        refuse(format!("{name}[{at}]"), value.to_string(), "zero or more, 1e15 at most");
    }
}

fn refuse_candidate(at: usize, candidate: &Candidate, of: &Selection, refuse: &mut Refuse) {
    let path = |name: &str| format!("projects[{at}].{name}");
    if candidate.stream >= of.stream_budgets.len() {
        refuse(path("stream"), candidate.stream.to_string(), "the position of a stream");
    }
    let (duration, costs, values) = (candidate.duration, candidate.cost.len(), candidate.value.len());
    if duration == 0 || costs != duration || values != duration {
        refuse(path("duration"), duration.to_string(), "1 or more, and as many costs and values");
    }
    if duration > MOST_YEARS {
        refuse(path("duration"), duration.to_string(), "at most 1000");
    }
    refuse_money(&path("cost"), &candidate.cost, refuse);
    refuse_money(&path("value"), &candidate.value, refuse);
    for (name, list) in [("prerequisites", &candidate.prerequisites), ("exclusions", &candidate.exclusions)] {
        for other in list.iter().filter(|&&other| other >= of.projects.len() || other == at) {
            refuse(path(name), other.to_string(), "the position of another project");
        }
    }
}
