//! Bounds of integer variables, the trail of how they were tightened, and why.
//!
//! A variable has two sides, its lower bound and its negated upper bound; both only grow. A predicate says that a side has
//! come to a value: `x >= 5` is side 2x at 5, `x <= 7` is side 2x + 1 at -7. Its negation is a predicate of the other side.

/// A side of a variable at a value or beyond.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Predicate {
    pub side: u32,
    pub value: i32,
}

impl Predicate {
    pub(crate) fn at_least(variable: usize, value: i32) -> Self {
        Self { side: 2 * variable as u32, value }
    }

    pub(crate) fn at_most(variable: usize, value: i32) -> Self {
        Self { side: 2 * variable as u32 + 1, value: -value }
    }

    pub(crate) fn negated(self) -> Self {
        Self { side: self.side ^ 1, value: 1 - self.value }
    }
}

/// No earlier change of the side.
const NONE: u32 = u32::MAX;

/// One change of a side.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Change {
    pub side: u32,
    pub old: i32,
    pub new: i32,
    before: u32,
    reason: (u32, u32),
    /// Whether the first predicate of its reason may come short by as much as what is asked of the change does.
    slides: bool,
}

/// The bounds, and how they came about.
#[derive(Clone, Debug, Default)]
pub(crate) struct Store {
    bounds: Vec<i32>,
    roots: Vec<i32>,
    last: Vec<u32>,
    pub trail: Vec<Change>,
    reasons: Vec<Predicate>,
    /// Where each decision's changes and reasons begin.
    levels: Vec<(u32, u32)>,
    /// Predicates that all hold and cannot.
    pub conflict: Vec<Predicate>,
}

/// What was asked of the store cannot hold; the store knows why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Conflict;

impl Store {
    pub(crate) fn add(&mut self, lower: i32, upper: i32) -> usize {
        self.bounds.extend([lower, -upper]);
        self.roots.extend([lower, -upper]);
        self.last.extend([NONE, NONE]);
        self.bounds.len() / 2 - 1
    }

    pub(crate) fn lower(&self, variable: usize) -> i32 {
        self.bounds[2 * variable]
    }

    pub(crate) fn upper(&self, variable: usize) -> i32 {
        -self.bounds[2 * variable + 1]
    }

    pub(crate) fn is_fixed(&self, variable: usize) -> bool {
        self.lower(variable) == self.upper(variable)
    }

    pub(crate) fn sides(&self) -> usize {
        self.bounds.len()
    }

    pub(crate) fn level(&self) -> usize {
        self.levels.len()
    }

    pub(crate) fn holds(&self, p: Predicate) -> bool {
        self.bounds[p.side as usize] >= p.value
    }

    pub(crate) fn fails(&self, p: Predicate) -> bool {
        self.holds(p.negated())
    }

    /// Whether it holds before any decision.
    pub(crate) fn holds_at_root(&self, p: Predicate) -> bool {
        self.roots[p.side as usize] >= p.value
    }

    /// Makes a predicate hold because all predicates of the reason do.
    pub(crate) fn set(&mut self, p: Predicate, reason: &[Predicate]) -> Result<(), Conflict> {
        self.set_as(p, reason, false)
    }

    /// As [`set`](Self::set), where the predicate would hold at values that are less by some amount if the first of the reason
    /// did: starts that push one another by a duration.
    pub(crate) fn slide(&mut self, p: Predicate, reason: &[Predicate]) -> Result<(), Conflict> {
        self.set_as(p, reason, true)
    }

    fn set_as(&mut self, p: Predicate, reason: &[Predicate], slides: bool) -> Result<(), Conflict> {
        let old = self.bounds[p.side as usize];
        if old >= p.value {
            return Ok(());
        }
        let other = p.negated();
        if self.holds(other) {
            self.conflict.clear();
            self.conflict.extend_from_slice(reason);
            self.conflict.push(other);
            return Err(Conflict);
        }
        let from = self.reasons.len() as u32;
        if !self.levels.is_empty() {
            self.reasons.extend_from_slice(reason);
        }
        self.push(p, old, (from, self.reasons.len() as u32), slides);
        Ok(())
    }

    /// Says that the predicates, which all hold, cannot.
    pub(crate) fn fail(&mut self, reason: &[Predicate]) -> Conflict {
        self.conflict.clear();
        self.conflict.extend_from_slice(reason);
        Conflict
    }

    /// Opens a level by a predicate that is open.
    pub(crate) fn decide(&mut self, p: Predicate) {
        self.levels.push((self.trail.len() as u32, self.reasons.len() as u32));
        let from = self.reasons.len() as u32;
        self.push(p, self.bounds[p.side as usize], (from, from), false);
    }

    fn push(&mut self, p: Predicate, old: i32, reason: (u32, u32), slides: bool) {
        let side = p.side as usize;
        if self.levels.is_empty() {
            self.roots[side] = p.value;
        }
        self.trail.push(Change { side: p.side, old, new: p.value, before: self.last[side], reason, slides });
        self.last[side] = self.trail.len() as u32 - 1;
        self.bounds[side] = p.value;
    }

    /// Takes back all decisions beyond a level. At level 0 the trail is forgotten.
    pub(crate) fn back(&mut self, level: usize) {
        if level < self.levels.len() {
            let (changes, reasons) = self.levels[level];
            while self.trail.len() > changes as usize {
                let change = self.trail.pop().expect("it is longer");
                self.bounds[change.side as usize] = change.old;
                self.last[change.side as usize] = change.before;
            }
            self.reasons.truncate(reasons as usize);
            self.levels.truncate(level);
        }
    }

    /// Forgets how root bounds came about. At level 0 only, when all has been propagated.
    pub(crate) fn settle(&mut self) {
        assert!(self.levels.is_empty(), "decisions stand");
        self.trail.iter().for_each(|c| self.last[c.side as usize] = NONE);
        self.trail.clear();
        self.reasons.clear();
    }

    pub(crate) fn reason(&self, change: &Change) -> &[Predicate] {
        &self.reasons[change.reason.0 as usize..change.reason.1 as usize]
    }

    /// The part of the reason that stands at `k`, as far as it is needed for the change to come to `value`.
    pub(crate) fn reason_for(&self, change: &Change, k: usize, value: i32) -> Predicate {
        let p = self.reason(change)[k];
        let short = if change.slides && k == 0 { change.new - value } else { 0 };
        Predicate { value: p.value - short, ..p }
    }

    /// The change by which a predicate came to hold; none if it held from the start.
    pub(crate) fn origin(&self, p: Predicate) -> Option<usize> {
        let mut at = self.last[p.side as usize];
        let mut found = None;
        while at != NONE {
            let change = &self.trail[at as usize];
            if change.new < p.value {
                break;
            }
            found = Some(at as usize);
            at = change.before;
        }
        found
    }

    /// The level at which a change was made.
    pub(crate) fn level_of(&self, change: usize) -> usize {
        self.levels.partition_point(|l| l.0 as usize <= change)
    }

    /// Whether a predicate that holds does so by the last decision.
    pub(crate) fn is_of_last_level(&self, p: Predicate) -> bool {
        let start = self.levels.last().map_or(0, |l| l.0);
        let mut at = self.last[p.side as usize];
        let mut value = self.bounds[p.side as usize];
        while at != NONE && at >= start {
            value = self.trail[at as usize].old;
            at = self.trail[at as usize].before;
        }
        p.value > value
    }
}
