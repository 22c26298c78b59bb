//! How a node of the tree is split: into two sides that together hold every plan that it holds.

use super::bound::{Priced, Scope, Status};
use super::decision::Decision;
use super::instance::Instance;
use super::propagate::options;

/// The two sides of the scope, the more promising first. The scope holds more than one plan.
pub(crate) fn split(instance: &Instance, scope: &Scope, priced: &Priced, shares: &[f64]) -> [Decision; 2] {
    if let Some(framework) = open_minimum(instance, scope, priced) {
        return [true, false].map(|used| Decision::Used { framework, used });
    }
    if let Some(project) = doubtful_project(scope, priced, shares) {
        let more_in = shares[project] >= 0.5;
        return [more_in, !more_in].map(|is_in| Decision::Project { project, is_in });
    }
    widest_phase(instance, scope, priced)
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

/// The phase of a project that is in with most options left, cut in two.
fn widest_phase(instance: &Instance, scope: &Scope, priced: &Priced) -> [Decision; 2] {
    let inside = (0..instance.phases.len()).filter(|ph| scope.status[instance.phases[*ph].project] == Status::In);
    let count = |ph: &usize| options(instance, scope, *ph).count();
    let phase = inside.max_by_key(|ph| (count(ph), usize::MAX - ph)).expect("more than one plan is in scope");
    let starts: Vec<usize> = options(instance, scope, phase).map(|o| o.2).collect();
    let (first, last) = (starts.iter().min().copied().unwrap_or(0), starts.iter().max().copied().unwrap_or(0));
    if first == last {
        let mode = options(instance, scope, phase).next().expect("it has several options").0;
        return [true, false].map(|only| Decision::Mode { phase, mode, only });
    }
    // The answer's own start ends the early side, so that both sides lose something of it.
    let answer = priced.plans[instance.phases[phase].project].as_ref();
    let answered = answer.map_or(first, |slots| instance.slot_of(phase, slots).start as usize);
    let last = answered.clamp(first, last - 1);
    [true, false].map(|early| Decision::Start { phase, last, early })
}
