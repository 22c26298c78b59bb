//! Exact closing: best-first branch and bound over scopes, bounded by prices, split where that lowers bounds most, thinned by
//! reduced costs against the incumbent and by propagation (Fisher 1981, section 5; reduced-cost fixing: Crowder, Johnson &
//! Padberg 1983).

use std::sync::Arc;

use super::bound::{Mix, Planes, Priced, Pricer, Scope, Status};
use super::branch::{questions, widest_phase};
use super::decision::Decision;
use super::examine::{Aim, Bounded, EVALUATIONS, Effort, Look, examine, is_tiny, look};
use super::instance::{Instance, Slot};
use super::keep;
use super::open::{Asked, Node, Open};
use super::propagate::{only_plan, propagate};
use super::pseudocost::{Asking, Pseudocosts};
use super::record::Record;
use super::stage::Stage;
use super::state::State;
use crate::base::Stop;

/// Of the most promising questions, how many are looked at where there is one part. It is half as many where there are so many others
/// near it, and so on: what is split first counts in every part below. Of tiny problems everything is soon tried: with looks, one that
/// took less than 60,000 steps took more than 70,000.
const WIDTH: usize = 128;
const FEW: usize = 2;

/// How often cuts are looked for in a part, at most: so many times where there is one, fewer as above, and so many anywhere.
const ROUNDS: usize = 64;
const LEAST_ROUNDS: usize = 2;

/// Parts are near each other whose bounds differ by no more than this share of the way to the best plan.
const NEAR: f64 = 0.05;

/// Evaluations that go into looks at most, for each that bounds a part or bounded all at the root. Of the county with bought days, four
/// incumbents, the bound after 60,000 evaluations is 1,632.4 on average with four, 1,631.5 with two and 1,630.6 with one; with own
/// people, after 150,000, 1,420.0, 1,420.0 and 1,419.6.
const LOOKING: u64 = 1;

/// Evaluations at a node that a like question's tree has split: the prices known of it are good ones.
const KNOWN_EVALUATIONS: u64 = 1;

/// Difference in profit, as a share of it, below which a node is given up: well above rounding, well below what
/// counts. What is given up still counts in [`Tree::bound`].
const RESOLUTION: f64 = 1e-10;

/// A plan of the stage: what each project does.
pub(crate) type Plans = Vec<Option<Vec<Slot>>>;

/// The part of the problem that is not settled yet.
pub(crate) struct Tree<'a> {
    stage: &'a Stage<'a>,
    open: Open,
    /// The part that is being split; questions are looked at one after another.
    splitting: Option<Box<Splitting>>,
    /// The best plan met at a leaf, with its profit.
    pub best: Option<(i64, Plans)>,
    /// Largest bound of a node that was given up because nothing of note is left in it.
    given_up: f64,
    /// Evaluations that bounded parts, the root's included, and those that went into looks.
    evaluations: u64,
    looked: u64,
    /// What a like question's tree did, to be gone over again.
    known: Arc<Record>,
    /// What this one does.
    own: Record,
    /// What splits have brought.
    costs: Pseudocosts,
    /// All is soon tried: neither looks nor cuts would pay.
    is_tiny: bool,
    /// Rows that all parts share.
    shared: usize,
    /// Cuts that are in the pricer beside those.
    shown: Planes,
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
    base: Base,
    asking: Asking<Look>,
}

/// What is known of a part before it is bounded.
struct Begin {
    bound: f64,
    prices: Arc<Vec<f64>>,
    cuts: Planes,
    /// Its part of what a like question's tree did.
    part: Option<usize>,
    is_root: bool,
}

/// What both sides of a split have in common.
struct Base {
    prices: Arc<Vec<f64>>,
    cuts: Planes,
    /// Bytes of cuts that were found there.
    found: usize,
    /// In the tree's own record.
    own: Option<usize>,
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
        let (shared, none) = (prices.len(), Planes::default());
        let cuts = none.clone();
        let mut open = Open::default();
        open.push(Node { bound, number: 0, scope, prices, cuts, found: 0, known: first, side: None, asked: None });
        Self {
            stage,
            open,
            splitting: None,
            best: None,
            given_up: f64::NEG_INFINITY,
            evaluations,
            looked: 0,
            known,
            own: Record::default(),
            costs: Pseudocosts::default(),
            is_tiny: is_tiny(stage.instance.allowed.len() as u64),
            shared,
            shown: none,
        }
    }

    /// What it did, and what was known of the parts that it did not come to.
    pub(crate) fn into_record(mut self) -> Record {
        for node in self.open.into_nodes() {
            if let Some(part) = node.known {
                self.own.graft(node.side, &self.known, part);
            }
        }
        self.own
    }

    /// Proven: no plan has a larger profit, except the incumbent that the tree was told of or [`Tree::best`].
    pub(crate) fn bound(&self) -> f64 {
        let splitting = self.splitting.as_ref().map(|s| s.bound);
        self.open.bound().into_iter().chain(splitting).fold(self.given_up, f64::max)
    }

    /// Whether nothing is left to look at.
    pub(crate) fn is_closed(&self) -> bool {
        self.open.is_empty() && self.splitting.is_none()
    }

    /// Settles or splits nodes until about `evaluations` have been made; returns how many were. `incumbent` is the profit of
    /// a plan that is known.
    pub(crate) fn advance(
        &mut self,
        pricer: &mut Pricer,
        incumbent: Option<i64>,
        evaluations: u64,
        stop: &dyn Stop,
    ) -> u64 {
        let mut made = 0;
        while made < evaluations && !self.open.is_full() && !stop.stop() {
            let known = incumbent.into_iter().chain(self.best.as_ref().map(|b| b.0)).max();
            let aim = Aim { known, cutoff: self.cutoff(known), least: self.stage.least as f64, stop };
            made += match self.splitting.take() {
                Some(splitting) => self.go_on(pricer, aim, splitting),
                None => {
                    let Some(node) = self.open.pop() else { break };
                    1 + self.settle(pricer, aim, node)
                }
            };
        }
        self.show(pricer, &Planes::default());
        made
    }

    /// Has the pricer's rows be those that all parts share, and these.
    fn show(&mut self, pricer: &mut Pricer, cuts: &Planes) {
        if Arc::ptr_eq(&self.shown, cuts) {
            return;
        }
        pricer.rows.truncate(self.shared);
        cuts.iter().for_each(|cut| pricer.rows.push(cut.clone()));
        self.shown = cuts.clone();
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

    fn settle(&mut self, pricer: &mut Pricer, aim: Aim, node: Node) -> u64 {
        let stage = self.stage;
        let Aim { known, cutoff, .. } = aim;
        let Node { bound, number, mut scope, prices, cuts, known: part, side, asked, .. } = node;
        if bound <= cutoff {
            self.give_up(bound, known);
            return 0;
        }
        if propagate(stage, &mut scope).is_err() {
            self.learn(asked, f64::NEG_INFINITY, aim);
            return 0;
        }
        if let Some(plans) = only_plan(stage.instance, &scope) {
            self.meet(plans);
            return 0;
        }
        let begin = Begin { bound, prices, cuts, part, is_root: number == 0 };
        let (Bounded { volume, best, mix, evaluations }, cuts) = self.bound_part(pricer, aim, &scope, begin);
        self.evaluations += evaluations;
        self.learn(asked, volume.bound, aim);
        let bound = volume.bound.min(bound);
        let (prices, found) = (Arc::new(volume.prices), found(&cuts));
        let own = self.own.add(prices.clone(), cuts.clone(), found);
        if let Some(own) = own {
            self.own.join(side, own);
        }
        let base = Base { prices, cuts, found, own };
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
            self.branch(bound, &scope, &base, halves);
            return evaluations;
        }
        let width = if self.is_tiny { 0 } else { WIDTH * FEW / (self.near(bound, aim) + FEW) };
        let asking = self.costs.ask(questions, width, aim.worth(bound));
        self.splitting = Some(Box::new(Splitting { bound, scope, base, asking }));
        evaluations
    }

    /// How many parts have to be split about as soon as one of that bound.
    fn near(&self, bound: f64, aim: Aim) -> usize {
        self.open.above(bound - NEAR * aim.worth(bound))
    }

    /// That the bound of a side is this.
    fn learn(&mut self, asked: Option<Asked>, after: f64, aim: Aim) {
        if let Some(Asked { subject, side, taken, before }) = asked {
            self.costs.learn(subject, side, taken, aim.fall(before, after));
        }
    }

    /// Looks at the next question about a part, or splits it where it has been looked at enough. Returns the evaluations that it took.
    fn go_on(&mut self, pricer: &mut Pricer, aim: Aim, mut splitting: Box<Splitting>) -> u64 {
        let Splitting { bound, scope, base, asking } = &mut *splitting;
        if let Some(question) = asking.next(&self.costs, self.looked < LOOKING * self.evaluations) {
            let before = self.looked;
            self.show(pricer, &base.cuts);
            let looks = question.sides.map(|decision| self.look(pricer, aim, scope, &base.prices, decision));
            // What a look rules out leaves the other side, which may rule out more.
            for (i, look) in looks.iter().enumerate().filter(|(_, look)| look.bound <= aim.cutoff) {
                question.sides[1 - i].apply(self.stage.instance, scope);
                self.give_up(look.bound, aim.known);
            }
            let sides = looks.map(|look| (aim.fall(*bound, look.bound), look));
            asking.saw(&mut self.costs, question, sides, aim.worth(*bound));
            self.splitting = Some(splitting);
            return self.looked - before;
        }
        let Splitting { bound, scope, base, asking } = *splitting;
        let (question, looks) = asking.chosen().expect("there are questions");
        let mut looks = looks.map_or([None, None], |looks| looks.map(Some));
        let halves = question.order().map(|side| {
            let asked = Asked { subject: question.subject, side, taken: question.taken[side], before: bound };
            let (decision, look) = (question.sides[side], looks[side].take());
            Half { decision, known: None, asked: Some(asked), look }
        });
        self.branch(bound, &scope, &base, halves);
        0
    }

    /// What a side comes to after a few evaluations; its bound is minus infinity where it is empty.
    fn look(&mut self, pricer: &Pricer, aim: Aim, scope: &Scope, prices: &[f64], decision: Decision) -> Look {
        let mut half = scope.clone();
        if !decision.apply(self.stage.instance, &mut half) || propagate(self.stage, &mut half).is_err() {
            return Look { bound: f64::NEG_INFINITY, prices: prices.to_vec(), evaluations: 0 };
        }
        let look = look(pricer, &half, prices, aim);
        self.looked += look.evaluations;
        look
    }

    /// Both sides, as far as something is left of them.
    fn branch(&mut self, bound: f64, scope: &Scope, base: &Base, halves: [Half; 2]) {
        if let Some(own) = base.own {
            self.own.parts[own].split = Some([0, 1].map(|i: usize| (halves[i].decision, None)));
        }
        for (i, Half { decision, known, asked, look }) in halves.into_iter().enumerate() {
            let mut half = scope.clone();
            if decision.apply(self.stage.instance, &mut half) {
                let side = base.own.map(|own| (own, i));
                let (bound, prices) = match look {
                    Some(look) => (bound.min(look.bound), Arc::new(look.prices)),
                    None => (bound, base.prices.clone()),
                };
                let (cuts, found) = (base.cuts.clone(), base.found);
                self.open.push(Node { bound, number: 0, scope: half, prices, cuts, found, known, side, asked });
            }
        }
    }

    /// Looks for prices that bound a part well, and cuts, or takes those that are known of it where it was split before.
    fn bound_part(&mut self, pricer: &mut Pricer, aim: Aim, scope: &Scope, begin: Begin) -> (Bounded, Planes) {
        let Begin { bound, prices, cuts, part, is_root } = begin;
        let part = part.map(|part| self.known.parts[part].clone());
        let is_known = part.as_ref().is_some_and(|part| part.split.is_some());
        let (prices, cuts) = match part {
            Some(part) => (part.prices_after(self.shared), part.cuts),
            None => (Arc::unwrap_or_clone(prices), cuts),
        };
        self.show(pricer, &cuts);
        // At the root all is done that prices and cuts can do before there is a tree.
        let rounds = if is_known || is_root || self.is_tiny { 0 } else { self.rounds(bound, aim) };
        let evaluations = if is_known { KNOWN_EVALUATIONS } else { EVALUATIONS };
        let bounded = examine(pricer, scope, prices, Effort { evaluations, rounds, shared: self.shared }, aim);
        if rounds > 0 {
            self.shown = Arc::new(pricer.rows.cuts.list[self.shared - pricer.rows.first_cut..].to_vec());
        }
        (bounded, self.shown.clone())
    }

    fn rounds(&self, bound: f64, aim: Aim) -> u64 {
        (ROUNDS * FEW / (self.near(bound, aim) + FEW)).max(LEAST_ROUNDS) as u64
    }

    /// A leaf, or an answer that happens to be a plan.
    fn meet(&mut self, plans: Plans) {
        let state = State::with(self.stage, &plans);
        if state.is_sound() && self.best.as_ref().is_none_or(|b| b.0 < state.profit()) {
            self.best = Some((state.profit(), plans));
        }
    }
}

/// Bytes of the cuts that nobody but the pricer and the part that they were found for has.
fn found(cuts: &Planes) -> usize {
    cuts.iter().filter(|cut| Arc::strong_count(cut) <= 2).map(|cut| cut.bytes()).sum()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Never, Rng};
    use crate::solve::bound::Volume;
    use crate::solve::state::tests::{on_some_stage, somewhere};

    /// The profit of some plan.
    fn some_plan(stage: &Stage, rng: &mut Rng) -> Option<i64> {
        let plan = |_| {
            let state = somewhere(stage, rng);
            state.is_sound().then(|| state.profit())
        };
        (0..100).filter_map(plan).max()
    }

    /// A tree over all of a stage after about so many evaluations, with looks and cuts although it is small.
    fn grown<'a>(stage: &'a Stage, incumbent: i64, known: Record, evaluations: u64) -> Tree<'a> {
        let (mut pricer, mut scope) = (Pricer::new(stage), Scope::root(stage));
        propagate(stage, &mut scope).expect("there is a plan");
        known.cuts.iter().for_each(|cut| pricer.rows.push(cut.clone()));
        let (mut volume, _) = Volume::new(&pricer, &scope, vec![0.0; pricer.rows.len]);
        (0..300).for_each(|_| drop(volume.advance(&pricer, &scope, incumbent as f64)));
        let mut tree = Tree::new(stage, scope, volume.prices, (volume.bound, 300), Arc::new(known));
        tree.is_tiny = false;
        let mut made = 0;
        while !tree.is_closed() && made < evaluations {
            made += tree.advance(&mut pricer, Some(incumbent), 50, &Never);
            assert_eq!(pricer.rows.len, tree.shared, "rows of a part are left");
        }
        tree
    }

    /// A bound that cuts of parts prove is above every plan; where a record leads, bounds are as a rule no higher.
    #[test]
    fn cuts_of_parts_prove_what_holds_and_are_kept_for_a_like_question() {
        let (mut with_cuts, mut again) = (0, [0; 2]);
        for seed in 0..150 {
            on_some_stage(&mut Rng::new(seed), |stage, rng| {
                let Some(incumbent) = some_plan(stage, rng) else { return };
                let tree = grown(stage, incumbent, Record::default(), 3_000);
                let met = |tree: &Tree| tree.best.as_ref().map_or(incumbent, |best| best.0.max(incumbent)) as f64;
                let (bound, best) = (tree.bound().max(met(&tree)), met(&tree));
                for _ in 0..5 {
                    let other = some_plan(stage, rng).map_or(f64::NEG_INFINITY, |profit| profit as f64);
                    assert!(other <= bound, "seed {seed}: {other} is above {bound}");
                }
                let record = tree.into_record();
                let own = record.parts.iter().filter(|part| !part.cuts.is_empty()).count();
                with_cuts += own;
                let retraced = grown(stage, incumbent, record, 3_000);
                assert!(retraced.bound().max(met(&retraced)) >= best, "seed {seed}: retraced");
                if own > 0 {
                    again[usize::from(retraced.bound() <= bound + 1e-9 * bound.abs())] += 1;
                }
            });
        }
        assert!(with_cuts > 100 && again[1] > again[0], "{with_cuts}, {again:?}");
    }
}
