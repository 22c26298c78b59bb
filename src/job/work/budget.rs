//! How long a search may take.

use std::time::Duration;

use super::signals::Clock;
use crate::job::time::Millis;

/// The least that a job gets whose deadline has come: enough for a first plan.
pub(super) const LEAST: Duration = Duration::from_secs(1);

/// Share of the time until the deadline that is kept for what comes after the search, and the most of it.
const KEPT: f64 = 0.05;
const KEPT_AT_MOST: Duration = Duration::from_secs(10);

/// How long a search may take.
#[derive(Clone, Copy, Debug)]
pub(super) struct Budget {
    /// So long.
    pub(super) limit: Duration,
    /// It is the request's own, neither the deadline's nor the operator's.
    pub(super) is_own: bool,
}

impl Budget {
    /// Whether its own limits ended it, and nothing from outside: then it answers the same question asked again.
    pub(super) fn is_final(self, clock: &Clock<'_>) -> bool {
        !clock.is_broken_off() && (self.is_own || !clock.is_over())
    }
}

/// Until the deadline, less what is kept for what comes after the search.
pub(super) fn until(deadline: Millis, now: Millis) -> Duration {
    let left = Duration::from_millis(deadline.saturating_sub(now));
    left.saturating_sub(left.mul_f64(KEPT).min(KEPT_AT_MOST))
}
