//! A measure as the engine computes it: a sum over projects, modes, what is owed and overload, in integers.

use super::Instance;
use crate::base::ProjectId;
use crate::model::{Measure, Portfolio};
use crate::plan::Baseline;

/// A measure in integers; divide by `unit` for the contract's figure. MAKESPAN is no sum and has none.
#[derive(Clone, Debug)]
pub(crate) struct Functional {
    pub measure: Measure,
    /// Integers in one of the measure's own units.
    pub unit: f64,
    /// By project and period after the last finish.
    pub by_end: Vec<Vec<i64>>,
    /// By mode.
    pub by_mode: Vec<i64>,
    /// By project: what it counts for when it is out.
    pub out: Vec<i64>,
    /// By project: what it counts for besides when it is exactly as [`Instance::kept`] has it.
    pub kept: Vec<i64>,
    /// For each unit of money owed.
    pub owed: i64,
    /// For each centiday above capacity.
    pub overload: i64,
}

/// The measure over this instance. Values and disruption are rounded to a fine grid: 2^-44 of their largest sum.
pub(crate) fn functional(
    portfolio: &Portfolio,
    baseline: Option<&Baseline>,
    instance: &Instance,
    measure: Measure,
) -> Functional {
    let mut f = Functional::zero(instance, measure);
    match measure {
        Measure::Value => f.set_value(portfolio),
        Measure::Lateness => f.set_lateness(portfolio),
        Measure::Disruption => f.set_disruption(portfolio, baseline),
        Measure::ExternalSpend => {
            f.unit = 10_000.0;
            f.owed = 1;
            f.by_mode = instance.modes.iter().map(|m| m.orders.iter().map(|o| o.1).sum()).collect();
        }
        Measure::TotalCost => {
            f.unit = 10_000.0;
            f.owed = 1;
            f.by_mode = instance.modes.iter().map(|m| m.total_cost).collect();
        }
        Measure::Overload => {
            f.unit = 100.0;
            f.overload = 1;
        }
        Measure::Makespan => {}
    }
    f
}

impl Functional {
    /// Nothing counts.
    pub(crate) fn zero(instance: &Instance, measure: Measure) -> Self {
        let n = instance.projects.len();
        Self {
            measure,
            unit: 1.0,
            by_end: vec![vec![0; instance.periods + 1]; n],
            by_mode: vec![0; instance.modes.len()],
            out: vec![0; n],
            kept: vec![0; n],
            owed: 0,
            overload: 0,
        }
    }

    /// Everything times -1: a minimised measure becomes a profit.
    pub(crate) fn negated(mut self) -> Self {
        let all = self.by_end.iter_mut().flatten().chain(&mut self.by_mode);
        let all = all.chain(&mut self.out).chain(&mut self.kept);
        all.for_each(|x| *x = -*x);
        self.owed = -self.owed;
        self.overload = -self.overload;
        self
    }

    /// Sums that differ by less than rounding to the grid may be the same figure.
    pub(crate) fn grid(&self) -> f64 {
        self.by_end.len() as f64 * 2.0 * self.rounding()
    }

    /// What rounding to the grid can move one project's figure by: nothing where figures are whole.
    pub(crate) fn rounding(&self) -> f64 {
        let all_zero = self.by_end.iter().flatten().chain(&self.out).all(|x| *x == 0);
        match self.measure {
            Measure::Value | Measure::Disruption if !all_zero => 0.5,
            Measure::Value
            | Measure::Disruption
            | Measure::Lateness
            | Measure::ExternalSpend
            | Measure::TotalCost
            | Measure::Overload
            | Measure::Makespan => 0.0,
        }
    }

    /// Differences that choices can make to a sum of this functional, roughly: the sum of its magnitudes.
    pub(crate) fn spread(&self) -> f64 {
        let most = |row: &Vec<i64>| row.iter().map(|x| x.unsigned_abs()).max().unwrap_or(0) as f64;
        let ends: f64 = self.by_end.iter().map(most).sum();
        let others: f64 = self.by_mode.iter().chain(&self.out).map(|x| x.unsigned_abs() as f64).sum();
        (ends + others).max(1.0)
    }

    /// A divisor of every sum that this functional can take, if nothing but projects counts.
    pub(crate) fn grain(&self) -> i64 {
        if self.owed != 0 || self.overload != 0 {
            return 1;
        }
        let all = self.by_end.iter().flatten().chain(&self.by_mode).chain(&self.out).chain(&self.kept);
        all.fold(0, |g, x| gcd(g, x.abs())).max(1)
    }

    fn set_value(&mut self, portfolio: &Portfolio) {
        let keep = 1.0 - portfolio.policy.value_decay;
        let worth: Vec<Vec<f64>> = portfolio
            .projects
            .iter()
            .map(|p| {
                let target = p.target.map(|d| portfolio.calendar.periods_ended_by(d) as i64);
                let worth = |end: usize| {
                    let late = target.map_or(0, |t| (end as i64 - t).max(0));
                    p.value * keep.powi(end as i32) - p.late_penalty * late as f64
                };
                (0..self.by_end[0].len()).map(worth).collect()
            })
            .collect();
        self.unit = grid(worth.iter().map(|row| row.iter().fold(0.0, |m, x| x.abs().max(m))).sum());
        for (row, worth) in self.by_end.iter_mut().zip(worth) {
            *row = worth.iter().map(|w| (w * self.unit).round() as i64).collect();
        }
    }

    fn set_lateness(&mut self, portfolio: &Portfolio) {
        for (row, p) in self.by_end.iter_mut().zip(&portfolio.projects) {
            if let Some(day) = p.target {
                let target = portfolio.calendar.periods_ended_by(day) as i64;
                row.iter_mut().enumerate().for_each(|(end, x)| *x = (end as i64 - target).max(0));
            }
        }
    }

    fn set_disruption(&mut self, portfolio: &Portfolio, baseline: Option<&Baseline>) {
        let periods = portfolio.calendar.len() as f64;
        let committed: Vec<(usize, i64, f64)> = baseline
            .map(|b| &b.projects[..])
            .unwrap_or_default()
            .iter()
            .filter_map(|c| {
                let p = portfolio.projects.iter().position(|p| p.id == c.project).map(ProjectId::new)?;
                let weight = portfolio.projects[p.index()].commitment_weight;
                Some((p.index(), i64::from(c.finish) + 1, weight))
            })
            .collect();
        self.unit = grid(committed.iter().map(|(_, end, w)| w * (periods + end.unsigned_abs() as f64)).sum());
        for (p, old, weight) in committed {
            self.out[p] = (weight * periods * self.unit).round() as i64;
            for (end, x) in self.by_end[p].iter_mut().enumerate() {
                *x = (weight * (end as i64 - old).abs() as f64 * self.unit).round() as i64;
            }
        }
    }
}

/// The power of two by which sums up to `largest` become integers below 2^44: fine enough for a relative 1e-12, and
/// every sum and every difference of two is exact in an f64.
pub(super) fn grid(largest: f64) -> f64 {
    if largest <= 0.0 { 1.0 } else { (44.0 - largest.log2().ceil()).exp2() }
}

fn gcd(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { gcd(b, a % b) }
}
