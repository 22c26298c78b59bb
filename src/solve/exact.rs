//! Exact closing: best-first branch and bound over scopes, bounded by prices, split where that lowers bounds most, thinned by
//! reduced costs against the incumbent and by propagation (Fisher 1981, section 5; reduced-cost fixing: Crowder, Johnson &
//! Padberg 1983).

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::sync::Arc;

use super::bound::{Mix, Priced, Pricer, Scope, Status, Volume};
use super::branch::{Subject, questions, widest_phase};
use super::decision::Decision;
use super::instance::{Instance, Slot};
use super::keep;
use super::propagate::{only_plan, propagate};
use super::pseudocost::{Asking, Pseudocosts};
use super::record::Record;
use super::stage::Stage;
use super::state::State;
use crate::base::Stop;

/// Evaluations of prices at a node: more bound better, fewer leave time for more nodes. Of three portfolios of 30 projects, after 25 s of
/// the tree alone, the sum of bounds was 1,278 with 60, 1,270 with 120 and 1,268 with 300; of tiny ones everything is soon tried.
const NODE_EVALUATIONS: [u64; 2] = [40, 120];

/// Options for each evaluation, between these.
const NODE_OPTIONS: u64 = 25;

/// A node is split after this share of its evaluations without progress of note.
const NODE_PATIENCE: f64 = 0.25;

/// Evaluations that show what a side of a split would bring.
const LOOK_EVALUATIONS: u64 = 30;

/// Of the most promising questions, how many are looked at where there is one part. It is half as many where there are so many others
/// near it, and so on: what is split first counts in every part below. Of tiny problems everything is soon tried: with looks, one that
/// took less than 60,000 steps took more than 70,000.
const WIDTH: usize = 128;
const FEW: usize = 2;

/// Parts are near each other whose bounds differ by no more than this share of the way to the best plan.
const NEAR: f64 = 0.05;

/// Evaluations that go into looks at most, for each that bounds a part or bounded all at the root.
const LOOKING: u64 = 4;

/// Evaluations at a node that a like question's tree has split: the prices known of it are good ones.
const KNOWN_EVALUATIONS: u64 = 1;

/// Bytes over all open nodes; the tree grows no further beyond this (512 MB).
const LARGEST: usize = 1 << 29;

/// Difference in profit, as a share of it, below which a node is given up: well above rounding, well below what
/// counts. What is given up still counts in [`Tree::bound`].
const RESOLUTION: f64 = 1e-10;

/// A plan of the stage: what each project does.
pub(crate) type Plans = Vec<Option<Vec<Slot>>>;

/// The part of the problem that is not settled yet.
pub(crate) struct Tree<'a> {
    stage: &'a Stage<'a>,
    open: BinaryHeap<Node>,
    /// The part that is being split; questions are looked at one after another.
    splitting: Option<Box<Splitting>>,
    /// The best plan met at a leaf, with its profit.
    pub best: Option<(i64, Plans)>,
    /// Largest bound of a node that was given up because nothing of note is left in it.
    given_up: f64,
    made: u64,
    /// Evaluations that bounded parts, the root's included, and those that went into looks.
    evaluations: u64,
    looked: u64,
    /// What a like question's tree did, to be gone over again.
    known: Arc<Record>,
    /// What this one does.
    own: Record,
    /// What splits have brought.
    costs: Pseudocosts,
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
    /// The question that it is a side of.
    asked: Option<Asked>,
}

/// A side of a question.
#[derive(Clone, Copy)]
struct Asked {
    subject: Subject,
    side: usize,
    /// The share of answers that it takes away.
    taken: f64,
    /// The bound of both sides.
    before: f64,
}

/// What a side was seen to come to.
struct Look {
    bound: f64,
    prices: Arc<Vec<f64>>,
}

/// A side of a split, with the part of what is known of it.
struct Half {
    decision: Decision,
    known: Option<usize>,
    asked: Option<Asked>,
    look: Option<Look>,
}

/// A part of which it is being asked where to split it.
struct Splitting {
    bound: f64,
    scope: Scope,
    prices: Arc<Vec<f64>>,
    /// In the tree's own record.
    own: Option<usize>,
    asking: Asking<Look>,
}

/// What prices say of a part.
struct Bounded {
    volume: Volume,
    /// At the best prices.
    best: Priced,
    /// Recent answers.
    mix: Mix,
    evaluations: u64,
}

/// What every part is looked at with.
#[derive(Clone, Copy)]
struct Means<'p, 'a> {
    pricer: &'p Pricer<'a>,
    /// The best plan's profit. Only what exceeds the cutoff is worth looking for.
    known: Option<i64>,
    cutoff: f64,
    stop: &'p dyn Stop,
}

impl<'a> Tree<'a> {
    /// All of the scope, at the prices and bound that so many evaluations came to. It goes the way of a like question's tree first.
    pub(crate) fn new(
        stage: &'a Stage<'a>,
        scope: Scope,
        prices: Vec<f64>,
        (bound, evaluations): (f64, u64),
        known: Arc<Record>,
    ) -> Self {
        let first = (!known.parts.is_empty()).then_some(0);
        let prices = Arc::new(prices);
        let root = Node { bound, number: 0, scope, prices, known: first, side: None, asked: None };
        let open = BinaryHeap::from([root]);
        let (own, costs) = (Record::default(), Pseudocosts::default());
        let given_up = f64::NEG_INFINITY;
        Self { stage, open, splitting: None, best: None, given_up, made: 1, evaluations, looked: 0, known, own, costs }
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
        let open = self.open.peek().map(|n| n.bound);
        let splitting = self.splitting.as_ref().map(|s| s.bound);
        open.into_iter().chain(splitting).fold(self.given_up, f64::max)
    }

    /// Whether nothing is left to look at.
    pub(crate) fn is_closed(&self) -> bool {
        self.open.is_empty() && self.splitting.is_none()
    }

    /// Whether it may grow no further.
    fn is_full(&self, pricer: &Pricer) -> bool {
        // An option is a byte, a price eight.
        self.open.len() * (self.stage.instance.allowed.len() + 8 * pricer.rows.len) > LARGEST
    }

    /// Settles or splits nodes until about `evaluations` have been made; returns how many were. `incumbent` is the profit of
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
            let known = incumbent.into_iter().chain(self.best.as_ref().map(|b| b.0)).max();
            let means = Means { pricer, known, cutoff: self.cutoff(known), stop };
            made += match self.splitting.take() {
                Some(splitting) => self.go_on(means, splitting),
                None => {
                    let Some(node) = self.open.pop() else { break };
                    1 + self.settle(means, node)
                }
            };
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

    fn settle(&mut self, means: Means, node: Node) -> u64 {
        let stage = self.stage;
        let Means { known, cutoff, .. } = means;
        let Node { bound, mut scope, prices, known: part, side, asked, .. } = node;
        if bound <= cutoff {
            self.give_up(bound, known);
            return 0;
        }
        if propagate(stage, &mut scope).is_err() {
            self.learn(asked, f64::NEG_INFINITY, cutoff);
            return 0;
        }
        if let Some(plans) = only_plan(stage.instance, &scope) {
            self.meet(plans);
            return 0;
        }
        let Bounded { volume, best, mix, evaluations } = self.bound_part(means, &scope, &prices, part);
        self.evaluations += evaluations;
        self.learn(asked, volume.bound, cutoff);
        let bound = volume.bound.min(bound);
        let prices = Arc::new(volume.prices);
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
        let sides = part.and_then(|part| self.known.parts[part].split);
        let sides = sides.or_else(|| kept_or_not(stage.instance, &scope, &best, &mix));
        let questions = if sides.is_none() { questions(stage.instance, &scope, &mix) } else { Vec::new() };
        if questions.is_empty() {
            let plain = || widest_phase(stage.instance, &scope, &best).map(|decision| (decision, None));
            let sides = sides.unwrap_or_else(plain);
            let halves = sides.map(|(decision, known)| Half { decision, known, asked: None, look: None });
            self.branch(bound, &scope, &prices, own, halves);
            return evaluations;
        }
        let worth = self.worth(bound, cutoff);
        let asking = self.costs.ask(questions, self.width(means.pricer, bound, worth), worth);
        self.splitting = Some(Box::new(Splitting { bound, scope, prices, own, asking }));
        evaluations
    }

    /// What a bound may usefully fall by: to the cutoff, or where it is proven that there is no plan.
    fn worth(&self, bound: f64, cutoff: f64) -> f64 {
        bound - if cutoff.is_finite() { cutoff } else { self.stage.least as f64 }
    }

    /// How many questions about a part of that bound are looked at.
    fn width(&self, pricer: &Pricer, bound: f64, worth: f64) -> usize {
        if node_evaluations(pricer.options()) == NODE_EVALUATIONS[0] {
            return 0;
        }
        let near = self.open.iter().filter(|node| node.bound > bound - NEAR * worth).count();
        WIDTH * FEW / (near + FEW)
    }

    /// By how much it usefully fell.
    fn fall(&self, before: f64, after: f64, cutoff: f64) -> f64 {
        (before - after).clamp(0.0, self.worth(before, cutoff).max(0.0))
    }

    /// That the bound of a side is this.
    fn learn(&mut self, asked: Option<Asked>, after: f64, cutoff: f64) {
        if let Some(Asked { subject, side, taken, before }) = asked {
            self.costs.learn(subject, side, taken, self.fall(before, after, cutoff));
        }
    }

    /// Looks at the next question about a part, or splits it where it has been looked at enough. Returns the evaluations that it took.
    fn go_on(&mut self, means: Means, mut splitting: Box<Splitting>) -> u64 {
        let Splitting { bound, scope, prices, asking, .. } = &mut *splitting;
        let worth = self.worth(*bound, means.cutoff);
        if let Some(question) = asking.next(&self.costs, self.looked < LOOKING * self.evaluations) {
            let before = self.looked;
            let looks = question.sides.map(|decision| self.look(means, scope, prices, decision));
            // What a look rules out leaves the other side, which may rule out more.
            for (i, look) in looks.iter().enumerate().filter(|(_, look)| look.bound <= means.cutoff) {
                question.sides[1 - i].apply(self.stage.instance, scope);
                self.give_up(look.bound, means.known);
            }
            let sides = looks.map(|look| (self.fall(*bound, look.bound, means.cutoff), look));
            asking.saw(&mut self.costs, question, sides, worth);
            self.splitting = Some(splitting);
            return self.looked - before;
        }
        let Splitting { bound, scope, prices, own, asking } = *splitting;
        let (question, looks) = asking.chosen().expect("there are questions");
        let mut looks = looks.map_or([None, None], |looks| looks.map(Some));
        let halves = question.order().map(|side| {
            let asked = Asked { subject: question.subject, side, taken: question.taken[side], before: bound };
            let (decision, look) = (question.sides[side], looks[side].take());
            Half { decision, known: None, asked: Some(asked), look }
        });
        self.branch(bound, &scope, &prices, own, halves);
        0
    }

    /// What a side comes to after a few evaluations; its bound is minus infinity where it is empty.
    fn look(&mut self, means: Means, scope: &Scope, prices: &Arc<Vec<f64>>, decision: Decision) -> Look {
        let mut half = scope.clone();
        if !decision.apply(self.stage.instance, &mut half) || propagate(self.stage, &mut half).is_err() {
            return Look { bound: f64::NEG_INFINITY, prices: prices.clone() };
        }
        let (mut volume, _) = Volume::new(means.pricer, &half, prices.to_vec());
        volume.begin_look();
        let mut evaluations = 1;
        while evaluations < LOOK_EVALUATIONS && self.is_open(volume.bound, means) {
            volume.advance(means.pricer, &half, self.target(volume.bound, means.cutoff));
            evaluations += 1;
        }
        self.looked += evaluations;
        Look { bound: volume.bound, prices: Arc::new(volume.prices) }
    }

    /// Both sides, as far as something is left of them.
    fn branch(&mut self, bound: f64, scope: &Scope, prices: &Arc<Vec<f64>>, own: Option<usize>, halves: [Half; 2]) {
        if let Some(own) = own {
            self.own.parts[own].split = Some([0, 1].map(|i: usize| (halves[i].decision, None)));
        }
        for (i, Half { decision, known, asked, look }) in halves.into_iter().enumerate() {
            let mut half = scope.clone();
            if decision.apply(self.stage.instance, &mut half) {
                let side = own.map(|own| (own, i));
                let (bound, prices) = look.map_or((bound, prices.clone()), |look| (bound.min(look.bound), look.prices));
                let number = self.made;
                self.open.push(Node { bound, number, scope: half, prices, known, side, asked });
                self.made += 1;
            }
        }
    }

    /// Looks for prices that bound a part well, or at those that are known of it where it was split before.
    fn bound_part(&self, means: Means, scope: &Scope, prices: &Arc<Vec<f64>>, part: Option<usize>) -> Bounded {
        let Means { pricer, cutoff, .. } = means;
        let part = part.map(|part| &self.known.parts[part]);
        let is_known = part.is_some_and(|part| part.split.is_some());
        let most = if is_known { KNOWN_EVALUATIONS } else { node_evaluations(pricer.options()) };
        let patience = (NODE_PATIENCE * most as f64) as u64;
        // Cuts that were found since then begin at nothing.
        let mut first = part.map_or(prices, |part| &part.prices).to_vec();
        first.resize(pricer.rows.len, 0.0);
        let (mut volume, mut best) = Volume::new(pricer, scope, first);
        volume.begin_under_branch();
        let mut mix = Mix::of(&best.plans);
        let aim = if cutoff.is_finite() { cutoff } else { self.stage.least as f64 };
        let mut evaluations = 1;
        let mut progress = (volume.bound, 0);
        while evaluations < most && self.is_open(volume.bound, means) {
            let priced = volume.advance(pricer, scope, self.target(volume.bound, cutoff));
            mix.add(volume.last_weight, &priced.plans);
            evaluations += 1;
            if priced.bound <= volume.bound {
                best = priced;
            }
            if progress.0 - volume.bound > 1e-3 * (progress.0 - aim).abs() {
                progress = (volume.bound, evaluations);
            } else if evaluations - progress.1 > patience {
                break;
            }
        }
        Bounded { volume, best, mix, evaluations }
    }

    /// Whether more evaluations may settle a part that is bounded so.
    fn is_open(&self, bound: f64, means: Means) -> bool {
        bound > means.cutoff && bound >= self.stage.least as f64 && !means.stop.stop()
    }

    /// Where a bound is wanted.
    fn target(&self, bound: f64, cutoff: f64) -> f64 {
        if cutoff.is_finite() { cutoff } else { 2.0 * self.stage.least as f64 - bound - 1.0 }
    }

    /// A leaf, or an answer that happens to be a plan.
    fn meet(&mut self, plans: Plans) {
        let state = State::with(self.stage, &plans);
        if state.is_sound() && self.best.as_ref().is_none_or(|b| b.0 < state.profit()) {
            self.best = Some((state.profit(), plans));
        }
    }
}

fn node_evaluations(options: u64) -> u64 {
    let [least, most] = NODE_EVALUATIONS;
    (options / NODE_OPTIONS).clamp(least, most)
}

/// Whether a project keeps its kept plan, where that counts: it is asked first.
fn kept_or_not(instance: &Instance, scope: &Scope, best: &Priced, mix: &Mix) -> Option<[(Decision, Option<usize>); 2]> {
    let (project, share) = keep::doubtful(instance, scope, best, mix)?;
    let first = share >= 0.5;
    Some([first, !first].map(|is_kept| (Decision::Kept { project, is_kept }, None)))
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
