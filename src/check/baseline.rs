//! The baseline: what was decided and what a plan may do to it, and how much it moves.

use std::collections::HashMap;

use super::Violation;
use super::chosen::{Chosen, ChosenProject};
use super::project::Schedule;
use crate::model::Portfolio;
use crate::plan::{Baseline, Commitment, CommittedProject};

/// Says what the plan may not change and does; gives DISRUPTION. Projects that the portfolio no longer has don't count.
pub(super) fn check(
    portfolio: &Portfolio,
    baseline: &Baseline,
    chosen: &Chosen,
    schedule: &Schedule,
    violations: &mut Vec<Violation>,
) -> f64 {
    let mut disruption = 0.0;
    for old in decided(baseline) {
        let Some(id) = chosen.id(&old.project) else { continue };
        let outcome = &schedule.outcomes[id.index()];
        let moved = outcome.map_or(portfolio.calendar.len() as i64, |o| (o.last - i64::from(old.finish)).abs());
        disruption += portfolio.projects[id.index()].commitment_weight * moved as f64;
        let project = || old.project.clone();
        let now = chosen.get(id);
        if old.commitment == Commitment::Protected && outcome.is_none() {
            violations.push(Violation::ProtectedDropped { project: project() });
        }
        if old.commitment == Commitment::Frozen && !is_same(old, now) {
            violations.push(Violation::FrozenChanged { project: project() });
        }
        let begun = old.phases.iter().filter(|(_, (_, start))| *start < baseline.frozen_before);
        for (phase, _) in begun.filter(|(phase, _)| !is_same_phase(old, now, phase)) {
            violations.push(Violation::BegunChanged { project: project(), phase: phase.clone() });
        }
    }
    disruption
}

/// Each project once: where the baseline names one twice, the last one counts.
fn decided(baseline: &Baseline) -> Vec<&CommittedProject> {
    let mut out: Vec<&CommittedProject> = Vec::with_capacity(baseline.projects.len());
    let mut position = HashMap::new();
    for p in &baseline.projects {
        let i = *position.entry(&p.project).or_insert(out.len());
        if i == out.len() {
            out.push(p);
        } else {
            out[i] = p;
        }
    }
    out
}

fn is_same(old: &CommittedProject, now: Option<&ChosenProject>) -> bool {
    now.is_some_and(|now| now.phases.len() == old.phases.len())
        && old.phases.keys().all(|phase| is_same_phase(old, now, phase))
}

fn is_same_phase(old: &CommittedProject, now: Option<&ChosenProject>, phase: &str) -> bool {
    let (Some((mode, start)), Some(now)) = (old.phases.get(phase), now.and_then(|now| now.phase(phase))) else {
        return false;
    };
    now.mode_name == mode && now.start == i64::from(*start)
}
