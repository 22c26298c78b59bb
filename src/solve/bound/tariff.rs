//! What a project's uses of resources cost where cuts make more of them than their capacities' prices: worked out once for a
//! user of a resource, for all its modes and starts to add up.

use super::cuts::{Counted, Cuts};

/// Rows of one project's users.
#[derive(Debug, Default)]
pub(super) struct Tariff {
    /// Users that were asked for, each with where its rows begin; none where no cut makes a difference.
    users: Vec<(usize, Option<usize>)>,
    /// By user, amount and period.
    rows: Vec<f64>,
}

impl Tariff {
    /// Before another project, or other prices.
    pub(super) fn clear(&mut self) {
        self.users.clear();
        self.rows.clear();
    }

    /// By amount of the user, in their order, and period: what it costs. None if that is what `units`, the prices of its
    /// resource by period, say alone. `prices` are those of cuts.
    pub(super) fn rows(&mut self, cuts: &Cuts, counted: Counted, units: &[f64], prices: &[f64]) -> Option<&[f64]> {
        let known = self.users.iter().find(|(user, _)| *user == counted.user);
        let from = match known {
            Some((_, from)) => *from,
            None => {
                let from = self.rows.len();
                let from = cuts.add_rows(counted, units, prices, &mut self.rows).then_some(from);
                self.users.push((counted.user, from));
                from
            }
        };
        from.map(|from| &self.rows[from..])
    }
}
