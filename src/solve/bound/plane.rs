//! A cutting plane, of whichever kind.

use super::clique::Clique;
use super::cut::Cut;

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

    /// The row of a capacity, if it is one.
    pub(crate) fn shares(&self) -> Option<&Cut> {
        match self {
            Self::Shares(cut) => Some(cut),
            Self::Clique(_) => None,
        }
    }
}
