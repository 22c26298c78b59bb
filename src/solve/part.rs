//! A goal's part of the question: what it is pursued with, and what comes of it.

use std::sync::Arc;

use super::bound::Dual;
use super::exact::Plans;
use super::instance::{Functional, Instance};
use super::record::Record;
use crate::base::{Rng, Stop};

/// Who is told of the best plan with its figure, of the bound, and of the steps taken.
pub(super) type Report<'a> = dyn Fn(Option<(f64, &Plans)>, f64, u64) + 'a;

/// What a goal is solved with.
pub(super) struct Part<'a> {
    pub instance: &'a Instance,
    pub caps: Vec<(Functional, i64)>,
    pub horizon: usize,
    pub hints: Vec<&'a Plans>,
    /// Prices to start from.
    pub prices: Option<&'a Dual>,
    /// What a like question's tree did.
    pub record: Option<&'a Arc<Record>>,
    /// Steps that went into the hints, where the search is to go on from there.
    pub searched: u64,
    pub rng: Rng,
    pub stop: Until<'a>,
    pub steps: u64,
    pub report: &'a Report<'a>,
    pub is_good_enough: &'a (dyn Fn(f64, f64) -> bool + Sync),
    /// Whether that is likely to come before the budget is spent.
    pub is_eager: bool,
}

/// What came of a goal; the figures are the measure's own.
pub(super) struct Reached {
    pub best: Option<Plans>,
    pub value: f64,
    pub bound: f64,
    pub infeasible: bool,
    pub prices: Dual,
    pub record: Record,
    pub unit: f64,
    pub steps: u64,
}

/// Stops when told to, or when so much of the budget is spent.
pub(super) struct Until<'a> {
    pub stop: &'a dyn Stop,
    pub share: f64,
}

impl Stop for Until<'_> {
    fn stop(&self) -> bool {
        self.stop.stop() || (self.share < 1.0 && self.stop.spent() >= self.share)
    }

    fn is_abandoned(&self) -> bool {
        self.stop.is_abandoned()
    }

    fn spent(&self) -> f64 {
        (self.stop.spent() / self.share).min(1.0)
    }
}
