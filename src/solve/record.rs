//! What a tree did, so that a like question's tree can do it again at a fraction of the cost: where it split, and the
//! prices that bounded each part. Going over it again proves everything anew: nothing here is taken for true.

use std::sync::Arc;

use super::bound::Plane;
use super::decision::Decision;

/// Bytes of prices that a record grows to; parts beyond that are not remembered, and searched again by who comes after.
const LARGEST: usize = 1 << 27;

/// The parts of a tree; the first is all of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Record {
    /// Rows beyond those that every question of its kind has; parts that were looked at before one was found have no price
    /// of it.
    pub cuts: Vec<Plane>,
    pub parts: Vec<Part>,
}

/// One part of the question.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    /// Those that bounded it best.
    pub prices: Arc<Vec<f64>>,
    /// Where it was split, if it was; and each side's own part, if it was looked at.
    pub split: Option<[(Decision, Option<usize>); 2]>,
}

impl Record {
    /// Adds a part; none if there is no room.
    pub(crate) fn add(&mut self, prices: Arc<Vec<f64>>) -> Option<usize> {
        if self.parts.len() * (prices.len() * size_of::<f64>() + size_of::<Part>()) >= LARGEST {
            return None;
        }
        self.parts.push(Part { prices, split: None });
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
            let Part { prices, split } = &other.parts[part];
            let Some(own) = self.add(prices.clone()) else { return };
            self.join(side, own);
            self.parts[own].split = split.map(|sides| sides.map(|(decision, _)| (decision, None)));
            let below = split.iter().flatten().enumerate();
            left.extend(below.filter_map(|(i, (_, part))| Some((Some((own, i)), (*part)?))));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sides(parts: [Option<usize>; 2]) -> Option<[(Decision, Option<usize>); 2]> {
        let [a, b] = parts;
        let decision = |is_in| Decision::Project { project: 0, is_in };
        Some([(decision(true), a), (decision(false), b)])
    }

    #[test]
    fn a_graft_takes_all_that_is_below_a_part_along() {
        let part = |price: f64, split| Part { prices: Arc::new(vec![price]), split };
        let known = Record {
            cuts: Vec::new(),
            parts: vec![
                part(0.0, sides([Some(1), Some(2)])),
                part(1.0, sides([None, Some(3)])),
                part(2.0, None),
                part(3.0, None),
            ],
        };
        let mut own = Record::default();
        own.add(Arc::new(vec![9.0]));
        own.parts[0].split = sides([None, None]);
        own.graft(Some((0, 1)), &known, 1);
        let prices: Vec<f64> = own.parts.iter().map(|p| p.prices[0]).collect();
        assert_eq!(prices, [9.0, 1.0, 3.0]);
        assert_eq!(own.parts[0].split, sides([None, Some(1)]));
        assert_eq!(own.parts[1].split, sides([None, Some(2)]));
        assert_eq!(own.parts[2].split, None);
    }
}
