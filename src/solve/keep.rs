//! Branching on whether a project keeps its kept plan, where a functional counts that: with the rest of the projects
//! settled this way, little room is left to those that come in, and propagation closes the part.

use super::bound::{Priced, Scope, Status};
use super::instance::{Instance, Slot};
use super::propagate::options;

/// The project of which it is least clear whether it is kept; none where it is settled of all.
pub(crate) fn doubtful(instance: &Instance, scope: &Scope, priced: &Priced, kept: &[f64]) -> Option<usize> {
    let open = (0..kept.len()).filter(|p| priced.keeps[*p].is_some() && !is_settled(instance, scope, *p));
    let doubt = |p: &usize| ((kept[*p] - 0.5).abs() * 10.0).floor();
    let clear = |p: &usize| priced.keeps[*p].map_or(f64::INFINITY, f64::abs);
    open.min_by(|a, b| doubt(a).total_cmp(&doubt(b)).then(clear(a).total_cmp(&clear(b))).then(a.cmp(b)))
}

/// Settles that the project is kept, or that it is not.
pub(crate) fn settle(instance: &Instance, scope: &mut Scope, project: usize, is_kept: bool) {
    if !is_kept {
        scope.changed[project] = true;
        return;
    }
    scope.status[project] = Status::In;
    let slots = instance.kept[project].as_deref().unwrap_or_default();
    for (phase, slot) in instance.projects[project].phases.clone().zip(slots) {
        bar(instance, scope, phase, |other| other != *slot);
    }
}

/// Settles the projects of which one side cannot exceed the cutoff; says whether there were any.
pub(crate) fn fix(instance: &Instance, scope: &mut Scope, priced: &Priced, bound: f64, cutoff: f64) -> bool {
    let mut fixed = false;
    for (p, keep) in priced.keeps.iter().enumerate() {
        let Some(keep) = keep.filter(|keep| bound - keep.abs() <= cutoff) else { continue };
        if !is_settled(instance, scope, p) {
            settle(instance, scope, p, keep > 0.0);
            fixed = true;
        }
    }
    fixed
}

fn is_settled(instance: &Instance, scope: &Scope, project: usize) -> bool {
    let single = |ph: usize| options(instance, scope, ph).nth(1).is_none();
    let is_in = scope.status[project] == Status::In;
    scope.changed[project]
        || scope.status[project] == Status::Out
        || (is_in && instance.projects[project].phases.clone().all(single))
}

fn slot_of(mode: usize, start: usize) -> Slot {
    Slot { mode: mode as u32, start: start as u32 }
}

/// Takes away a phase's options; says whether there were any.
fn bar(instance: &Instance, scope: &mut Scope, phase: usize, is_barred: impl Fn(Slot) -> bool) -> bool {
    let mut changed = false;
    for m in instance.phases[phase].modes.clone() {
        let mode = &instance.modes[m];
        for start in 0..mode.starts {
            if is_barred(slot_of(m, start)) {
                changed |= std::mem::replace(&mut scope.allowed[mode.first_option + start], false);
            }
        }
    }
    changed
}
