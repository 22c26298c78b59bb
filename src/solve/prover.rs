//! The bound as it is being proven: prices at the root, and a tree once they bring it no lower.

use std::sync::Arc;

use super::bound::{Pricer, Scope, Volume};
use super::exact::{Plans, Tree};
use super::record::Record;
use crate::base::Stop;

/// Rounds' evaluations that looking for cuts takes at a time: the streams wait for it. With 50 evaluations whatever the size, in
/// place of 10, the gap of 3,000 projects was 0.3 points larger after 40 s.
const LOOKING: u64 = 4;
const LEAST_LOOKING: u64 = 12;

/// The tree begins once so many evaluations at the root brought the bound no nearer to the best plan than by this share of the
/// way, settled or not.
const ROOT_EVALUATIONS: u64 = 4_000;
const ROOT_PROGRESS: f64 = 0.02;

/// How far the proof is.
pub(super) enum Prover<'a> {
    Root {
        volume: Box<Volume>,
        scope: Scope,
        known: Arc<Record>,
        /// In all, and since it was last asked whether they bring the bound nearer.
        made: u64,
        evaluations: u64,
        before: f64,
    },
    /// `ahead`: evaluations that were made beyond those that rounds asked for, parts being settled whole. The walk waits for none of
    /// them twice.
    Tree { tree: Box<Tree<'a>>, volume: Box<Volume>, ahead: u64 },
}

impl<'a> Prover<'a> {
    /// At the root, from where the prices are.
    pub(super) fn at_root(volume: Volume, scope: Scope, known: Arc<Record>) -> Self {
        Self::Root { volume: Box::new(volume), scope, known, made: 0, evaluations: 0, before: f64::INFINITY }
    }

    /// The prices of the root while they are looked for, and their scope.
    pub(super) fn root(&self) -> Option<(&Volume, &Scope)> {
        match self {
            Self::Root { volume, scope, .. } => Some((volume, scope)),
            Self::Tree { .. } => None,
        }
    }

    /// The best plan that the tree has come by.
    pub(super) fn best(&self) -> Option<&(i64, Plans)> {
        match self {
            Self::Root { .. } => None,
            Self::Tree { tree, .. } => tree.best.as_ref(),
        }
    }

    /// The prices that bound best at the root.
    pub(super) fn prices(&self) -> &[f64] {
        let (Self::Root { volume, .. } | Self::Tree { volume, .. }) = self;
        &volume.prices
    }

    /// What the tree did.
    pub(super) fn into_record(self) -> Record {
        match self {
            Self::Root { known, .. } => Arc::unwrap_or_clone(known),
            Self::Tree { tree, .. } => tree.into_record(),
        }
    }

    /// Proven so far.
    pub(super) fn bound(&self) -> f64 {
        match self {
            Self::Root { volume, .. } => volume.bound,
            Self::Tree { tree, volume, .. } => tree.bound().min(volume.bound),
        }
    }

    /// Whether it goes on by parts.
    pub(super) fn is_tree(&self) -> bool {
        matches!(self, Self::Tree { .. })
    }

    /// Whether nothing is left to prove.
    pub(super) fn is_closed(&self) -> bool {
        match self {
            Self::Root { .. } => false,
            Self::Tree { tree, .. } => tree.is_closed(),
        }
    }

    /// Goes on for about so many evaluations; returns how many they were.
    pub(super) fn advance(
        &mut self,
        pricer: &mut Pricer<'a>,
        incumbent: Option<i64>,
        evaluations: u64,
        stop: &dyn Stop,
    ) -> u64 {
        match self {
            Self::Root { volume, scope, known, made: all, evaluations: so_far, before } => {
                let mut made = 0;
                while made < evaluations && !volume.is_settled() && !stop.stop() {
                    let target = incumbent.map_or(volume.bound * 0.8, |i| i as f64);
                    volume.advance(pricer, scope, target.min(volume.bound));
                    made += 1;
                    made += volume.tighten(pricer, (LOOKING * evaluations).max(LEAST_LOOKING));
                }
                *all += made;
                *so_far += made;
                let mut is_stuck = false;
                if *so_far >= ROOT_EVALUATIONS {
                    let way = volume.bound - incumbent.map_or(f64::NEG_INFINITY, |i| i as f64);
                    is_stuck = *before - volume.bound < ROOT_PROGRESS * way.abs();
                    (*so_far, *before) = (0, volume.bound);
                }
                if volume.is_settled() || is_stuck {
                    let (scope, prices) = (scope.clone(), volume.prices.clone());
                    let tree = Box::new(Tree::new(pricer.stage, scope, prices, (volume.bound, *all), known.clone()));
                    *self = Self::Tree { tree, volume: volume.clone(), ahead: 0 };
                }
                made
            }
            Self::Tree { tree, ahead, .. } => {
                let due = evaluations.saturating_sub(*ahead);
                let made = if due > 0 { tree.advance(pricer, incumbent, due, stop) } else { 0 };
                *ahead = (*ahead + made).saturating_sub(evaluations);
                made
            }
        }
    }
}
