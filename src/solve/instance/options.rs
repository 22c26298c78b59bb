//! Which options a project has: every start of every mode that respects what concerns the project alone.

use super::Instance;
use crate::base::{Date, FrameworkId};
use crate::model::{Framework, Portfolio, Project};

/// Starts and ends that a project's dates leave: first start at least `release`, last end at most `due`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Window {
    pub release: usize,
    pub due: usize,
}

impl Window {
    pub(super) fn new(portfolio: &Portfolio, project: &Project) -> Self {
        let calendar = &portfolio.calendar;
        Self {
            release: project.earliest_start.map_or(0, |d| calendar.periods_beginning_before(d)),
            due: project.deadline.map_or(calendar.len(), |d| calendar.periods_ended_by(d)),
        }
    }
}

/// By period, whether the framework's people work: it lies wholly in the window, past the lead periods.
pub(super) fn open_periods(portfolio: &Portfolio, framework: &Framework) -> Vec<bool> {
    let mut lead = framework.lead_periods;
    let works = |first: Date, last: Date| framework.start <= first && last <= framework.end;
    let periods = portfolio.calendar.periods().iter();
    periods
        .map(|p| {
            let inside = works(p.first, p.last);
            let open = inside && lead == 0;
            lead -= u32::from(inside && lead > 0);
            open
        })
        .collect()
}

/// Periods in which a project may start: all, or those that hold a gate. One more stands for the end of the calendar.
pub(super) fn gates(portfolio: &Portfolio) -> Vec<bool> {
    let days = &portfolio.policy.start_gates;
    let periods = portfolio.calendar.periods().iter();
    let mut gates: Vec<bool> =
        periods.map(|p| days.is_empty() || days.iter().any(|d| p.first <= *d && *d <= p.last)).collect();
    gates.push(days.is_empty());
    gates
}

/// Whether some bought day would fall into a period in which its framework is closed.
pub(super) fn buys_while_closed(
    bought: &[(FrameworkId, &str, i64)],
    open: &[Vec<bool>],
    start: usize,
    duration: u32,
) -> bool {
    bought.iter().any(|(framework, _, days)| {
        (0..duration)
            .any(|k| crate::base::spread(*days, duration, k) != 0 && !open[framework.index()][start + k as usize])
    })
}

/// Takes away options that the windows of the phases before and after them rule out, and sets the windows.
pub(super) fn tighten(instance: &mut Instance, project: usize) {
    let phases = instance.projects[project].phases.clone();
    loop {
        for phase in phases.clone() {
            instance.phases[phase].window = window(instance, phase);
        }
        let mut changed = false;
        for phase in phases.clone() {
            for (pred, lag) in instance.phases[phase].preds.clone() {
                changed |= cut_pair(instance, pred, phase, lag);
            }
        }
        if !changed {
            return;
        }
    }
}

/// First and last allowed start; `(1, 0)` if there is none.
fn window(instance: &Instance, phase: usize) -> (usize, usize) {
    let mut window = (usize::MAX, 0);
    for mode in &instance.modes[instance.phases[phase].modes.clone()] {
        for start in 0..mode.starts {
            if instance.allowed[mode.first_option + start] {
                window = (window.0.min(start), window.1.max(start));
            }
        }
    }
    if window.0 == usize::MAX { (1, 0) } else { window }
}

fn cut_pair(instance: &mut Instance, pred: usize, succ: usize, lag: i64) -> bool {
    let earliest = instance.modes[instance.phases[pred].modes.clone()]
        .iter()
        .flat_map(|m| (0..m.starts).filter(|s| instance.allowed[m.first_option + s]).map(|s| (s + m.duration) as i64))
        .min();
    let latest = instance.phases[succ].window;
    let mut changed = false;
    for mode in &instance.modes[instance.phases[succ].modes.clone()] {
        for start in 0..mode.starts {
            let late_enough = earliest.is_some_and(|e| start as i64 >= e + lag);
            changed |= !late_enough && std::mem::replace(&mut instance.allowed[mode.first_option + start], false);
        }
    }
    for mode in &instance.modes[instance.phases[pred].modes.clone()] {
        for start in 0..mode.starts {
            let early_enough = latest.0 <= latest.1 && (start + mode.duration) as i64 + lag <= latest.1 as i64;
            changed |= !early_enough && std::mem::replace(&mut instance.allowed[mode.first_option + start], false);
        }
    }
    changed
}
