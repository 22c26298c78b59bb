//! A cutting plane by the names of what it speaks of.

use std::sync::Arc;

/// What of the uses of a capacity in a period no plan has more than `most` shares of.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct NamedCut {
    /// Whose.
    pub capacity: Capacity,
    /// Period of the calendar.
    pub period: usize,
    /// Shares at most.
    pub most: i64,
    /// Who has how many shares.
    pub members: Vec<CutMember>,
}

/// Days that are limited by period.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Capacity {
    /// A pool's.
    Pool(Arc<str>),
    /// What a framework's suppliers can place of a role.
    Supply(Arc<str>, Arc<str>),
}

/// A project, or one phase of it, with what its uses count.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CutMember {
    /// Id of the project.
    pub project: String,
    /// Id of the phase where the project's phases may run at the same time.
    pub phase: Option<String>,
    /// Hundredths of a day, ascending, with the shares that so many or more count.
    pub steps: Vec<(i64, i64)>,
}

/// Options of phases of which no plan has more than one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct NamedClique {
    /// In order of projects and phases.
    pub members: Vec<CliqueMember>,
}

/// A phase in a mode, with its starts.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CliqueMember {
    /// Id of the project.
    pub project: String,
    /// Id of the phase.
    pub phase: String,
    /// Id of the mode, offers among them.
    pub mode: String,
    /// Periods of the calendar, ascending.
    pub starts: Vec<u32>,
}
