//! The slow twin: recomputes a schedule from the instance alone, time by time. It shares no code with the search.

use std::collections::BTreeMap;
use std::fmt;

use super::instance::{Instance, Objective, Value};
use super::solution::Schedule;

/// What a schedule breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Breach {
    /// It does not speak of exactly the activities of the instance.
    Incomplete { activities: usize, starts: usize, modes: usize },
    /// The activity has no such mode.
    NoMode { activity: usize, mode: usize },
    /// The activity starts before its project's release.
    BeforeRelease { activity: usize, start: u32, release: u32 },
    /// The successor starts before the activity has finished.
    Precedence { activity: usize, finish: u64, successor: usize, start: u32 },
    /// More units of the renewable resource are held than there are, first at this time.
    Renewable { resource: usize, time: u64, units: u64, capacity: u32 },
    /// More units of the non-renewable resource are used up than there are.
    Nonrenewable { resource: usize, units: u64, capacity: u32 },
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Incomplete { activities, starts, modes } => {
                write!(f, "{activities} activities have {starts} starts and {modes} modes")
            }
            Self::NoMode { activity, mode } => write!(f, "activity {activity} has no mode {mode}"),
            Self::BeforeRelease { activity, start, release } => {
                write!(f, "activity {activity} starts at {start}, before its release at {release}")
            }
            Self::Precedence { activity, finish, successor, start } => {
                write!(f, "activity {successor} starts at {start}, before activity {activity} finishes at {finish}")
            }
            Self::Renewable { resource, time, units, capacity } => {
                write!(f, "{units} of {capacity} units of renewable resource {resource} are held at {time}")
            }
            Self::Nonrenewable { resource, units, capacity } => {
                write!(f, "{units} of {capacity} units of non-renewable resource {resource} are used up")
            }
        }
    }
}

/// What the schedule comes to, or everything that it breaks.
///
/// # Errors
/// Every breach; of a renewable resource the first in time.
pub fn check(instance: &Instance, schedule: &Schedule) -> Result<Value, Vec<Breach>> {
    let activities = instance.activities().len();
    if schedule.starts.len() != activities || schedule.modes.len() != activities {
        let (starts, modes) = (schedule.starts.len(), schedule.modes.len());
        return Err(vec![Breach::Incomplete { activities, starts, modes }]);
    }
    let mut breaches = Vec::new();
    for (activity, a) in instance.activities().iter().enumerate() {
        if schedule.modes[activity] >= a.modes.len() {
            breaches.push(Breach::NoMode { activity, mode: schedule.modes[activity] });
        }
    }
    if !breaches.is_empty() {
        return Err(breaches);
    }
    times(instance, schedule, &mut breaches);
    renewables(instance, schedule, &mut breaches);
    nonrenewables(instance, schedule, &mut breaches);
    if breaches.is_empty() { Ok(value(instance, schedule)) } else { Err(breaches) }
}

fn finish(instance: &Instance, schedule: &Schedule, activity: usize) -> u64 {
    let mode = &instance.activities()[activity].modes[schedule.modes[activity]];
    u64::from(schedule.starts[activity]) + u64::from(mode.duration)
}

fn times(instance: &Instance, schedule: &Schedule, breaches: &mut Vec<Breach>) {
    for (activity, a) in instance.activities().iter().enumerate() {
        let (start, release) = (schedule.starts[activity], instance.projects()[a.project].release);
        if start < release {
            breaches.push(Breach::BeforeRelease { activity, start, release });
        }
        let finish = finish(instance, schedule, activity);
        for &successor in &a.successors {
            let start = schedule.starts[successor];
            if u64::from(start) < finish {
                breaches.push(Breach::Precedence { activity, finish, successor, start });
            }
        }
    }
}

fn renewables(instance: &Instance, schedule: &Schedule, breaches: &mut Vec<Breach>) {
    let mut changes = vec![BTreeMap::<u64, i64>::new(); instance.renewables().len()];
    for (activity, a) in instance.activities().iter().enumerate() {
        let mode = &a.modes[schedule.modes[activity]];
        for &(resource, units) in mode.renewable.iter().filter(|_| mode.duration > 0) {
            *changes[resource].entry(u64::from(schedule.starts[activity])).or_default() += i64::from(units);
            *changes[resource].entry(finish(instance, schedule, activity)).or_default() -= i64::from(units);
        }
    }
    for (resource, changes) in changes.iter().enumerate() {
        let (mut held, capacity) = (0, instance.renewables()[resource]);
        for (&time, change) in changes {
            held += change;
            if held > i64::from(capacity) {
                breaches.push(Breach::Renewable { resource, time, units: held.unsigned_abs(), capacity });
                break;
            }
        }
    }
}

fn nonrenewables(instance: &Instance, schedule: &Schedule, breaches: &mut Vec<Breach>) {
    let mut used = vec![0_u64; instance.nonrenewables().len()];
    for (activity, a) in instance.activities().iter().enumerate() {
        for &(resource, units) in &a.modes[schedule.modes[activity]].nonrenewable {
            used[resource] += u64::from(units);
        }
    }
    for (resource, (&units, &capacity)) in used.iter().zip(instance.nonrenewables()).enumerate() {
        if units > u64::from(capacity) {
            breaches.push(Breach::Nonrenewable { resource, units, capacity });
        }
    }
}

fn value(instance: &Instance, schedule: &Schedule) -> Value {
    let last_of = |wanted: Option<usize>| {
        let mine = |a: &usize| wanted.is_none_or(|p| instance.activities()[*a].project == p);
        let finishes = (0..schedule.starts.len()).filter(mine).map(|a| finish(instance, schedule, a));
        finishes.max().map(|t| i64::try_from(t).expect("times are below the horizon"))
    };
    match instance.objective() {
        Objective::Makespan => Value { first: last_of(None).unwrap_or(0), second: 0 },
        Objective::DelayThenMakespan => {
            let mut delay = 0;
            let mut last = 0;
            for (p, project) in instance.projects().iter().enumerate() {
                let finish = last_of(Some(p)).unwrap_or(i64::from(project.release));
                delay += finish - i64::from(project.release) - i64::from(project.duration);
                last = last.max(finish);
            }
            let first = instance.projects().iter().map(|p| i64::from(p.release)).min().unwrap_or(0);
            Value { first: delay, second: last - first }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::instance::{Activity, Mode, Project};
    use super::*;

    fn instance() -> Instance {
        let mode = |duration, held, used| Mode { duration, renewable: vec![(0, held)], nonrenewable: vec![(0, used)] };
        let activity = |project, successors: &[usize]| Activity {
            project,
            modes: vec![mode(3, 1, 0), mode(1, 2, 2)],
            successors: successors.to_vec(),
        };
        let projects = vec![Project { release: 1, duration: 2 }, Project { release: 2, duration: 1 }];
        let activities = vec![activity(0, &[1]), activity(0, &[]), activity(1, &[])];
        Instance::new(projects, activities, vec![2], vec![3], Objective::DelayThenMakespan).expect("it is valid")
    }

    fn breaches(starts: [u32; 3], modes: [usize; 3], expected: &[Breach]) {
        let found = check(&instance(), &Schedule { starts: starts.to_vec(), modes: modes.to_vec() });
        assert_eq!(found.err().unwrap_or_default(), expected);
    }

    #[test]
    fn a_schedule_is_valued() {
        let schedule = Schedule { starts: vec![1, 4, 2], modes: vec![0, 1, 0] };
        // Project 0 finishes at 5 and was to take 2 from 1 on; project 1 at 5, and was to take 1 from 2 on. But at 4 three
        // units are held.
        let breach = Breach::Renewable { resource: 0, time: 4, units: 3, capacity: 2 };
        assert_eq!(check(&instance(), &schedule), Err(vec![breach]));
        let schedule = Schedule { starts: vec![1, 5, 2], modes: vec![0, 1, 0] };
        assert_eq!(check(&instance(), &schedule), Ok(Value { first: 3 + 2, second: 5 }));
    }

    #[test]
    fn every_breach_is_told() {
        breaches([0, 5, 2], [0, 1, 0], &[Breach::BeforeRelease { activity: 0, start: 0, release: 1 }]);
        breaches([1, 3, 8], [0, 0, 0], &[Breach::Precedence { activity: 0, finish: 4, successor: 1, start: 3 }]);
        breaches([1, 9, 5], [1, 1, 0], &[Breach::Nonrenewable { resource: 0, units: 4, capacity: 3 }]);
        breaches([1, 9, 5], [2, 1, 0], &[Breach::NoMode { activity: 0, mode: 2 }]);
        let short = Schedule { starts: vec![1], modes: vec![0] };
        let breach = Breach::Incomplete { activities: 3, starts: 1, modes: 1 };
        assert_eq!(check(&instance(), &short), Err(vec![breach]));
    }
}
