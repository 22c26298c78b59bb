//! Sets of predicates that cannot all hold, learned from conflicts; each watches two that do not hold yet.

use super::store::{Conflict, Predicate, Store};

#[derive(Clone, Debug)]
struct Nogood {
    /// Where its predicates begin, and how many they are.
    from: u32,
    len: u32,
    /// Levels among its predicates when it was learned (literal block distance, Audemard & Simon 2009).
    levels: u32,
    activity: f32,
}

#[derive(Clone, Copy, Debug)]
struct Watch {
    nogood: u32,
    /// Another predicate of it: where that fails, there is nothing to do.
    blocker: Predicate,
}

/// Lists of a side's watches by value, from the first value that is not there from the start.
#[derive(Clone, Debug, Default)]
struct Lists {
    base: i32,
    lists: Vec<Vec<Watch>>,
}

impl Lists {
    fn list(&mut self, value: i32) -> &mut Vec<Watch> {
        &mut self.lists[(value - self.base) as usize]
    }
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Nogoods {
    all: Vec<Nogood>,
    predicates: Vec<Predicate>,
    /// By side.
    watches: Vec<Lists>,
    bump: f32,
}

impl Nogoods {
    pub(crate) fn new(store: &Store) -> Self {
        let lists = |side: usize| {
            let (lower, upper) = (store.lower(side / 2), store.upper(side / 2));
            let base = if side.is_multiple_of(2) { lower + 1 } else { 1 - upper };
            Lists { base, lists: vec![Vec::new(); (upper - lower) as usize] }
        };
        Self { watches: (0..store.sides()).map(lists).collect(), bump: 1.0, ..Self::default() }
    }

    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }

    /// Keeps a nogood of at least two predicates, the first two of which are watched.
    pub(crate) fn add(&mut self, predicates: &[Predicate], levels: u32) {
        let (nogood, from) = (self.all.len() as u32, self.predicates.len() as u32);
        self.predicates.extend_from_slice(predicates);
        for (p, blocker) in [(predicates[0], predicates[1]), (predicates[1], predicates[0])] {
            self.watches[p.side as usize].list(p.value).push(Watch { nogood, blocker });
        }
        self.all.push(Nogood { from, len: predicates.len() as u32, levels, activity: self.bump });
    }

    /// What follows from a side having come from one value to another.
    pub(crate) fn propagate(&mut self, store: &mut Store, side: u32, old: i32, new: i32) -> Result<(), Conflict> {
        for value in old + 1..=new {
            if !self.watches[side as usize].list(value).is_empty() {
                self.propagate_at(store, Predicate { side, value })?;
            }
        }
        Ok(())
    }

    fn propagate_at(&mut self, store: &mut Store, p: Predicate) -> Result<(), Conflict> {
        let mut watches = std::mem::take(self.watches[p.side as usize].list(p.value));
        let (mut kept, mut at, mut done) = (0, 0, Ok(()));
        while at < watches.len() && done.is_ok() {
            let watch = watches[at];
            at += 1;
            if store.fails(watch.blocker) || !self.moves(store, p, watch, &mut done) {
                watches[kept] = watch;
                kept += 1;
            }
        }
        watches.copy_within(at.., kept);
        watches.truncate(kept + watches.len() - at);
        *self.watches[p.side as usize].list(p.value) = watches;
        done
    }

    /// Whether the nogood watches another predicate from now on; if none is left to watch, its last one cannot hold.
    fn moves(&mut self, store: &mut Store, mine: Predicate, watch: Watch, done: &mut Result<(), Conflict>) -> bool {
        let nogood = &mut self.all[watch.nogood as usize];
        let predicates = &mut self.predicates[nogood.from as usize..][..nogood.len as usize];
        if predicates[0] == mine {
            predicates.swap(0, 1);
        }
        let other = predicates[0];
        if store.fails(other) {
            return false;
        }
        if let Some(free) = (2..predicates.len()).find(|&k| !store.holds(predicates[k])) {
            predicates.swap(1, free);
            let p = predicates[1];
            self.watches[p.side as usize].list(p.value).push(Watch { nogood: watch.nogood, blocker: other });
            assert_ne!(p.side, mine.side, "a nogood has one predicate of a side");
            return true;
        }
        nogood.activity += self.bump;
        *done = store.set(other.negated(), &predicates[1..]);
        if nogood.activity > 1e20 {
            self.rescale();
        }
        false
    }

    fn rescale(&mut self) {
        self.all.iter_mut().for_each(|n| n.activity *= 1e-20);
        self.bump *= 1e-20;
    }

    /// What was learned before counts a little less.
    pub(crate) fn decay(&mut self) {
        self.bump *= 1.0 / 0.999;
        if self.bump > 1e20 {
            self.rescale();
        }
    }

    /// Forgets the less useful half, and what the root has settled. At the root only.
    pub(crate) fn reduce(&mut self, store: &Store) {
        let (mut all, predicates) = (std::mem::take(&mut self.all), std::mem::take(&mut self.predicates));
        self.watches.iter_mut().flat_map(|w| &mut w.lists).for_each(Vec::clear);
        let of = |n: &Nogood| &predicates[n.from as usize..][..n.len as usize];
        all.retain(|n| !of(n).iter().any(|&p| store.fails(p)));
        all.sort_by(|a, b| (a.levels > 2).cmp(&(b.levels > 2)).then(b.activity.total_cmp(&a.activity)));
        let glue = all.iter().filter(|n| n.levels <= 2).count();
        all.truncate(glue.max(all.len() / 2));
        for n in all {
            let open: Vec<Predicate> = of(&n).iter().copied().filter(|&p| !store.holds(p)).collect();
            if open.len() >= 2 {
                self.add(&open, n.levels);
                self.all.last_mut().expect("it was added").activity = n.activity;
            }
        }
    }
}
