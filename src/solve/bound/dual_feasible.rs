//! Rows that whole projects keep and shares of projects may break. What fits into a capacity still fits when every use and
//! the capacity are rounded by a dual feasible function (Fekete & Schepers 2001; Clautiaux, Alves & Valério de Carvalho,
//! "A survey of dual-feasible and superadditive functions", Ann. Oper. Res. 179, 2010): of two uses of more than half a
//! capacity, one is in. One such row for a resource's period and a function that rounds some use up.

use std::collections::BTreeSet;

use super::super::instance::{Instance, Slot};

/// From a use of a capacity to a share of it, so that shares of what fits together come to 1 at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Function {
    /// Down to whole parts, a part being a little more than this part of the capacity: u^(k).
    Parts(i64),
    /// What takes all but this share of the capacity or more, in percent, takes all of it; what takes less than it, nothing.
    Percent(i64),
}

/// Those that gained most in linear relaxations: of the county's 1,452.2, `Parts` 1 to 3 take off 3.7, and 0.3 more by all
/// others that were tried; of a random portfolio of 35 projects with small teams, 643.6, these all take off 39.
pub(super) const FUNCTIONS: [Function; 6] = [
    Function::Parts(1),
    Function::Parts(2),
    Function::Parts(3),
    Function::Percent(40),
    Function::Percent(30),
    Function::Percent(20),
];

impl Function {
    fn share(self, amount: i64, capacity: i64) -> f64 {
        let plain = amount as f64 / capacity as f64;
        match self {
            Self::Parts(k) if (k + 1) * amount % capacity == 0 => plain,
            Self::Parts(k) => ((k + 1) * amount / capacity) as f64 / k as f64,
            Self::Percent(e) if 100 * amount > (100 - e) * capacity => 1.0,
            Self::Percent(e) if 100 * amount < e * capacity => 0.0,
            Self::Percent(_) => plain,
        }
    }

    /// Whether it rounds some use up, so that the row says more than the capacity's own.
    fn tells(self, amounts: &BTreeSet<i64>, capacity: i64) -> bool {
        let fitting = amounts.iter().filter(|x| **x <= capacity);
        fitting.clone().any(|x| self.share(*x, capacity) > *x as f64 / capacity as f64 + 1e-9)
    }
}

/// The rows: usage at most 1 each.
#[derive(Clone, Debug)]
pub(crate) struct DualFeasible {
    /// By resource: functions, each with its first row, that of the first period.
    by_resource: Vec<Vec<(Function, usize)>>,
    pub len: usize,
}

impl DualFeasible {
    /// Rows that count from 0.
    pub(crate) fn new(instance: &Instance) -> Self {
        let mut amounts = vec![BTreeSet::new(); instance.resources.len()];
        for mode in &instance.modes {
            for usage in &mode.uses {
                amounts[usage.resource].extend(instance.spread(mode, usage).iter().copied().filter(|x| *x > 0));
            }
        }
        let mut len = 0;
        let mut of = |(r, amounts): (usize, &BTreeSet<i64>)| {
            let own = &instance.limit[r * instance.periods..(r + 1) * instance.periods];
            let capacities: BTreeSet<i64> = own.iter().copied().filter(|x| *x > 0).collect();
            let tells = |f: &Function| capacities.iter().any(|c| f.tells(amounts, *c));
            let with_row = |f: Function| {
                len += instance.periods;
                (f, len - instance.periods)
            };
            FUNCTIONS.into_iter().filter(tells).map(with_row).collect()
        };
        let by_resource = amounts.iter().enumerate().map(&mut of).collect();
        Self { by_resource, len }
    }

    /// By row: its resource, period and the function's number.
    pub(crate) fn rows<'a>(&'a self, instance: &'a Instance) -> impl Iterator<Item = (usize, usize, usize)> + 'a {
        self.by_resource.iter().enumerate().flat_map(move |(r, functions)| {
            let number = |f: Function| FUNCTIONS.iter().position(|x| *x == f).unwrap_or(FUNCTIONS.len());
            functions.iter().flat_map(move |(f, _)| (0..instance.periods).map(move |t| (r, t, number(*f))))
        })
    }

    /// What has a price, by resource.
    pub(super) fn priced(&self, instance: &Instance, prices: &[f64]) -> Vec<Vec<Priced>> {
        let of = |(r, functions): (usize, &Vec<(Function, usize)>)| {
            let each = functions.iter().flat_map(|(f, first)| {
                let own =
                    prices[*first..first + instance.periods].iter().enumerate().filter(|(_, price)| **price > 0.0);
                own.map(|(period, price)| {
                    let capacity = instance.limit[r * instance.periods + period];
                    Priced { function: *f, period, capacity, price: *price }
                })
            });
            each.collect()
        };
        self.by_resource.iter().enumerate().map(of).collect()
    }

    /// Adds what a slot uses of every row.
    pub(super) fn add_usage(&self, instance: &Instance, slot: Slot, excess: &mut [f64]) {
        let mode = instance.mode(slot);
        for usage in &mode.uses {
            let capacities = &instance.limit[usage.resource * instance.periods..];
            for (f, first) in &self.by_resource[usage.resource] {
                for (k, amount) in instance.spread(mode, usage).iter().enumerate() {
                    let t = slot.start as usize + k;
                    if *amount > 0 && capacities[t] > 0 {
                        excess[first + t] += f.share(*amount, capacities[t]);
                    }
                }
            }
        }
    }

    /// What the rows' prices come to for a unit of each resource and period.
    pub(super) fn by_unit(&self, instance: &Instance, prices: &[f64], units: &mut [f64]) {
        for (row, (r, t, _)) in self.rows(instance).enumerate() {
            let capacity = instance.limit[r * instance.periods + t];
            if capacity > 0 {
                units[r * instance.periods + t] += prices[row] / capacity as f64;
            }
        }
    }
}

/// A row with its price.
#[derive(Clone, Copy, Debug)]
pub(super) struct Priced {
    function: Function,
    period: usize,
    capacity: i64,
    price: f64,
}

impl Priced {
    /// Adds the price of a use to the costs of starts, the first of which is `first`; `spread` are its amounts, period by
    /// period.
    pub(super) fn add_costs(&self, spread: &[i64], first: usize, costs: &mut [f64]) {
        let (mut last, mut cost) = (0, 0.0);
        let Some(latest) = self.period.checked_sub(first) else { return };
        let from = (latest + 1).saturating_sub(costs.len());
        for (k, amount) in spread.iter().enumerate().take(latest + 1).skip(from) {
            if *amount != last {
                last = *amount;
                cost = if last > 0 && self.capacity > 0 {
                    self.price * self.function.share(last, self.capacity)
                } else {
                    0.0
                };
            }
            costs[latest - k] += cost;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every multiset of uses that fits, up to the capacity: the shares fit as well.
    #[test]
    fn shares_of_what_fits_fit() {
        for capacity in 1..=14 {
            for f in FUNCTIONS {
                let most = fullest(f, capacity, capacity, capacity);
                assert!(most <= 1.0 + 1e-12, "{f:?} of {capacity}: {most}");
            }
        }
    }

    /// The largest sum of shares of uses no larger than `largest` that fit into what is left.
    fn fullest(f: Function, capacity: i64, left: i64, largest: i64) -> f64 {
        let each = (1..=largest.min(left)).map(|x| f.share(x, capacity) + fullest(f, capacity, left - x, x));
        each.fold(0.0, f64::max)
    }

    #[test]
    fn uses_of_more_than_half_take_all() {
        assert_eq!(Function::Parts(1).share(6, 10), 1.0);
        assert_eq!(Function::Parts(1).share(5, 10), 0.5);
        assert_eq!(Function::Parts(1).share(4, 10), 0.0);
        assert!(Function::Parts(1).tells(&BTreeSet::from([6]), 10));
        assert!(!Function::Parts(1).tells(&BTreeSet::from([5, 11]), 10));
    }

    #[test]
    fn costs_of_starts_are_those_of_the_periods_that_they_cover() {
        let row = Priced { function: Function::Parts(1), period: 3, capacity: 10, price: 2.0 };
        let mut costs = [0.0; 4];
        row.add_costs(&[6, 4, 6], 0, &mut costs);
        assert_eq!(costs, [0.0, 2.0, 0.0, 2.0]);
        let mut later = [0.0; 2];
        row.add_costs(&[6, 4, 6], 2, &mut later);
        assert_eq!(later, [0.0, 2.0]);
        row.add_costs(&[6, 4, 6], 4, &mut later);
        assert_eq!(later, [0.0, 2.0]);
    }
}
