//! Random streams by name: the same seed and name give the same numbers, whatever else draws.

use rand_core::{Rng as _, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

/// A stream of random numbers (xoshiro256++, Blackman & Vigna 2019).
#[derive(Clone, Debug)]
pub struct Rng {
    seed: u64,
    stream: Xoshiro256PlusPlus,
}

impl Rng {
    /// The root stream of a seed.
    pub fn new(seed: u64) -> Self {
        Self { seed, stream: Xoshiro256PlusPlus::seed_from_u64(seed) }
    }

    /// A stream of its own, by name and number; drawing from one never moves another.
    pub fn child(&self, name: &str, number: u64) -> Self {
        // FNV-1a over seed, name and number, then SplitMix64 inside seed_from_u64.
        let bytes = self.seed.to_le_bytes().into_iter().chain(name.bytes()).chain(number.to_le_bytes());
        let seed = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3));
        Self::new(seed)
    }

    /// A number in `0..n`, nearly uniform (Lemire's multiply-shift); `n` is at least 1.
    pub fn below(&mut self, n: usize) -> usize {
        assert!(n > 0, "there is nothing to draw from");
        ((u128::from(self.stream.next_u64()) * n as u128) >> 64) as usize
    }

    /// A number in [0, 1).
    pub fn unit(&mut self) -> f64 {
        (self.stream.next_u64() >> 11) as f64 * (1.0 / (1_u64 << 53) as f64)
    }

    /// True with probability `p`.
    pub fn chance(&mut self, p: f64) -> bool {
        self.unit() < p
    }

    /// Puts the items in random order.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, self.below(i + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn children_depend_on_seed_name_and_number_only() {
        let root = Rng::new(7);
        let mut used = root.clone();
        used.below(10);
        let draw = |mut r: Rng| [r.below(1000), r.below(1000), r.below(1000)];
        assert_eq!(draw(root.child("a", 1)), draw(used.child("a", 1)));
        assert_ne!(draw(root.child("a", 1)), draw(root.child("a", 2)));
        assert_ne!(draw(root.child("a", 1)), draw(root.child("b", 1)));
        assert_ne!(draw(root.child("a", 1)), draw(Rng::new(8).child("a", 1)));
    }
}
