//! What validation carries along: the draft, its names, the calendar, and the problems found so far.

use std::collections::{HashMap, HashSet};

use super::super::draft::PortfolioDraft;
use super::super::{Problem, ProblemCode};
use crate::base::{Calendar, Date, date};

/// Beyond these, sums of amounts could leave exact integers; no organisation's figures come near.
pub(super) const LARGEST: f64 = 1e13;
const MOST_DAYS: f64 = 1e6;
const DEAREST_DAY: f64 = 1e5;
const DEAREST_COST: f64 = 1e10;

/// Names by position, and what was found.
pub(super) struct Context<'a> {
    pub draft: &'a PortfolioDraft,
    pub calendar: Option<Calendar>,
    pub problems: Vec<Problem>,
    pub objectives: HashMap<&'a str, usize>,
    pub pools: HashMap<&'a str, usize>,
    pub frameworks: HashMap<&'a str, usize>,
    pub rules: HashMap<&'a str, usize>,
    pub funds: HashMap<&'a str, usize>,
    pub projects: HashMap<&'a str, usize>,
    /// By project.
    pub phases: Vec<HashMap<&'a str, usize>>,
}

impl<'a> Context<'a> {
    pub(super) fn new(draft: &'a PortfolioDraft, calendar: Option<Calendar>, problems: Vec<Problem>) -> Self {
        Self {
            draft,
            calendar,
            problems,
            objectives: positions(draft.objectives.iter().map(|x| &x.id[..])),
            pools: positions(draft.pools.iter().map(|x| &x.id[..])),
            frameworks: positions(draft.frameworks.iter().map(|x| &x.id[..])),
            rules: positions(draft.sourcing_rules.iter().map(|x| &x.id[..])),
            funds: positions(draft.funds.iter().map(|x| &x.id[..])),
            projects: positions(draft.projects.iter().map(|x| &x.id[..])),
            phases: draft.projects.iter().map(|p| positions(p.phases.iter().map(|x| &x.id[..]))).collect(),
        }
    }

    pub(super) fn problem(&mut self, code: ProblemCode, path: &str, value: impl ToString) {
        self.problems.push(Problem::new(code, path, value));
    }

    pub(super) fn problem_with(&mut self, code: ProblemCode, path: &str, value: impl ToString, detail: String) {
        self.problems.push(Problem::new(code, path, value).with(detail));
    }

    /// Names empty and repeated ids of a list.
    pub(super) fn unique_ids(&mut self, list: &str, ids: impl Iterator<Item = &'a str>) {
        let mut seen = HashSet::new();
        for (i, id) in ids.enumerate() {
            if id.is_empty() {
                self.problem(ProblemCode::EmptyId, &format!("{list}[{i}].id"), "");
            } else if !seen.insert(id) {
                self.problem(ProblemCode::DuplicateId, &format!("{list}[{i}].id"), id);
            }
        }
    }

    /// Whether the figure is finite and of a magnitude that can be counted exactly.
    pub(super) fn finite(&mut self, path: &str, x: f64) -> bool {
        if !x.is_finite() {
            self.problem(ProblemCode::NotFinite, path, x);
        } else if x.abs() > LARGEST {
            self.problem_with(ProblemCode::OutOfRange, path, x, format!("-{LARGEST:e}..{LARGEST:e}"));
        }
        x.is_finite() && x.abs() <= LARGEST
    }

    /// The figure if it can be counted and is not negative, else 0.
    pub(super) fn non_negative(&mut self, path: &str, x: f64) -> f64 {
        if !self.finite(path, x) {
            return 0.0;
        }
        if x < 0.0 {
            self.problem(ProblemCode::Negative, path, x);
            return 0.0;
        }
        x
    }

    /// Person-days, or people: at most a million.
    pub(super) fn days(&mut self, path: &str, x: f64) -> f64 {
        self.up_to(path, x, MOST_DAYS)
    }

    /// The price of a day.
    pub(super) fn rate(&mut self, path: &str, x: f64) -> f64 {
        self.up_to(path, x, DEAREST_DAY)
    }

    /// What a mode costs.
    pub(super) fn cost(&mut self, path: &str, x: f64) -> f64 {
        self.up_to(path, x, DEAREST_COST)
    }

    /// A figure from 0 to `most`.
    pub(super) fn up_to(&mut self, path: &str, x: f64, most: f64) -> f64 {
        let x = self.non_negative(path, x);
        if x > most {
            self.problem_with(ProblemCode::OutOfRange, path, x, format!("0..{most}"));
        }
        x.min(most)
    }

    /// The figure if it is in (0, 1], else 1.
    pub(super) fn share(&mut self, path: &str, x: f64) -> f64 {
        if !self.finite(path, x) {
            return 1.0;
        }
        if !(x > 0.0 && x <= 1.0) {
            self.problem_with(ProblemCode::OutOfRange, path, x, "]0, 1]".to_owned());
            return 1.0;
        }
        x
    }

    /// A whole number from `low` to `high`.
    pub(super) fn within(&mut self, path: &str, x: i32, low: i32, high: i32) -> i32 {
        if x < 0 && low == 0 {
            self.problem(ProblemCode::Negative, path, x);
        } else if x < low || x > high {
            self.problem_with(ProblemCode::OutOfRange, path, x, format!("{low}..{high}"));
        }
        x.clamp(low, high)
    }

    /// A date that has to be there.
    pub(super) fn date(&mut self, path: &str, text: &str) -> Option<Date> {
        if text.is_empty() {
            self.problem(ProblemCode::Missing, path, "");
            return None;
        }
        self.optional_date(path, text)
    }

    /// A date that may be left out.
    pub(super) fn optional_date(&mut self, path: &str, text: &str) -> Option<Date> {
        let date = date::parse(text);
        if date.is_none() && !text.is_empty() {
            self.problem(ProblemCode::BadDate, path, text);
        }
        date
    }

    /// Says so if both dates stand and the window between them is empty; `path` is the later one's.
    pub(super) fn window(&mut self, path: &str, from: Option<Date>, to: Option<Date>) {
        if let (Some(from), Some(to)) = (from, to)
            && to < from
        {
            self.problem_with(ProblemCode::EmptyWindow, path, date::iso(to), date::iso(from));
        }
    }

    /// Says so if the date is not in the calendar.
    pub(super) fn inside(&mut self, path: &str, day: Option<Date>) {
        if let (Some(calendar), Some(day)) = (&self.calendar, day)
            && !(calendar.start() <= day && day <= calendar.end())
        {
            let window = format!("{} .. {}", date::iso(calendar.start()), date::iso(calendar.end()));
            self.problem_with(ProblemCode::OutsideCalendar, path, date::iso(day), window);
        }
    }

    /// Says so if the window has no day in the calendar.
    pub(super) fn touches(&mut self, path: &str, from: Option<Date>, to: Option<Date>) {
        if let (Some(calendar), Some(from), Some(to)) = (&self.calendar, from, to)
            && from <= to
            && (to < calendar.start() || calendar.end() < from)
        {
            let window = format!("{} .. {}", date::iso(calendar.start()), date::iso(calendar.end()));
            self.problem_with(
                ProblemCode::OutsideCalendar,
                path,
                format!("{} .. {}", date::iso(from), date::iso(to)),
                window,
            );
        }
    }

    /// The position of an id; says so if there is none, and gives 0 to go on with.
    pub(super) fn find(
        &mut self,
        path: &str,
        id: &str,
        among: impl Fn(&Self) -> &HashMap<&'a str, usize>,
    ) -> Option<usize> {
        let found = among(self).get(id).copied();
        if found.is_none() {
            self.problem(if id.is_empty() { ProblemCode::Missing } else { ProblemCode::UnknownId }, path, id);
        }
        found
    }
}

fn positions<'a>(ids: impl Iterator<Item = &'a str>) -> HashMap<&'a str, usize> {
    let mut out = HashMap::new();
    for (i, id) in ids.enumerate() {
        out.entry(id).or_insert(i);
    }
    out
}
