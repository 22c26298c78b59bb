//! The two kinds of streams, and which of them work on an instance.

use super::super::instance::Objective;
use super::super::network::Network;
use super::member::Member;
use super::stream::Stream;
use super::walk::Walk;
use crate::base::{Rng, Stop};

/// By stream, the memory of a walk, in steps.
const MEMORIES: [usize; 4] = [200, 1_000, 50, 5_000];

/// Activities beyond which walks pay for makespans, too: a child of a population costs as much as some tens of their steps.
const LARGE: usize = 250;

/// A stream of search.
#[derive(Clone, Debug)]
pub(crate) enum Crew<'a> {
    Breeds(Box<Stream<'a>>),
    Walks(Box<Walk<'a>>),
}

impl<'a> Crew<'a> {
    pub(crate) fn new(network: &'a Network, rng: Rng, number: usize) -> Self {
        let walks = match network.objective {
            Objective::DelayThenMakespan => true,
            Objective::Makespan => network.len() > LARGE && number.is_multiple_of(2),
        };
        if walks {
            Self::Walks(Box::new(Walk::new(network, rng, MEMORIES[number % MEMORIES.len()])))
        } else {
            Self::Breeds(Box::new(Stream::new(network, rng)))
        }
    }

    /// So many steps, or fewer if told to stop.
    pub(crate) fn advance(&mut self, steps: u64, stop: &dyn Stop) {
        for _ in 0..steps {
            if stop.stop() {
                return;
            }
            match self {
                Self::Breeds(stream) => stream.step(),
                Self::Walks(walk) => walk.step(),
            }
        }
    }

    pub(crate) fn welcome(&mut self, member: &Member) {
        match self {
            Self::Breeds(stream) => stream.welcome(member),
            Self::Walks(walk) => walk.welcome(member),
        }
    }

    pub(crate) fn best(&self) -> Option<&Member> {
        match self {
            Self::Breeds(stream) => stream.best.as_ref(),
            Self::Walks(walk) => walk.best.as_ref(),
        }
    }
}
