//! Which of the predicates that a conflict came down to the others imply, so that a nogood can do without them.

use super::store::{Predicate, Store};

/// Which changes what is needed implies, directly or through others (recursive minimisation, Soerensson & Biere 2009).
#[derive(Clone, Debug, Default)]
pub(super) struct Implied {
    /// By change: at which asking it was found, and whether it is implied.
    known: Vec<(u64, bool)>,
    asking: u64,
    /// The first asking about this trail.
    first: u64,
    /// Changes that are being asked about, with how far through their reasons.
    open: Vec<(usize, usize)>,
}

impl Implied {
    pub(super) fn begin(&mut self, trail: usize) {
        self.first = self.asking + 1;
        self.known.resize(self.known.len().max(trail), (0, false));
    }

    /// Whether the change is implied by what is needed, itself aside.
    pub(super) fn is_implied(&mut self, store: &Store, need: &[i32], change: usize, value: i32) -> bool {
        self.asking += 1;
        let first = store.trail[change];
        let parts = store.reason(&first).len();
        parts > 0 && (0..parts).all(|k| self.follows(store, need, store.reason_for(&first, k, value)))
    }

    fn follows(&mut self, store: &Store, need: &[i32], p: Predicate) -> bool {
        let Some(change) = self.cause(store, need, p) else { return true };
        self.open.push((change, 0));
        while let Some((change, at)) = self.open.pop() {
            let reason = store.reason(&store.trail[change]);
            let is_implied = match self.known(change) {
                None if reason.is_empty() => false,
                None => match reason.get(at) {
                    None => true,
                    Some(&q) => {
                        self.open.push((change, at + 1));
                        self.open.extend(self.cause(store, need, q).map(|deeper| (deeper, 0)));
                        continue;
                    }
                },
                Some(known) => known,
            };
            self.tell(change, is_implied);
            if !is_implied {
                // Nor is what led here, as far as is known.
                std::mem::take(&mut self.open).into_iter().for_each(|(above, _)| self.tell(above, false));
                return false;
            }
        }
        true
    }

    /// The change to look into; none if the predicate is needed or holds from the start.
    fn cause(&self, store: &Store, need: &[i32], p: Predicate) -> Option<usize> {
        let is_needed = need[p.side as usize] >= p.value || store.holds_at_root(p);
        (!is_needed).then(|| store.origin(p).expect("it does not hold at the root"))
    }

    /// What is implied now may be so by a later predicate that was not asked about yet; what is not stays so.
    fn known(&self, change: usize) -> Option<bool> {
        let (asking, is) = self.known[change];
        let holds = if is { asking == self.asking } else { asking >= self.first };
        holds.then_some(is)
    }

    fn tell(&mut self, change: usize, is: bool) {
        self.known[change] = (self.asking, is);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From `b >= 2` follows `c >= 1`, from that `a >= 3` and `b >= 5`. Of the latter two `a >= 3` can be done without, for
    /// `b >= 5` says `b >= 2` as well; and then `b >= 5` cannot.
    #[test]
    fn what_is_left_out_is_implied_by_what_stays() {
        let mut store = Store::default();
        let [a, b, c] = [0; 3].map(|_| store.add(0, 9));
        let at_least = Predicate::at_least;
        store.decide(at_least(b, 2));
        for (p, reason) in
            [(at_least(c, 1), at_least(b, 2)), (at_least(a, 3), at_least(c, 1)), (at_least(b, 5), at_least(c, 1))]
        {
            store.set(p, &[reason]).expect("it is open");
        }
        let mut need = vec![i32::MIN; store.sides()];
        need[at_least(b, 5).side as usize] = 5;
        let mut implied = Implied::default();
        implied.begin(store.trail.len());
        let origin = |p: Predicate| store.origin(p).expect("it holds by a change");
        assert!(implied.is_implied(&store, &need, origin(at_least(a, 3)), 3));
        need[at_least(b, 5).side as usize] = i32::MIN;
        assert!(!implied.is_implied(&store, &need, origin(at_least(b, 5)), 5));
    }
}
