//! The Lagrangian function: for given prices, each project's best plan and the bound that they prove together.

use std::ops::Range;

use rayon::prelude::*;

use super::super::instance::{Functional, Instance, Slot};
use super::super::path::Path;
use super::super::stage::Stage;
use super::tariff::Tariff;
use super::{Rows, Scope, Status};
use crate::model::FlowKind;

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
        let shared = Shared::new(self, prices, scope);
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
            let used = plan.map_or(cap.out[project], |slots| super::super::stage::sum(cap, instance, project, slots));
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
    let shared = Shared::new(pricer, prices, &scope);
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

/// A project's best answer to the prices.
struct Best {
    value: f64,
    gain: f64,
    keep: Option<f64>,
    magnitude: f64,
    plan: Option<Vec<Slot>>,
}

#[derive(Default)]
struct Scratch {
    path: Path,
    tariff: Tariff,
    cost: Vec<f64>,
    score: Vec<f64>,
    first: Vec<f64>,
    end: Vec<f64>,
}

/// What the prices come to, prepared once for all projects.
struct Shared<'a> {
    pricer: &'a Pricer<'a>,
    prices: &'a [f64],
    /// By resource: whether anything of it costs anything.
    is_dear: Vec<bool>,
    /// By vector of consumption.
    spending_prices: Vec<f64>,
    /// By link and period: the sum of prices from that period on.
    link_tails: Vec<Vec<f64>>,
    /// By flow limit and period: price of starting, finishing there; for what is under way, the sum before it.
    flow_prices: Vec<Vec<f64>>,
    /// By framework: price of the minimum's row where it binds.
    bonus: Vec<f64>,
}

impl<'a> Shared<'a> {
    fn new(pricer: &'a Pricer<'a>, prices: &'a [f64], scope: &Scope) -> Self {
        let (instance, rows) = (pricer.stage.instance, &pricer.rows);
        let tail = |first: &usize| {
            let mut tail = prices[*first..first + instance.periods + 1].to_vec();
            (0..instance.periods).rev().for_each(|t| tail[t] += tail[t + 1]);
            tail
        };
        let flow_prices = instance.flows.iter().zip(&rows.flows).map(|(f, first)| {
            let own = &prices[*first..first + f.rows];
            if f.kind == FlowKind::UnderWay {
                std::iter::once(0.0)
                    .chain(own.iter().scan(0.0, |sum, u| {
                        *sum += u;
                        Some(*sum)
                    }))
                    .collect()
            } else {
                let hits = |t: usize| f.hits(t, t + 1, instance.periods);
                (0..=instance.periods).map(|t| own[hits(t.min(instance.periods - 1))].iter().sum()).collect()
            }
        });
        let settled = |(i, used): (usize, &Option<bool>)| match used {
            Some(true) => prices[rows.minimums + i],
            Some(false) | None => 0.0,
        };
        let money = &prices[rows.consumables..];
        let vectors = instance.spendings.iter();
        Self {
            pricer,
            prices,
            is_dear: dear(instance, rows, prices),
            spending_prices: vectors.map(|v| v.iter().map(|(row, x)| money[*row as usize] * *x as f64).sum()).collect(),
            link_tails: rows.links.iter().map(tail).collect(),
            flow_prices: flow_prices.collect(),
            bonus: scope.used.iter().enumerate().map(settled).collect(),
        }
    }

    fn best(&self, project: usize, scope: &Scope, scratch: &mut Scratch) -> Best {
        let pricer = self.pricer;
        let (stage, rows) = (pricer.stage, &pricer.rows);
        let caps = &self.prices[rows.caps..];
        let out = -weighted(stage, caps, |f| f.out[project]);
        let status = scope.status[project];
        if status == Status::Out {
            return Best { value: out, gain: 0.0, keep: None, magnitude: out.abs(), plan: None };
        }
        let largest = self.score(project, scope, scratch);
        let ends = self.set_ends(project, scratch);
        let selection: f64 = rows.selects[project].iter().map(|(row, x)| -self.prices[*row] * x).sum();
        let kept = self.kept(project, scope, scratch);
        let Scratch { path, score, first, end, .. } = scratch;
        let other = path.solve(stage.instance, project, score, first, end) + selection;
        let (kept, bonus) = kept.map_or((f64::NEG_INFINITY, 0.0), |(kept, bonus)| (kept + selection, bonus));
        let magnitude = largest + ends + selection.abs() + out.abs() + bonus;
        let is_free = status == Status::Free;
        let best_other = if is_free { other.max(out) } else { other };
        let keep = (kept > f64::NEG_INFINITY).then_some(kept - best_other);
        let gain = kept.max(other) - out;
        if keep.is_some_and(|keep| keep >= 0.0) {
            return Best { value: kept, gain, keep, magnitude, plan: stage.instance.kept[project].clone() };
        }
        if is_free && (other <= out || other == f64::NEG_INFINITY) {
            return Best { value: out, gain, keep, magnitude, plan: None };
        }
        let plan = if other > f64::NEG_INFINITY { path.plan(stage.instance, project) } else { None };
        Best { value: other, gain, keep, magnitude, plan }
    }

    /// Value of the project's kept plan where that counts for more than its parts, and how much more; the scores are set.
    fn kept(&self, project: usize, scope: &Scope, scratch: &Scratch) -> Option<(f64, f64)> {
        let stage = self.pricer.stage;
        let instance = stage.instance;
        let slots = instance.kept[project].as_deref().filter(|_| !scope.changed[project])?;
        let bonus = -weighted(stage, &self.prices[self.pricer.rows.caps..], |f| f.kept[project]);
        if bonus <= 0.0 {
            return None;
        }
        let base = instance.projects[project].options.start;
        let option = |s: &Slot| scratch.score[instance.mode(*s).first_option + s.start as usize - base];
        let (start, last) = instance.span(slots);
        let value = slots.iter().map(option).sum::<f64>() + scratch.first[start] + scratch.end[last] + bonus;
        (value > f64::NEG_INFINITY).then_some((value, bonus))
    }

    /// Fills in the score of each option; returns a bound on the magnitudes that make up a plan's score.
    fn score(&self, project: usize, scope: &Scope, scratch: &mut Scratch) -> f64 {
        let instance = self.pricer.stage.instance;
        let p = &instance.projects[project];
        scratch.score.clear();
        scratch.score.resize(p.options.len(), f64::NEG_INFINITY);
        scratch.tariff.clear();
        let mut largest = 0.0;
        for phase in p.phases.clone() {
            let mut most = 0.0_f64;
            for m in instance.phases[phase].modes.clone() {
                let mode = &instance.modes[m];
                let starts = instance.starts(mode);
                let size = self.set_costs(m, starts.clone(), &mut scratch.tariff, &mut scratch.cost);
                let fixed = self.mode_profit(m);
                most = most.max(fixed.abs() + size);
                let first = mode.first_option + starts.start;
                let allowed = &scope.allowed[first..mode.first_option + starts.end];
                let scores = &mut scratch.score[first - p.options.start..];
                for ((score, cost), allowed) in scores.iter_mut().zip(&scratch.cost).zip(allowed) {
                    if *allowed {
                        *score = fixed - cost;
                    }
                }
            }
            largest += most;
        }
        largest
    }

    /// Profit of choosing the mode wherever it starts.
    fn mode_profit(&self, mode: usize) -> f64 {
        let stage = self.pricer.stage;
        let orders = &stage.instance.modes[mode].orders;
        let bonus: f64 = orders.iter().map(|(f, amount)| self.bonus[*f] * *amount as f64).sum();
        bonus - weighted(stage, &self.prices[self.pricer.rows.caps..], |f| f.by_mode[mode])
    }

    /// Prices of the use of shared rows by a mode's options at these starts; returns a bound on the magnitudes of their
    /// terms.
    fn set_costs(&self, m: usize, starts: Range<usize>, tariff: &mut Tariff, costs: &mut Vec<f64>) -> f64 {
        let instance = self.pricer.stage.instance;
        let mode = &instance.modes[m];
        let spending = &instance.spending[mode.first_option + starts.start..mode.first_option + starts.end];
        costs.clear();
        // A mode that is longer than the calendar has no start, and its periods no prices.
        if starts.is_empty() {
            return 0.0;
        }
        costs.extend(spending.iter().map(|vector| self.spending_prices[*vector as usize]));
        for (i, usage) in mode.uses.iter().enumerate().filter(|(_, usage)| self.is_dear[usage.resource]) {
            let rows = &self.pricer.rows;
            let units = &self.prices[usage.resource * instance.periods..][..instance.periods];
            let counted = rows.cuts.counted(m, i, usage.resource);
            let own = counted.and_then(|c| tariff.rows(&rows.cuts, c, units, &self.prices[rows.first_cut..]));
            // All starts at once, period by period of the mode: long loops that vectorise.
            for (k, amount) in instance.spread(mode, usage).iter().enumerate().filter(|x| *x.1 > 0) {
                let window = k + starts.start..k + starts.end;
                if let Some(own) = own {
                    let from = rows.cuts.position(usage.first_amount + k) * instance.periods;
                    costs.iter_mut().zip(&own[from..][window]).for_each(|(cost, u)| *cost += u);
                } else {
                    let amount = *amount as f64;
                    costs.iter_mut().zip(&units[window]).for_each(|(cost, u)| *cost += amount * u);
                }
            }
        }
        let mut size = costs.iter().fold(0.0, |m: f64, x| m.max(*x));
        let p = &instance.projects[instance.phases[mode.phase].project];
        for l in p.needs.iter().filter(|l| instance.links[**l].succ_phase == mode.phase) {
            costs.iter_mut().zip(&self.link_tails[*l][starts.start..]).for_each(|(cost, tail)| *cost += tail);
            size += self.tail(*l, 0);
        }
        for l in p.serves.iter().filter(|l| instance.links[**l].pred_phase == Some(mode.phase)) {
            let lag = instance.links[*l].lag;
            let ready = |i: usize| (starts.start + i + mode.duration) as i64 + lag;
            costs.iter_mut().enumerate().for_each(|(i, cost)| *cost -= self.tail(*l, ready(i)));
            size += self.tail(*l, 0);
        }
        size
    }

    fn tail(&self, link: usize, from: i64) -> f64 {
        self.link_tails[link].get(from.max(0) as usize).copied().unwrap_or(0.0)
    }

    /// Fills in the scores of first starts and last ends; returns a bound on their magnitude.
    fn set_ends(&self, project: usize, scratch: &mut Scratch) -> f64 {
        let stage = self.pricer.stage;
        let instance = stage.instance;
        let p = &instance.projects[project];
        let caps = &self.prices[self.pricer.rows.caps..];
        scratch.first.clear();
        scratch.first.extend(p.may_start.iter().map(|may| if *may { 0.0 } else { f64::NEG_INFINITY }));
        scratch.end.clear();
        scratch.end.extend((0..=instance.periods).map(|end| -weighted(stage, caps, |f| f.by_end[project][end])));
        scratch.end[stage.horizon + 1..].fill(f64::NEG_INFINITY);
        for f in &p.flows {
            let prices = &self.flow_prices[*f];
            match instance.flows[*f].kind {
                FlowKind::UnderWay => {
                    scratch.first.iter_mut().zip(prices).for_each(|(x, u)| *x += u);
                    scratch.end.iter_mut().zip(prices).for_each(|(x, u)| *x -= u);
                }
                FlowKind::Starts => scratch.first.iter_mut().zip(prices).for_each(|(x, u)| *x -= u),
                FlowKind::Finishes => {
                    let before = |end: usize| prices[end.saturating_sub(1)];
                    scratch.end.iter_mut().enumerate().for_each(|(end, x)| *x -= before(end));
                }
            }
        }
        for l in &p.serves {
            let link = &instance.links[*l];
            if link.pred_phase.is_none() {
                let tail = |end: usize| self.tail(*l, end as i64 + link.lag);
                scratch.end.iter_mut().enumerate().for_each(|(end, x)| *x += tail(end));
            }
        }
        let largest = |xs: &[f64]| xs.iter().filter(|x| x.is_finite()).fold(0.0, |m: f64, x| m.max(x.abs()));
        largest(&scratch.first) + largest(&scratch.end)
    }
}

/// By resource: whether one of its periods, or a cut over one of them, has a price.
fn dear(instance: &Instance, rows: &Rows, prices: &[f64]) -> Vec<bool> {
    let has_price = |periods: &[f64]| periods.iter().any(|u| *u > 0.0);
    let mut dear: Vec<bool> = prices[..instance.limit.len()].chunks(instance.periods).map(has_price).collect();
    let cuts = rows.cuts.list.iter().zip(&prices[rows.first_cut..]);
    cuts.filter(|(_, u)| **u > 0.0).for_each(|(cut, _)| dear[cut.resource] = true);
    dear
}

/// The cost of one unit of something at these prices of the caps: what it takes from the caps less what it brings in
/// profit.
fn weighted(stage: &Stage, caps: &[f64], of: impl Fn(&Functional) -> i64) -> f64 {
    let own = -(of(&stage.profit) as f64);
    stage.caps.iter().zip(caps).fold(own, |sum, ((f, _), price)| sum + price * of(f) as f64)
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
