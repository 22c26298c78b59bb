//! How plans are judged: policy and selection rules.

use arbitre::base::Rng;
use arbitre::model::draft::*;
use arbitre::model::{FlowKind, Measure, SelectionRuleKind};

use super::dice::{between, figure, maybe, pick};
use super::supply::{ROLES, Scale, iso_day};

pub(super) fn policy(rng: &mut Rng, draft: &mut PortfolioDraft, scale: &Scale) {
    draft.policy = PolicyDraft {
        value_decay: if rng.chance(0.6) { figure(rng, 0.0, 0.1, 0.005) } else { 0.0 },
        effort_ratios: ratios(rng),
        flow_limits: (0..pick(rng, &[0, 0, 1, 1, 2])).map(|i| flow_limit(rng, i)).collect(),
        start_gates: (0..pick(rng, &[0, 0, 0, 0, 3, 4])).map(|_| iso_day(rng, scale)).collect(),
        goals: goals(rng),
    };
}

fn ratios(rng: &mut Rng) -> Vec<EffortRatioDraft> {
    let ratio = |from: usize, to: usize, ratio| EffortRatioDraft {
        from_role: ROLES[from].to_owned(),
        to_role: ROLES[to].to_owned(),
        ratio,
    };
    match rng.below(6) {
        0 => vec![ratio(0, 1, 0.5)],
        1 => vec![ratio(0, 1, 0.25), ratio(0, 2, 0.125)],
        2 => vec![ratio(1, 2, 0.333), ratio(0, 2, 0.2)],
        _ => Vec::new(),
    }
}

fn flow_limit(rng: &mut Rng, i: usize) -> FlowLimitDraft {
    let kind = pick(rng, &[FlowKind::UnderWay, FlowKind::Starts, FlowKind::Finishes]);
    FlowLimitDraft {
        id: format!("flow{i}"),
        kind: Some(kind),
        max: pick(rng, &[1, 1, 2]),
        window: maybe(rng, 0.5, |rng| between(rng, 1, 3) as i32),
        sponsor: pick(rng, &["", "", "north"]).to_owned(),
        tag: pick(rng, &["", "", "law"]).to_owned(),
    }
}

/// VALUE alone most often, then VALUE and others, then others first.
fn goals(rng: &mut Rng) -> Vec<GoalDraft> {
    let mut measures = Measure::ALL.to_vec();
    rng.shuffle(&mut measures);
    match rng.below(10) {
        0..2 => return Vec::new(),
        2..4 => measures = vec![Measure::Value],
        4..7 => {
            measures.retain(|m| *m != Measure::Value);
            measures.insert(0, Measure::Value);
            measures.truncate(between(rng, 2, 3));
        }
        _ => measures.truncate(between(rng, 1, 3)),
    }
    let goal = |measure| GoalDraft { measure: Some(measure), slack: pick(rng, &[0.0, 0.0, 0.01, 0.1, 0.5]) };
    measures.into_iter().map(goal).collect()
}

pub(super) fn rules(rng: &mut Rng, draft: &mut PortfolioDraft) {
    let kinds = [
        SelectionRuleKind::AtMost,
        SelectionRuleKind::AtLeast,
        SelectionRuleKind::Together,
        SelectionRuleKind::Implies,
    ];
    for i in 0..pick(rng, &[0, 0, 1, 1, 2]) {
        let kind = pick(rng, &kinds);
        let mut projects: Vec<String> = draft.projects.iter().map(|p| p.id.clone()).collect();
        rng.shuffle(&mut projects);
        projects.truncate(between(rng, 2, 3));
        let count = match kind {
            SelectionRuleKind::AtMost => rng.below(projects.len()),
            SelectionRuleKind::AtLeast => 1,
            SelectionRuleKind::Together | SelectionRuleKind::Implies => 0,
        };
        draft.rules.push(RuleDraft { id: format!("rule{i}"), kind: Some(kind), projects, count: count as i32 });
    }
}
