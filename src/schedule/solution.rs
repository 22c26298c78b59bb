//! The answer: when each activity starts, and in which mode.

use super::instance::Value;

/// Starts and modes by position of the activity in the instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// When each activity starts.
    pub starts: Vec<u32>,
    /// Which of its modes each activity takes.
    pub modes: Vec<usize>,
}

/// A schedule with what it comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Valued {
    /// The schedule.
    pub schedule: Schedule,
    /// What it comes to.
    pub value: Value,
}
