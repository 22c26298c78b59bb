//! A cutting plane, of whichever kind.

use std::sync::Arc;

use super::clique::Clique;
use super::cut::{Cut, Member};

/// Planes that parts of a tree share.
pub(crate) type Planes = Arc<Vec<Arc<Plane>>>;

/// A row that whole projects keep and shares of projects may break.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Plane {
    /// Of one capacity in one period.
    Shares(Cut),
    /// Of options that exclude each other.
    Clique(Clique),
}

impl Plane {
    /// What no plan has more of.
    pub(crate) fn most(&self) -> i64 {
        match self {
            Self::Shares(cut) => cut.most,
            Self::Clique(_) => 1,
        }
    }

    /// Bytes that it takes in memory, about.
    pub(crate) fn bytes(&self) -> usize {
        let member = |member: &Member| size_of::<Member>() + size_of_val(member.steps.as_slice());
        let own = match self {
            Self::Shares(cut) => cut.members.iter().map(member).sum(),
            Self::Clique(clique) => size_of_val(clique.slots.as_slice()),
        };
        size_of::<Self>() + own
    }

    /// The row of a capacity, if it is one.
    pub(crate) fn shares(&self) -> Option<&Cut> {
        match self {
            Self::Shares(cut) => Some(cut),
            Self::Clique(_) => None,
        }
    }
}
