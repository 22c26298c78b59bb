//! What is answered: where a project would go, and what it would gain there.

use crate::solve::instance::Slot;

/// How and when a project would be done.
#[derive(Clone, Debug, PartialEq)]
pub struct Placement {
    pub(super) slots: Vec<Slot>,
}

/// Where a project would go.
#[derive(Clone, Debug, PartialEq)]
pub enum Place {
    /// There.
    At(Placement),
    /// Proven: nowhere.
    Nowhere,
    /// No place was found, nor its absence proven.
    Unsettled,
}

/// What a project would gain at best.
#[derive(Clone, Debug, PartialEq)]
pub enum Best {
    /// That.
    At(Gain),
    /// Proven: it fits nowhere.
    Nowhere,
    /// No place was found, nor its absence proven.
    Unsettled,
}

/// What a placement gains.
#[derive(Clone, Debug, PartialEq)]
pub struct Gain {
    /// Where.
    pub placement: Placement,
    /// By goal, in its measure's unit; positive is better, also for measures that are minimised.
    pub by_goal: Vec<f64>,
    /// Proven: no placement gains more.
    pub is_best: bool,
}
