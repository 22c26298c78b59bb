//! What all plans have in common, and what the choice of a scenario decides.

use super::entry::Entry;
use super::facts::{Backbone, ComparedProject, Verdict};

/// The backbone of the projects' plans.
pub(super) fn of(projects: &[ComparedProject], entries: &[Entry]) -> Backbone {
    let with = |verdict: Verdict| {
        let found = projects.iter().enumerate().filter(|(_, p)| p.verdict == verdict);
        found.map(|(i, _)| i).collect::<Vec<usize>>()
    };
    let (same, moves) = (with(Verdict::Same), with(Verdict::Moves));
    let value_share = value_share(projects, entries, same.iter().chain(&moves));
    Backbone { same, moves, out: with(Verdict::Out), decisions: decisions(projects), value_share }
}

/// Projects that are in some plans only, by those plans; in the order of the first project of each.
fn decisions(projects: &[ComparedProject]) -> Vec<(Vec<usize>, Vec<usize>)> {
    let mut out: Vec<(Vec<usize>, Vec<usize>)> = Vec::new();
    for (i, p) in projects.iter().enumerate().filter(|(_, p)| p.verdict == Verdict::Depends) {
        let inside: Vec<usize> = p.placements.iter().filter(|x| x.1.selected).map(|x| x.0).collect();
        match out.iter_mut().find(|d| d.0 == inside) {
            Some(decision) => decision.1.push(i),
            None => out.push((inside, vec![i])),
        }
    }
    out
}

/// The least that these projects bring in any plan, over the least that a plan brings in all.
fn value_share<'a>(
    projects: &[ComparedProject],
    entries: &[Entry],
    common: impl Iterator<Item = &'a usize> + Clone,
) -> f64 {
    let of = |k: usize| common.clone().map(|i| projects[*i].placements[k].1.value).sum::<f64>();
    let all = |k: usize| projects.iter().map(|p| p.placements[k].1.value).sum::<f64>();
    let least = |f: &dyn Fn(usize) -> f64| (0..entries.len()).map(f).fold(f64::INFINITY, f64::min);
    let (common, all) = (least(&of), least(&all));
    if all > 0.0 { common / all } else { 1.0 }
}
