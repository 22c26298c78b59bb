//! What is left of the renewable resources over time, in packed words; and where an activity fits first.

use super::network::{Need, Network};

/// Units left of every resource at every time, on a timeline that begins at 0 and has no end.
#[derive(Clone, Debug)]
pub(crate) struct Profile {
    /// By word, then by time; behind the end of an array everything is left.
    free: Vec<Vec<u64>>,
    full: Vec<u64>,
    guard: u64,
    /// By word: from here on nothing is used.
    used: Vec<usize>,
}

impl Profile {
    pub(crate) fn new(network: &Network) -> Self {
        let words = network.words.len();
        let free = network.words.iter().map(|&full| vec![full; 64]).collect();
        Self { free, full: network.words.clone(), guard: network.guard, used: vec![0; words] }
    }

    /// Everything is left again.
    pub(crate) fn clear(&mut self) {
        for ((free, &full), used) in self.free.iter_mut().zip(&self.full).zip(&mut self.used) {
            free[..*used].fill(full);
            *used = 0;
        }
    }

    /// The first time at `from` or later at which the needs are there for so long.
    pub(crate) fn earliest(&self, needs: &[Need], from: u32, duration: u32) -> u32 {
        let mut at = from;
        loop {
            let mut moved = false;
            for need in needs {
                let next = self.earliest_in_word(need, at, duration);
                moved |= next != at;
                at = next;
            }
            // Of one word, the first answer holds.
            if !moved || needs.len() == 1 {
                return at;
            }
        }
    }

    /// As in string search, from the end of the place backwards: a clash at its end passes over the whole place.
    fn earliest_in_word(&self, need: &Need, from: u32, duration: u32) -> u32 {
        let free = &self.free[need.word as usize][..self.used[need.word as usize]];
        let (guard, units, duration) = (self.guard, need.units, duration as usize);
        let (mut at, mut known) = (from as usize, from as usize);
        'places: while at < free.len() {
            let end = (at + duration).min(free.len());
            let mut time = end;
            while time > known {
                time -= 1;
                if ((free[time] | guard) - units) & guard != guard {
                    at = time + 1;
                    known = end;
                    continue 'places;
                }
            }
            break;
        }
        at as u32
    }

    /// Uses the needs from a time on for so long.
    pub(crate) fn take(&mut self, needs: &[Need], start: u32, duration: u32) {
        let (start, end) = (start as usize, (start + duration) as usize);
        for need in needs {
            let word = need.word as usize;
            if end > self.free[word].len() {
                self.free[word].resize(end.next_power_of_two(), self.full[word]);
            }
            self.free[word][start..end].iter_mut().for_each(|free| *free -= need.units);
            self.used[word] = self.used[word].max(end);
        }
    }
}
