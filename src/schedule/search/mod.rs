//! Who runs when: rounds, in which streams of search and proofs from both ends advance side by side. What a round does
//! depends on its number alone, never on threads or time, so that a budget of steps gives the same answer everywhere.

mod crew;
mod member;
mod prover;
mod stream;
mod walk;

use rayon::prelude::*;

use super::bound;
use super::check::check;
use super::close::Sense;
use super::instance::{Instance, Value};
use super::network::Network;
use super::solution::{Schedule, Valued};
use super::stock;
use crate::base::{Rng, Stop};
use crew::Crew;
use member::Member;
use prover::{ANY, Prover};

/// Streams of search. More than the threads of most machines would split the work of two cores too finely.
const STREAMS: usize = 4;

/// Steps of a stream in a round times activities: some milliseconds.
const ROUND: usize = 20_000;

/// By how much shorter the first round is.
const FIRST: usize = 20;

/// Rounds between exchanges of the best schedule.
const EXCHANGE: u64 = 50;

/// Rounds without a better schedule after which a proof of an instance of at most so many activities is waited for, and but
/// one stream runs in each round.
const STALE: u64 = 30;
const SMALL: usize = 70;

/// How far apart the ends of a proof are when both ask the same, and for how many conflicts times activities they do: then one of
/// them goes on from below, to bring the bound nearer at least. Eight hard instances of PSPLIB j30 took 18 s to close at 6, 21 at 3,
/// 27 at 2.
const CLOSE: i64 = 6;
const JOINT: u64 = 6_000_000;

/// Proofs of instances of more activities than this seldom come to anything: they are asked once in so many rounds.
const LARGE: usize = 250;
const SELDOM: u64 = 20;

/// When to stop, what chance begins with, and whom to tell.
pub struct Control<'a> {
    /// Asked between steps.
    pub stop: &'a dyn Stop,
    /// Steps that may be taken: schedules that streams make.
    pub steps: u64,
    /// The same seed and steps give the same answer.
    pub seed: u64,
    /// Told when the best schedule or the bound has got better.
    pub report: &'a (dyn Fn(Progress) + Sync),
}

/// How far a search has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// The best schedule's value.
    pub value: Option<Value>,
    /// No schedule has a lower value.
    pub bound: Value,
    /// Steps taken.
    pub steps: u64,
}

/// What is proven of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Nothing is better.
    Optimal,
    /// Something may be better.
    Feasible,
    /// There is no schedule.
    Infeasible,
    /// None was found, and none was ruled out.
    Unknown,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The best schedule.
    pub best: Option<Valued>,
    /// Proven: no schedule has a lower value.
    pub bound: Value,
    /// What activities come to that wait for nothing but one another, each in its shortest mode.
    pub critical_path: Value,
    /// What is proven.
    pub status: Status,
    /// Steps taken.
    pub steps: u64,
}

/// Searches for a schedule of least value, and proves how much less it could be at most.
pub fn solve(instance: &Instance, control: &Control<'_>) -> Answer {
    match Network::new(instance) {
        Ok(network) => Search::new(&network, control).run(instance),
        Err(_) => {
            let zero = Value { first: 0, second: 0 };
            Answer { best: None, bound: zero, critical_path: zero, status: Status::Infeasible, steps: 0 }
        }
    }
}

struct Search<'a, 'c> {
    network: &'a Network,
    control: &'c Control<'c>,
    streams: Vec<Crew<'a>>,
    low: Prover<'a>,
    high: Prover<'a>,
    best: Option<Member>,
    bound: Value,
    refuted: bool,
    steps: u64,
    /// The round of the last better schedule.
    improved: u64,
}

impl<'a, 'c> Search<'a, 'c> {
    fn new(network: &'a Network, control: &'c Control<'c>) -> Self {
        let rng = Rng::new(control.seed);
        let streams = (0..STREAMS).map(|s| Crew::new(network, rng.child("schedule/stream", s as u64), s)).collect();
        Self {
            network,
            control,
            streams,
            low: Prover::new(network, Sense::Early),
            high: Prover::new(network, Sense::Late),
            best: None,
            bound: bound::bound(network),
            refuted: stock::is_short(network),
            steps: 0,
            improved: 0,
        }
    }

    fn run(mut self, instance: &Instance) -> Answer {
        let mut round = 0;
        while !self.is_done() {
            self.round(round);
            round += 1;
        }
        let best = self.best.as_ref().map(|m| leave(instance, self.network, m));
        let status = match (&best, self.refuted) {
            (Some(b), _) if b.value <= self.bound => Status::Optimal,
            (Some(_), _) => Status::Feasible,
            (None, true) => Status::Infeasible,
            (None, false) => Status::Unknown,
        };
        let critical_path = bound::critical_path(self.network);
        Answer { best, bound: self.bound, critical_path, status, steps: self.steps }
    }

    fn is_done(&self) -> bool {
        let closed = self.best.as_ref().is_some_and(|b| b.value <= self.bound);
        closed || self.refuted || self.steps >= self.control.steps || self.control.stop.stop()
    }

    fn round(&mut self, round: u64) {
        // Many instances need no more than a first look.
        let share = if round == 0 { FIRST } else { 1 };
        let steps = (ROUND / self.network.len() / share).clamp(5, 400) as u64;
        let alone = self.is_stale(round).then_some(round as usize % STREAMS);
        let conflicts = self.conflicts(alone.is_some());
        let asks = self.network.len() <= LARGE || round % SELDOM == SELDOM - 1;
        let (low, high) = if asks { (self.low_limit(), self.high_limit()) } else { (None, None) };
        let stop = self.control.stop;
        let (streams, provers) = (&mut self.streams, (&mut self.low, &mut self.high));
        rayon::scope(|scope| {
            scope.spawn(|_| provers.0.advance(low, conflicts, stop));
            scope.spawn(|_| provers.1.advance(high, conflicts, stop));
            let running = streams.par_iter_mut().enumerate().filter(|(s, _)| alone.is_none_or(|a| a == *s));
            running.for_each(|(_, stream)| stream.advance(steps, stop));
        });
        self.steps += steps * if alone.is_some() { 1 } else { STREAMS as u64 };
        self.gather(round);
        if round % EXCHANGE == EXCHANGE - 1 {
            self.exchange(round);
        }
    }

    fn is_stale(&self, round: u64) -> bool {
        self.network.len() <= SMALL && round > self.improved + STALE && self.best.is_some()
    }

    fn conflicts(&self, stale: bool) -> u64 {
        let few = 20 + 6_000 / self.network.len() as u64;
        if stale { 8 * few } else { few }
    }

    /// From below: is there one at the bound? Where little is between the ends, both ask the same, and tell each other what they
    /// learn.
    fn low_limit(&self) -> Option<Value> {
        let asked = self.high.conflicts() * self.network.len() as u64;
        let is_joint = |open: i64| open == 0 || (open <= CLOSE && asked < JOINT);
        if self.best.as_ref().is_some_and(|b| is_joint(b.value.first - self.bound.first)) {
            return self.high_limit();
        }
        Some(Value { first: self.bound.first, second: ANY })
    }

    /// From above: is there a better one, or any?
    fn high_limit(&self) -> Option<Value> {
        let Some(best) = &self.best else { return Some(Value { first: bound::most(self.network), second: ANY }) };
        Some(if best.value.first > self.bound.first {
            Value { first: best.value.first - 1, second: ANY }
        } else {
            Value { first: self.bound.first, second: best.value.second - 1 }
        })
    }

    /// Takes what the round has found, in the order of streams, then of proofs.
    fn gather(&mut self, round: u64) {
        let before = (self.best.as_ref().map(|b| b.value), self.bound);
        let found = self.streams.iter().filter_map(Crew::best);
        let proven = [&mut self.low, &mut self.high].into_iter().filter_map(|p| p.found.take());
        let mut best = self.best.take();
        for member in found.cloned().chain(proven) {
            if best.as_ref().is_none_or(|b| member.value < b.value) {
                best = Some(member);
                self.improved = round;
            }
        }
        self.best = best;
        let (low, high) = (self.low.news(), self.high.news());
        self.low.hear(high);
        self.high.hear(low);
        for refuted in [self.low.refuted.take(), self.high.refuted.take()].into_iter().flatten() {
            self.raise(refuted);
        }
        if self.bound.first > bound::most(self.network) {
            self.refuted = self.best.is_none();
        }
        let value = self.best.as_ref().map(|b| b.value);
        if (value, self.bound) != before {
            (self.control.report)(Progress { value, bound: self.bound, steps: self.steps });
        }
    }

    /// No schedule's values are both as low as these: what that says of the bound.
    fn raise(&mut self, refuted: Value) {
        if refuted.second == ANY && refuted.first >= self.bound.first {
            let second = bound::critical_path(self.network).second;
            self.bound = Value { first: refuted.first + 1, second };
        } else if refuted.second != ANY && refuted.first == self.bound.first {
            self.bound.second = self.bound.second.max(refuted.second + 1);
        }
    }

    /// The best schedule joins the other streams, one at a time.
    fn exchange(&mut self, round: u64) {
        if let Some(best) = &self.best {
            let stream = (round / EXCHANGE) as usize % STREAMS;
            self.streams[stream].welcome(best);
        }
    }
}

/// The schedule in the instance's terms, checked.
fn leave(instance: &Instance, network: &Network, member: &Member) -> Valued {
    let empty = vec![0; network.len()];
    let mut schedule = Schedule { starts: empty.clone(), modes: empty.iter().map(|_| 0).collect() };
    for (a, &origin) in network.origin.iter().enumerate() {
        schedule.starts[origin] = member.starts[a];
        schedule.modes[origin] = network.way(a, member.ways[a]).mode;
    }
    match check(instance, &schedule) {
        Ok(value) => {
            assert_eq!(value, member.value, "the search and the checker count alike");
            Valued { schedule, value }
        }
        Err(breaches) => panic!("a schedule of the kernel breaks its constraints: {breaches:?}"),
    }
}
