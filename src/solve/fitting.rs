//! From which starts a mode's use of renewable resources fits into what is left: many starts at a time, as the bits of a
//! word. In every step dozens of projects are asked, and most have no such start.

use super::instance::Demand;
use super::state::State;

const WORD: usize = u64::BITS as usize;

/// Starts of a mode, from one to before another.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Starts {
    pub mode: usize,
    pub from: usize,
    pub end: usize,
}

impl Starts {
    /// Whether any of them fits.
    pub(crate) fn any_fits(self, state: &State) -> bool {
        !self.each_that_fits(state, |_| false)
    }

    /// Calls `then` with each that fits, ascending, until it says no; says whether it never did.
    pub(crate) fn each_that_fits(self, state: &State, mut then: impl FnMut(usize) -> bool) -> bool {
        let demands = state.instance().trials.of_mode(self.mode);
        let duration = demands.first().map_or(1, |d| d.duration as usize);
        let is_flat = duration <= WORD && demands.iter().all(|d| d.least == d.most);
        // A word holds the periods that these cover.
        let at_once = (WORD + 1).saturating_sub(duration).max(1);
        let mut from = self.from;
        while from < self.end {
            let count = at_once.min(self.end - from);
            let mut left = if duration <= WORD { that_may(state, demands, from, count) } else { 1 };
            while left != 0 {
                let start = from + left.trailing_zeros() as usize;
                left &= left - 1;
                if (is_flat || state.fits_at(self.mode, start)) && !then(start) {
                    return false;
                }
            }
            from += count;
        }
        true
    }
}

/// Of `count` starts those from which the least of each spread fits in every period, as bits.
fn that_may(state: &State, demands: &[Demand], from: usize, count: usize) -> u64 {
    let mut starts = u64::MAX >> (WORD - count);
    for demand in demands {
        let (row, duration) = (demand.row as usize + from, demand.duration as usize);
        let free = &state.free[row..row + count + duration - 1];
        let room = free.iter().rev().fold(0, |room, free| room << 1 | u64::from(*free >= demand.least));
        starts &= runs(room, duration);
        if starts == 0 {
            break;
        }
    }
    starts
}

/// The bits at which so many in a row begin.
fn runs(mut bits: u64, length: usize) -> u64 {
    let mut done = 1;
    while done < length {
        let more = done.min(length - done);
        bits &= bits >> more;
        done += more;
    }
    bits
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Rng;
    use crate::solve::state::tests::{PROJECTS, anywhere, on_some_stage};

    /// On plans that may use more than there is, too.
    #[test]
    fn starts_that_fit_are_those_that_fit_one_by_one() {
        let mut seen = [0; 2];
        for seed in 0..200 {
            on_some_stage(&mut Rng::new(seed), |stage, rng| {
                let mut state = State::new(stage);
                for p in (0..PROJECTS).filter(|_| rng.chance(0.5)).collect::<Vec<_>>() {
                    state.place(p, anywhere(stage.instance, p, rng));
                }
                for (m, mode) in stage.instance.modes.iter().enumerate() {
                    let from = rng.below(mode.starts);
                    let starts = Starts { mode: m, from, end: from + rng.below(mode.starts + 1 - from) };
                    let mut found = Vec::new();
                    starts.each_that_fits(&state, |start| {
                        found.push(start);
                        true
                    });
                    let slow: Vec<usize> = (from..starts.end).filter(|start| state.fits_at(m, *start)).collect();
                    assert_eq!(found, slow, "seed {seed}, mode {m}");
                    assert_eq!(starts.any_fits(&state), !slow.is_empty(), "seed {seed}, mode {m}");
                    seen[usize::from(slow.is_empty())] += 1;
                }
            });
        }
        assert!(seen.iter().all(|n| *n > 100), "{seen:?}");
    }

    #[test]
    fn runs_are_found() {
        let mut rng = Rng::new(1);
        for length in 1..=WORD {
            for _ in 0..200 {
                let bits = (0..WORD).fold(0, |bits, k| bits | u64::from(rng.chance(0.9)) << k);
                let is_set = |k: usize| k < WORD && bits >> k & 1 == 1;
                let is_run = |k: usize| (k..k + length).all(is_set);
                let slow = (0..WORD).fold(0, |runs, k| runs | u64::from(is_run(k)) << k);
                assert_eq!(runs(bits, length), slow, "{bits:b}, {length}");
            }
        }
    }
}
