//! The parts of a tree that are not settled yet, that with the largest bound first.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::sync::Arc;

use super::bound::{Planes, Scope};
use super::branch::Subject;

/// Bytes over all parts; no more are taken beyond this (512 MB).
const LARGEST: usize = 1 << 29;

/// A part.
pub(super) struct Node {
    pub bound: f64,
    /// How many came before it: that of all of the tree is 0.
    pub number: u64,
    pub scope: Scope,
    pub prices: Arc<Vec<f64>>,
    /// Rows beside those that all parts share.
    pub cuts: Planes,
    /// Bytes of those that were found where it was split off.
    pub found: usize,
    /// Its part of what is known.
    pub known: Option<usize>,
    /// Where it hangs in the tree's own record: the part above it, and on which side.
    pub side: Option<(usize, usize)>,
    /// The question that it is a side of.
    pub asked: Option<Asked>,
}

/// A side of a question.
#[derive(Clone, Copy)]
pub(super) struct Asked {
    pub subject: Subject,
    pub side: usize,
    /// The share of answers that it takes away.
    pub taken: f64,
    /// The bound of both sides.
    pub before: f64,
}

/// Parts, and what they take.
#[derive(Default)]
pub(super) struct Open {
    nodes: BinaryHeap<Node>,
    made: u64,
    held: usize,
}

impl Open {
    /// One more, with the next number.
    pub(super) fn push(&mut self, node: Node) {
        self.held += node.bytes();
        self.nodes.push(Node { number: self.made, ..node });
        self.made += 1;
    }

    pub(super) fn pop(&mut self) -> Option<Node> {
        let node = self.nodes.pop()?;
        self.held -= node.bytes();
        Some(node)
    }

    /// The largest.
    pub(super) fn bound(&self) -> Option<f64> {
        self.nodes.peek().map(|node| node.bound)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Whether there is no room for more.
    pub(super) fn is_full(&self) -> bool {
        self.held > LARGEST
    }

    /// How many have a larger bound.
    pub(super) fn above(&self, bound: f64) -> usize {
        self.nodes.iter().filter(|node| node.bound > bound).count()
    }

    /// All, in no particular order.
    pub(super) fn into_nodes(self) -> impl Iterator<Item = Node> {
        self.nodes.into_iter()
    }
}

impl Node {
    /// About.
    fn bytes(&self) -> usize {
        self.scope.allowed.len() + size_of::<f64>() * (self.prices.len() + self.cuts.len()) + self.found
    }
}

impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Node {}

impl PartialOrd for Node {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The largest bound first; among equals the one made last, which is the deepest.
impl Ord for Node {
    fn cmp(&self, other: &Self) -> Ordering {
        self.bound.total_cmp(&other.bound).then(self.number.cmp(&other.number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Rng;
    use crate::solve::state::tests::on_some_stage;

    /// Parts of these bounds.
    fn open(bounds: &[f64], found: usize) -> Open {
        let mut open = Open::default();
        on_some_stage(&mut Rng::new(1), |stage, _| {
            for bound in bounds {
                let (scope, prices) = (Scope::root(stage), Arc::new(vec![0.0; 10]));
                let node = Node {
                    bound: *bound,
                    number: 0,
                    scope,
                    prices,
                    cuts: Planes::default(),
                    found,
                    known: None,
                    side: None,
                    asked: None,
                };
                open.push(node);
            }
        });
        open
    }

    #[test]
    fn the_largest_bound_comes_first_and_of_equals_the_last() {
        let mut open = open(&[2.0, 3.0, 1.0, 3.0], 0);
        assert_eq!((open.bound(), open.above(1.5), open.above(3.0)), (Some(3.0), 3, 0));
        let order: Vec<u64> = std::iter::from_fn(|| open.pop()).map(|node| node.number).collect();
        assert_eq!(order, [3, 1, 0, 2]);
        assert!(open.is_empty() && open.held == 0);
    }

    #[test]
    fn there_is_room_again_when_parts_are_taken() {
        let mut open = open(&[1.0, 2.0], LARGEST / 2);
        assert!(open.is_full());
        open.pop();
        assert!(!open.is_full());
    }
}
