//! Search with learning: decide, infer, and from each conflict learn a nogood at the first unique implication point
//! (Marques-Silva & Sakallah 1999; lazy clause generation, Ohrimenko, Stuckey & Codish 2009).

use super::super::network::Network;
use super::implied::Implied;
use super::literals::{Literals, Sense};
use super::model::{Limit, Model};
use super::nogoods::Nogoods;
use super::store::{Conflict, Predicate, Store};

/// Conflicts between restarts, times Luby's sequence.
const RESTART: u64 = 50;

/// Nogoods kept before the first reduction, and by how many more the next. Looking through them is a third of the work; hard
/// instances of PSPLIB j30 were closed about as soon with 800 and with 4,000.
const KEEP: usize = 1_500;
const KEEP_MORE: usize = 300;

/// Levels up to which a nogood is told to another solver. Eight hard instances of PSPLIB j30 were closed sooner at 6 than at 3, 4 or 8.
const TELLING: u32 = 6;

/// Most values of all variables for which lists of watches are kept: some tens of megabytes.
pub(crate) const MOST_VALUES: u64 = 1_500_000;

/// What became of the question whether there is a schedule within the limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// There is none.
    Refuted,
    /// Starts and ways.
    Found(Vec<u32>, Vec<u16>),
    /// More conflicts are needed.
    Open,
}

/// What was learned within a limit.
#[derive(Clone, Debug)]
pub(crate) struct News {
    pub(super) limit: Limit,
    pub(super) learned: Vec<Learned>,
}

/// Predicates that no schedule within the limit has all of, and the levels that they came from.
#[derive(Clone, Debug)]
pub(super) struct Learned {
    pub(super) predicates: Vec<Predicate>,
    levels: u32,
}

#[derive(Clone, Debug)]
pub(crate) struct Solver<'a> {
    model: Model<'a>,
    store: Store,
    nogoods: Nogoods,
    /// How much of the trail has been looked at.
    head: usize,
    literals: Literals,
    need: Vec<i32>,
    touched: Vec<u32>,
    implied: Implied,
    limit: Limit,
    /// What was learned of late that is worth telling.
    learned: Vec<Learned>,
    pub conflicts: u64,
    restarts: u64,
    keep: usize,
    started: bool,
    over: bool,
}

impl<'a> Solver<'a> {
    /// Is there a schedule within the limit? None if paths alone say no.
    pub(crate) fn new(network: &'a Network, limit: Limit, sense: Sense) -> Option<Self> {
        let (model, store) = Model::new(network, limit)?;
        Some(Self {
            nogoods: if model.values(&store) <= MOST_VALUES { Nogoods::new(&store) } else { Nogoods::default() },
            model,
            need: vec![i32::MIN; store.sides()],
            store,
            head: 0,
            literals: Literals::new(sense),
            touched: Vec::new(),
            implied: Implied::default(),
            limit,
            learned: Vec::new(),
            conflicts: 0,
            restarts: 0,
            keep: KEEP,
            started: false,
            over: false,
        })
    }

    /// Goes on for so many conflicts.
    pub(crate) fn run(&mut self, conflicts: u64, stop: &dyn Fn() -> bool) -> Verdict {
        if self.over || !self.start() {
            self.over = true;
            return Verdict::Refuted;
        }
        let until = self.conflicts + conflicts;
        let mut restart_at = self.conflicts + RESTART * luby(self.restarts);
        loop {
            if self.propagate().is_err() {
                self.conflicts += 1;
                if self.store.level() == 0 {
                    self.over = true;
                    return Verdict::Refuted;
                }
                self.learn();
                if self.over {
                    return Verdict::Refuted;
                }
                continue;
            }
            if self.conflicts >= until || (self.conflicts.is_multiple_of(64) && stop()) {
                self.restart();
                return Verdict::Open;
            }
            if self.conflicts >= restart_at {
                self.restart();
                self.restarts += 1;
                restart_at = self.conflicts + RESTART * luby(self.restarts);
                continue;
            }
            let Some(decision) = self.literals.next(&self.store).or_else(|| self.model.next(&self.store)) else {
                let (starts, ways) = self.model.solution(&self.store);
                self.restart();
                return Verdict::Found(starts, ways);
            };
            self.store.decide(decision);
        }
    }

    /// Whether it is small enough to be worth asking.
    pub(crate) fn is_handy(&self) -> bool {
        self.model.values(&self.store) <= MOST_VALUES
    }

    /// Asks for less from now on: what was learned holds all the more. False if that is refuted at once.
    pub(crate) fn tighten(&mut self, limit: Limit) -> bool {
        self.limit = limit;
        self.over |= self.model.tighten(&mut self.store, limit).is_err();
        !self.over
    }

    /// What was learned since it was last asked, as far as it may be of use to another.
    pub(crate) fn news(&mut self) -> News {
        News { limit: self.limit, learned: std::mem::take(&mut self.learned) }
    }

    /// Takes what another has learned, if it was within the same limit or a higher one. Between runs only.
    pub(crate) fn hear(&mut self, news: &News) {
        if !self.limit.is_within(news.limit) {
            return;
        }
        for Learned { predicates, levels } in &news.learned {
            if predicates.iter().any(|&p| self.store.fails(p)) {
                continue;
            }
            let open: Vec<Predicate> = predicates.iter().copied().filter(|&p| !self.store.holds(p)).collect();
            match open[..] {
                [] => self.over = true,
                [only] => self.over |= self.store.set(only.negated(), &[]).is_err(),
                _ => self.nogoods.add(&open, *levels),
            }
        }
    }

    fn start(&mut self) -> bool {
        if !self.started {
            self.started = true;
            return self.model.on_start(&mut self.store).is_ok();
        }
        true
    }

    fn restart(&mut self) {
        self.store.back(0);
        self.head = self.head.min(self.store.trail.len());
        self.literals.back(0);
        if self.head == self.store.trail.len() && self.nogoods.len() > self.keep {
            self.keep += KEEP_MORE;
            self.store.settle();
            self.head = 0;
            self.nogoods.reduce(&self.store);
        }
    }

    fn propagate(&mut self) -> Result<(), Conflict> {
        loop {
            while self.head < self.store.trail.len() {
                let change = self.store.trail[self.head];
                self.head += 1;
                self.model.on_change(&mut self.store, change.side)?;
                self.nogoods.propagate(&mut self.store, change.side, change.old, change.new)?;
            }
            self.model.timetables(&mut self.store)?;
            if self.head == self.store.trail.len() {
                return Ok(());
            }
        }
    }

    /// Learns from the conflict, goes back to where the nogood says something, and says it.
    fn learn(&mut self) {
        // A conflict may lie wholly in earlier levels, where a side was looked at late.
        let conflict = std::mem::take(&mut self.store.conflict);
        let deepest = conflict.iter().filter_map(|&p| self.store.origin(p)).map(|c| self.store.level_of(c)).max();
        let deepest = deepest.unwrap_or(0);
        if deepest == 0 {
            self.over = true;
            return;
        }
        self.store.back(deepest);
        self.head = self.head.min(self.store.trail.len());
        let unique = self.resolve(&conflict);
        self.store.conflict = conflict;
        let learned = self.collect(unique);
        let back = learned[1..].iter().map(|l| l.1).max().unwrap_or(0);
        let predicates: Vec<Predicate> = learned.iter().map(|l| l.0).collect();
        for &p in &predicates {
            self.literals.bump(p);
        }
        self.literals.decay();
        self.nogoods.decay();
        self.store.back(back);
        self.head = self.head.min(self.store.trail.len());
        self.literals.back(self.store.level());
        let asserted = self.store.set(predicates[0].negated(), &predicates[1..]);
        assert!(asserted.is_ok(), "a unique implication point is open before its level");
        let mut levels: Vec<usize> = learned.iter().map(|l| l.1).collect();
        levels.sort_unstable();
        levels.dedup();
        let levels = levels.len() as u32;
        if predicates.len() > 1 {
            self.nogoods.add(&predicates, levels);
        }
        if levels <= TELLING {
            self.learned.push(Learned { predicates, levels });
        }
    }

    /// Resolves back along the trail until one predicate of the last level is left: that one.
    fn resolve(&mut self, conflict: &[Predicate]) -> Predicate {
        let mut open = 0;
        for &p in conflict {
            self.require(p, &mut open);
        }
        let mut at = self.store.trail.len();
        loop {
            at -= 1;
            let change = self.store.trail[at];
            let need = self.need[change.side as usize];
            if need <= change.old {
                continue;
            }
            let p = Predicate { side: change.side, value: need };
            if open == 1 {
                return p;
            }
            open -= 1;
            self.need[change.side as usize] = i32::MIN;
            for k in 0..self.store.reason(&change).len() {
                let q = self.store.reason_for(&change, k, need);
                self.require(q, &mut open);
            }
        }
    }

    fn require(&mut self, p: Predicate, open: &mut u32) {
        let side = p.side as usize;
        if self.store.holds_at_root(p) || self.need[side] >= p.value {
            return;
        }
        let had = self.need[side];
        let counted = had != i32::MIN && self.store.is_of_last_level(Predicate { side: p.side, value: had });
        if !counted && self.store.is_of_last_level(p) {
            *open += 1;
        }
        if had == i32::MIN {
            self.touched.push(p.side);
        }
        self.need[side] = p.value;
    }

    /// The nogood with levels: the unique point first, then the deepest of the others. What others imply is left out.
    fn collect(&mut self, unique: Predicate) -> Vec<(Predicate, usize)> {
        let mut touched = std::mem::take(&mut self.touched);
        touched.sort_unstable();
        touched.dedup();
        let mut learned = Vec::new();
        self.implied.begin(self.store.trail.len());
        for &side in &touched {
            let p = Predicate { side, value: self.need[side as usize] };
            if p.value == i32::MIN || side == unique.side {
                continue;
            }
            let origin = self.store.origin(p).expect("it does not hold at the root");
            self.need[side as usize] = i32::MIN;
            if !self.implied.is_implied(&self.store, &self.need, origin, p.value) {
                self.need[side as usize] = p.value;
                learned.push((p, self.store.level_of(origin)));
            }
        }
        touched.iter().for_each(|&side| self.need[side as usize] = i32::MIN);
        touched.clear();
        self.touched = touched;
        learned.sort_by_key(|l| std::cmp::Reverse(l.1));
        learned.insert(0, (unique, self.store.level()));
        learned
    }
}

/// 1, 1, 2, 1, 1, 2, 4, ... (Luby, Sinclair & Zuckerman 1993).
fn luby(number: u64) -> u64 {
    let mut n = number + 1;
    loop {
        let bits = 64 - n.leading_zeros();
        if n == (1 << bits) - 1 {
            return 1 << (bits - 1);
        }
        n -= (1 << (bits - 1)) - 1;
    }
}
