//! What phases of projects that are in use of renewable resources wherever they go: what all their options have in common is gone
//! for all others (time-tabling; Le Pape, "Implementation of resource constraints in ILOG Schedule", 1994, with modes as well as
//! starts).

use super::bound::{Scope, Status, options};
use super::instance::{Instance, Mode};

/// By phase, what it uses for sure, and what that leaves.
pub(crate) struct Compulsory<'a> {
    instance: &'a Instance,
    /// By resource and period.
    free: Vec<i64>,
    /// By phase: rows with what it uses there for sure, ascending.
    own: Vec<Vec<(usize, i64)>>,
}

impl<'a> Compulsory<'a> {
    /// Of a scope; none if that alone is too much.
    pub(crate) fn new(instance: &'a Instance, scope: &Scope) -> Option<Self> {
        let mut out = Self { instance, free: instance.limit.clone(), own: vec![Vec::new(); instance.phases.len()] };
        let mut common = Common::new(instance.limit.len());
        for (p, project) in instance.projects.iter().enumerate() {
            if scope.status[p] != Status::In {
                continue;
            }
            for phase in project.phases.clone() {
                let rows = options(instance, scope, phase).map(|(_, mode, start)| used(instance, mode, start));
                out.own[phase] = common.of(rows);
                for (row, amount) in &out.own[phase] {
                    out.free[*row] -= amount;
                    if out.free[*row] < 0 {
                        return None;
                    }
                }
            }
        }
        Some(out)
    }

    /// Whether a phase has room for an option beside what others use for sure.
    pub(crate) fn fits(&self, phase: usize, mode: &Mode, start: usize) -> bool {
        let own = &self.own[phase];
        used(self.instance, mode, start).all(|(row, amount)| {
            let sure = own.binary_search_by_key(&row, |x| x.0).map_or(0, |i| own[i].1);
            amount - sure <= self.free[row]
        })
    }
}

/// What a mode uses of each row from a start on. Where it uses a resource twice, each use stands alone.
fn used<'a>(instance: &'a Instance, mode: &'a Mode, start: usize) -> impl Iterator<Item = (usize, i64)> + 'a {
    mode.uses.iter().flat_map(move |usage| {
        let row = usage.resource * instance.periods + start;
        instance.spread(mode, usage).iter().enumerate().map(move |(k, x)| (row + k, *x))
    })
}

/// What lists of rows have in common. By row, the number of the list that last had it, in how many it was so far, and the least
/// amount.
struct Common {
    rows: Vec<(usize, usize, i64)>,
    lists: usize,
}

impl Common {
    fn new(rows: usize) -> Self {
        Self { rows: vec![(0, 0, 0); rows], lists: 0 }
    }

    /// The rows that are on every one of these lists, ascending, with the least amount there. Of a row that is on a list twice, the
    /// first amount counts.
    fn of<L: Iterator<Item = (usize, i64)>>(&mut self, lists: impl Iterator<Item = L>) -> Vec<(usize, i64)> {
        let first = self.lists + 1;
        let mut touched = Vec::new();
        for list in lists {
            self.lists += 1;
            for (row, amount) in list {
                let entry = &mut self.rows[row];
                if entry.0 < first {
                    *entry = (self.lists, 1, amount);
                    touched.push(row);
                } else if entry.0 < self.lists {
                    *entry = (self.lists, entry.1 + 1, entry.2.min(amount));
                }
            }
        }
        let all = self.lists + 1 - first;
        let is_common = |row: &usize| self.rows[*row].1 == all && self.rows[*row].2 > 0;
        let mut out: Vec<(usize, i64)> =
            touched.into_iter().filter(is_common).map(|row| (row, self.rows[row].2)).collect();
        out.sort_unstable();
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_all_lists_have_is_common() {
        let mut common = Common::new(9);
        let mut of = |lists: &[&[(usize, i64)]]| common.of(lists.iter().map(|list| list.iter().copied()));
        assert_eq!(of(&[&[(3, 5), (1, 2), (4, 1)], &[(4, 2), (3, 4)], &[(3, 6), (4, 0), (1, 2)]]), [(3, 4)]);
        assert_eq!(of(&[&[(3, 1), (3, 8), (2, 0)]]), [(3, 1)]);
        assert_eq!(of(&[&[(3, 1)], &[(3, 2), (3, 2)], &[(5, 1)]]), []);
        assert_eq!(of(&[]), []);
    }
}
