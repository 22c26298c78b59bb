//! What prices tell the heuristics: the cost of every option, and what a project brings by mode and end.

use super::bound::{Pricer, option_costs};
use super::instance::Functional;
use super::stage::Stage;

/// Prices turned into tables.
#[derive(Clone, Debug)]
pub(crate) struct Guide {
    /// By option: price of its use of shared rows; infinite where the stage does not allow it.
    pub cost: Vec<f64>,
    /// By mode: profit wherever it starts, what the caps make of it included.
    pub mode: Vec<f64>,
    /// By project and end: likewise.
    pub end: Vec<Vec<f64>>,
    /// By project: likewise, for leaving it out.
    pub out: Vec<f64>,
    /// By project: what its kept plan brings besides.
    pub kept: Vec<f64>,
    /// By project: profit at these prices of its best plan, less that of leaving it out.
    pub gains: Vec<f64>,
    /// By project: price of the shared rows that its best plan uses; at least a little.
    pub effort: Vec<f64>,
    /// By project: what it brings at best, less that of leaving it out; and that for each unit of effort.
    pub gift: Vec<f64>,
    pub density: Vec<f64>,
    /// By resource: what one more unit of it in every period would bring.
    pub scarcity: Vec<f64>,
}

impl Guide {
    /// The guide of a price vector. `urgency` is added to the price of each cap: how much more keeping them is worth
    /// while they are not kept.
    pub(crate) fn new(pricer: &Pricer, prices: &[f64], gains: &[f64], urgency: f64) -> Self {
        let stage = pricer.stage;
        let caps: Vec<f64> = (0..stage.caps.len())
            .map(|c| prices[pricer.rows.caps + c] + urgency / pricer.rows.scale[pricer.rows.caps + c])
            .collect();
        let total = |of: &dyn Fn(&Functional) -> i64| value(stage, &caps, of);
        let n = stage.instance.projects.len();
        let end = |p: usize| (0..=stage.instance.periods).map(|e| total(&|f| f.by_end[p][e])).collect();
        let mut guide = Self {
            cost: option_costs(pricer, prices),
            mode: (0..stage.instance.modes.len()).map(|m| total(&|f| f.by_mode[m])).collect(),
            end: (0..n).map(end).collect(),
            out: (0..n).map(|p| total(&|f| f.out[p])).collect(),
            kept: (0..n).map(|p| total(&|f| f.kept[p])).collect(),
            gains: gains.to_vec(),
            effort: Vec::new(),
            gift: Vec::new(),
            density: Vec::new(),
            scarcity: scarcity(pricer, prices),
        };
        guide.effort = (0..n).map(|p| guide.least_effort(stage, p)).collect();
        let end = |p: usize| guide.end[p].iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let most = |p: usize| end(p) + guide.kept[p].max(0.0) - guide.out[p];
        guide.gift = (0..n).map(most).collect();
        guide.density = guide.gift.iter().zip(&guide.effort).map(|(gift, effort)| gift / effort).collect();
        guide
    }

    /// The least price at which the project's phases can be had, each on its own.
    fn least_effort(&self, stage: &Stage, project: usize) -> f64 {
        let instance = stage.instance;
        let least = |phase: usize| {
            let modes = &instance.modes[instance.phases[phase].modes.clone()];
            let options = modes.iter().flat_map(|m| m.first_option..m.first_option + m.starts);
            options.map(|o| self.cost[o]).fold(f64::INFINITY, f64::min)
        };
        instance.projects[project].phases.clone().map(least).sum::<f64>().max(1e-9)
    }
}

fn scarcity(pricer: &Pricer, prices: &[f64]) -> Vec<f64> {
    let instance = pricer.stage.instance;
    let rows = pricer.rows.dual(instance, prices).rows;
    rows.chunks(instance.periods)
        .take(instance.resources.len())
        .map(|row| row.iter().map(|x| x.max(0.0)).sum())
        .collect()
}

fn value(stage: &Stage, caps: &[f64], of: impl Fn(&Functional) -> i64) -> f64 {
    let own = of(&stage.profit) as f64;
    stage.caps.iter().zip(caps).fold(own, |sum, ((f, _), price)| sum - price * of(f) as f64)
}
