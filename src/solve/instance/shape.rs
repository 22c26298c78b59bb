//! The shape of a project: the order of its phases, whether they form a chain, and the tree that dynamic programming
//! runs over.

use super::{Phase, Project};
use crate::model;

/// The phases of a project in topological order (positions in the portfolio's order).
pub(super) fn topological(project: &model::Project, own: impl Fn(&model::Dependency) -> bool) -> Vec<usize> {
    let n = project.phases.len();
    let mut left: Vec<usize> = (0..n).collect();
    let mut order = Vec::with_capacity(n);
    while !left.is_empty() {
        let ready = left.iter().position(|i| {
            project.phases[*i].after.iter().filter(|d| own(d)).all(|d| match d.phase {
                Some(q) => order.contains(&q.index()),
                None => false,
            })
        });
        let ready = ready.expect("validation refuses cycles");
        order.push(left.remove(ready));
    }
    order
}

/// Sets `chain`, `source`, `sink`, and the phases' tree. `phases` are the project's, in topological order, and `base`
/// the position of the first.
pub(super) fn set_shape(project: &mut Project, phases: &mut [Phase], least_duration: &[i64]) {
    let base = project.phases.start;
    let n = phases.len();
    project.chain = is_chain(phases, base);
    let mut earliest = vec![0_i64; n];
    for j in 0..n {
        let ends =
            phases[j].preds.iter().map(|(i, lag)| (earliest[i - base] + least_duration[i - base] + lag, *i, *lag));
        let parent = if project.chain && j > 0 {
            phases[j].preds.iter().filter(|(i, _)| *i == base + j - 1).map(|(i, lag)| (*i, *lag)).max_by_key(|x| x.1)
        } else {
            ends.clone().max().map(|(_, i, lag)| (i, lag))
        };
        earliest[j] = ends.map(|x| x.0).max().unwrap_or(0).max(0);
        phases[j].is_root = parent.is_none();
        if let Some((i, lag)) = parent {
            phases[i - base].children.push((base + j, lag));
        }
    }
    project.source = base;
    project.sink =
        base + (0..n).max_by_key(|j| (earliest[*j] + least_duration[*j], *j)).expect("a project has a phase");
    if project.chain {
        project.sink = base + n - 1;
    }
}

/// Each phase follows the one before it without overlap, and every other arc is implied.
fn is_chain(phases: &[Phase], base: usize) -> bool {
    let mut steps = Vec::with_capacity(phases.len());
    for (j, phase) in phases.iter().enumerate().skip(1) {
        let lag = phase.preds.iter().filter(|(i, _)| *i == base + j - 1).map(|x| x.1).max();
        match lag {
            Some(lag) if lag >= 0 => steps.push(lag),
            _ => return false,
        }
    }
    phases
        .iter()
        .enumerate()
        .all(|(j, phase)| phase.preds.iter().all(|(i, lag)| *lag <= steps[i - base..j].iter().sum()))
}
