//! What a tree did, so that a like question's tree can do it again at a fraction of the cost: where it split, and the
//! prices that bounded each part. Going over it again proves everything anew: nothing here is taken for true.

use std::sync::Arc;

use super::bound::{Plane, Planes};
use super::decision::Decision;

/// Bytes that a record grows to; parts beyond that are not remembered, and searched again by who comes after.
const LARGEST: usize = 1 << 27;

/// The parts of a tree; the first is all of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Record {
    /// Rows beyond those that every question of its kind has; parts that were looked at before one was found have no price
    /// of it.
    pub cuts: Vec<Arc<Plane>>,
    pub parts: Vec<Part>,
    /// What parts take, about.
    bytes: usize,
}

/// One part of the question.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    /// Those that bounded it best; its own cuts' come last.
    pub prices: Arc<Vec<f64>>,
    /// Cuts that only count in it and below it.
    pub cuts: Planes,
    /// Where it was split, if it was; and each side's own part, if it was looked at.
    pub split: Option<[(Decision, Option<usize>); 2]>,
}

impl Part {
    /// Its prices, its own cuts' after so many rows; what it does not know of those begins at nothing.
    pub(crate) fn prices_after(&self, rows: usize) -> Vec<f64> {
        let (known, own) = self.prices.split_at(self.prices.len() - self.cuts.len());
        let mut prices = known.to_vec();
        prices.resize(rows, 0.0);
        prices.extend(own);
        prices
    }
}

impl Record {
    /// Of these parts.
    pub(crate) fn new(cuts: Vec<Arc<Plane>>, parts: Vec<Part>) -> Self {
        Self { cuts, parts, bytes: 0 }
    }

    /// Adds a part, in which so many bytes of cuts were found; none if there is no room.
    pub(crate) fn add(&mut self, prices: Arc<Vec<f64>>, cuts: Planes, found: usize) -> Option<usize> {
        if self.bytes >= LARGEST {
            return None;
        }
        self.bytes += size_of::<Part>() + size_of::<f64>() * (prices.len() + cuts.len()) + found;
        self.parts.push(Part { prices, cuts, split: None });
        Some(self.parts.len() - 1)
    }

    /// Says of a side of a part that it is looked at as that part.
    pub(crate) fn join(&mut self, side: Option<(usize, usize)>, part: usize) {
        if let Some((parent, side)) = side
            && let Some(split) = &mut self.parts[parent].split
        {
            split[side].1 = Some(part);
        }
    }

    /// Hangs another record's part with all that is below it at a side of a part, as far as there is room.
    pub(crate) fn graft(&mut self, side: Option<(usize, usize)>, other: &Self, part: usize) {
        let mut left = vec![(side, part)];
        while let Some((side, part)) = left.pop() {
            let Part { prices, cuts, split } = &other.parts[part];
            let Some(own) = self.add(prices.clone(), cuts.clone(), 0) else { return };
            self.join(side, own);
            self.parts[own].split = split.map(|sides| sides.map(|(decision, _)| (decision, None)));
            let below = split.iter().flatten().enumerate();
            left.extend(below.filter_map(|(i, (_, part))| Some((Some((own, i)), (*part)?))));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::bound::Clique;
    use super::*;

    fn sides(parts: [Option<usize>; 2]) -> Option<[(Decision, Option<usize>); 2]> {
        let [a, b] = parts;
        let decision = |is_in| Decision::Project { project: 0, is_in };
        Some([(decision(true), a), (decision(false), b)])
    }

    #[test]
    fn a_graft_takes_all_that_is_below_a_part_along() {
        let part = |price: f64, split| Part { prices: Arc::new(vec![price]), cuts: Planes::default(), split };
        let known = Record::new(
            Vec::new(),
            vec![
                part(0.0, sides([Some(1), Some(2)])),
                part(1.0, sides([None, Some(3)])),
                part(2.0, None),
                part(3.0, None),
            ],
        );
        let mut own = Record::default();
        own.add(Arc::new(vec![9.0]), Planes::default(), 0);
        own.parts[0].split = sides([None, None]);
        own.graft(Some((0, 1)), &known, 1);
        let prices: Vec<f64> = own.parts.iter().map(|p| p.prices[0]).collect();
        assert_eq!(prices, [9.0, 1.0, 3.0]);
        assert_eq!(own.parts[0].split, sides([None, Some(1)]));
        assert_eq!(own.parts[1].split, sides([None, Some(2)]));
        assert_eq!(own.parts[2].split, None);
    }
    #[test]
    fn the_prices_of_its_own_cuts_stay_the_last() {
        let cut = Arc::new(Plane::Clique(Clique { slots: Vec::new() }));
        let part = Part { prices: Arc::new(vec![1.0, 2.0, 3.0]), cuts: Arc::new(vec![cut]), split: None };
        assert_eq!(part.prices_after(2), [1.0, 2.0, 3.0]);
        assert_eq!(part.prices_after(4), [1.0, 2.0, 0.0, 0.0, 3.0]);
    }

    #[test]
    fn a_record_that_is_full_takes_no_more() {
        let mut own = Record::default();
        let mut add = |found| own.add(Arc::new(vec![9.0]), Planes::default(), found);
        assert_eq!([add(0), add(LARGEST), add(0)], [Some(0), Some(1), None]);
    }
}
