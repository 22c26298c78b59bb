//! A cutting plane by the names of what it speaks of.

use std::sync::Arc;

/// What a member of a cutting plane and one of a clique take in memory beside their steps and starts, about: what they were measured
/// to come to with what the allocator adds, or are by their parts.
const CUT_MEMBER: usize = 150;
const CLIQUE_MEMBER: usize = size_of::<CliqueMember>() + 3 * 32;

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

impl NamedCut {
    /// Bytes that it takes in memory, about.
    pub fn bytes(&self) -> usize {
        let of = |m: &CutMember| CUT_MEMBER + m.steps.len() * size_of::<(i64, i64)>();
        self.members.iter().map(of).sum()
    }
}

impl NamedClique {
    /// Bytes that it takes in memory, about.
    pub fn bytes(&self) -> usize {
        let of = |m: &CliqueMember| CLIQUE_MEMBER + m.starts.len() * size_of::<u32>();
        self.members.iter().map(of).sum()
    }
}
