//! Exact closing: best-first branch and bound over scopes, bounded by prices, thinned by reduced costs against the
//! incumbent and by propagation (Fisher 1981, section 5; reduced-cost fixing: Crowder, Johnson & Padberg 1983).

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::sync::Arc;

use super::bound::{Priced, Pricer, Scope, Status, Volume};
use super::branch::split;
use super::decision::Decision;
use super::instance::Slot;
use super::keep;
use super::propagate::{only_plan, propagate};
use super::record::Record;
use super::stage::Stage;
use super::state::State;
use crate::base::Stop;

/// Evaluations of prices at a node: more bound better, fewer leave time for more nodes.
const NODE_EVALUATIONS: u32 = 40;

/// Evaluations without progress of note after which a node is split.
const NODE_PATIENCE: u32 = 12;

/// Evaluations at a node that a like question's tree has split: the prices known of it are good ones.
const KNOWN_EVALUATIONS: u32 = 1;

/// Bytes over all open nodes; the tree grows no further beyond this (256 MB).
const LARGEST: usize = 1 << 28;

/// Difference in profit, as a share of it, below which a node is given up: well above rounding, well below what
/// counts. What is given up still counts in [`Tree::bound`].
const RESOLUTION: f64 = 1e-10;

/// A plan of the stage: what each project does.
pub(crate) type Plans = Vec<Option<Vec<Slot>>>;

/// The part of the problem that is not settled yet.
pub(crate) struct Tree<'a> {
    stage: &'a Stage<'a>,
    open: BinaryHeap<Node>,
    /// The best plan met at a leaf, with its profit.
    pub best: Option<(i64, Plans)>,
    /// Largest bound of a node that was given up because nothing of note is left in it.
    given_up: f64,
    made: u64,
    /// What a like question's tree did, to be gone over again.
    known: Arc<Record>,
    /// What this one does.
    own: Record,
}

struct Node {
    bound: f64,
    number: u64,
    scope: Scope,
    prices: Arc<Vec<f64>>,
    /// Its part of what is known.
    known: Option<usize>,
    /// Where it hangs in the tree's own record: the part above it, and on which side.
    side: Option<(usize, usize)>,
}

/// By project: shares of recent answers that had it in, and as it is kept.
struct Shares {
    inside: Vec<f64>,
    kept: Vec<f64>,
}

/// What prices say of a part.
struct Bounded {
    volume: Volume,
    /// At the best prices.
    best: Priced,
    evaluations: u64,
}

impl<'a> Tree<'a> {
    /// All of the scope, at the prices and bound that are known of it. It goes the way of a like question's tree first.
    pub(crate) fn new(stage: &'a Stage<'a>, scope: Scope, prices: Vec<f64>, bound: f64, known: Arc<Record>) -> Self {
        let first = (!known.parts.is_empty()).then_some(0);
        let root = Node { bound, number: 0, scope, prices: Arc::new(prices), known: first, side: None };
        let open = BinaryHeap::from([root]);
        Self { stage, open, best: None, given_up: f64::NEG_INFINITY, made: 1, known, own: Record::default() }
    }

    /// What it did, and what was known of the parts that it did not come to.
    pub(crate) fn into_record(mut self) -> Record {
        for node in self.open {
            if let Some(part) = node.known {
                self.own.graft(node.side, &self.known, part);
            }
        }
        self.own
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
    fn is_full(&self, pricer: &Pricer) -> bool {
        // An option is a byte, a price eight; the halves of a node share its prices.
        self.open.len() * (self.stage.instance.allowed.len() + 4 * pricer.rows.len) > LARGEST
    }

    /// Settles or splits nodes until `evaluations` have been made; returns how many were. `incumbent` is the profit of
    /// a plan that is known.
    pub(crate) fn advance(
        &mut self,
        pricer: &Pricer,
        incumbent: Option<i64>,
        evaluations: u64,
        stop: &dyn Stop,
    ) -> u64 {
        let mut made = 0;
        while made < evaluations && !self.is_full(pricer) && !stop.stop() {
            let Some(node) = self.open.pop() else { break };
            let known = incumbent.into_iter().chain(self.best.as_ref().map(|b| b.0)).max();
            made += 1 + self.settle(pricer, node, known);
        }
        made
    }

    /// A profit that only what is worth looking for exceeds.
    fn cutoff(&self, known: Option<i64>) -> f64 {
        let Some(known) = known else { return f64::NEG_INFINITY };
        let grain = self.stage.grain as f64;
        known as f64 + (grain - 0.5).max(RESOLUTION * (known as f64).abs())
    }

    fn give_up(&mut self, bound: f64, known: Option<i64>) {
        let reached = known.map_or(f64::NEG_INFINITY, |k| k as f64);
        // Profits are multiples of the grain: a bound less than one above the incumbent is met by it.
        let grain = self.stage.grain as f64;
        if bound >= reached + grain {
            self.given_up = self.given_up.max(bound);
        }
    }

    fn settle(&mut self, pricer: &Pricer, node: Node, known: Option<i64>) -> u64 {
        let stage = self.stage;
        let cutoff = self.cutoff(known);
        let Node { bound, mut scope, prices, known: part, side, .. } = node;
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
        let Bounded { volume, best, evaluations } = self.bound_part(pricer, &scope, &prices, part, cutoff);
        let bound = volume.bound.min(bound);
        let (prices, shares) = (Arc::new(volume.prices), Shares { inside: volume.shares, kept: volume.kept });
        let own = self.own.add(prices.clone());
        if let Some(own) = own {
            self.own.join(side, own);
        }
        if bound < stage.least as f64 {
            return evaluations;
        }
        if bound <= cutoff {
            self.give_up(bound, known);
            return evaluations;
        }
        self.meet(best.plans.clone());
        let reached = best.bound + best.error;
        let fixed = fix(&mut scope, &best.gains, reached, cutoff);
        if keep::fix(stage.instance, &mut scope, &best, reached, cutoff) || fixed {
            // What reduced costs take away holds nothing that exceeds the cutoff.
            self.give_up(cutoff, known);
        }
        if propagate(stage, &mut scope).is_err() {
            return evaluations;
        }
        if let Some(plans) = only_plan(stage.instance, &scope) {
            self.meet(plans);
            return evaluations;
        }
        let sides = match part.and_then(|part| self.known.parts[part].split) {
            Some(sides) => sides,
            None => self.split(&scope, &best, &shares).map(|decision| (decision, None)),
        };
        self.branch(bound, &scope, &prices, own, sides);
        evaluations
    }

    /// Whether a project keeps its kept plan comes first where that counts.
    fn split(&self, scope: &Scope, best: &Priced, shares: &Shares) -> [Decision; 2] {
        let instance = self.stage.instance;
        match keep::doubtful(instance, scope, best, &shares.kept) {
            Some(project) => {
                let first = shares.kept[project] >= 0.5;
                [first, !first].map(|is_kept| Decision::Kept { project, is_kept })
            }
            None => split(instance, scope, best, &shares.inside),
        }
    }

    /// Both sides, as far as something is left of them.
    fn branch(
        &mut self,
        bound: f64,
        scope: &Scope,
        prices: &Arc<Vec<f64>>,
        own: Option<usize>,
        sides: [(Decision, Option<usize>); 2],
    ) {
        if let Some(own) = own {
            self.own.parts[own].split = Some(sides.map(|(decision, _)| (decision, None)));
        }
        for (i, (decision, known)) in sides.into_iter().enumerate() {
            let mut half = scope.clone();
            if decision.apply(self.stage.instance, &mut half) {
                let side = own.map(|own| (own, i));
                let number = self.made;
                self.open.push(Node { bound, number, scope: half, prices: prices.clone(), known, side });
                self.made += 1;
            }
        }
    }

    /// Looks for prices that bound a part well, or at those that are known of it where it was split before.
    fn bound_part(
        &self,
        pricer: &Pricer,
        scope: &Scope,
        prices: &Arc<Vec<f64>>,
        part: Option<usize>,
        cutoff: f64,
    ) -> Bounded {
        let part = part.map(|part| &self.known.parts[part]);
        let most = if part.is_some_and(|part| part.split.is_some()) { KNOWN_EVALUATIONS } else { NODE_EVALUATIONS };
        // Cuts that were found since then begin at nothing.
        let mut first = part.map_or(prices, |part| &part.prices).to_vec();
        first.resize(pricer.rows.len, 0.0);
        let (mut volume, mut priced) = Volume::new(pricer, scope, first);
        let hopeless = self.stage.least as f64;
        let aim = if cutoff.is_finite() { cutoff } else { hopeless };
        let mut evaluations = 1;
        let mut best = priced.clone();
        let mut progress = (volume.bound, 0);
        while evaluations < most && volume.bound > cutoff && volume.bound >= hopeless {
            let target = if cutoff.is_finite() { cutoff } else { 2.0 * hopeless - volume.bound - 1.0 };
            priced = volume.advance(pricer, scope, target);
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
        Bounded { volume, best, evaluations: u64::from(evaluations) }
    }

    /// A leaf, or an answer that happens to be a plan.
    fn meet(&mut self, plans: Plans) {
        let state = State::with(self.stage, &plans);
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
