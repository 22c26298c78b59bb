//! Why projects change between two plans. A reason holds of the plan that keeps a project from being as in the other: of
//! this plan where it is worse off, of the reference where it is better off.

use super::entry::Entry;
use super::facts::Change;
use crate::base::{Lang, ProjectId, Stop};
use crate::explain;
use crate::plan::{ChangeKind, Plan, ProjectPlan, Reason};

/// Writes the reasons into the changes.
pub(super) fn give(changes: &mut [Change], reference: &Entry, entry: &Entry, lang: Lang, stop: &dyn Stop) {
    let delayed = not_as_early(changes, ChangeKind::Delayed, entry, reference, lang, stop);
    let advanced = not_as_early(changes, ChangeKind::Advanced, reference, entry, lang, stop);
    let (mut delayed, mut advanced) = (delayed.into_iter(), advanced.into_iter());
    for change in changes {
        let (whose, reasons) = match change.kind {
            ChangeKind::Added => (reference, reasons(reference.plan, &change.project)),
            ChangeKind::Dropped => (entry, reasons(entry.plan, &change.project)),
            ChangeKind::Delayed => (entry, delayed.next().unwrap_or_default()),
            ChangeKind::Advanced => (reference, advanced.next().unwrap_or_default()),
            ChangeKind::Rearranged => (entry, Vec::new()),
        };
        change.reasons = reasons.into_iter().map(|r| (whose.scenario, r)).collect();
        if !change.bought.is_empty() {
            let bargains = reasons_of_purchase(entry.plan, &change.project);
            change.reasons.extend(bargains.into_iter().map(|r| (entry.scenario, r)));
        }
    }
}

/// For each change of that kind, why the project does not end in `late`'s plan as early as in `early`'s.
fn not_as_early(
    changes: &[Change],
    kind: ChangeKind,
    late: &Entry,
    early: &Entry,
    lang: Lang,
    stop: &dyn Stop,
) -> Vec<Vec<Reason>> {
    let asked: Vec<Option<(ProjectId, usize)>> = changes
        .iter()
        .filter(|c| c.kind == kind)
        .map(|c| {
            let project = late.case.portfolio.projects.iter().position(|p| p.id == c.project)?;
            let end = planned(early.plan, &c.project)?.finish_period()? + 1;
            Some((ProjectId::new(project), usize::try_from(end).ok()?))
        })
        .collect();
    let known: Vec<(ProjectId, usize)> = asked.iter().copied().flatten().collect();
    if known.is_empty() {
        return vec![Vec::new(); asked.len()];
    }
    let baseline = late.case.baseline.as_ref();
    let mut found = explain::why_not_by(&late.case.portfolio, baseline, late.plan, &known, lang, stop).into_iter();
    asked.iter().map(|a| a.and_then(|_| found.next()).unwrap_or_default()).collect()
}

fn planned<'a>(plan: &'a Plan, project: &str) -> Option<&'a ProjectPlan> {
    plan.projects.iter().find(|p| p.project == project)
}

/// Why the project is out of the plan.
fn reasons(plan: &Plan, project: &str) -> Vec<Reason> {
    planned(plan, project).filter(|p| !p.selected).map(|p| p.reasons.clone()).unwrap_or_default()
}

/// Why the project, which is in, is late or bought there.
fn reasons_of_purchase(plan: &Plan, project: &str) -> Vec<Reason> {
    planned(plan, project).filter(|p| p.selected).map(|p| p.reasons.clone()).unwrap_or_default()
}
