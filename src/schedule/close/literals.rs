//! What to decide next: predicates, by how often they have been learned of lately.

use std::collections::BTreeMap;

use super::store::{Predicate, Store};

/// Predicates that have been learned of, by how often of late (VSIDS, Moskewicz et al. 2001).
#[derive(Clone, Debug)]
pub(super) struct Literals {
    sense: Sense,
    numbers: BTreeMap<Predicate, u32>,
    all: Vec<Predicate>,
    activity: Vec<f64>,
    /// A heap of numbers, and where each stands in it.
    heap: Vec<u32>,
    place: Vec<u32>,
    /// Those that were passed over, with the level at which they were.
    passed: Vec<(u32, u32)>,
    bump: f64,
}

/// Which of a predicate and its negation is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sense {
    /// The one that starts something early.
    Early,
    /// The one that starts it late: nine hard instances of PSPLIB j30 were closed in 40 and 46 s, with the other in 46 and 48.
    Late,
}

/// By how much less a conflict counts than the next one. Of 0.85 to 0.98, 0.85 and 0.9 closed those instances soonest.
const DECAY: f64 = 0.9;

const OUT: u32 = u32::MAX;

impl Literals {
    pub(super) fn new(sense: Sense) -> Self {
        Self {
            sense,
            numbers: BTreeMap::new(),
            all: Vec::new(),
            activity: Vec::new(),
            heap: Vec::new(),
            place: Vec::new(),
            passed: Vec::new(),
            bump: 1.0,
        }
    }

    /// The most active that is open, to be decided.
    pub(super) fn next(&mut self, store: &Store) -> Option<Predicate> {
        while let Some(&top) = self.heap.first() {
            let p = self.all[top as usize];
            if store.holds(p) || store.fails(p) {
                self.pop();
                self.passed.push((top, store.level() as u32));
            } else {
                return Some(p);
            }
        }
        None
    }

    /// Those that were passed over beyond a level may be open again.
    pub(super) fn back(&mut self, level: usize) {
        while let Some(&(number, at)) = self.passed.last() {
            if at as usize <= level {
                break;
            }
            self.passed.pop();
            self.push(number);
        }
    }

    /// Both ways of a predicate are one literal; the one of the sense speaks for both.
    pub(super) fn bump(&mut self, p: Predicate) {
        let is_upper = p.side % 2 == 1;
        let p = if is_upper == (self.sense == Sense::Early) { p } else { p.negated() };
        let number = *self.numbers.entry(p).or_insert_with(|| {
            self.all.push(p);
            self.activity.push(0.0);
            self.place.push(OUT);
            self.all.len() as u32 - 1
        });
        self.activity[number as usize] += self.bump;
        if self.activity[number as usize] > 1e100 {
            self.activity.iter_mut().for_each(|a| *a *= 1e-100);
            self.bump *= 1e-100;
        }
        if self.place[number as usize] == OUT {
            self.push(number);
        } else {
            self.rise(self.place[number as usize] as usize);
        }
    }

    pub(super) fn decay(&mut self) {
        self.bump /= DECAY;
    }

    fn push(&mut self, number: u32) {
        if self.place[number as usize] == OUT {
            self.heap.push(number);
            self.place[number as usize] = self.heap.len() as u32 - 1;
            self.rise(self.heap.len() - 1);
        }
    }

    fn pop(&mut self) {
        let top = self.heap[0];
        let last = self.heap.pop().expect("it has a top");
        self.place[top as usize] = OUT;
        if top != last {
            self.heap[0] = last;
            self.place[last as usize] = 0;
            self.sink(0);
        }
    }

    fn before(&self, a: u32, b: u32) -> bool {
        let (x, y) = (self.activity[a as usize], self.activity[b as usize]);
        x > y || (x == y && a < b)
    }

    fn swap(&mut self, i: usize, j: usize) {
        self.heap.swap(i, j);
        self.place[self.heap[i] as usize] = i as u32;
        self.place[self.heap[j] as usize] = j as u32;
    }

    fn rise(&mut self, mut at: usize) {
        while at > 0 && self.before(self.heap[at], self.heap[(at - 1) / 2]) {
            self.swap(at, (at - 1) / 2);
            at = (at - 1) / 2;
        }
    }

    fn sink(&mut self, mut at: usize) {
        loop {
            let children = [2 * at + 1, 2 * at + 2].into_iter().filter(|&c| c < self.heap.len());
            let Some(first) = children.reduce(|a, b| if self.before(self.heap[b], self.heap[a]) { b } else { a })
            else {
                return;
            };
            if !self.before(self.heap[first], self.heap[at]) {
                return;
            }
            self.swap(at, first);
            at = first;
        }
    }
}
