//! At given prices: what each option costs, and each project's best plan alone.

use std::ops::Range;

use super::super::instance::{Functional, Instance, Slot};
use super::super::path::Path;
use super::super::stage::Stage;
use super::tariff::Tariff;
use super::{Rows, Scope, Status};
use crate::model::FlowKind;

/// A project's best answer to the prices.
pub(super) struct Best {
    pub value: f64,
    pub gain: f64,
    pub keep: Option<f64>,
    pub magnitude: f64,
    pub plan: Option<Vec<Slot>>,
}

/// Tables for one project at a time, reused.
#[derive(Default)]
pub(super) struct Scratch {
    path: Path,
    tariff: Tariff,
    cost: Vec<f64>,
    score: Vec<f64>,
    first: Vec<f64>,
    end: Vec<f64>,
}

/// What the prices come to, prepared once for all projects.
pub(super) struct Shared<'a> {
    stage: &'a Stage<'a>,
    rows: &'a Rows,
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
    pub(super) fn new(stage: &'a Stage<'a>, rows: &'a Rows, prices: &'a [f64], scope: &Scope) -> Self {
        let instance = stage.instance;
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
            stage,
            rows,
            prices,
            is_dear: dear(instance, rows, prices),
            spending_prices: vectors.map(|v| v.iter().map(|(row, x)| money[*row as usize] * *x as f64).sum()).collect(),
            link_tails: rows.links.iter().map(tail).collect(),
            flow_prices: flow_prices.collect(),
            bonus: scope.used.iter().enumerate().map(settled).collect(),
        }
    }

    pub(super) fn best(&self, project: usize, scope: &Scope, scratch: &mut Scratch) -> Best {
        let (stage, rows) = (self.stage, self.rows);
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
        let stage = self.stage;
        let instance = stage.instance;
        let slots = instance.kept[project].as_deref().filter(|_| !scope.changed[project])?;
        let bonus = -weighted(stage, &self.prices[self.rows.caps..], |f| f.kept[project]);
        if bonus <= 0.0 {
            return None;
        }
        let base = instance.projects[project].options.start;
        let option = |s: &Slot| scratch.score[instance.option(*s) - base];
        let (start, last) = instance.span(slots);
        let value = slots.iter().map(option).sum::<f64>() + scratch.first[start] + scratch.end[last] + bonus;
        (value > f64::NEG_INFINITY).then_some((value, bonus))
    }

    /// Fills in the score of each option; returns a bound on the magnitudes that make up a plan's score.
    fn score(&self, project: usize, scope: &Scope, scratch: &mut Scratch) -> f64 {
        let instance = self.stage.instance;
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
        let stage = self.stage;
        let orders = &stage.instance.modes[mode].orders;
        let bonus: f64 = orders.iter().map(|(f, amount)| self.bonus[*f] * *amount as f64).sum();
        bonus - weighted(stage, &self.prices[self.rows.caps..], |f| f.by_mode[mode])
    }

    /// Prices of the use of shared rows by a mode's options at these starts; returns a bound on the magnitudes of their
    /// terms.
    pub(super) fn set_costs(&self, m: usize, starts: Range<usize>, tariff: &mut Tariff, costs: &mut Vec<f64>) -> f64 {
        let instance = self.stage.instance;
        let mode = &instance.modes[m];
        let spending = &instance.spending[mode.first_option + starts.start..mode.first_option + starts.end];
        costs.clear();
        // A mode that is longer than the calendar has no start, and its periods no prices.
        if starts.is_empty() {
            return 0.0;
        }
        costs.extend(spending.iter().map(|vector| self.spending_prices[*vector as usize]));
        for (i, usage) in mode.uses.iter().enumerate().filter(|(_, usage)| self.is_dear[usage.resource]) {
            let rows = self.rows;
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
        self.rows.cuts.add_cliques(m, starts.clone(), &self.prices[self.rows.first_cut..], costs);
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
        let stage = self.stage;
        let instance = stage.instance;
        let p = &instance.projects[project];
        let caps = &self.prices[self.rows.caps..];
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
    let dear_cuts = cuts.filter(|(_, u)| **u > 0.0).filter_map(|(plane, _)| plane.shares());
    dear_cuts.for_each(|cut| dear[cut.resource] = true);
    dear
}

/// The cost of one unit of something at these prices of the caps: what it takes from the caps less what it brings in
/// profit.
pub(super) fn weighted(stage: &Stage, caps: &[f64], of: impl Fn(&Functional) -> i64) -> f64 {
    let own = -(of(&stage.profit) as f64);
    stage.caps.iter().zip(caps).fold(own, |sum, ((f, _), price)| sum + price * of(f) as f64)
}
