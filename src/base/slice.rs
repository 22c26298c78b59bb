//! A part of a budget of time.

use super::Stop;

/// What the end of a slice may be off by.
const ROUNDING: f64 = 1e-9;

/// Stops at a share of the whole budget, or when the whole does.
#[allow(missing_debug_implementations)]
pub struct Slice<'a> {
    stop: &'a dyn Stop,
    from: f64,
    to: f64,
}

impl<'a> Slice<'a> {
    /// From now on, `share` of what is left.
    pub fn of_rest(stop: &'a dyn Stop, share: f64) -> Self {
        let from = stop.spent();
        // All that is left ends with the whole: no rounding may cut it short.
        let to = if share >= 1.0 { f64::INFINITY } else { from + (1.0 - from) * share };
        Self { stop, from, to }
    }
}

impl Stop for Slice<'_> {
    fn stop(&self) -> bool {
        // Without a budget of time nothing is ever spent.
        self.stop.stop() || (self.to > self.from && self.stop.spent() >= self.to - ROUNDING)
    }

    fn is_abandoned(&self) -> bool {
        self.stop.is_abandoned()
    }

    fn spent(&self) -> f64 {
        let to = self.to.min(1.0);
        if to <= self.from { 1.0 } else { ((self.stop.spent() - self.from) / (to - self.from)).clamp(0.0, 1.0) }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    /// Hundredths of a budget.
    struct Budget(AtomicU32);

    impl Stop for Budget {
        fn stop(&self) -> bool {
            self.spent() >= 1.0
        }

        fn spent(&self) -> f64 {
            f64::from(self.0.load(Ordering::Relaxed)) / 100.0
        }
    }

    #[test]
    fn a_slice_stops_at_its_share_of_the_rest() {
        let budget = Budget(AtomicU32::new(20));
        let slice = Slice::of_rest(&budget, 0.5);
        for (spent, own, stops) in [(20, 0.0, false), (40, 0.5, false), (60, 1.0, true), (80, 1.0, true)] {
            budget.0.store(spent, Ordering::Relaxed);
            assert_eq!((slice.stop(), (slice.spent() * 1e6).round() / 1e6), (stops, own), "{spent}");
        }
    }

    #[test]
    fn all_of_the_rest_ends_with_the_whole() {
        let budget = Budget(AtomicU32::new(50));
        let slice = Slice::of_rest(&budget, 1.0);
        budget.0.store(99, Ordering::Relaxed);
        assert!(!slice.stop());
        budget.0.store(100, Ordering::Relaxed);
        assert!(slice.stop());
    }

    #[test]
    fn without_a_budget_of_time_nothing_is_cut_short() {
        assert!(!Slice::of_rest(&crate::base::Never, 0.1).stop());
    }
}
