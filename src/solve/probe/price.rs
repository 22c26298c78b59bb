//! What a project would take at its best, at given prices, beside what it brings.

use super::ground::Ground;
use crate::model::{FlowKind, Portfolio};
use crate::solve::api::Prices;
use crate::solve::instance::{Instance, Slot};
use crate::solve::path::Path;
use crate::solve::repriced;

const NEVER: f64 = f64::NEG_INFINITY;

/// Figures that differ by less than this share are the same.
const SAME: f64 = 1e-9;

/// Prices by row of the instance, in points for its integers.
pub(super) struct RowPrices {
    /// By resource and period, by consumable.
    resource: Vec<f64>,
    consumable: Vec<f64>,
    /// By flow limit: sums of the prices of the rows before each.
    flow: Vec<Vec<f64>>,
}

impl RowPrices {
    pub(super) fn new(portfolio: &Portfolio, instance: &Instance, prices: &Prices) -> Self {
        let flow = |f: &crate::solve::instance::Flow| {
            let rows = repriced::flow(prices, f);
            let mut sums = vec![0.0; f.rows + 1];
            for i in 0..f.rows {
                sums[i + 1] = sums[i] + rows[i];
            }
            sums
        };
        let days = instance.resources.iter().flat_map(|r| repriced::resource(instance, prices, r));
        let money = instance.consumables.iter().map(|c| repriced::consumable(portfolio, prices, &c.origin));
        Self {
            resource: days.map(|x| x / 100.0).collect(),
            consumable: money.map(|x| x / 10_000.0).collect(),
            flow: instance.flows.iter().map(flow).collect(),
        }
    }

    /// What the slot takes of all shared rows.
    pub(super) fn option(&self, instance: &Instance, slot: Slot) -> f64 {
        let mode = instance.mode(slot);
        let days = mode.uses.iter().flat_map(|u| {
            let row = u.resource * instance.periods + slot.start as usize;
            instance.spread(mode, u).iter().zip(&self.resource[row..]).map(|(x, price)| *x as f64 * price)
        });
        let money = instance.charges(slot).iter().map(|(row, x)| *x as f64 * self.consumable[*row as usize]);
        days.sum::<f64>() + money.sum::<f64>()
    }

    /// Whether a day of the resource has a price in that period.
    pub(super) fn is_priced(&self, instance: &Instance, resource: usize, period: usize) -> bool {
        self.resource[resource * instance.periods + period] > 0.0
    }

    /// The part of the flow limits' prices that hangs on the first start, and that which hangs on the end.
    fn ends(&self, instance: &Instance, project: usize) -> (Vec<f64>, Vec<f64>) {
        let periods = instance.periods;
        let (mut first, mut end) = (vec![0.0; periods + 1], vec![0.0; periods + 1]);
        for f in &instance.projects[project].flows {
            let (flow, sums) = (&instance.flows[*f], &self.flow[*f]);
            let price =
                |rows: std::ops::Range<usize>| if rows.is_empty() { 0.0 } else { sums[rows.end] - sums[rows.start] };
            match flow.kind {
                FlowKind::Starts => (0..=periods).for_each(|t| first[t] += price(flow.hits(t, t, periods))),
                FlowKind::Finishes => (0..=periods).for_each(|t| end[t] += price(flow.hits(t, t, periods))),
                FlowKind::UnderWay => (0..=periods).for_each(|t| {
                    first[t] -= sums[t.min(flow.rows)];
                    end[t] += sums[t.min(flow.rows)];
                }),
            }
        }
        (first, end)
    }
}

/// Points that the project brings beyond what it takes, at its best placement among those that fit when nothing else is
/// planned. None if no exact figure is at hand.
pub(super) fn worth(ground: &Ground, prices: &RowPrices, project: usize) -> Option<f64> {
    let instance = &ground.instance;
    let p = &instance.projects[project];
    let mut score = vec![NEVER; p.options.len()];
    for phase in p.phases.clone() {
        for m in instance.phases[phase].modes.clone() {
            let mode = &instance.modes[m];
            for start in 0..mode.starts {
                let slot = Slot { mode: m as u32, start: start as u32 };
                let option = mode.first_option + start;
                if instance.allowed[option] && fits_alone(instance, slot) {
                    score[option - p.options.start] = -prices.option(instance, slot);
                }
            }
        }
    }
    let (first, end) = prices.ends(instance, project);
    let first: Vec<f64> = first.iter().zip(&p.may_start).map(|(x, may)| if *may { -x } else { NEVER }).collect();
    let worth = |e: usize| ground.value.by_end[project][e] as f64 / ground.value.unit;
    let end: Vec<f64> = end.iter().enumerate().map(|(e, x)| worth(e) - x).collect();
    let mut path = Path::default();
    let best = path.solve(instance, project, &score, &first, &end);
    if best == NEVER {
        return None;
    }
    // Beside chains the path's value is a bound: only a plan that attains it makes it a figure.
    let slots = path.plan(instance, project)?;
    let (from, to) = instance.span(&slots);
    let options: f64 = slots.iter().map(|s| score[instance.option(*s) - p.options.start]).sum();
    let attained = options + first[from] + end[to];
    ((attained - best).abs() <= SAME * best.abs().max(1.0)).then_some(best)
}

fn fits_alone(instance: &Instance, slot: Slot) -> bool {
    let mode = instance.mode(slot);
    let resources = mode.uses.iter().all(|u| {
        let row = u.resource * instance.periods + slot.start as usize;
        instance.spread(mode, u).iter().zip(&instance.limit[row..]).all(|(x, limit)| x <= limit)
    });
    let charges = instance.charges(slot).iter();
    resources && charges.into_iter().all(|(row, x)| *x <= instance.consumables[*row as usize].limit)
}
