//! Finds cliques that a mixture of answers breaks: in the graph of the options that it has and their clashes, one after another
//! is the first of a clique that grows by whichever leaves most of the mixture to go on with (the greedy separation of clique rows:
//! Hoffman & Padberg 1993), and what was found is lifted over all options.

use std::collections::{BTreeMap, BTreeSet};

use super::super::instance::{Instance, Slot};
use super::clash::clash;
use super::clique::Clique;
use super::cuts::Cuts;
use super::mix::Mix;
use super::plane::Plane;
use super::separate::SMALL;

/// What a mixture has to have of a clique beyond 1: below it is what an average of answers errs by.
const EXCESS: f64 = 0.02;

/// Options that are looked at at most, those of the largest shares: their clashes are half a megabyte. The county's mixtures have
/// 500 to 1,100 by month.
const MOST: usize = 2_000;

/// Cliques at a time, and how many of them an option may be in before those that are mostly of such are left for later: near
/// copies of one clique cost as much as others and bound no better. The county is out of broken ones after some twenty looks.
const CLIQUES: usize = 50;
const OFTEN: u32 = 2;

/// What asking whether two options clash takes, and offering one to a clique, in cells of tables; about, since a pair may share
/// no resource or several, and a clique may refuse at once.
const ASKED: u64 = 10;
const OFFERED: u64 = 30;

/// The options that a mixture has, and which of them clash.
struct Graph {
    slots: Vec<Slot>,
    shares: Vec<f64>,
    /// By option, as sets of 64 each.
    clashes: Vec<u64>,
    words: usize,
}

/// Cliques that the mixture breaks, with the share that it does by; and what looking took, in cells of tables. It ends with the
/// clique that it is at when that is `most`.
pub(super) fn find(instance: &Instance, cuts: &Cuts, mix: &Mix, most: u64) -> (Vec<(Plane, f64)>, u64) {
    let graph = Graph::new(instance, mix, most);
    let mut work = (graph.slots.len() * graph.slots.len() / 2) as u64 * ASKED;
    let mut broken: BTreeMap<Vec<usize>, f64> = BTreeMap::new();
    for first in 0..graph.slots.len() {
        if work >= most {
            break;
        }
        if let Some((clique, share)) = graph.clique(first, &mut work) {
            broken.insert(clique, share);
        }
    }
    let mut broken: Vec<(Vec<usize>, f64)> = broken.into_iter().collect();
    broken.sort_by(|a, b| b.1.total_cmp(&a.1));
    let mut weight = vec![0.0; instance.phases.len()];
    graph.slots.iter().zip(&graph.shares).for_each(|(slot, share)| weight[instance.mode(*slot).phase] += share);
    let mut times = vec![0; graph.slots.len()];
    let mut out = Vec::new();
    for (clique, share) in broken {
        if out.len() >= CLIQUES || work >= most {
            break;
        }
        if clique.iter().filter(|i| times[**i] >= OFTEN).count() * 2 > clique.len() {
            continue;
        }
        clique.iter().for_each(|i| times[*i] += 1);
        let (lifted, looked) = Clique::lifted(instance, clique.iter().map(|i| graph.slots[*i]).collect(), &weight);
        work += looked * OFFERED;
        let plane = Plane::Clique(lifted);
        if !cuts.list.iter().any(|own| **own == plane) && !out.iter().any(|(other, _)| *other == plane) {
            out.push((plane, share - 1.0));
        }
    }
    (out, work)
}

impl Graph {
    fn new(instance: &Instance, mix: &Mix, most: u64) -> Self {
        let mut shares: BTreeMap<Slot, f64> = BTreeMap::new();
        for (share, slots) in mix.shares() {
            let taking_time = slots.iter().filter(|slot| instance.mode(**slot).duration > 0);
            taking_time.for_each(|slot| *shares.entry(*slot).or_default() += share);
        }
        let mut options: Vec<(Slot, f64)> = shares.into_iter().filter(|x| x.1 > SMALL).collect();
        options.sort_by(|a, b| b.1.total_cmp(&a.1));
        // Asking takes half of the time at most.
        options.truncate(MOST.min((most / ASKED).isqrt() as usize));
        let (slots, shares): (Vec<Slot>, Vec<f64>) = options.into_iter().unzip();
        let words = slots.len().div_ceil(64);
        let mut clashes = vec![0; slots.len() * words];
        for i in 0..slots.len() {
            for j in (0..i).filter(|j| clash(instance, slots[i], slots[*j])) {
                clashes[i * words + j / 64] |= 1 << (j % 64);
                clashes[j * words + i / 64] |= 1 << (i % 64);
            }
        }
        Self { slots, shares, clashes, words }
    }

    /// A clique with this option that the mixture breaks, ascending, and what the mixture has of it.
    fn clique(&self, first: usize, work: &mut u64) -> Option<(Vec<usize>, f64)> {
        let mut left = self.around(first).to_vec();
        let (mut clique, mut share) = (BTreeSet::from([first]), self.shares[first]);
        loop {
            let candidates: Vec<usize> = members(&left).collect();
            *work += (candidates.len() * (candidates.len() + self.words)) as u64;
            let with = |i: usize| {
                let both: Vec<u64> = left.iter().zip(self.around(i)).map(|(a, b)| a & b).collect();
                self.shares[i] + members(&both).map(|j| self.shares[j]).sum::<f64>()
            };
            let best = candidates.into_iter().map(|i| (with(i), i)).max_by(|a, b| a.0.total_cmp(&b.0));
            let Some((sum, next)) = best else { break };
            if share + sum <= 1.0 + EXCESS {
                return None;
            }
            share += self.shares[next];
            clique.insert(next);
            left.iter_mut().zip(self.around(next)).for_each(|(a, b)| *a &= b);
        }
        (share > 1.0 + EXCESS).then(|| (clique.into_iter().collect(), share))
    }

    fn around(&self, option: usize) -> &[u64] {
        &self.clashes[option * self.words..][..self.words]
    }
}

/// What is in a set, ascending.
fn members(set: &[u64]) -> impl Iterator<Item = usize> {
    set.iter().enumerate().flat_map(|(at, word)| {
        let mut left = *word;
        std::iter::from_fn(move || {
            (left != 0).then(|| {
                let bit = left.trailing_zeros() as usize;
                left &= left - 1;
                at * 64 + bit
            })
        })
    })
}
