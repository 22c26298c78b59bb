//! The search for prices: the volume algorithm (Barahona & Anbil, "The volume algorithm", Math. Program. 87, 2000), a
//! subgradient method whose direction averages the usage of past answers, in units of each row's right-hand side.

use super::super::instance::Slot;
use super::{Priced, Pricer, Scope};

/// Steps without a better bound after which steps get shorter.
const PATIENCE: u32 = 20;

/// Rounded rows wait until steps get shorter than the one, and are then looked at in steps of the other. After 5,000 steps of
/// the search, the county's bound is 1,480 with all rows from the start, 1,461 if they are then looked at in steps of 0.02, and
/// 1,451 with these.
const COARSE: f64 = 0.1;
const FINE: f64 = 0.005;

/// Prices in search of the least bound.
#[derive(Clone, Debug)]
pub(crate) struct Volume {
    /// The prices of the best bound so far.
    pub prices: Vec<f64>,
    /// The best bound so far.
    pub bound: f64,
    /// By project: profit at the best prices of its best plan, less that of leaving it out.
    pub gains: Vec<f64>,
    /// Averaged excess of each row, in units of the row.
    average: Vec<f64>,
    /// By project: share of recent answers that had it in.
    pub shares: Vec<f64>,
    /// By project: share of recent answers that had it as it is kept.
    pub kept: Vec<f64>,
    step: f64,
    weight: f64,
    stale: u32,
    trial: Vec<f64>,
    /// Rows that have a price: all but rounded ones at first, then all.
    open: usize,
}

impl Volume {
    /// Starts at the given prices, from nothing if there are none.
    pub(crate) fn new(pricer: &Pricer, scope: &Scope, prices: Vec<f64>) -> (Self, Priced) {
        let priced = pricer.price(&prices, scope);
        let average = scaled(pricer, &priced.excess).collect();
        let shares = priced.plans.iter().map(|p| f64::from(u8::from(p.is_some()))).collect();
        let kept = kept(pricer, &priced).map(f64::from).collect();
        let is_cold = prices.iter().all(|u| *u == 0.0);
        let volume = Self {
            open: if is_cold { pricer.rows.rounded } else { pricer.rows.len },
            trial: prices.clone(),
            prices,
            bound: priced.bound,
            gains: priced.gains.clone(),
            average,
            shares,
            kept,
            step: 0.1,
            weight: 0.1,
            stale: 0,
        };
        (volume, priced)
    }

    /// One evaluation. `target` is a profit that the bound is not expected to get below.
    pub(crate) fn advance(&mut self, pricer: &Pricer, scope: &Scope, target: f64) -> Priced {
        self.set_trial(pricer, target);
        let priced = pricer.price(&self.trial, scope);
        self.average_in(pricer, &priced);
        if priced.bound < self.bound {
            let gained = self.bound - priced.bound;
            self.bound = priced.bound;
            std::mem::swap(&mut self.prices, &mut self.trial);
            self.gains.clone_from(&priced.gains);
            self.stale = 0;
            if gained > 1e-4 * (self.bound - target).abs() {
                self.step = (self.step * 1.1).min(2.0);
            }
        } else {
            self.stale += 1;
            if self.stale >= PATIENCE {
                self.stale = 0;
                self.step *= 0.66;
                self.weight = (self.weight * 0.95).max(0.01);
                if self.step < COARSE && self.open < pricer.rows.len {
                    self.open = pricer.rows.len;
                    self.step = self.step.min(FINE);
                }
            }
        }
        priced
    }

    /// Whether further steps would change nothing that counts.
    pub(crate) fn is_settled(&self) -> bool {
        self.step < 1e-5
    }

    fn set_trial(&mut self, pricer: &Pricer, target: f64) {
        let scale = &pricer.rows.scale;
        let movable = |(x, u): (&f64, &f64)| if *u <= 0.0 && *x < 0.0 { 0.0 } else { x * x };
        let norm: f64 = self.average[..self.open].iter().zip(&self.prices).map(movable).sum();
        let length = if norm > 0.0 { self.step * (self.bound - target).abs().max(1.0) / norm } else { 0.0 };
        for (i, trial) in self.trial[..self.open].iter_mut().enumerate() {
            *trial = (self.prices[i] + length * self.average[i] / scale[i]).max(0.0);
        }
    }

    fn average_in(&mut self, pricer: &Pricer, priced: &Priced) {
        let alpha = self.best_weight(pricer, priced);
        for (average, x) in self.average.iter_mut().zip(scaled(pricer, &priced.excess)) {
            *average += alpha * (x - *average);
        }
        for (share, plan) in self.shares.iter_mut().zip(&priced.plans) {
            *share += alpha * (f64::from(u8::from(plan.is_some())) - *share);
        }
        for (share, kept) in self.kept.iter_mut().zip(kept(pricer, priced)) {
            *share += alpha * (f64::from(kept) - *share);
        }
    }

    /// The weight of the new answer that makes the average least infeasible, within a tenth and all of `weight`.
    fn best_weight(&self, pricer: &Pricer, priced: &Priced) -> f64 {
        let (mut num, mut den) = (0.0, 0.0);
        for (x, average) in scaled(pricer, &priced.excess).zip(&self.average[..self.open]) {
            let change = x - average;
            num -= average * change;
            den += change * change;
        }
        let best = if den > 0.0 { num / den } else { self.weight };
        best.clamp(self.weight / 10.0, self.weight)
    }
}

/// By project: 1 where the answer has it as it is kept.
fn kept<'a>(pricer: &'a Pricer, priced: &'a Priced) -> impl Iterator<Item = u8> + 'a {
    let instance = pricer.stage.instance;
    let is_kept = |(p, plan): (usize, &'a Option<Vec<Slot>>)| plan.as_ref().is_some_and(|s| instance.is_kept(p, s));
    priced.plans.iter().enumerate().map(is_kept).map(u8::from)
}

fn scaled<'a>(pricer: &'a Pricer, excess: &'a [f64]) -> impl Iterator<Item = f64> + 'a {
    excess.iter().zip(&pricer.rows.scale).map(|(x, s)| x / s)
}
