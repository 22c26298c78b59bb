//! Exact closing: best-first branch and bound over scopes, bounded by prices, thinned by reduced costs against the
//! incumbent and by propagation (Fisher 1981, section 5; reduced-cost fixing: Crowder, Johnson & Padberg 1983).

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::sync::Arc;

use super::bound::{Pricer, Scope, Status, Volume};
use super::branch::split;
use super::instance::Slot;
use super::keep;
use super::propagate::{only_plan, propagate};
use super::state::State;
use crate::base::Stop;

/// Evaluations of prices at a node: more bound better, fewer leave time for more nodes.
const NODE_EVALUATIONS: u32 = 40;

/// Evaluations without progress of note after which a node is split.
const NODE_PATIENCE: u32 = 12;

/// Bytes over all open nodes; the tree grows no further beyond this (256 MB).
const LARGEST: usize = 1 << 28;

/// Difference in profit, as a share of it, below which a node is given up: well above rounding, well below what
/// counts. What is given up still counts in [`Tree::bound`].
const RESOLUTION: f64 = 1e-10;

/// A plan of the stage: what each project does.
pub(crate) type Plans = Vec<Option<Vec<Slot>>>;

/// The part of the problem that is not settled yet.
pub(crate) struct Tree<'a> {
    pricer: &'a Pricer<'a>,
    open: BinaryHeap<Node>,
    /// The best plan met at a leaf, with its profit.
    pub best: Option<(i64, Plans)>,
    /// Largest bound of a node that was given up because nothing of note is left in it.
    given_up: f64,
    made: u64,
}

struct Node {
    bound: f64,
    number: u64,
    scope: Scope,
    prices: Arc<Vec<f64>>,
}

impl<'a> Tree<'a> {
    /// All of the scope, at the prices and bound that are known of it.
    pub(crate) fn new(pricer: &'a Pricer<'a>, scope: Scope, prices: Vec<f64>, bound: f64) -> Self {
        let root = Node { bound, number: 0, scope, prices: Arc::new(prices) };
        let open = BinaryHeap::from([root]);
        Self { pricer, open, best: None, given_up: f64::NEG_INFINITY, made: 1 }
    }

    /// Proven: no plan has a larger profit, except the incumbent that the tree was told of or [`Tree::best`].
    pub(crate) fn bound(&self) -> f64 {
        self.open.peek().map_or(f64::NEG_INFINITY, |n| n.bound).max(self.given_up)
    }

    /// Whether nothing is left to look at.
    pub(crate) fn is_closed(&self) -> bool {
        self.open.is_empty()
    }

    /// Whether it may grow no further.
    pub(crate) fn is_full(&self) -> bool {
        // An option is a byte, a price eight; the halves of a node share its prices.
        self.open.len() * (self.pricer.stage.instance.allowed.len() + 4 * self.pricer.rows.len) > LARGEST
    }

    /// Settles or splits nodes until `evaluations` have been made; returns how many were. `incumbent` is the profit of
    /// a plan that is known.
    pub(crate) fn advance(&mut self, incumbent: Option<i64>, evaluations: u64, stop: &dyn Stop) -> u64 {
        let mut made = 0;
        while made < evaluations && !self.is_full() && !stop.stop() {
            let Some(node) = self.open.pop() else { break };
            let known = incumbent.into_iter().chain(self.best.as_ref().map(|b| b.0)).max();
            made += 1 + self.settle(node, known);
        }
        made
    }

    /// A profit that only what is worth looking for exceeds.
    fn cutoff(&self, known: Option<i64>) -> f64 {
        let Some(known) = known else { return f64::NEG_INFINITY };
        let grain = self.pricer.stage.grain as f64;
        known as f64 + (grain - 0.5).max(RESOLUTION * (known as f64).abs())
    }

    fn give_up(&mut self, bound: f64, known: Option<i64>) {
        let reached = known.map_or(f64::NEG_INFINITY, |k| k as f64);
        // Profits are multiples of the grain: a bound less than one above the incumbent is met by it.
        let grain = self.pricer.stage.grain as f64;
        if bound >= reached + grain {
            self.given_up = self.given_up.max(bound);
        }
    }

    fn settle(&mut self, node: Node, known: Option<i64>) -> u64 {
        let stage = self.pricer.stage;
        let cutoff = self.cutoff(known);
        let Node { bound, mut scope, prices, .. } = node;
        if bound <= cutoff {
            self.give_up(bound, known);
            return 0;
        }
        if propagate(stage, &mut scope).is_err() {
            return 0;
        }
        if let Some(plans) = only_plan(stage.instance, &scope) {
            self.meet(plans);
            return 0;
        }
        let (mut volume, mut priced) = Volume::new(self.pricer, &scope, prices.to_vec());
        let hopeless = stage.least as f64;
        let aim = if cutoff.is_finite() { cutoff } else { hopeless };
        let mut evaluations = 1;
        let mut best = priced.clone();
        let mut progress = (volume.bound, 0);
        while evaluations < NODE_EVALUATIONS && volume.bound > cutoff && volume.bound >= hopeless {
            let target = if cutoff.is_finite() { cutoff } else { 2.0 * hopeless - volume.bound - 1.0 };
            priced = volume.advance(self.pricer, &scope, target);
            evaluations += 1;
            if priced.bound <= volume.bound {
                best.clone_from(&priced);
            }
            if progress.0 - volume.bound > 1e-3 * (progress.0 - aim).abs() {
                progress = (volume.bound, evaluations);
            } else if evaluations - progress.1 > NODE_PATIENCE {
                break;
            }
        }
        let bound = volume.bound.min(bound);
        if bound < hopeless {
            return u64::from(evaluations);
        }
        if bound <= cutoff {
            self.give_up(bound, known);
            return u64::from(evaluations);
        }
        self.meet(best.plans.clone());
        let reached = best.bound + best.error;
        let fixed = fix(&mut scope, &best.gains, reached, cutoff);
        if keep::fix(stage.instance, &mut scope, &best, reached, cutoff) || fixed {
            // What reduced costs take away holds nothing that exceeds the cutoff.
            self.give_up(cutoff, known);
        }
        if propagate(stage, &mut scope).is_err() {
            return u64::from(evaluations);
        }
        if let Some(plans) = only_plan(stage.instance, &scope) {
            self.meet(plans);
            return u64::from(evaluations);
        }
        let prices = Arc::new(volume.prices);
        let halves = match keep::doubtful(stage.instance, &scope, &best, &volume.kept) {
            Some(project) => keep::split(stage.instance, &scope, project, volume.kept[project]),
            None => split(stage.instance, &scope, &best, &volume.shares),
        };
        for half in halves {
            self.open.push(Node { bound, number: self.made, scope: half, prices: prices.clone() });
            self.made += 1;
        }
        u64::from(evaluations)
    }

    /// A leaf, or an answer that happens to be a plan.
    fn meet(&mut self, plans: Plans) {
        let state = State::with(self.pricer.stage, &plans);
        if state.is_sound() && self.best.as_ref().is_none_or(|b| b.0 < state.profit()) {
            self.best = Some((state.profit(), plans));
        }
    }
}

/// Settles projects of which one side cannot exceed the cutoff; says whether there were any.
fn fix(scope: &mut Scope, gains: &[f64], bound: f64, cutoff: f64) -> bool {
    let mut fixed = false;
    for (status, gain) in scope.status.iter_mut().zip(gains) {
        // Gains err by no more than the bound does, which has twice its error on top here.
        if *status == Status::Free && bound - gain.abs() <= cutoff {
            *status = if *gain > 0.0 { Status::In } else { Status::Out };
            fixed = true;
        }
    }
    fixed
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
