//! Prices of options, held against the rows that they use.

use std::sync::Arc;

use super::clique::Clique;
use super::cut::{At, Cut};
use super::mix::Mix;
use super::plane::Plane;
use super::{Pricer, Scope, Status, Volume, option_costs};
use crate::base::Rng;
use crate::solve::instance::{Instance, Slot};
use crate::solve::state::State;
use crate::solve::state::tests::{anywhere, on_some_stage};

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
    for (used, plane) in used[rows.first_cut..].iter_mut().zip(&rows.cuts.list) {
        if let Plane::Clique(clique) = &**plane {
            *used = f64::from(u8::from(clique.slots.contains(&slot)));
        }
    }
    used.iter().zip(prices).map(|(used, price)| used * price).sum()
}

/// What is told of a mixture of answers to random prices.
fn broken_cliques(pricer: &Pricer, rng: &mut Rng) -> Vec<Plane> {
    let scope = Scope::root(pricer.stage);
    let mut answer = |share: f64| {
        let prices: Vec<f64> = pricer.rows.scale.iter().map(|unit| share * rng.unit() / unit).collect();
        pricer.price(&prices, &scope).plans
    };
    let mut mix = Mix::of(&answer(0.0));
    (2..8).for_each(|i| mix.add(1.0 / f64::from(i), &answer(1e6)));
    let (found, _) = super::conflict_graph::find(pricer.stage.instance, &pricer.rows.cuts, &mix, 1 << 30);
    found.into_iter().map(|x| x.0).collect()
}

/// A plan has one option of a clique at most, whatever else it has.
#[test]
fn no_plan_has_two_options_of_a_clique() {
    let (mut cliques, mut hits) = (0, 0);
    for seed in 0..400 {
        on_some_stage(&mut Rng::new(seed), |stage, rng| {
            let (instance, pricer) = (stage.instance, Pricer::new(stage));
            let mut found = Vec::new();
            for plane in broken_cliques(&pricer, rng) {
                let Plane::Clique(clique) = plane else { panic!("only cliques are looked for") };
                assert!(clique.holds(instance), "seed {seed}: {clique:?}");
                found.push(clique);
            }
            cliques += found.len();
            for _ in 0..30 {
                let mut state = State::new(stage);
                let mut all: Vec<Slot> = Vec::new();
                let mut order: Vec<usize> = (0..instance.projects.len()).collect();
                rng.shuffle(&mut order);
                for p in order {
                    let mut fits = |slots: &Vec<Slot>| state.is_in_place(p, slots) && state.try_place(p, slots);
                    all.extend(
                        (0..20).map(|_| anywhere(instance, p, rng)).find(|slots| fits(slots)).unwrap_or_default(),
                    );
                }
                for clique in &found {
                    let own = all.iter().filter(|slot| clique.slots.contains(slot)).count();
                    assert!(own <= 1, "seed {seed}: {own} of {clique:?}");
                    hits += own;
                }
            }
        });
    }
    assert!(cliques > 100 && hits > 100, "{cliques} cliques, {hits} hits");
}

/// A clique is refused where there is room for two of its options, where it names one twice or none, and where it speaks of one
/// project alone.
#[test]
fn a_clique_that_does_not_hold_is_refused() {
    let mut refused = [0; 3];
    for seed in 0..200 {
        on_some_stage(&mut Rng::new(seed), |stage, rng| {
            let (instance, pricer) = (stage.instance, Pricer::new(stage));
            assert!(!Clique { slots: Vec::new() }.holds(instance));
            for plane in broken_cliques(&pricer, rng) {
                let Plane::Clique(clique) = plane else { panic!("only cliques are looked for") };
                let mut roomy = instance.clone();
                roomy.limit.iter_mut().for_each(|limit| *limit = i64::MAX / 4);
                refused[0] += usize::from(!clique.holds(&roomy));
                let mut twice = clique.clone();
                twice.slots.insert(0, twice.slots[0]);
                refused[1] += usize::from(!twice.holds(instance));
                let project = |slot: &Slot| instance.phases[instance.mode(*slot).phase].project;
                let own = clique.slots.iter().copied().filter(|slot| project(slot) == project(&clique.slots[0]));
                refused[2] += usize::from(!Clique { slots: own.collect() }.holds(instance));
                assert!(refused.iter().all(|n| *n == refused[0]), "seed {seed}: {clique:?}");
            }
        });
    }
    assert!(refused[0] > 50, "{refused:?}");
}

/// Rounded rows anywhere and cliques, at random prices: an option costs what its use of each row does.
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
                    pricer.rows.push(Arc::new(Plane::Shares(cut)));
                }
            }
            let cliques = broken_cliques(&pricer, rng);
            cliques.into_iter().for_each(|clique| pricer.rows.push(Arc::new(clique)));
            if rng.chance(0.3) {
                let cuts = pricer.rows.cuts.list.len();
                pricer.rows.truncate(pricer.rows.first_cut + rng.below(cuts + 1));
                let again = broken_cliques(&pricer, rng);
                again.into_iter().for_each(|clique| pricer.rows.push(Arc::new(clique)));
            }
            if rng.chance(0.5) {
                let stay: Vec<bool> = pricer.rows.cuts.list.iter().map(|_| rng.chance(0.7)).collect();
                pricer.rows.retain(&stay);
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

/// Under a branch, prices that were right above it get further with short steps to begin with.
#[test]
fn steps_under_a_branch_begin_short() {
    let (mut gained, mut stages) = ([0.0; 2], 0);
    for seed in 0..300 {
        on_some_stage(&mut Rng::new(seed), |stage, _| {
            let (pricer, mut scope) = (Pricer::new(stage), Scope::root(stage));
            let (mut above, _) = Volume::new(&pricer, &scope, vec![0.0; pricer.rows.len]);
            (0..1_000).for_each(|_| drop(above.advance(&pricer, &scope, 0.8 * above.bound)));
            let Some(project) = scope.status.iter().position(|s| *s == Status::Free) else { return };
            scope.status[project] = if above.gains[project] < 0.0 { Status::In } else { Status::Out };
            let both = [true, false].map(|is_short| {
                let (mut below, _) = Volume::new(&pricer, &scope, above.prices.clone());
                let first = below.bound;
                if is_short {
                    below.begin_under_branch();
                }
                (0..40).for_each(|_| drop(below.advance(&pricer, &scope, 0.95 * below.bound)));
                (first - below.bound) / first.abs().max(1.0)
            });
            if both.iter().all(|gained| gained.is_finite()) {
                gained.iter_mut().zip(both).for_each(|(sum, x)| *sum += x);
                stages += 1;
            }
        });
    }
    assert!(stages > 100 && gained[0] > 1.02 * gained[1], "{gained:?} on {stages} stages");
}

/// Where one plan of a project is left, that is what it is priced at, whatever the order of its phases: at random prices of flow
/// limits, which count first starts and last ends.
#[test]
fn the_only_plan_is_priced_as_it_is() {
    let (mut chains, mut others) = (0, 0);
    for seed in 0..500 {
        on_some_stage(&mut Rng::new(seed), |stage, rng| {
            let instance = stage.instance;
            let (pricer, mut scope) = (Pricer::new(stage), Scope::root(stage));
            let mut state = State::new(stage);
            for p in 0..instance.projects.len() {
                let slots = (0..50).map(|_| anywhere(instance, p, rng)).find(|slots| state.is_in_place(p, slots));
                scope.status[p] = if slots.is_some() { Status::In } else { Status::Out };
                let Some(slots) = slots else { continue };
                scope.allowed[instance.projects[p].options.clone()].fill(false);
                slots.iter().for_each(|slot| scope.allowed[instance.option(*slot)] = true);
                state.place(p, slots);
                let of_its_kind = if instance.projects[p].chain { &mut chains } else { &mut others };
                *of_its_kind += 1;
            }
            let mut prices = vec![0.0; pricer.rows.len];
            let flows = pricer.rows.flows.iter().zip(&instance.flows);
            let rows = flows.flat_map(|(first, flow)| *first..first + flow.rows);
            rows.for_each(|row| prices[row] = 1e9 * rng.unit());
            let priced = pricer.price(&prices, &scope);
            let paid: f64 = prices.iter().zip(&priced.excess).map(|(price, excess)| price * excess).sum();
            let (bound, expected) = (priced.bound, state.profit() as f64 - paid);
            assert!(
                bound.is_finite() && (bound - expected).abs() <= 2.0 * priced.error + 1.0,
                "seed {seed}: {bound}, expected {expected}"
            );
        });
    }
    assert!(chains > 100 && others > 100, "{chains} chains and {others} others");
}
