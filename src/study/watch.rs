//! Who watches a study.

use crate::plan::Plan;
use crate::solve::{InternalError, Progress};

/// Watches several searches. Called from the thread that searches.
pub trait Watch: Sync {
    /// A change was found worth asking about: the scenario of that id is planned as that number from now on.
    fn proposed(&self, _number: usize, _scenario: &str) {}

    /// A round of a search went by; `number` is the scenario's or the point's position.
    fn progress(&self, _number: usize, _progress: &Progress) {}

    /// A better plan was found in this part of a search, as [`Observer::incumbent`](crate::solve::Observer::incumbent) says.
    fn incumbent(&self, _number: usize, _plan: &dyn Fn() -> Result<Plan, InternalError>) {}

    /// A part of a search has ended with this plan, which has passed the referee; a better one may follow.
    fn planned(&self, _number: usize, _plan: &Plan) {}

    /// Seconds since the study began; 0 where time has no place in what comes of it.
    fn seconds(&self) -> f64 {
        0.0
    }
}

/// Watches nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unwatched;

impl Watch for Unwatched {}
