//! Workspaces.

use super::key::{Range, Section, Visitor};

/// Workspaces: portfolios kept in memory for a meeting.
#[derive(Clone, Debug, PartialEq)]
pub struct Workspaces {
    /// Workspaces at once, of all tenants together.
    pub max: usize,
    /// Workspaces of one tenant at once.
    pub per_tenant: usize,
    /// Bytes that all of them take in memory, about.
    pub max_bytes: usize,
    /// Questions that one keeps on top of each other.
    pub max_kept: usize,
    /// Seconds without a question after which one ends.
    pub idle_seconds: f64,
    /// Seconds after which one ends in any case.
    pub longest_seconds: f64,
    /// Questions that are answered at once; they do not wait behind plans. 0: one for every four cores.
    pub concurrent: usize,
    /// Seconds of search for an answer whose question sets no limit.
    pub default_seconds: f64,
    /// Seconds of search for an answer at most.
    pub max_seconds: f64,
}

impl Default for Workspaces {
    fn default() -> Self {
        Self {
            max: 64,
            per_tenant: 8,
            max_bytes: 1 << 30,
            max_kept: 32,
            idle_seconds: 3_600.0,
            longest_seconds: 43_200.0,
            concurrent: 0,
            default_seconds: 0.8,
            max_seconds: 60.0,
        }
    }
}

impl Section for Workspaces {
    const NAME: &'static str = "workspaces";

    fn keys(&mut self, visitor: &mut impl Visitor) {
        let Self {
            max,
            per_tenant,
            max_bytes,
            max_kept,
            idle_seconds,
            longest_seconds,
            concurrent,
            default_seconds,
            max_seconds,
        } = self;
        const LONGEST: f64 = super::limits::MOST_SECONDS;
        visitor.key("max", max, Range::Within(0.0, 1e6));
        visitor.key("per_tenant", per_tenant, Range::Within(0.0, 1e6));
        visitor.key("max_bytes", max_bytes, Range::Within(0.0, 1e15));
        visitor.key("max_kept", max_kept, Range::Within(0.0, 10_000.0));
        visitor.key("idle_seconds", idle_seconds, Range::Within(0.001, LONGEST));
        visitor.key("longest_seconds", longest_seconds, Range::Within(0.001, LONGEST));
        visitor.key("concurrent", concurrent, Range::Within(0.0, 1024.0));
        visitor.key("default_seconds", default_seconds, Range::Within(0.001, LONGEST));
        visitor.key("max_seconds", max_seconds, Range::Within(0.001, LONGEST));
    }
}
