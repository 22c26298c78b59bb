//! What a search found out about its question, by the names of what it speaks of, for a like question to begin with: where
//! the tree split, and the prices that bounded each part. It is a guide and nothing more. Whoever takes it up proves each
//! part anew on its own question, which takes one evaluation where finding the prices took tens.

use std::fmt;
use std::sync::Arc;

use super::cut_name::{NamedClique, NamedCut};
use super::tie::Tie;

/// The way of a proof; cheap to clone. Empty if nothing was proven by parts.
#[derive(Clone, Default)]
pub struct Proof(pub(super) Arc<Parts>);

impl Proof {
    /// Number of parts that it bounds.
    pub fn len(&self) -> usize {
        self.0.parts.len()
    }

    /// Bytes that it takes in memory, about.
    pub fn bytes(&self) -> usize {
        let part = |p: &Part| size_of_val(p) + size_of_val(p.prices.as_slice()) + size_of_val(p.own.as_slice());
        let parts = self.0.parts.iter().map(part);
        let planes = self.0.rows.iter().map(|row| match row {
            Row::Cut(cut) => cut.bytes(),
            Row::Clique(clique) => clique.bytes(),
            _ => 0,
        });
        self.0.rows.len() * size_of::<Row>() + planes.sum::<usize>() + parts.sum::<usize>()
    }

    /// Whether there is nothing to begin with.
    pub fn is_empty(&self) -> bool {
        self.0.parts.is_empty()
    }
}

impl fmt::Debug for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Proof of {} parts", self.len())
    }
}

/// Parts, the first of which is everything.
#[derive(Debug, Default)]
pub(super) struct Parts {
    /// What each price is a price of.
    pub rows: Vec<Row>,
    /// How many of them, the first ones, every part may have a price of.
    pub shared: usize,
    pub parts: Vec<Part>,
}

#[derive(Debug)]
pub(super) struct Part {
    /// Of a row's own unit, in the first goal's.
    pub prices: Vec<f32>,
    /// Rows beyond those that all parts share, with their prices.
    pub own: Vec<(u32, f32)>,
    pub split: Option<[(Choice, Option<u32>); 2]>,
}

/// A shared row by the names of what it comes from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Row {
    /// By period.
    Pool(Arc<str>, usize),
    /// Framework, role, period.
    Supply(Arc<str>, Arc<str>, usize),
    Payments(Arc<str>, i32),
    Commitments(Arc<str>, i32),
    Total(Arc<str>),
    Ceiling(Arc<str>),
    /// The limit's position.
    Limit(usize),
    /// Flow limit and window.
    Flow(Arc<str>, usize),
    Tie(Tie),
    Cut(Arc<NamedCut>),
    Clique(Arc<NamedClique>),
}

/// A side of a split, by id.
#[derive(Clone, Debug)]
pub(super) enum Choice {
    Project { project: String, is_in: bool },
    Used { framework: String, used: bool },
    Start { project: String, phase: String, last: usize, early: bool },
    Mode { project: String, phase: String, mode: String, only: bool },
    Kept { project: String, is_kept: bool },
    All,
    None,
}

impl Row {
    /// The same row a period earlier, if it is one of a period.
    pub(super) fn earlier(&self) -> Option<Self> {
        match self {
            Self::Pool(pool, t) => Some(Self::Pool(pool.clone(), t.checked_sub(1)?)),
            Self::Supply(f, role, t) => Some(Self::Supply(f.clone(), role.clone(), t.checked_sub(1)?)),
            Self::Flow(flow, t) => Some(Self::Flow(flow.clone(), t.checked_sub(1)?)),
            Self::Tie(Tie::Dependency(of, t)) => Some(Self::Tie(Tie::Dependency(of.clone(), t.checked_sub(1)?))),
            Self::Payments(..) | Self::Commitments(..) | Self::Total(_) | Self::Ceiling(_) => None,
            Self::Limit(_) | Self::Tie(Tie::Rule(..) | Tie::Minimum(_)) | Self::Cut(_) | Self::Clique(_) => None,
        }
    }
}
