//! The answer: when each activity starts, and in which mode.

use super::instance::{Activity, Instance, Mode, Value};

/// Starts and modes by position of the activity in the instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// When each activity starts.
    pub starts: Vec<u32>,
    /// Which of its modes each activity takes.
    pub modes: Vec<usize>,
}

impl Schedule {
    /// The mode that an activity takes, if there is such a mode.
    pub fn mode<'a>(&self, position: usize, activity: &'a Activity) -> Option<&'a Mode> {
        activity.modes.get(*self.modes.get(position)?)
    }

    /// When an activity finishes, if the schedule speaks of it.
    pub fn finish(&self, position: usize, instance: &Instance) -> Option<u64> {
        let mode = self.mode(position, instance.activities().get(position)?)?;
        Some(u64::from(*self.starts.get(position)?) + u64::from(mode.duration))
    }
}

/// A schedule with what it comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Valued {
    /// The schedule.
    pub schedule: Schedule,
    /// What it comes to.
    pub value: Value,
}
