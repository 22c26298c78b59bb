//! Rows that belong to no resource and no fund, by the names of what they come from.

use std::sync::Arc;

/// What ties projects to one another, or to a contract.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Tie {
    /// A selection rule's id, and which of its rows.
    Rule(Arc<str>, usize),
    /// A dependency across projects, and a period of the calendar or the one after its last.
    Dependency(Arc<Dependency>, usize),
    /// The minimum of a framework.
    Minimum(Arc<str>),
}

/// Project and phase of what needs, and of what is needed: all of it where no phase is said.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Dependency {
    /// What needs.
    pub succ: (String, String),
    /// What is needed.
    pub pred: (String, Option<String>),
}
