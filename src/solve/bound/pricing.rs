//! The Lagrangian function: for given prices, each project's best plan and the bound that they prove together.

use rayon::prelude::*;

use super::super::instance::{Instance, Slot};
use super::super::stage::Stage;
use super::best::{Best, Scratch, Shared, weighted};
use super::tariff::Tariff;
use super::{Rows, Scope};

/// Projects from which on pricing runs on all threads; below, handing out costs more than it saves.
const PARALLEL_FROM: usize = 150;

/// Cells of a table of whole figures that are taken for as long as pricing one option, and options that a part in a cut takes as
/// long as. An option takes less than these cells; with half as many, the county with bought days had found fewer cuts after
/// 15 s, and its bound was 0.2 % higher.
const CELLS: u64 = 60;
const PART: u64 = 1;

/// What a price vector gives.
#[derive(Clone, Debug)]
pub(crate) struct Priced {
    /// Proven: no plan in scope has a larger profit. Rounding errors are on the safe side.
    pub bound: f64,
    /// What of the bound covers rounding; no gain errs by more.
    pub error: f64,
    /// Usage of each row by the projects' best plans, less its right-hand side: a subgradient.
    pub excess: Vec<f64>,
    pub plans: Vec<Option<Vec<Slot>>>,
    /// By project: profit at these prices of its best plan, less that of leaving it out.
    pub gains: Vec<f64>,
    /// By project: profit at these prices of its kept plan, less at most that of its best other one; none where no other
    /// than the plain answer counts.
    pub keeps: Vec<Option<f64>>,
}

/// Evaluates price vectors on one stage.
#[derive(Debug)]
pub(crate) struct Pricer<'a> {
    pub stage: &'a Stage<'a>,
    pub rows: Rows,
    /// Bound on the number of floating-point additions behind one project's value, cuts aside.
    depth: usize,
    /// Phases of the project that has most.
    phases: usize,
}

impl<'a> Pricer<'a> {
    pub(crate) fn new(stage: &'a Stage<'a>) -> Self {
        let rows = Rows::new(stage);
        debug_assert!(stage.instance.windows_hold());
        let phases = stage.instance.projects.iter().map(|p| p.phases.len()).max().unwrap_or(0);
        Self { stage, rows, depth: depth(stage.instance), phases }
    }

    /// What an evaluation takes, in cells of tables of whole figures.
    pub(crate) fn cells(&self) -> u64 {
        self.options() * CELLS
    }

    /// Options that an evaluation prices, and what cuts add to that.
    pub(crate) fn options(&self) -> u64 {
        self.stage.instance.allowed.len() as u64 + self.rows.cuts.len() as u64 * PART
    }

    /// The bound that the prices prove within the scope; prices are at least 0.
    pub(crate) fn price(&self, prices: &[f64], scope: &Scope) -> Priced {
        debug_assert!(prices.iter().all(|u| *u >= 0.0));
        let instance = self.stage.instance;
        let shared = Shared::new(self.stage, &self.rows, prices, scope);
        let n = instance.projects.len();
        let results: Vec<Best> = if n >= PARALLEL_FROM {
            (0..n)
                .into_par_iter()
                .with_min_len(16)
                .map_init(Scratch::default, |scratch, p| shared.best(p, scope, scratch))
                .collect()
        } else {
            let mut scratch = Scratch::default();
            (0..n).map(|p| shared.best(p, scope, &mut scratch)).collect()
        };
        self.sum_up(prices, scope, results)
    }

    fn sum_up(&self, prices: &[f64], scope: &Scope, results: Vec<Best>) -> Priced {
        let mut bound = 0.0;
        let mut size = 0.0;
        let mut excess: Vec<f64> = self.rows.rhs.iter().map(|x| -x).collect();
        let mut add = |x: f64| {
            bound += x;
            size += x.abs();
        };
        for (price, rhs) in prices[..self.rows.minimums].iter().zip(&self.rows.rhs) {
            add(price * rhs);
        }
        for (price, rhs) in prices[self.rows.first_cut..].iter().zip(&self.rows.rhs[self.rows.first_cut..]) {
            add(price * rhs);
        }
        self.price_overload(prices, &mut excess, &mut add);
        self.price_owed(prices, scope, &mut excess, &mut add);
        let impossible = results.iter().any(|best| best.value == f64::NEG_INFINITY);
        let mut magnitude = 0.0;
        let (mut plans, mut gains) = (Vec::with_capacity(results.len()), Vec::with_capacity(results.len()));
        let mut keeps = Vec::with_capacity(results.len());
        for (p, best) in results.into_iter().enumerate() {
            add(best.value);
            magnitude += best.magnitude;
            self.add_usage(p, best.plan.as_deref(), &mut excess);
            plans.push(best.plan);
            gains.push(best.gain);
            keeps.push(best.keep);
        }
        // Each sum of n terms errs by at most n * 2^-53 of the sum of magnitudes (Higham 2002, section 4.2); twice that
        // covers the products as well.
        let cuts = self.rows.cuts.list.len() * self.phases;
        let terms = (self.rows.len + plans.len() + self.depth + cuts) as f64;
        let error = terms * f64::EPSILON * (size + magnitude);
        let bound = if impossible { f64::NEG_INFINITY } else { bound + error };
        Priced { bound: if bound.is_nan() { f64::INFINITY } else { bound }, error, excess, plans, gains, keeps }
    }

    /// Overload that costs nothing is part of the limit; where it costs, it is taken when the price is above that.
    fn price_overload(&self, prices: &[f64], excess: &mut [f64], add: &mut impl FnMut(f64)) {
        let weight = self.overload_weight(prices);
        if weight <= 0.0 {
            return;
        }
        let instance = self.stage.instance;
        for (row, price) in prices[..instance.limit.len()].iter().enumerate() {
            let reserve = (instance.limit[row] - instance.capacity[row]) as f64;
            if reserve <= 0.0 {
                continue;
            }
            add(-price.min(weight) * reserve);
            if *price <= weight {
                excess[row] += reserve;
            } else {
                for (c, (cap, _)) in self.stage.caps.iter().enumerate() {
                    excess[self.rows.caps + c] += cap.overload as f64 * reserve;
                }
            }
        }
    }

    fn overload_weight(&self, prices: &[f64]) -> f64 {
        weighted(self.stage, &prices[self.rows.caps..], |f| f.overload)
    }

    /// Where something is ordered for sure, what is short of the minimum is owed: `min - ordered - owed <= 0` is a row,
    /// and the best amount owed follows from its price. Where it is open whether anything is ordered, nothing is owed.
    fn price_owed(&self, prices: &[f64], scope: &Scope, excess: &mut [f64], add: &mut impl FnMut(f64)) {
        let instance = self.stage.instance;
        for (i, f) in instance.frameworks.iter().enumerate() {
            let row = self.rows.minimums + i;
            if f.min == 0 || scope.used[i] != Some(true) {
                excess[row] = 0.0;
                continue;
            }
            let min = f.min as f64;
            let rows: f64 = f.owed.iter().map(|r| prices[self.rows.consumables + *r as usize]).sum();
            let cost = weighted(self.stage, &prices[self.rows.caps..], |f| f.owed) + rows;
            add(-prices[row] * min);
            excess[row] = min;
            if prices[row] > cost {
                add((prices[row] - cost) * min);
                excess[row] -= min;
                f.owed.iter().for_each(|r| excess[self.rows.consumables + *r as usize] += min);
                for (c, (cap, _)) in self.stage.caps.iter().enumerate() {
                    excess[self.rows.caps + c] += cap.owed as f64 * min;
                }
            }
        }
    }

    fn add_usage(&self, project: usize, plan: Option<&[Slot]>, excess: &mut [f64]) {
        let (instance, rows) = (self.stage.instance, &self.rows);
        for (c, (cap, _)) in self.stage.caps.iter().enumerate() {
            let used = plan.map_or(cap.out[project], |slots| {
                super::super::stage::sum(cap, instance, project, slots, instance.span(slots).1)
            });
            excess[rows.caps + c] += used as f64;
        }
        let Some(slots) = plan else { return };
        for slot in slots {
            let mode = instance.mode(*slot);
            for usage in &mode.uses {
                let row = usage.resource * instance.periods + slot.start as usize;
                for (x, amount) in excess[row..].iter_mut().zip(instance.spread(mode, usage)) {
                    *x += *amount as f64;
                }
            }
            for (row, amount) in instance.charges(*slot) {
                excess[rows.consumables + *row as usize] += *amount as f64;
            }
            for (framework, amount) in &mode.orders {
                excess[rows.minimums + framework] -= *amount as f64;
            }
            rows.cuts.add_usage(instance, *slot, &mut excess[rows.first_cut..]);
        }
        let p = &instance.projects[project];
        let (first, end) = instance.span(slots);
        for f in &p.flows {
            let hits = instance.flows[*f].hits(first, end, instance.periods);
            hits.for_each(|row| excess[rows.flows[*f] + row] += 1.0);
        }
        rows.selects[project].iter().for_each(|(row, x)| excess[*row] += x);
        for l in &p.needs {
            let start = instance.slot_of(instance.links[*l].succ_phase, slots).start as usize;
            (start..=instance.periods).for_each(|t| excess[rows.links[*l] + t] += 1.0);
        }
        for l in &p.serves {
            let link = &instance.links[*l];
            let end = link.pred_phase.map_or(end as i64, |ph| instance.end(instance.slot_of(ph, slots)));
            let ready = (end + link.lag).max(0) as usize;
            (ready..=instance.periods).for_each(|t| excess[rows.links[*l] + t] -= 1.0);
        }
    }
}

/// Price of every option's use of shared rows; infinite where the stage does not allow it.
pub(crate) fn option_costs(pricer: &Pricer, prices: &[f64]) -> Vec<f64> {
    let scope = Scope::root(pricer.stage);
    let shared = Shared::new(pricer.stage, &pricer.rows, prices, &scope);
    let instance = pricer.stage.instance;
    let mut costs = vec![f64::INFINITY; instance.allowed.len()];
    let (mut own, mut tariff, mut project) = (Vec::new(), Tariff::default(), usize::MAX);
    for (m, mode) in instance.modes.iter().enumerate() {
        let starts = instance.starts(mode);
        if project != instance.phases[mode.phase].project {
            project = instance.phases[mode.phase].project;
            tariff.clear();
        }
        shared.set_costs(m, starts.clone(), &mut tariff, &mut own);
        for (start, cost) in starts.zip(&own) {
            let option = mode.first_option + start;
            if scope.allowed[option] {
                costs[option] = *cost;
            }
        }
    }
    costs
}

fn depth(instance: &Instance) -> usize {
    let of = |p: &super::super::instance::Project| -> usize {
        let phases = p.phases.clone().map(|ph| {
            let modes = &instance.modes[instance.phases[ph].modes.clone()];
            modes.iter().map(|m| m.uses.len() * m.duration + m.orders.len() + 8).max().unwrap_or(0)
        });
        phases.sum::<usize>() + (p.needs.len() + p.serves.len() + p.flows.len() + 4) * (instance.periods + 2)
    };
    let money = instance.spendings.iter().map(Vec::len).max().unwrap_or(0);
    instance.projects.iter().map(of).max().unwrap_or(0) + money * 16
}
