//! Who runs when: prices first, a plan from them, then rounds in which several streams of search and the proof advance
//! side by side. What a round does depends on the round's number alone, never on threads or time, so that a step
//! budget gives the same answer everywhere; a stop only cuts the sequence short.

use std::sync::Arc;

use rayon::prelude::*;

use super::bound::{Dual, Pricer, Scope, Volume};
use super::construct::{construct, place_obligatory};
use super::dive::dive;
use super::exact::Plans;
use super::fitness::Fitness;
use super::guide::Guide;
use super::improve::{Cooling, Course, Steps, Stream, meet, walk};
use super::insert::Inserter;
use super::instance::Slot;
use super::propagate::propagate;
use super::prover::Prover;
use super::record::Record;
use super::split::Split;
use super::stage::Stage;
use super::state::State;
use crate::base::{Rng, Stop};

/// Streams of search. More than the threads of most machines would split the work of two cores too finely.
const STREAMS: usize = 4;

/// By stream, the share of steps in which places are drawn with some luck: it finds plans that the others cannot, and costs
/// portfolios of many small projects a little.
const LUCKY: [f64; STREAMS] = [0.0, 0.0, 0.0, 0.25];

/// Steps of a stream in a round: some tens of milliseconds.
const ROUND: u64 = 200;

/// Evaluations of prices before the first plan: enough for prices that place most projects well.
const FIRST_EVALUATIONS: u64 = 30;

/// Projects from which on all streams are one walk. By 40,000 steps, plans of 3,000 projects are 2.5 % better than without, of
/// 1,000 1.2 %, and of 300 no better.
const TOGETHER: usize = 500;

/// Rounds after which the weakest stream goes on from the best plan.
const EXCHANGE: u64 = 100;

/// Share by which the bound has to move for prices to guide the search anew; making a guide costs as much as an
/// evaluation of prices and as some steps.
const GUIDE_MOVES: f64 = 1e-4;

/// Evaluations after which answers are first asked for a plan, and again after twice as many.
const DIVE_FROM: u64 = 300;

/// Evaluations that a dive takes at most, for each that was made before it. Of public selections 960 to 1,480 are taken.
const DIVE_MOST: u64 = 5;

/// The share of projects that answers have to agree on. Of public selections 0.86 to 0.94 is agreed, of the county's portfolio 0.6 to
/// 0.8, of random ones 0.4 to 0.6.
const AGREED: f64 = 0.85;

/// Who is told of the best plan with its profit, of the bound, and of the steps taken.
pub(crate) type Report<'a> = dyn Fn(Option<(i64, &Plans)>, f64, u64) + 'a;

/// When to stop, and whom to tell.
pub(crate) struct Control<'a> {
    pub stop: &'a dyn Stop,
    /// Steps that may be taken: steps of streams and evaluations of prices.
    pub steps: u64,
    /// Gap at which to stop, in the measure's terms.
    pub is_good_enough: &'a (dyn Fn(i64, f64) -> bool + Sync),
    /// Whether that is likely to come before the budget is spent.
    pub is_eager: bool,
    /// Told after each round.
    pub report: &'a Report<'a>,
}

/// What came of it.
#[derive(Debug)]
pub(crate) struct Found {
    /// The best plan with its profit.
    pub best: Option<(i64, Plans)>,
    /// Proven: no plan of the stage has a larger profit. Minus infinity if there is proven to be none.
    pub bound: f64,
    /// The prices that bound best at the root.
    pub prices: Dual,
    /// What the tree did.
    pub record: Record,
    /// Steps taken.
    pub steps: u64,
}

impl Found {
    /// No plan, and this bound.
    fn nothing(bound: f64, rows: usize) -> Self {
        let prices = Dual { rows: vec![0.0; rows], cuts: Vec::new() };
        Self { best: None, bound, prices, record: Record::default(), steps: 0 }
    }
}

/// What a search starts from, where there is anything.
#[derive(Clone, Debug, Default)]
pub(crate) struct From<'a> {
    pub hints: &'a [&'a Plans],
    pub prices: Option<&'a Dual>,
    /// What a like question's tree did. Its prices come before the others.
    pub record: Option<&'a Arc<Record>>,
    /// Steps that went into the hints.
    pub searched: u64,
}

/// Searches for the plan of largest profit, from what is known already where it helps.
pub(crate) fn optimise(stage: &Stage, rng: &Rng, from: &From, control: &Control) -> Found {
    let mut pricer = Pricer::new(stage);
    let known = from.record.filter(|record| !record.parts.is_empty()).cloned().unwrap_or_default();
    let first = match known.parts.first() {
        Some(part) => {
            known.cuts.iter().cloned().for_each(|cut| pricer.rows.push(cut));
            part.prices_after(pricer.rows.len)
        }
        None => pricer.rows.adopt(stage.instance, from.prices.unwrap_or(&Dual::default())),
    };
    let mut scope = Scope::root(stage);
    if propagate(stage, &mut scope).is_err() {
        return Found::nothing(f64::NEG_INFINITY, pricer.rows.len);
    }
    if control.stop.is_abandoned() {
        return Found::nothing(f64::INFINITY, pricer.rows.len);
    }
    let mut search = Search::new(stage, pricer, scope, rng, first, known, control);
    search.walked_before = from.searched / (STREAMS as u64 + 1);
    search.run(from.hints)
}

struct Search<'a, 'c> {
    stage: &'a Stage<'a>,
    pricer: Pricer<'a>,
    control: &'c Control<'c>,
    rng: &'c Rng,
    prover: Prover<'a>,
    guide: Guide,
    /// Bound at the prices that the guide was made of, and whether there was a plan.
    guided_by: (f64, bool),
    streams: Vec<Stream<'a>>,
    best: Option<(i64, Plans)>,
    steps: u64,
    /// Steps that each stream has taken, those that went into what it began with, and the share of the budget that was
    /// spent before.
    walked: u64,
    walked_before: u64,
    spent_before: f64,
    split: Split,
    next_dive: u64,
}

impl<'a, 'c> Search<'a, 'c> {
    fn new(
        stage: &'a Stage<'a>,
        pricer: Pricer<'a>,
        scope: Scope,
        rng: &'c Rng,
        prices: Vec<f64>,
        known: Arc<Record>,
        control: &'c Control<'c>,
    ) -> Self {
        let (mut volume, priced) = Volume::new(&pricer, &scope, prices);
        volume.look_for_cuts(&pricer, &priced, known.cuts.len());
        if volume.prices.iter().any(|u| *u > 0.0) {
            volume.begin_fine();
        }
        let guide = Guide::new(&pricer, &volume.prices, &volume.gains, 0.0);
        let split = Split::new(pricer.options());
        let prover = Prover::at_root(volume, scope, known);
        Self {
            stage,
            pricer,
            control,
            rng,
            prover,
            guide,
            guided_by: (f64::INFINITY, false),
            streams: Vec::new(),
            best: None,
            steps: 1,
            walked: 0,
            walked_before: 0,
            spent_before: control.stop.spent(),
            split,
            next_dive: DIVE_FROM,
        }
    }

    fn run(mut self, hints: &[&Plans]) -> Found {
        self.adopt_hints(hints);
        let made = self.prover.advance(&mut self.pricer, None, FIRST_EVALUATIONS, self.control.stop);
        self.steps += made;
        if !self.control.stop.is_abandoned() {
            self.set_guide();
            self.begin_streams(hints);
            self.report();
        }
        let mut round = 0;
        while !self.is_done() {
            self.round(round);
            round += 1;
            if self.split.made() >= self.next_dive && !self.is_done() {
                self.next_dive *= 2;
                self.dive();
            }
        }
        if !self.control.stop.is_abandoned() {
            self.report();
        }
        let prices = self.pricer.rows.dual(self.stage.instance, self.prover.prices());
        let bound = self.bound();
        let mut record = self.prover.into_record();
        record.cuts = self.pricer.rows.cuts.list;
        Found { bound, prices, record, best: self.best, steps: self.steps }
    }

    fn adopt_hints(&mut self, hints: &[&Plans]) {
        hints.iter().for_each(|plans| self.offer_state(&State::with(self.stage, plans)));
    }

    /// Each stream begins near a hint, the first where there are no more of them; or with a construction of its own. With fewer
    /// of them at a hint, nine of ten warm nights took as long or longer.
    fn begin_streams(&mut self, hints: &[&Plans]) {
        let (stage, guide, rng, stop) = (self.stage, &self.guide, self.rng, self.control.stop);
        let mut demanded = State::new(stage);
        if hints.is_empty() {
            place_obligatory(&mut demanded, guide, &mut Inserter::new(rng.child("obligatory", 0)));
        }
        let begun: Vec<(State, Rng)> = (0..STREAMS)
            .into_par_iter()
            .map(|i| {
                let mut rng = rng.child("stream", i as u64);
                let hint = hints.get(i).or_else(|| hints.first());
                let mut state = hint.map_or_else(|| demanded.clone(), |plans| fitting(stage, plans));
                if i == 0 || !stop.stop() {
                    let noise = 0.15 * i as f64;
                    let mut inserter = Inserter::new(rng.child("construct", 0));
                    construct(&mut state, guide, &mut inserter, &mut rng, noise, stop);
                }
                (state, rng)
            })
            .collect();
        let cooling = self.first_cooling(!hints.is_empty());
        for ((state, rng), lucky) in begun.into_iter().zip(LUCKY) {
            self.offer_state(&state);
            self.streams.push(Stream::new(state, rng, lucky, cooling.clone()));
        }
        if self.best.is_none() {
            self.construct_without_prices();
        }
        if self.walks_together() {
            self.streams.iter_mut().for_each(Stream::join);
            meet(&mut self.streams, 0);
        }
    }

    fn first_cooling(&self, has_hints: bool) -> Cooling {
        let projects = self.stage.instance.projects.len();
        let mut cooling = Cooling::among(projects);
        if has_hints && self.walked_before == 0 {
            cooling = cooling.mending();
        }
        if self.control.is_eager {
            cooling = cooling.eager(if self.walks_together() { projects } else { 0 });
        }
        cooling
    }

    /// Where answers to prices agree, a plan from them; the walk goes on from there if it is better.
    fn dive(&mut self) {
        let Some((volume, scope)) = self.prover.root().filter(|(volume, _)| volume.agreement() >= AGREED) else {
            return;
        };
        let target = self.best.as_ref().map_or(0.8 * volume.bound, |b| b.0 as f64);
        let mut rng = self.rng.child("dive", 0);
        let (scope, prices, stop) = (scope.clone(), volume.prices.clone(), self.control.stop);
        let most = (DIVE_MOST * self.split.made()).min(self.control.steps - self.steps);
        let (state, made) = dive(&self.pricer, scope, prices, target, most, &mut rng, stop);
        self.steps += made;
        let (profit, plans) = (state.profit(), state.plans.clone());
        self.offer_state(&state);
        if self.best.as_ref().is_some_and(|best| best.0 == profit && best.1 == plans) {
            self.streams.clear();
            self.begin_streams(&[&plans]);
        }
    }

    /// Prices that are still on their way may lead where there is no room for those that must be in.
    fn construct_without_prices(&mut self) {
        let nothing = vec![0.0; self.pricer.rows.len];
        let guide = Guide::new(&self.pricer, &nothing, &self.guide.gains, 0.0);
        let mut rng = self.rng.child("without prices", 0);
        let (mut state, mut inserter) = (State::new(self.stage), Inserter::new(rng.child("construct", 0)));
        construct(&mut state, &guide, &mut inserter, &mut rng, 0.0, self.control.stop);
        self.offer_state(&state);
    }

    fn round(&mut self, round: u64) {
        let left = self.control.steps - self.steps;
        let share = left / (STREAMS as u64 + 1);
        let size = self.stage.instance.allowed.len() as u64;
        // The smaller the problem, the more of a round goes to the proof: it is soon searched and may be closed.
        let each = ROUND.min(20 + size / 50).min(share).max(1);
        let evaluations = self.split.evaluations(each * STREAMS as u64).min(share);
        let gone = (self.walked_before + self.walked) as f64;
        let course = Course { gone, left: self.steps_to_come(each), bound: self.prover.bound() };
        let incumbent = self.best.as_ref().map(|b| b.0);
        let (stop, pricer) = (self.control.stop, &mut self.pricer);
        let (prover, streams) = (&mut self.prover, &mut self.streams);
        let steps = Steps { guide: &self.guide, count: each, course, stop };
        let mut made = 0;
        rayon::scope(|s| {
            s.spawn(|_| walk(streams, steps));
            made = prover.advance(pricer, incumbent, evaluations, stop);
        });
        self.steps += each * STREAMS as u64 + made.max(1);
        self.walked += each;
        self.gather();
        self.judge_split(made);
        if !self.walks_together() && round % EXCHANGE == EXCHANGE - 1 {
            self.exchange();
        }
        self.set_guide();
        self.report();
    }

    /// Whether all streams are one walk.
    fn walks_together(&self) -> bool {
        self.stage.instance.projects.len() >= TOGETHER
    }

    /// What the last evaluations have brought says how many come next.
    fn judge_split(&mut self, made: u64) {
        let value = self.best.as_ref().map(|b| b.0 as f64);
        let steps = (self.walked_before + self.walked) * STREAMS as u64;
        if self.prover.is_tree() {
            self.split.begin_tree(self.prover.bound());
        }
        self.split.judge(made, self.prover.bound(), value, steps);
    }

    /// How many steps each stream may still take, as far as budgets of steps and of time say.
    fn steps_to_come(&self, each: u64) -> f64 {
        let a_round = (self.steps as f64 / (self.walked + each) as f64).max(STREAMS as f64);
        let by_steps = (self.control.steps - self.steps) as f64 / a_round;
        let spent = self.control.stop.spent();
        let by_time = if self.walked > 0 && spent > self.spent_before {
            self.walked as f64 * (1.0 - spent) / (spent - self.spent_before)
        } else {
            f64::INFINITY
        };
        by_steps.min(by_time).max(each as f64)
    }

    fn gather(&mut self) {
        for stream in &self.streams {
            let (fitness, plans) = stream.best();
            if fitness.is_plan() {
                offer(&mut self.best, fitness.profit, plans);
            }
        }
        if let Some((profit, plans)) = self.prover.best() {
            offer(&mut self.best, *profit, plans);
        }
    }

    fn offer_state(&mut self, state: &State) {
        if state.is_sound() {
            offer(&mut self.best, state.profit(), &state.plans);
        }
    }

    /// The weakest stream goes on from the best plan.
    fn exchange(&mut self) {
        let Some((profit, plans)) = &self.best else { return };
        let weakest = (0..self.streams.len()).reduce(|a, b| {
            let (x, y) = (self.streams[a].best().0, self.streams[b].best().0);
            if x.beats(y) { b } else { a }
        });
        if let Some(i) = weakest {
            self.streams[i].adopt(Fitness { unmet: 0.0, profit: *profit }, plans);
        }
    }

    /// A new guide, if prices have moved enough to make a difference.
    fn set_guide(&mut self) {
        let Some((volume, _)) = self.prover.root() else { return };
        let (bound, found) = (volume.bound, self.best.is_some());
        let moved = (self.guided_by.0 - bound).abs() > GUIDE_MOVES * bound.abs();
        if moved || self.guided_by.1 != found {
            let urgency = if found { 0.0 } else { self.stage.profit.spread() };
            self.guide = Guide::new(&self.pricer, &volume.prices, &volume.gains, urgency);
            self.guided_by = (bound, found);
        }
    }

    fn bound(&self) -> f64 {
        let known = self.best.as_ref().map_or(f64::NEG_INFINITY, |b| b.0 as f64);
        self.floor_to_grain(self.prover.bound().max(known))
    }

    /// Profits are multiples of the grain, and so is the least bound above them.
    fn floor_to_grain(&self, bound: f64) -> f64 {
        let grain = self.stage.grain as f64;
        // Above 2^53 an f64 holds no fractions, and rounding down could fall short of a profit.
        let quotient = bound / grain;
        let safe = 1e-6 + quotient.abs() * 4.0 * f64::EPSILON;
        if bound.is_finite() && bound.abs() < 9e15 { (quotient + safe).floor() * grain } else { bound }
    }

    fn is_done(&self) -> bool {
        let bound = self.bound();
        let settled = match &self.best {
            Some((profit, _)) => bound <= *profit as f64 || (self.control.is_good_enough)(*profit, bound),
            None => bound == f64::NEG_INFINITY,
        };
        settled || self.prover.is_closed() || self.steps >= self.control.steps || self.control.stop.stop()
    }

    fn report(&self) {
        (self.control.report)(self.best.as_ref().map(|(profit, plans)| (*profit, plans)), self.bound(), self.steps);
    }
}

/// The plan, if it is better than the best.
fn offer(best: &mut Option<(i64, Plans)>, profit: i64, plans: &[Option<Vec<Slot>>]) {
    if best.as_ref().is_none_or(|b| b.0 < profit) {
        *best = Some((profit, plans.to_vec()));
    }
}

/// As many of the plans as fit, predecessors before what needs them.
fn fitting<'a>(stage: &'a Stage<'a>, plans: &Plans) -> State<'a> {
    let all = State::with(stage, plans);
    if all.is_sound() {
        return all;
    }
    let mut state = State::new(stage);
    let mut left: Vec<usize> = (0..plans.len()).filter(|p| plans[*p].is_some()).collect();
    left.sort_by_key(|p| !stage.instance.projects[*p].must);
    state.place_what_fits(left.into_iter().filter_map(|p| Some((p, plans[p].as_deref()?))).collect());
    state
}
