//! What a request may ask at most.

use super::key::{Range, Section, Visitor};

/// A year: more than any caller waits, and less than clocks can count to.
pub(super) const MOST_SECONDS: f64 = 366.0 * 86_400.0;

/// What a request may ask at most. A request that asks for more is refused, with the limit's name.
#[derive(Clone, Debug, PartialEq)]
pub struct Limits {
    /// Bytes of a message, decompressed.
    pub max_message_bytes: usize,
    /// Projects of a portfolio, after its scenario.
    pub max_projects: usize,
    /// Periods of a calendar.
    pub max_periods: usize,
    /// Changes of a scenario.
    pub max_changes: usize,
    /// Scenarios of a comparison, the portfolio as it stands among them.
    pub max_scenarios: usize,
    /// Proposals beside them.
    pub max_proposals: usize,
    /// Points of a frontier.
    pub max_points: usize,
    /// Seconds of a search; those that say nothing of seconds stop there too.
    pub max_seconds: f64,
    /// Steps of a search.
    pub max_steps: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_message_bytes: 64 << 20,
            max_projects: 20_000,
            max_periods: 4_000,
            max_changes: 10_000,
            max_scenarios: 32,
            max_proposals: 32,
            max_points: 100,
            max_seconds: 3_600.0,
            max_steps: 1_000_000_000,
        }
    }
}

impl Section for Limits {
    const NAME: &'static str = "limits";

    fn keys(&mut self, visitor: &mut impl Visitor) {
        let Self {
            max_message_bytes,
            max_projects,
            max_periods,
            max_changes,
            max_scenarios,
            max_proposals,
            max_points,
            max_seconds,
            max_steps,
        } = self;
        // A gRPC message says its length in 32 bits; below a kilobyte not even a refusal would fit.
        visitor.key("max_message_bytes", max_message_bytes, Range::Within(1024.0, f64::from(u32::MAX)));
        visitor.key("max_projects", max_projects, Range::Within(1.0, 1e7));
        visitor.key("max_periods", max_periods, Range::Within(1.0, 1e6));
        visitor.key("max_changes", max_changes, Range::Within(0.0, 1e7));
        visitor.key("max_scenarios", max_scenarios, Range::Within(1.0, 10_000.0));
        visitor.key("max_proposals", max_proposals, Range::Within(0.0, 10_000.0));
        visitor.key("max_points", max_points, Range::Within(2.0, 100.0));
        visitor.key("max_seconds", max_seconds, Range::Within(0.001, MOST_SECONDS));
        visitor.key("max_steps", max_steps, Range::Within(1.0, 1e18));
    }
}
