//! Who watches a study.

use crate::plan::Plan;
use crate::solve::Progress;

/// Watches several searches. Called from the thread that searches.
pub trait Watch: Sync {
    /// A round of a search went by; `number` is the scenario's or the point's position.
    fn progress(&self, _number: usize, _progress: &Progress) {}

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
