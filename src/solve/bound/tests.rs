//! Prices of options, held against the rows that they use.

use super::cut::{At, Cut};
use super::{Pricer, option_costs};
use crate::base::{Never, Rng};
use crate::model::Measure;
use crate::solve::instance::{Instance, Slot, functional, lower};
use crate::solve::stage::Stage;
use crate::solve::state::tests::portfolio;

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
        let mut rng = Rng::new(seed);
        let portfolio = portfolio(&mut rng);
        let instance = lower(&portfolio, None, &Never).expect("nothing abandons it");
        let value = functional(&portfolio, None, &instance, Measure::Value);
        let stage = Stage::new(&instance, value, Vec::new(), instance.periods);
        let mut pricer = Pricer::new(&stage);
        for (row, capacity) in instance.limit.iter().enumerate().filter(|x| *x.1 > 0) {
            let (resource, period) = (row / instance.periods, row % instance.periods);
            if rng.chance(0.3) {
                let at = At { resource, period, capacity: *capacity };
                let cut = Cut::rounded(at, 1 + rng.below(3) as i64, pricer.rows.cuts.users(resource));
                pricer.rows.push(cut);
            }
        }
        let prices: Vec<f64> = (0..pricer.rows.len).map(|_| if rng.chance(0.5) { rng.unit() } else { 0.0 }).collect();
        let costs = option_costs(&pricer, &prices);
        let without_cuts: Vec<f64> =
            prices.iter().enumerate().map(|(row, u)| if row < pricer.rows.first_cut { *u } else { 0.0 }).collect();
        for (m, mode) in instance.modes.iter().enumerate() {
            let project = &instance.projects[instance.phases[mode.phase].project];
            if !project.needs.is_empty() || !project.serves.is_empty() {
                continue;
            }
            for start in instance.starts(mode).filter(|start| costs[mode.first_option + start].is_finite()) {
                let slot = Slot { mode: m as u32, start: start as u32 };
                let (cost, used) = (costs[mode.first_option + start], counted_out(&pricer, &instance, slot, &prices));
                assert!((cost - used).abs() <= 1e-9 * used.abs().max(1.0), "seed {seed}: {cost} and {used}");
                options += 1;
                in_cuts += usize::from(counted_out(&pricer, &instance, slot, &without_cuts) < used);
            }
        }
    }
    assert!(options > 1_000 && in_cuts > 300, "{options}, {in_cuts}");
}
