//! Rows that whole projects keep and shares of projects may break: cutting planes of a capacity's own knapsack. Every use of
//! a resource in a period counts as a number of shares, such that uses which fit together have no more than so many. A group
//! of phases that never run at the same time takes the period once, so that its uses exclude each other.
//!
//! Lifting says what other uses count, one user after another, as much as they may (Balas 1975; Zemel, "Easily computable facets
//! of the knapsack polytope", Math. Oper. Res. 14, 1989): by the least room that each number of shares takes.

/// A period's uses of a resource, counted in shares; no plan has more than `most` of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cut {
    pub resource: usize,
    pub period: usize,
    pub most: i64,
    /// By group, ascending.
    pub members: Vec<Member>,
}

/// How a group's uses count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Member {
    pub group: usize,
    /// Least uses with what they count, both ascending; what is less than the first counts nothing.
    pub steps: Vec<(i64, i64)>,
}

/// A group with all its uses of a resource, ascending.
pub(crate) type User = (usize, Vec<i64>);

/// A capacity.
#[derive(Clone, Copy, Debug)]
pub(super) struct At {
    pub resource: usize,
    pub period: usize,
    pub capacity: i64,
}

impl At {
    /// The whole parts of a use, of which one more than `most` are a little more than the capacity; `most` at most: what is more
    /// fits nowhere.
    pub(super) fn parts(self, amount: i64, most: i64) -> i64 {
        (((most + 1) * amount - 1).max(0) / self.capacity).min(most)
    }
}

/// What a use counts.
pub(super) fn share(steps: &[(i64, i64)], amount: i64) -> i64 {
    steps.iter().rev().find(|(least, _)| *least <= amount).map_or(0, |(_, share)| *share)
}

impl Member {
    pub(super) fn share(&self, amount: i64) -> i64 {
        share(&self.steps, amount)
    }

    /// Uses, ascending, that count so much each; none if they all count nothing.
    fn of(group: usize, shares: impl Iterator<Item = (i64, i64)>) -> Option<Self> {
        let mut steps: Vec<(i64, i64)> = Vec::new();
        for (amount, share) in shares {
            if share > steps.last().map_or(0, |s| s.1) {
                steps.push((amount, share));
            }
        }
        (!steps.is_empty()).then_some(Self { group, steps })
    }
}

impl Cut {
    /// The row of uses that are rounded down to parts, one more than `most` of which are a little more than the capacity (dual
    /// feasible function u^(k): Fekete & Schepers 2001).
    pub(super) fn rounded(at: At, most: i64, users: &[User]) -> Self {
        let parts = |amounts: &[i64]| amounts.iter().map(|x| at.parts(*x, most)).collect();
        let shares: Vec<Vec<i64>> = users.iter().map(|(_, amounts)| parts(amounts)).collect();
        Self::of(at, most, users, shares)
    }

    /// The row of users whose uses count these shares.
    fn of(at: At, most: i64, users: &[User], shares: Vec<Vec<i64>>) -> Self {
        let member = |(user, shares): (&User, Vec<i64>)| Member::of(user.0, user.1.iter().copied().zip(shares));
        let members = users.iter().zip(shares).filter_map(member).collect();
        Self { resource: at.resource, period: at.period, most, members }
    }

    /// A row that some users' shares keep (by user and use; none for the other users), lifted: first for the others in this
    /// order, then for those who have shares, where they use more than they need to. None if the shares are more than a row.
    pub(super) fn lifted(
        at: At,
        most: usize,
        mut shares: Vec<Vec<i64>>,
        users: &[User],
        order: &[usize],
    ) -> Option<Self> {
        let first: Vec<usize> = (0..users.len()).filter(|user| !shares[*user].is_empty()).collect();
        let is_first: Vec<bool> = shares.iter().map(|own| !own.is_empty()).collect();
        // One share more than there may be, so that it shows if they are no row.
        let mut all = Lightest::new(most + 1);
        first.iter().for_each(|user| all.add(&users[*user].1, &shares[*user]));
        if all.within(at.capacity) > most as i64 {
            return None;
        }
        // What those who were there first come to from each of them on.
        let mut from = vec![Lightest::new(most)];
        for user in first.iter().rev() {
            let mut own = from[from.len() - 1].clone();
            own.add(&users[*user].1, &shares[*user]);
            from.push(own);
        }
        let lift = |others: &Lightest, amounts: &[i64]| -> Vec<i64> {
            amounts.iter().map(|amount| most as i64 - others.within(at.capacity - amount)).collect()
        };
        let mut all = from[from.len() - 1].clone();
        let mut others = Lightest::new(most);
        for user in order.iter().filter(|user| !is_first[**user]) {
            shares[*user] = lift(&all, &users[*user].1);
            all.add(&users[*user].1, &shares[*user]);
            others.add(&users[*user].1, &shares[*user]);
        }
        from.pop();
        for (user, later) in first.into_iter().zip(from.iter().rev()) {
            shares[user] = lift(&others.with(later), &users[user].1);
            others.add(&users[user].1, &shares[user]);
        }
        Some(Self::of(at, most as i64, users, shares))
    }

    /// Whether members are told once each, in order, and count more where they use more.
    pub(crate) fn is_sound(&self) -> bool {
        let ascend = |m: &Member| {
            m.steps.iter().all(|(least, share)| *least > 0 && (1..=self.most).contains(share))
                && m.steps.is_sorted_by(|a, b| a.0 < b.0 && a.1 < b.1)
        };
        self.members.iter().all(ascend) && self.members.is_sorted_by(|a, b| a.group < b.group)
    }

    /// Whether uses that fit together never count more than it says.
    pub(crate) fn holds(&self, users: &[User], capacity: i64) -> bool {
        let mut lightest = Lightest::new(self.most as usize + 1);
        for (group, amounts) in users {
            if let Ok(at) = self.members.binary_search_by_key(group, |m| m.group) {
                let shares: Vec<i64> = amounts.iter().map(|x| self.members[at].share(*x)).collect();
                lightest.add(amounts, &shares);
            }
        }
        lightest.within(capacity) <= self.most
    }
}

/// By number of shares: the least use of the resource that has so many or more.
#[derive(Clone)]
struct Lightest(Vec<i64>);

impl Lightest {
    const NEVER: i64 = i64::MAX / 4;

    /// Nobody's uses, for up to so many shares.
    fn new(most: usize) -> Self {
        let mut least = vec![Self::NEVER; most + 1];
        least[0] = 0;
        Self(least)
    }

    /// One more user, who has one of these uses (ascending) or none.
    fn add(&mut self, amounts: &[i64], shares: &[i64]) {
        let mut choices: Vec<(i64, usize)> = Vec::new();
        for (amount, share) in amounts.iter().zip(shares) {
            if *share as usize > choices.last().map_or(0, |c| c.1) {
                choices.push((*amount, *share as usize));
            }
        }
        for count in (1..self.0.len()).rev() {
            let with = |(amount, share): &(i64, usize)| self.0[count.saturating_sub(*share)].saturating_add(*amount);
            if let Some(least) = choices.iter().map(with).min() {
                self.0[count] = self.0[count].min(least);
            }
        }
    }

    /// Both together.
    fn with(&self, others: &Self) -> Self {
        let of = |count: usize| (0..=count).map(|own| self.0[own].saturating_add(others.0[count - own])).min();
        Self((0..self.0.len()).map(|count| of(count).map_or(0, |least| least.min(Self::NEVER))).collect())
    }

    /// How many shares fit into so much; none into less than nothing.
    fn within(&self, room: i64) -> i64 {
        self.0.iter().rposition(|least| *least <= room).unwrap_or(0) as i64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Rng;

    fn users(rng: &mut Rng, capacity: i64) -> Vec<User> {
        let amounts = |rng: &mut Rng| {
            let mut own: Vec<i64> = (0..=rng.below(3)).map(|_| 1 + rng.below(capacity as usize) as i64).collect();
            own.sort_unstable();
            own.dedup();
            own
        };
        (0..2 + rng.below(4)).map(|group| (group, amounts(rng))).collect()
    }

    /// The most shares of uses that fit, one of each user at most.
    fn fullest(cut: &Cut, users: &[User], room: i64) -> i64 {
        let Some(((group, amounts), rest)) = users.split_first() else { return 0 };
        let own = cut.members.iter().find(|m| m.group == *group);
        let with = |amount: &i64| own.map_or(0, |m| m.share(*amount)) + fullest(cut, rest, room - amount);
        let fitting = amounts.iter().filter(|x| **x <= room).map(with);
        fitting.max().unwrap_or(0).max(fullest(cut, rest, room))
    }

    /// Any two uses of different users that exceed the capacity together, lifted: every choice that fits keeps the row, and
    /// `holds` says so; with one share less allowed, neither.
    #[test]
    fn lifted_rows_hold_for_all_that_fits() {
        let mut rng = Rng::new(7);
        let mut lifted = 0;
        for _ in 0..2_000 {
            let capacity = 2 + rng.below(20) as i64;
            let users = users(&mut rng, capacity);
            let at = At { resource: 0, period: 0, capacity };
            let mut shares = vec![Vec::new(); users.len()];
            let most = 1 + rng.below(3);
            for user in 0..=most.min(users.len() - 1) {
                let least = users[user].1[rng.below(users[user].1.len())];
                shares[user] = users[user].1.iter().map(|x| i64::from(*x >= least)).collect();
            }
            let order: Vec<usize> = (0..users.len()).rev().collect();
            let Some(cut) = Cut::lifted(at, most, shares, &users, &order) else { continue };
            lifted += 1;
            assert!(fullest(&cut, &users, capacity) <= cut.most, "{cut:?} of {users:?} in {capacity}");
            assert!(cut.holds(&users, capacity));
            let less = Cut { most: cut.most - 1, ..cut.clone() };
            assert_eq!(less.holds(&users, capacity), fullest(&cut, &users, capacity) < cut.most);
        }
        assert!(lifted > 500, "{lifted}");
    }

    /// Uses that fit are no more parts than the row has; in many cases as many.
    #[test]
    fn rounded_rows_hold_for_all_that_fits() {
        let mut rng = Rng::new(11);
        let mut tight = 0;
        for _ in 0..2_000 {
            let capacity = 1 + rng.below(24) as i64;
            let users = users(&mut rng, capacity);
            let most = 1 + rng.below(3) as i64;
            // Some uses exceed the capacity.
            let capacity = 1.max(capacity - rng.below(4) as i64);
            let cut = Cut::rounded(At { resource: 0, period: 0, capacity }, most, &users);
            let most = fullest(&cut, &users, capacity);
            assert!(most <= cut.most, "{cut:?} of {users:?} in {capacity}");
            assert!(cut.is_sound() && cut.holds(&users, capacity));
            tight += usize::from(most == cut.most);
        }
        assert!(tight > 500, "{tight}");
    }

    #[test]
    fn of_two_uses_of_more_than_half_one_is_in() {
        let users = vec![(0, vec![6]), (1, vec![7]), (2, vec![4, 8])];
        let at = At { resource: 3, period: 5, capacity: 10 };
        let cut = Cut::lifted(at, 1, vec![vec![1], vec![1], Vec::new()], &users, &[0, 1, 2]).expect("both do not fit");
        let member = |group, least| Member { group, steps: vec![(least, 1)] };
        assert_eq!(cut.members, [member(0, 6), member(1, 7), member(2, 8)]);
        assert_eq!(Cut::lifted(at, 1, vec![vec![1], Vec::new(), vec![1, 1]], &users, &[]), None, "6 and 4 do");
    }
}
