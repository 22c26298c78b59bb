//! Finds rows that a mixture of answers breaks: for one resource's period after another, what the mixture uses of it is taken
//! apart into packings (exact separation of knapsack rows, as Boccia 2006 and Kaparis & Letchford 2010 have it), and the row
//! that shows that it cannot be is lifted for everybody else.

use super::super::instance::Instance;
use super::Cuts;
use super::cut::{At, Cut, User};
use super::mix::Mix;
use super::packing::{self, Item};
use super::plane::Plane;

/// Share of what a row allows by which a mixture has to exceed it.
const EXCESS: f64 = 0.01;

/// Share of a capacity that a mixture has to use for rows to be looked for.
const FULL: f64 = 0.8;

/// Shares of a mixture that do not count.
pub(super) const SMALL: f64 = 5e-3;

/// Parts that uses are rounded down to everywhere, at next to no cost.
const ROUNDED: [i64; 3] = [1, 2, 3];

/// Shares that a row's weights are rounded down to at most.
const FINEST: usize = 40;

/// What a mixture uses of a resource in a period: by user (a position among the resource's), amounts, descending, with the share
/// of the mixture that uses just that.
type Load = Vec<(usize, Vec<(i64, f64)>)>;

/// Looks for rows that a mixture breaks, in one place after another.
#[derive(Clone, Debug, Default)]
pub(super) struct Separator {
    /// Resource and period where to go on.
    next: usize,
    /// Places that it looked at in vain since it last found something, and whether those were all.
    vain: usize,
    is_done: bool,
}

impl Separator {
    /// Whether it has been everywhere in vain.
    pub(super) fn is_done(&self) -> bool {
        self.is_done
    }

    /// Rows that the mixture breaks, with the share that it does by; and what looking took, in cells of tables, which is not
    /// much more than `most`.
    pub(super) fn find(&mut self, instance: &Instance, cuts: &Cuts, mix: &Mix, most: u64) -> (Vec<(Plane, f64)>, u64) {
        let loads = loads(instance, cuts, mix);
        let is_full = |row: &usize| {
            let used: f64 = loads[*row].iter().map(|(_, own)| mean(own)).sum();
            instance.limit[*row] > 0 && used >= FULL * instance.limit[*row] as f64
        };
        let place = |row: usize| {
            let (resource, period) = (row / instance.periods, row % instance.periods);
            At { resource, period, capacity: instance.limit[row] }
        };
        let places: Vec<usize> = (0..loads.len()).filter(is_full).collect();
        let first = places.partition_point(|row| *row < self.next);
        let (mut out, mut work, mut looked) = (Vec::new(), 0, 0);
        let is_new = |(plane, _): &(Plane, f64)| !cuts.list.iter().any(|own| **own == *plane);
        let as_plane = |(cut, excess): (Cut, f64)| (Plane::Shares(cut), excess);
        for row in &places {
            let at = place(*row);
            let found = ROUNDED.iter().filter_map(|most| rounded(at, &loads[*row], cuts.users(at.resource), *most));
            out.extend(found.map(as_plane).filter(is_new));
        }
        while looked < places.len() && work < most {
            let row = places[(first + looked) % places.len()];
            let at = place(row);
            let found = broken(at, &loads[row], cuts.users(at.resource), &mut work);
            out.extend(found.map(as_plane).filter(is_new));
            self.next = row + 1;
            looked += 1;
        }
        self.vain = if out.is_empty() { self.vain + looked } else { 0 };
        self.is_done = self.vain >= places.len();
        (out, work)
    }
}

/// By resource and period; nothing where nobody can be counted.
fn loads(instance: &Instance, cuts: &Cuts, mix: &Mix) -> Vec<Load> {
    let mut uses: Vec<Vec<(usize, i64, f64)>> = vec![Vec::new(); instance.limit.len()];
    for (share, slots) in mix.shares() {
        for slot in slots {
            let mode = instance.mode(*slot);
            for usage in &mode.uses {
                let Some(user) = cuts.user(mode.phase, usage.resource) else { continue };
                let row = usage.resource * instance.periods + slot.start as usize;
                for (k, amount) in instance.spread(mode, usage).iter().enumerate().filter(|x| *x.1 > 0) {
                    uses[row + k].push((user, *amount, share));
                }
            }
        }
    }
    uses.into_iter().map(gathered).collect()
}

fn gathered(mut uses: Vec<(usize, i64, f64)>) -> Load {
    uses.sort_by(|a, b| (a.0, b.1).cmp(&(b.0, a.1)));
    let mut load = Load::new();
    for (user, amount, share) in uses {
        if load.last().is_none_or(|last| last.0 != user) {
            load.push((user, Vec::new()));
        }
        let own = &mut load.last_mut().expect("one was pushed").1;
        match own.last_mut() {
            Some(last) if last.0 == amount => last.1 += share,
            _ => own.push((amount, share)),
        }
    }
    load
}

fn mean(own: &[(i64, f64)]) -> f64 {
    own.iter().map(|(amount, share)| *amount as f64 * share).sum()
}

/// The row of uses that are rounded down to parts, if the load breaks it.
fn rounded(at: At, load: &Load, users: &[User], most: i64) -> Option<(Cut, f64)> {
    let of = |(amount, share): &(i64, f64)| at.parts(*amount, most) as f64 * share;
    let had: f64 = load.iter().flat_map(|(_, own)| own).map(of).sum();
    let excess = had / most as f64 - 1.0;
    (excess > EXCESS).then(|| (Cut::rounded(at, most, users), excess))
}

/// A row that every packing keeps and the load breaks, of those the one that it breaks most, or about.
fn broken(at: At, load: &Load, users: &[User], work: &mut u64) -> Option<(Cut, f64)> {
    let of = |(user, own): &(usize, Vec<(i64, f64)>)| {
        let user = *user;
        let counts = own.iter().filter(|(amount, share)| *share > SMALL && *amount <= at.capacity);
        counts.map(move |(amount, share)| Item { user, amount: *amount, share: *share }).collect::<Vec<_>>()
    };
    let items: Vec<Item> = load.iter().flat_map(of).collect();
    let weights = packing::weights(&items, at.capacity, 1.0 + EXCESS, work)?;
    let rounded = |most: usize| weights.iter().map(move |w| (w * most as f64 + 1e-6).floor());
    let had = |most: usize| rounded(most).zip(&items).map(|(w, item)| w * item.share).sum::<f64>() / most as f64;
    let most = (1..=FINEST).max_by(|a, b| had(*a).total_cmp(&had(*b)).then(b.cmp(a)))?;
    let mut shares = vec![Vec::new(); users.len()];
    for (item, weight) in items.iter().zip(rounded(most)) {
        let amounts = &users[item.user].1;
        shares[item.user].resize(amounts.len(), 0);
        let larger = shares[item.user].iter_mut().zip(amounts).filter(|x| *x.1 >= item.amount);
        larger.for_each(|(share, _)| *share = (*share).max(weight as i64));
    }
    let cut = Cut::lifted(at, most, shares, users, &largest_first(load, users))?;
    let excess = counted(&cut, load, users) / most as f64 - 1.0;
    (excess > EXCESS).then_some((cut, excess))
}

/// Users, those first who have most of the load.
fn largest_first(load: &Load, users: &[User]) -> Vec<usize> {
    let mut parts = vec![0.0; users.len()];
    load.iter().for_each(|(user, own)| parts[*user] = mean(own));
    let mut order: Vec<usize> = (0..users.len()).collect();
    order.sort_by(|a, b| parts[*b].total_cmp(&parts[*a]));
    order
}

/// Shares that the load has of a row.
fn counted(cut: &Cut, load: &Load, users: &[User]) -> f64 {
    let of = |(user, own): &(usize, Vec<(i64, f64)>)| {
        let at = cut.members.binary_search_by_key(&users[*user].0, |m| m.group);
        let member = at.ok().map(|at| &cut.members[at]);
        let share = |(amount, share): &(i64, f64)| member.map_or(0, |m| m.share(*amount)) as f64 * share;
        own.iter().map(share).sum::<f64>()
    };
    load.iter().map(of).sum()
}
