//! How a node of the tree is split: into two scopes that together hold every plan that it holds.

use super::bound::{Priced, Scope, Status};
use super::instance::{Instance, Mode};
use super::propagate::options;

/// Two halves of the scope, the more promising first. The scope holds more than one plan.
pub(crate) fn split(instance: &Instance, scope: &Scope, priced: &Priced, shares: &[f64]) -> [Scope; 2] {
    if let Some(framework) = open_minimum(instance, scope, priced) {
        return [true, false].map(|used| {
            let mut half = scope.clone();
            half.used[framework] = Some(used);
            if !used {
                bar_orders(instance, &mut half, framework);
            }
            half
        });
    }
    if let Some(p) = doubtful_project(scope, priced, shares) {
        let first = if shares[p] >= 0.5 { Status::In } else { Status::Out };
        let second = if first == Status::In { Status::Out } else { Status::In };
        return [first, second].map(|status| {
            let mut half = scope.clone();
            half.status[p] = status;
            half
        });
    }
    let (phase, cut) = widest_phase(instance, scope, priced);
    [true, false].map(|early| {
        let mut half = scope.clone();
        keep_side(instance, &mut half, phase, cut, early);
        half
    })
}

/// A contract with a minimum, of which it is open whether anything is ordered, and which the answer orders from.
fn open_minimum(instance: &Instance, scope: &Scope, priced: &Priced) -> Option<usize> {
    let ordered = |f: usize| {
        let slots = priced.plans.iter().flatten().flatten();
        slots.flat_map(|s| &instance.mode(*s).orders).filter(|o| o.0 == f).map(|o| o.1).sum::<i64>()
    };
    let is_short = |f: &usize| (1..instance.frameworks[*f].min).contains(&ordered(*f));
    (0..scope.used.len()).find(|f| scope.used[*f].is_none() && is_short(f))
}

/// Takes away every option that orders from the framework.
fn bar_orders(instance: &Instance, scope: &mut Scope, framework: usize) {
    let orders = |m: &&Mode| m.orders.iter().any(|(f, amount)| *f == framework && *amount > 0);
    for mode in instance.modes.iter().filter(orders) {
        scope.allowed[mode.first_option..mode.first_option + mode.starts].fill(false);
    }
}

/// The project that recent answers disagree on most; among those they agree on, the one whose gain is least clear.
fn doubtful_project(scope: &Scope, priced: &Priced, shares: &[f64]) -> Option<usize> {
    let free = (0..shares.len()).filter(|p| scope.status[*p] == Status::Free);
    let doubt = |p: &usize| (shares[*p] - 0.5).abs();
    let clear = |p: &usize| priced.gains[*p].abs();
    free.min_by(|a, b| {
        let (x, y) = ((doubt(a) * 10.0).floor(), (doubt(b) * 10.0).floor());
        x.total_cmp(&y).then(clear(a).total_cmp(&clear(b))).then(a.cmp(b))
    })
}

/// Where a phase's options are cut in two.
#[derive(Clone, Copy, Debug)]
enum Cut {
    /// Starts up to this one, and later ones.
    Start(usize),
    /// This mode, and all others.
    Mode(usize),
}

/// The phase of a project that is in with most options left, and where to cut them.
fn widest_phase(instance: &Instance, scope: &Scope, priced: &Priced) -> (usize, Cut) {
    let inside = (0..instance.phases.len()).filter(|ph| scope.status[instance.phases[*ph].project] == Status::In);
    let count = |ph: &usize| options(instance, scope, *ph).count();
    let phase = inside.max_by_key(|ph| (count(ph), usize::MAX - ph)).expect("more than one plan is in scope");
    let starts: Vec<usize> = options(instance, scope, phase).map(|o| o.2).collect();
    let (first, last) = (starts.iter().min().copied().unwrap_or(0), starts.iter().max().copied().unwrap_or(0));
    if first == last {
        let mode = options(instance, scope, phase).next().expect("it has several options").0;
        return (phase, Cut::Mode(mode));
    }
    // The answer's own start ends the early side, so that both sides lose something of it.
    let answer = priced.plans[instance.phases[phase].project].as_ref();
    let answered = answer.map_or(first, |slots| instance.slot_of(phase, slots).start as usize);
    (phase, Cut::Start(answered.clamp(first, last - 1)))
}

fn keep_side(instance: &Instance, scope: &mut Scope, phase: usize, cut: Cut, early: bool) {
    for m in instance.phases[phase].modes.clone() {
        let mode = &instance.modes[m];
        for start in 0..mode.starts {
            let is_early = match cut {
                Cut::Start(last) => start <= last,
                Cut::Mode(only) => m == only,
            };
            scope.allowed[mode.first_option + start] &= is_early == early;
        }
    }
}
