//! Searches.

use super::key::{Range, Section, Visitor};

/// Searches.
#[derive(Clone, Debug, PartialEq)]
pub struct Solve {
    /// Searches at once. 0: as many as there are cores, divided by `threads`.
    pub concurrent: usize,
    /// Searches of one tenant at once, so that others find a place. 0: no fewer than `concurrent`.
    pub per_tenant: usize,
    /// Requests that wait for a place, of all tenants together; more are refused.
    pub queue: usize,
    /// Threads that a search gets at most. 0: all cores, divided by `concurrent`; if that is 0 too, 1.
    pub threads: usize,
    /// Seconds of a search whose request sets no limit at all.
    pub default_seconds: f64,
    /// How far searches stand back for what is answered at once, 0 to 19: the niceness of their threads (Linux).
    pub nice: i32,
}

impl Default for Solve {
    fn default() -> Self {
        Self { concurrent: 0, per_tenant: 0, queue: 64, threads: 0, default_seconds: 60.0, nice: 10 }
    }
}

impl Section for Solve {
    const NAME: &'static str = "solve";

    fn keys(&mut self, visitor: &mut impl Visitor) {
        let Self { concurrent, per_tenant, queue, threads, default_seconds, nice } = self;
        visitor.key("concurrent", concurrent, Range::Within(0.0, 1024.0));
        visitor.key("per_tenant", per_tenant, Range::Within(0.0, 1024.0));
        visitor.key("queue", queue, Range::Within(0.0, 1e6));
        visitor.key("threads", threads, Range::Within(0.0, 1024.0));
        visitor.key("default_seconds", default_seconds, Range::Within(0.001, super::limits::MOST_SECONDS));
        visitor.key("nice", nice, Range::Within(0.0, 19.0));
    }
}
