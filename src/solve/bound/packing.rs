//! Whether a mixture of uses is a mixture of packings, each of which fits into the capacity: the fewest packings that
//! it takes, by column generation (Gilmore & Gomory, "A linear programming approach to the cutting-stock problem", Oper. Res. 9,
//! 1961). If it takes more than one, the dual values are a row that every packing keeps and the mixture breaks.

/// A use: who uses it, how much, and its share in the mixture.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item {
    pub user: usize,
    pub amount: i64,
    pub share: f64,
}

/// Columns at most: beyond that the row is as good as found.
const COLUMNS: usize = 80;

/// Items at most: what so many come to can be packed without waste worth a row, and the basis is as large as their square. With
/// 3,000 candidates under yearly budgets, four fifths of all time went into it.
const ITEMS: usize = 250;

/// Parts that a capacity is measured in; uses are rounded down to them, so that what fits is never taken not to. With four times
/// as many, bounds after 6 s (the county, bought days) and 30 s (1,000 projects) were 0.1 and 0.5 % higher: fewer rows are found
/// in a time.
const PARTS: i64 = 512;

/// Weights of the items that no packing has more than 1 of together, and that the mixture has this much of. None if it has no
/// more than `least`, or too many items. Items of one user follow each other, and a packing has one of them at most.
pub(super) fn weights(items: &[Item], capacity: i64, least: f64, work: &mut u64) -> Option<Vec<f64>> {
    if items.len() > ITEMS {
        return None;
    }
    let mut basis = Basis::singletons(items);
    let unit = (capacity / PARTS).max(1);
    let mut knapsack = Knapsack::new(items, capacity / unit, unit);
    let mut best: Option<(f64, Vec<f64>)> = None;
    for _ in 0..COLUMNS {
        if basis.sum() <= least {
            return None;
        }
        *work += (items.len() * (knapsack.width + items.len())) as u64;
        let (value, packing) = knapsack.fullest(&basis.duals);
        // Farley's bound: duals by the best packing's value are feasible.
        let scaled: Vec<f64> = basis.duals.iter().map(|x| x.max(0.0) / value.max(1.0)).collect();
        let had: f64 = scaled.iter().zip(items).map(|(x, item)| x * item.share).sum();
        if best.as_ref().is_none_or(|b| had > b.0) {
            best = Some((had, scaled));
        }
        if value <= 1.0 + 1e-5 || !basis.enter(&packing) {
            break;
        }
    }
    best.filter(|b| b.0 > least).map(|b| b.1)
}

/// Packings that make up the mixture, with the inverse of the matrix that they are the columns of.
struct Basis {
    inverse: Vec<Vec<f64>>,
    /// How much of each packing.
    amounts: Vec<f64>,
    duals: Vec<f64>,
}

impl Basis {
    fn singletons(items: &[Item]) -> Self {
        let unit = |i: usize| (0..items.len()).map(|j| f64::from(u8::from(i == j))).collect();
        Self {
            inverse: (0..items.len()).map(unit).collect(),
            amounts: items.iter().map(|x| x.share).collect(),
            duals: vec![1.0; items.len()],
        }
    }

    fn sum(&self) -> f64 {
        self.amounts.iter().sum()
    }

    /// Takes the packing in for the one that is used up first.
    fn enter(&mut self, packing: &[usize]) -> bool {
        let column: Vec<f64> = self.inverse.iter().map(|row| packing.iter().map(|i| row[*i]).sum()).collect();
        let ratio = |i: usize| self.amounts[i] / column[i];
        let leaving = (0..column.len()).filter(|i| column[*i] > 1e-9).min_by(|a, b| ratio(*a).total_cmp(&ratio(*b)));
        let Some(leaving) = leaving else { return false };
        let entered = ratio(leaving);
        let pivot: Vec<f64> = self.inverse[leaving].iter().map(|x| x / column[leaving]).collect();
        for (i, row) in self.inverse.iter_mut().enumerate() {
            if i != leaving && column[i] != 0.0 {
                row.iter_mut().zip(&pivot).for_each(|(x, p)| *x -= column[i] * p);
                self.amounts[i] -= column[i] * entered;
            }
        }
        self.inverse[leaving] = pivot;
        self.amounts[leaving] = entered;
        self.duals.fill(0.0);
        for row in &self.inverse {
            self.duals.iter_mut().zip(row).for_each(|(dual, x)| *dual += x);
        }
        true
    }
}

/// The packing of most weight, by dynamic programming over the room that there is.
struct Knapsack {
    /// By user: items with their sizes.
    users: Vec<Vec<(usize, usize)>>,
    width: usize,
    /// By number of users and room: the most weight that has room. Single precision: what leaves is checked in integers.
    most: Vec<f32>,
}

impl Knapsack {
    fn new(items: &[Item], room: i64, unit: i64) -> Self {
        let mut users: Vec<Vec<(usize, usize)>> = Vec::new();
        for (i, item) in items.iter().enumerate() {
            if i == 0 || items[i - 1].user != item.user {
                users.push(Vec::new());
            }
            users.last_mut().expect("one was pushed").push((i, (item.amount / unit) as usize));
        }
        let width = room as usize + 1;
        Self { most: vec![0.0; (users.len() + 1) * width], users, width }
    }

    fn fullest(&mut self, weights: &[f64]) -> (f64, Vec<usize>) {
        for (u, own) in self.users.iter().enumerate() {
            let (before, after) = self.most.split_at_mut((u + 1) * self.width);
            let (before, after) = (&before[u * self.width..], &mut after[..self.width]);
            after.copy_from_slice(before);
            for (item, size) in own.iter().filter(|x| weights[x.0] > 0.0) {
                let weight = weights[*item] as f32;
                after[*size..].iter_mut().zip(before).for_each(|(x, rest)| *x = x.max(rest + weight));
            }
        }
        let mut room = self.width - 1;
        let mut packing = Vec::new();
        for (u, own) in self.users.iter().enumerate().rev() {
            let (before, now) = (&self.most[u * self.width..], self.most[(u + 1) * self.width + room]);
            if before[room] == now {
                continue;
            }
            let is_taken = |x: &&(usize, usize)| x.1 <= room && before[room - x.1] + weights[x.0] as f32 == now;
            if let Some((item, size)) = own.iter().find(is_taken) {
                packing.push(*item);
                room -= size;
            }
        }
        (packing.iter().map(|i| weights[*i]).sum(), packing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Rng;

    fn weights_of(items: &[Item], capacity: i64) -> Option<Vec<f64>> {
        weights(items, capacity, 1.0 + 1e-6, &mut 0)
    }

    /// The most weight of items that fit, one of each user at most.
    fn fullest(items: &[Item], weights: &[f64], room: i64) -> f64 {
        let Some(first) = items.first() else { return 0.0 };
        let own = items.iter().take_while(|x| x.user == first.user).count();
        let with = |i: usize| weights[i] + fullest(&items[own..], &weights[own..], room - items[i].amount);
        (0..own)
            .filter(|i| items[*i].amount <= room)
            .map(with)
            .fold(fullest(&items[own..], &weights[own..], room), f64::max)
    }

    fn items(rng: &mut Rng, capacity: i64) -> Vec<Item> {
        let mut items = Vec::new();
        for user in 0..2 + rng.below(5) {
            for _ in 0..=rng.below(2) {
                items.push(Item { user, amount: 1 + rng.below(capacity as usize) as i64, share: 0.0 });
            }
        }
        items
    }

    #[test]
    fn every_packing_keeps_the_weights_and_the_mixture_breaks_them() {
        let mut rng = Rng::new(3);
        let mut found = 0;
        for _ in 0..500 {
            let capacity = 3 + rng.below(30) as i64;
            let mut items = items(&mut rng, capacity);
            items.iter_mut().for_each(|item| item.share = 0.02 + 0.5 * rng.unit());
            let Some(weights) = weights_of(&items, capacity) else { continue };
            found += 1;
            assert!(fullest(&items, &weights, capacity) <= 1.0 + 1e-5, "{items:?} in {capacity}: {weights:?}");
            assert!(items.iter().zip(&weights).map(|(item, w)| item.share * w).sum::<f64>() > 1.0);
        }
        assert!(found > 100, "{found}");
    }

    #[test]
    fn a_mixture_of_packings_breaks_nothing() {
        let mut rng = Rng::new(5);
        for _ in 0..500 {
            let capacity = 3 + rng.below(30) as i64;
            let mut items = items(&mut rng, capacity);
            for _ in 0..4 {
                let (mut room, mut last) = (capacity, usize::MAX);
                for item in items.iter_mut().filter(|item| item.amount > 0) {
                    if item.user != last && item.amount <= room && rng.chance(0.7) {
                        (room, last) = (room - item.amount, item.user);
                        item.share += 0.25;
                    }
                }
            }
            items.retain(|item| item.share > 0.0);
            assert_eq!(weights_of(&items, capacity), None, "{items:?} in {capacity}");
        }
    }

    #[test]
    fn of_three_uses_of_more_than_half_no_two_fit() {
        let items: Vec<Item> = (0..3).map(|user| Item { user, amount: 6 + user as i64, share: 0.5 }).collect();
        let weights = weights_of(&items, 10).expect("a packing has one of them");
        assert!(weights.iter().all(|w| (w - 1.0).abs() < 1e-9), "{weights:?}");
    }
}
