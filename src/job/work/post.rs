//! Where a job's news go while it is worked on.

use super::saved::Saved;
use crate::wire::v1;

/// Takes news. Called from the thread that searches: it only notes them.
pub(in crate::job) trait Post: Sync {
    /// How far it is; `of` is the scenario's or the point's position.
    fn progress(&self, of: usize, progress: v1::PlanProgress);

    /// Whether it is time to save what was found: whole plans are dear to make.
    fn wants_saved(&self) -> bool;

    /// What was found so far, after so many seconds of search.
    fn saved(&self, saved: Saved, seconds: f64);
}
