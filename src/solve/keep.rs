//! Branching on whether a project keeps its kept plan, where a functional counts that: with the rest of the projects
//! settled this way, little room is left to those that come in, and propagation closes the part.

use super::bound::{Mix, Priced, Scope, Status, options};
use super::instance::{Instance, Slot};

/// The project of which it is least clear whether it is kept, with the share of recent answers that keep it; none where it is settled
/// of all.
pub(crate) fn doubtful(instance: &Instance, scope: &Scope, priced: &Priced, mix: &Mix) -> Option<(usize, f64)> {
    let is_open = |p: &usize| priced.keeps[*p].is_some() && !is_settled(instance, scope, *p);
    let kept = |p: usize| mix.plans(p).filter(|(_, slots)| instance.is_kept(p, slots)).map(|x| x.0).sum::<f64>();
    let open = (0..priced.keeps.len()).filter(is_open).map(|p| (p, kept(p)));
    let doubt = |share: f64| ((share - 0.5).abs() * 10.0).floor();
    let clear = |p: usize| priced.keeps[p].map_or(f64::INFINITY, f64::abs);
    open.min_by(|a, b| doubt(a.1).total_cmp(&doubt(b.1)).then(clear(a.0).total_cmp(&clear(b.0))).then(a.0.cmp(&b.0)))
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
