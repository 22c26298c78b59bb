//! Project portfolio selection and scheduling with costs and values by year of a project's life (after Harrison et al.): a
//! problem of the field that no portfolio of the contract can say, and that the engine solves beside it.

use std::collections::BTreeSet;

/// What a sum of costs may exceed a budget by, as a share of it: costs that are no whole numbers are rounded.
const ROUNDING: f64 = 1e-9;

/// Which projects to do, and when: the value of their years, discounted, is maximised.
#[derive(Clone, Debug, PartialEq)]
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
#[derive(Clone, Debug, PartialEq)]
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

impl Selection {
    /// What a project brings if it starts in that year.
    pub fn value(&self, project: usize, start: usize) -> f64 {
        let years = self.projects[project].value.iter().enumerate();
        years.map(|(k, v)| v / (1.0 + self.discount_rate).powi((start + k) as i32)).sum()
    }

    /// Years from the first to the end of whatever may be under way.
    pub(crate) fn years(&self) -> usize {
        let longest = self.projects.iter().map(|p| p.duration).max().unwrap_or(1);
        self.budget_window.max(self.planning_window + longest)
    }

    /// Pairs of projects that are not done side by side, each told once.
    pub(crate) fn pairs(&self) -> BTreeSet<(usize, usize)> {
        let each = self.projects.iter().enumerate().flat_map(|(p, c)| c.exclusions.iter().map(move |q| (p, *q)));
        each.map(|(p, q)| (p.min(q), p.max(q))).collect()
    }

    /// What these starts bring, by project; or all that they break.
    ///
    /// # Errors
    /// A line for each budget, window, prerequisite and exclusion that is not kept.
    pub fn worth(&self, starts: &[Option<usize>]) -> Result<f64, Vec<String>> {
        let mut broken = Vec::new();
        let mut hold = |holds: bool, what: String| {
            if !holds {
                broken.push(what);
            }
        };
        let within = |cost: f64, budget: f64| cost <= budget * (1.0 + ROUNDING) + ROUNDING;
        let chosen = || starts.iter().enumerate().filter_map(|(p, s)| Some((&self.projects[p], p, (*s)?)));
        for (_, p, start) in chosen() {
            hold(start < self.planning_window, format!("project {p} starts after the planning window"));
            for q in &self.projects[p].prerequisites {
                let done = starts[*q].is_some_and(|s| s + self.projects[*q].duration <= start);
                hold(done, format!("project {p} starts before {q} is done"));
            }
        }
        for (p, q) in self.pairs() {
            hold(starts[p].is_none() || starts[q].is_none(), format!("projects {p} and {q} exclude each other"));
        }
        for year in 0..self.budget_window {
            let (mut first, mut later, mut count) = (0.0, 0.0, 0);
            for (candidate, _, start) in chosen().filter(|x| x.2 <= year) {
                let cost = candidate.cost.get(year - start).copied().unwrap_or(0.0);
                *(if start == year { &mut first } else { &mut later }) += cost;
                count += usize::from(start == year);
            }
            let starts_here = year < self.planning_window;
            hold(within(first + later, self.budget[year]), format!("budget of year {year}"));
            hold(within(later, self.ongoing_budget[year]), format!("ongoing budget of year {year}"));
            hold(!starts_here || within(first, self.initiation_budget[year]), format!("first years' budget of {year}"));
            hold(count <= self.max_starts_per_period, format!("starts in year {year}"));
        }
        for (stream, budget) in self.stream_budgets.iter().enumerate() {
            let own = chosen().filter(|(candidate, ..)| candidate.stream == stream);
            let cost = own.map(|(candidate, _, start)| candidate.cost_before(self.planning_window, start)).sum();
            hold(within(cost, *budget), format!("budget of stream {stream}"));
        }
        let value = chosen().map(|(_, p, start)| self.value(p, start)).sum();
        if broken.is_empty() { Ok(value) } else { Err(broken) }
    }
}

impl Candidate {
    /// What its years before that one cost.
    pub(crate) fn cost_before(&self, year: usize, start: usize) -> f64 {
        self.cost.iter().take(year.saturating_sub(start)).sum()
    }
}
