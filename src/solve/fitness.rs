//! How good what is placed is: first how far it is from a plan, then its profit.

use super::state::State;

/// Ordered by what is unmet (less is better), then by profit (more is better).
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Fitness {
    pub unmet: f64,
    pub profit: i64,
}

impl Fitness {
    pub(crate) fn of(state: &State) -> Self {
        Self { unmet: state.unmet(), profit: state.profit() }
    }

    pub(crate) fn is_plan(self) -> bool {
        self.unmet == 0.0
    }

    pub(crate) fn beats(self, other: Self) -> bool {
        self.unmet < other.unmet || (self.unmet == other.unmet && self.profit > other.profit)
    }

    /// One figure: profit less `penalty` for each unit unmet.
    pub(crate) fn score(self, penalty: f64) -> f64 {
        self.profit as f64 - penalty * self.unmet
    }
}
