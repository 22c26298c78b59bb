//! The question: projects of activities with modes under scarce resources, in whole units of time. Validated once, so that
//! whoever holds an instance can rely on it. It knows nothing of the files that instances come in.

use std::fmt;

/// Most units of time that all activities one after the other may take: profiles are arrays over time.
pub const MAX_HORIZON: u64 = 4_000_000;

/// Most units of a resource that an instance may speak of.
pub const MAX_UNITS: u32 = (1 << 30) - 1;

/// Most modes of an activity.
pub const MAX_MODES: usize = 1_000;

/// One way of doing an activity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mode {
    /// Units of time, without interruption.
    pub duration: u32,
    /// Units of each renewable resource that are held meanwhile, by position; those of which none is needed may be absent.
    pub renewable: Vec<(usize, u32)>,
    /// Units of each non-renewable resource that are used up, by position.
    pub nonrenewable: Vec<(usize, u32)>,
}

/// An activity, with at least one mode.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Activity {
    /// Position of its project.
    pub project: usize,
    /// The ways of doing it, of which a schedule takes one.
    pub modes: Vec<Mode>,
    /// Activities that start at its finish or later, by position.
    pub successors: Vec<usize>,
}

/// A project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Project {
    /// Its activities start at this time or later.
    pub release: u32,
    /// The duration from which delay counts: delay is finish less release less this.
    pub duration: u32,
}

/// What is minimised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Objective {
    /// The latest finish, counted from time 0.
    Makespan,
    /// The sum of all projects' delays; among schedules of the same delay, the latest finish less the earliest release
    /// (Wauters et al. 2016).
    DelayThenMakespan,
}

/// What a schedule comes to: compared by `first`, then by `second`; less is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Value {
    /// Makespan, or total project delay.
    pub first: i64,
    /// 0, or total makespan.
    pub second: i64,
}

/// A resource-constrained project scheduling problem, of one project or several, with one mode or several: MRCMPSP.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instance {
    projects: Vec<Project>,
    activities: Vec<Activity>,
    renewables: Vec<u32>,
    nonrenewables: Vec<u32>,
    objective: Objective,
}

/// Why something is no instance.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Fault {
    /// There are no activities.
    Empty,
    /// The activity's project is not there.
    NoProject { activity: usize, project: usize },
    /// The activity cannot be done in any way.
    NoMode { activity: usize },
    /// It can be done in more ways than can be told apart.
    TooManyModes { activity: usize, modes: usize },
    /// A successor is not there.
    NoSuccessor { activity: usize, successor: usize },
    /// A mode needs a resource that is not there, or names one twice.
    NoResource { activity: usize, mode: usize, resource: usize },
    /// A demand or a capacity is beyond [`MAX_UNITS`].
    TooManyUnits { units: u32 },
    /// The activities follow one another in a circle; these are on it or behind it.
    Circle { activities: Vec<usize> },
    /// All activities one after the other take longer than [`MAX_HORIZON`].
    TooLong { horizon: u64 },
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "there are no activities; give at least one"),
            Self::NoProject { activity, project } => {
                write!(f, "activity {activity} belongs to project {project}, which is not there; name one that is")
            }
            Self::NoMode { activity } => write!(f, "activity {activity} has no mode; give at least one"),
            Self::TooManyModes { activity, modes } => {
                write!(f, "activity {activity} has {modes} modes; give at most {MAX_MODES}")
            }
            Self::NoSuccessor { activity, successor } => {
                write!(f, "activity {activity} precedes activity {successor}, which is not there; name one that is")
            }
            Self::NoResource { activity, mode, resource } => write!(
                f,
                "mode {mode} of activity {activity} needs resource {resource}, which is not there or named before; \
                 name each at most once"
            ),
            Self::TooManyUnits { units } => write!(f, "{units} units are too many to count; give at most {MAX_UNITS}"),
            Self::Circle { activities } => {
                let shown: Vec<_> = activities.iter().take(10).map(usize::to_string).collect();
                write!(f, "activities follow one another in a circle: {}; break it", shown.join(", "))
            }
            Self::TooLong { horizon } => write!(
                f,
                "all activities one after the other take until {horizon}; scale times to at most {MAX_HORIZON}"
            ),
        }
    }
}

impl Instance {
    /// The instance, or everything that is wrong with it.
    ///
    /// # Errors
    /// Every fault found. An activity that fits no capacity is none: such an instance is valid and infeasible.
    pub fn new(
        projects: Vec<Project>,
        activities: Vec<Activity>,
        renewables: Vec<u32>,
        nonrenewables: Vec<u32>,
        objective: Objective,
    ) -> Result<Self, Vec<Fault>> {
        let instance = Self { projects, activities, renewables, nonrenewables, objective };
        let faults = instance.faults();
        if faults.is_empty() { Ok(instance) } else { Err(faults) }
    }

    /// The projects.
    pub fn projects(&self) -> &[Project] {
        &self.projects
    }

    /// The activities of all projects.
    pub fn activities(&self) -> &[Activity] {
        &self.activities
    }

    /// Units of each renewable resource at any time.
    pub fn renewables(&self) -> &[u32] {
        &self.renewables
    }

    /// Units of each non-renewable resource over all time.
    pub fn nonrenewables(&self) -> &[u32] {
        &self.nonrenewables
    }

    /// What is minimised.
    pub fn objective(&self) -> Objective {
        self.objective
    }

    /// A time by which everything is done when one activity follows the other.
    pub fn horizon(&self) -> u64 {
        let release = self.projects.iter().map(|p| u64::from(p.release)).max().unwrap_or(0);
        release + self.activities.iter().map(|a| u64::from(longest(a))).sum::<u64>()
    }

    fn faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        if self.activities.is_empty() {
            faults.push(Fault::Empty);
        }
        let capacities = self.renewables.iter().chain(&self.nonrenewables);
        faults.extend(capacities.filter(|&&c| c > MAX_UNITS).map(|&units| Fault::TooManyUnits { units }));
        for (activity, a) in self.activities.iter().enumerate() {
            self.activity_faults(activity, a, &mut faults);
        }
        if self.horizon() > MAX_HORIZON {
            faults.push(Fault::TooLong { horizon: self.horizon() });
        }
        if faults.is_empty() {
            faults.extend(self.circle());
        }
        faults
    }

    fn activity_faults(&self, activity: usize, a: &Activity, faults: &mut Vec<Fault>) {
        if a.project >= self.projects.len() {
            faults.push(Fault::NoProject { activity, project: a.project });
        }
        if a.modes.is_empty() {
            faults.push(Fault::NoMode { activity });
        }
        if a.modes.len() > MAX_MODES {
            faults.push(Fault::TooManyModes { activity, modes: a.modes.len() });
        }
        let missing = a.successors.iter().filter(|&&s| s >= self.activities.len());
        faults.extend(missing.map(|&successor| Fault::NoSuccessor { activity, successor }));
        for (mode, m) in a.modes.iter().enumerate() {
            for (needs, count) in [(&m.renewable, self.renewables.len()), (&m.nonrenewable, self.nonrenewables.len())] {
                let mut seen = vec![false; count];
                for &(resource, units) in needs {
                    match seen.get_mut(resource) {
                        Some(seen) if !*seen => *seen = true,
                        _ => faults.push(Fault::NoResource { activity, mode, resource }),
                    }
                    if units > MAX_UNITS {
                        faults.push(Fault::TooManyUnits { units });
                    }
                }
            }
        }
    }

    /// What is left when activities without predecessors are taken away again and again.
    fn circle(&self) -> Option<Fault> {
        let mut waits = vec![0_usize; self.activities.len()];
        self.activities.iter().flat_map(|a| &a.successors).for_each(|&s| waits[s] += 1);
        let mut ready: Vec<usize> = (0..waits.len()).filter(|&a| waits[a] == 0).collect();
        let mut taken = vec![false; waits.len()];
        while let Some(a) = ready.pop() {
            taken[a] = true;
            for &s in &self.activities[a].successors {
                waits[s] -= 1;
                if waits[s] == 0 {
                    ready.push(s);
                }
            }
        }
        let activities: Vec<usize> = (0..waits.len()).filter(|&a| !taken[a]).collect();
        (!activities.is_empty()).then_some(Fault::Circle { activities })
    }
}

fn longest(activity: &Activity) -> u32 {
    activity.modes.iter().map(|m| m.duration).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn activity(project: usize, duration: u32, successors: &[usize]) -> Activity {
        let mode = Mode { duration, renewable: vec![(0, 1)], nonrenewable: Vec::new() };
        Activity { project, modes: vec![mode], successors: successors.to_vec() }
    }

    fn check(activities: Vec<Activity>, expected: &[Fault]) {
        let projects = vec![Project { release: 0, duration: 0 }];
        let made = Instance::new(projects, activities, vec![1], Vec::new(), Objective::Makespan);
        assert_eq!(made.err().unwrap_or_default(), expected);
    }

    #[test]
    fn what_holds_together_is_taken() {
        check(vec![activity(0, 1, &[1]), activity(0, 2, &[])], &[]);
    }

    #[test]
    fn every_fault_is_told() {
        check(Vec::new(), &[Fault::Empty]);
        check(
            vec![activity(1, 1, &[5]), Activity { project: 0, modes: Vec::new(), successors: Vec::new() }],
            &[
                Fault::NoProject { activity: 0, project: 1 },
                Fault::NoSuccessor { activity: 0, successor: 5 },
                Fault::NoMode { activity: 1 },
            ],
        );
        let twice =
            Mode { duration: 1, renewable: vec![(0, 1), (0, MAX_UNITS + 1), (1, 1)], nonrenewable: vec![(0, 1)] };
        check(
            vec![Activity { project: 0, modes: vec![twice], successors: Vec::new() }],
            &[
                Fault::NoResource { activity: 0, mode: 0, resource: 0 },
                Fault::TooManyUnits { units: MAX_UNITS + 1 },
                Fault::NoResource { activity: 0, mode: 0, resource: 1 },
                Fault::NoResource { activity: 0, mode: 0, resource: 0 },
            ],
        );
        check(
            vec![activity(0, 1, &[1]), activity(0, 1, &[2]), activity(0, 1, &[1])],
            &[Fault::Circle { activities: vec![1, 2] }],
        );
        check(vec![activity(0, 5_000_000, &[])], &[Fault::TooLong { horizon: 5_000_000 }]);
    }
}
