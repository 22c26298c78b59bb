//! Prices of options, held against the rows that they use.

use super::cut::{At, Cut};
use super::{Pricer, option_costs};
use crate::base::Rng;
use crate::solve::instance::{Instance, Slot};
use crate::solve::state::tests::on_some_stage;

/// What the option uses of each row, links aside, at their prices.
fn counted_out(pricer: &Pricer, instance: &Instance, slot: Slot, prices: &[f64]) -> f64 {
    let (mode, rows) = (instance.mode(slot), &pricer.rows);
    let mut used = vec![0.0; rows.len];
    for usage in &mode.uses {
        let row = usage.resource * instance.periods + slot.start as usize;
        for (k, amount) in instance.spread(mode, usage).iter().enumerate() {
            used[row + k] += *amount as f64;
        }
    }
    for (row, amount) in instance.charges(slot) {
        used[rows.consumables + *row as usize] += *amount as f64;
    }
    rows.cuts.add_usage(instance, slot, &mut used[rows.first_cut..]);
    used.iter().zip(prices).map(|(used, price)| used * price).sum()
}

/// Rounded rows anywhere, at random prices: an option costs what its use of each row does.
#[test]
fn an_option_costs_what_it_uses() {
    let (mut options, mut in_cuts) = (0, 0);
    for seed in 0..300 {
        on_some_stage(&mut Rng::new(seed), |stage, rng| {
            let (instance, mut pricer) = (stage.instance, Pricer::new(stage));
            for (row, capacity) in instance.limit.iter().enumerate().filter(|x| *x.1 > 0) {
                let (resource, period) = (row / instance.periods, row % instance.periods);
                if rng.chance(0.3) {
                    let at = At { resource, period, capacity: *capacity };
                    let cut = Cut::rounded(at, 1 + rng.below(3) as i64, pricer.rows.cuts.users(resource));
                    pricer.rows.push(cut);
                }
            }
            let mut prices: Vec<f64> =
                (0..pricer.rows.len).map(|_| if rng.chance(0.5) { rng.unit() } else { 0.0 }).collect();
            let costs = option_costs(&pricer, &prices);
            let mut told = Vec::new();
            for (m, mode) in instance.modes.iter().enumerate() {
                let project = &instance.projects[instance.phases[mode.phase].project];
                let starts = instance.starts(mode).filter(|start| costs[mode.first_option + start].is_finite());
                if project.needs.is_empty() && project.serves.is_empty() {
                    let slot = |start| Slot { mode: m as u32, start: start as u32 };
                    told.extend(starts.map(|start| (slot(start), costs[mode.first_option + start])));
                }
            }
            let used = |prices: &[f64]| -> Vec<f64> {
                told.iter().map(|(slot, _)| counted_out(&pricer, instance, *slot, prices)).collect()
            };
            let with_cuts = used(&prices);
            prices[pricer.rows.first_cut..].fill(0.0);
            for (((_, cost), used), without_cuts) in told.iter().zip(&with_cuts).zip(used(&prices)) {
                assert!((cost - used).abs() <= 1e-9 * used.abs().max(1.0), "seed {seed}: {cost} and {used}");
                options += 1;
                in_cuts += usize::from(without_cuts < *used);
            }
        });
    }
    assert!(options > 1_000 && in_cuts > 300, "{options}, {in_cuts}");
}
