//! What stands in a project's way: the smallest sets of barriers without which it would fit.

use std::collections::BTreeSet;

use crate::solve::{Barrier, BarrierKind, Inquiry, Place, Placement, Shortage};

/// So many ways out are named at most.
const MOST: usize = 3;

/// Barriers.
type Lifted = BTreeSet<Barrier>;

/// For a project that is known not to fit beside `lifted`: each way out, as what is short where it would go then.
/// Few kinds of barriers come first; within those, as few barriers as suffice. Nothing is found where even with
/// everything lifted no place is found.
pub(super) fn ways_out(inquiry: &Inquiry, lifted: &Lifted) -> Vec<Vec<Shortage>> {
    let needed = kinds_that_block_alone(inquiry, lifted);
    let others: Vec<BarrierKind> = kinds(inquiry).difference(&needed).copied().collect();
    for more in 0..=others.len() {
        let sets = choices(&others, more);
        let enough = sets.into_iter().map(|set| needed.iter().copied().chain(set).collect::<BTreeSet<_>>());
        let enough: Vec<BTreeSet<BarrierKind>> =
            enough.filter(|set| fits(inquiry, &with_kinds(inquiry, set, lifted))).take(MOST).collect();
        if !enough.is_empty() {
            return enough.iter().flat_map(|set| within(inquiry, set, lifted)).take(MOST).collect();
        }
    }
    Vec::new()
}

/// Kinds that leave no place though all other kinds are lifted: each is part of every way out.
pub(super) fn kinds_that_block_alone(inquiry: &Inquiry, lifted: &Lifted) -> BTreeSet<BarrierKind> {
    let all = kinds(inquiry);
    let blocks = |kind: &BarrierKind| {
        let others = all.iter().filter(|k| *k != kind).copied().collect();
        inquiry.place(&with_kinds(inquiry, &others, lifted)) == Place::Nowhere
    };
    all.iter().copied().filter(|k| blocks(k)).collect()
}

/// Ways out that lift barriers of these kinds, which suffice: each barrier that does alone, if one does; otherwise one
/// set from which none can be left out.
fn within(inquiry: &Inquiry, kinds: &BTreeSet<BarrierKind>, lifted: &Lifted) -> Vec<Vec<Shortage>> {
    let own: Vec<Barrier> = inquiry.barriers().iter().filter(|b| kinds.contains(&b.kind())).copied().collect();
    if kinds.len() == 1 {
        let alone = own.iter().filter_map(|b| shortages(inquiry, &BTreeSet::from([*b]), lifted));
        let alone: Vec<Vec<Shortage>> = alone.take(MOST).collect();
        if !alone.is_empty() {
            return alone;
        }
    }
    let all = with_kinds(inquiry, kinds, lifted);
    let Place::At(placement) = inquiry.place(&all) else { return Vec::new() };
    let run_into: Lifted = run_into(inquiry, &placement, &all).difference(lifted).copied().collect();
    let start = if fits(inquiry, &union(&run_into, lifted)) { run_into } else { own.into_iter().collect() };
    shortages(inquiry, &thinned(inquiry, start, lifted), lifted).into_iter().collect()
}

/// The set without barriers that it does without.
fn thinned(inquiry: &Inquiry, mut set: Lifted, lifted: &Lifted) -> Lifted {
    for barrier in set.clone() {
        set.remove(&barrier);
        if !fits(inquiry, &union(&set, lifted)) {
            set.insert(barrier);
        }
    }
    set
}

/// What is short of these barriers where the project goes once they are lifted, if it then goes anywhere.
fn shortages(inquiry: &Inquiry, set: &Lifted, lifted: &Lifted) -> Option<Vec<Shortage>> {
    let all = union(set, lifted);
    let Place::At(placement) = inquiry.place(&all) else { return None };
    let mut short = inquiry.shortages(&placement, &all);
    short.retain(|s| set.contains(&s.barrier));
    Some(short)
}

fn run_into(inquiry: &Inquiry, placement: &Placement, lifted: &Lifted) -> Lifted {
    inquiry.shortages(placement, lifted).into_iter().map(|s| s.barrier).collect()
}

fn fits(inquiry: &Inquiry, lifted: &Lifted) -> bool {
    matches!(inquiry.place(lifted), Place::At(_))
}

fn kinds(inquiry: &Inquiry) -> BTreeSet<BarrierKind> {
    inquiry.barriers().iter().map(|b| b.kind()).collect()
}

fn with_kinds(inquiry: &Inquiry, kinds: &BTreeSet<BarrierKind>, lifted: &Lifted) -> Lifted {
    let own = inquiry.barriers().iter().filter(|b| kinds.contains(&b.kind())).copied();
    own.chain(lifted.iter().copied()).collect()
}

fn union(a: &Lifted, b: &Lifted) -> Lifted {
    a.union(b).copied().collect()
}

/// All choices of so many, in order.
fn choices(of: &[BarrierKind], many: usize) -> Vec<Vec<BarrierKind>> {
    if many == 0 {
        return vec![Vec::new()];
    }
    let with_first = |i: usize| {
        let rest = choices(&of[i + 1..], many - 1).into_iter();
        rest.map(move |mut choice| {
            choice.insert(0, of[i]);
            choice
        })
    };
    (0..of.len()).flat_map(with_first).collect()
}
