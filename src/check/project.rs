//! Each chosen project by itself: are its phases its phases, does it lie in the calendar and in its own window, what is
//! it worth.

use super::chosen::{Chosen, ChosenPhase, ChosenProject};
use super::mode::Mode;
use super::{Violation, When};
use crate::base::{Date, Period, ProjectId};
use crate::model::{Portfolio, Project};

/// When the chosen projects happen.
#[derive(Debug)]
pub(super) struct Schedule<'c> {
    /// The phases that can be counted: of projects with all their phases, in a known mode, inside the calendar.
    pub placed: Vec<Placed<'c>>,
    /// By project of the portfolio; none for those that are out or don't have their phases.
    pub outcomes: Vec<Option<Outcome>>,
    /// Points of all of them.
    pub value: f64,
    /// Periods of finish after the targets.
    pub lateness: i64,
}

/// A phase that can be counted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Placed<'c> {
    /// Its project.
    pub project: &'c Project,
    /// Its id.
    pub phase: &'c str,
    /// What it takes.
    pub mode: &'c Mode<'c>,
    /// Period in which it starts; the calendar's length for a milestone at its end.
    pub start: usize,
}

/// When a project happens and what it brings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Outcome {
    /// Its first period; the calendar's length if no phase of it can be counted.
    pub first: i64,
    /// Its last period; -1 if no phase of it can be counted.
    pub last: i64,
    /// Points, late penalties taken off.
    pub worth: f64,
}

impl<'c> Schedule<'c> {
    /// When the chosen projects happen, with what each breaks by itself.
    pub(super) fn new(portfolio: &'c Portfolio, chosen: &'c Chosen<'c>, violations: &mut Vec<Violation>) -> Self {
        let gates = gates(portfolio);
        let mut schedule =
            Self { placed: Vec::new(), outcomes: vec![None; portfolio.projects.len()], value: 0.0, lateness: 0 };
        for c in &chosen.projects {
            if has_its_phases(c, violations) {
                schedule.add(portfolio, gates.as_deref(), c, violations);
            }
        }
        schedule
    }

    fn add(
        &mut self,
        portfolio: &'c Portfolio,
        gates: Option<&[bool]>,
        chosen: &'c ChosenProject<'c>,
        violations: &mut Vec<Violation>,
    ) {
        let (project, periods) = (chosen.project, portfolio.calendar.periods());
        let (mut first, mut last) = (periods.len() as i64, -1);
        for ph in &chosen.phases {
            let Some(placed) = place(project, ph, periods.len(), violations) else { continue };
            first = first.min(ph.start);
            last = last.max(ph.start + placed.mode.duration - 1);
            self.placed.push(placed);
        }
        window(portfolio, gates, project, (first, last), violations);
        let late = project.target.map_or(0, |d| (last - last_period_by(portfolio, d)).max(0));
        let worth = project.value * (1.0 - portfolio.policy.value_decay).powf((last + 1) as f64)
            - project.late_penalty * late as f64;
        self.outcomes[chosen.id.index()] = Some(Outcome { first, last, worth });
        self.value += worth;
        self.lateness += late;
    }
}

/// Says so for each project that has to be in and is out.
pub(super) fn must_do(portfolio: &Portfolio, chosen: &Chosen, violations: &mut Vec<Violation>) {
    for (i, p) in portfolio.projects.iter().enumerate() {
        if p.must_do && !chosen.contains(ProjectId::new(i)) {
            violations.push(Violation::MustDoLeftOut { project: p.id.clone() });
        }
    }
}

/// Whether the phases planned are the project's phases.
fn has_its_phases(chosen: &ChosenProject, violations: &mut Vec<Violation>) -> bool {
    let unknown = chosen.phases.iter().filter(|ph| ph.phase.is_none()).map(|ph| ph.name.to_owned());
    let unknown: Vec<String> = unknown.collect();
    let missing = chosen.project.phases.iter().filter(|ph| chosen.phase(&ph.id).is_none()).map(|ph| ph.id.clone());
    let missing: Vec<String> = missing.collect();
    let has = unknown.is_empty() && missing.is_empty();
    if !has {
        violations.push(Violation::WrongPhases { project: chosen.project.id.clone(), missing, unknown });
    }
    has
}

/// The phase where it is planned, if it has the mode and the mode fits in the calendar there.
fn place<'c>(
    project: &'c Project,
    ph: &'c ChosenPhase<'c>,
    periods: usize,
    violations: &mut Vec<Violation>,
) -> Option<Placed<'c>> {
    let ids = || (project.id.clone(), ph.name.to_owned());
    let Some(mode) = &ph.mode else {
        let (project, phase) = ids();
        violations.push(Violation::UnknownMode { project, phase, mode: ph.mode_name.to_owned() });
        return None;
    };
    if ph.start < 0 || ph.start + mode.duration > periods as i64 {
        let ((project, phase), start, duration) = (ids(), ph.start, mode.duration);
        violations.push(Violation::OutsideCalendar { project, phase, start, duration, periods });
        return None;
    }
    Some(Placed { project, phase: ph.name, mode, start: ph.start as usize })
}

/// Its earliest start, its deadline and the start gates.
fn window(
    portfolio: &Portfolio,
    gates: Option<&[bool]>,
    project: &Project,
    (first, last): (i64, i64),
    violations: &mut Vec<Violation>,
) {
    let calendar = &portfolio.calendar;
    let release = project.earliest_start.map_or(0, |d| calendar.periods_beginning_before(d) as i64);
    let due = project.deadline.map_or(calendar.len() as i64 - 1, |d| last_period_by(portfolio, d));
    if first < release {
        let (start, earliest) = (When::first_day(calendar, first), When::first_day(calendar, release));
        violations.push(Violation::StartsTooEarly { project: project.id.clone(), start, earliest });
    }
    if last > due {
        let (finish, latest) = (When::last_day(calendar, last), When::last_day(calendar, due));
        violations.push(Violation::FinishesTooLate { project: project.id.clone(), finish, latest });
    }
    // The first period is never negative; it is past the end where no phase could be counted.
    if gates.is_some_and(|open| open.get(first as usize) != Some(&true)) {
        let start = When::first_day(calendar, first);
        violations.push(Violation::OffGate { project: project.id.clone(), start });
    }
}

/// The last period that has ended by that day, -1 if none has.
fn last_period_by(portfolio: &Portfolio, day: Date) -> i64 {
    portfolio.calendar.periods_ended_by(day) as i64 - 1
}

/// By period: whether it holds a start gate. None where projects may start anywhere.
fn gates(portfolio: &Portfolio) -> Option<Vec<bool>> {
    let gates = &portfolio.policy.start_gates;
    let holds = |p: &Period| gates.iter().any(|d| p.first <= *d && *d <= p.last);
    (!gates.is_empty()).then(|| portfolio.calendar.periods().iter().map(holds).collect())
}
