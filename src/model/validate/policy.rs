//! Selection rules and the policy.

use std::collections::HashSet;

use super::super::{
    EffortRatio, FlowKind, FlowLimit, Goal, Measure, Policy, ProblemCode, SelectionRule, SelectionRuleKind,
};
use super::context::Context;
use crate::base::ProjectId;

pub(super) fn rules(cx: &mut Context) -> Vec<SelectionRule> {
    let draft = cx.draft;
    cx.unique_ids("rules", draft.rules.iter().map(|r| &r.id[..]));
    let mut out = Vec::new();
    for (i, r) in draft.rules.iter().enumerate() {
        let path = format!("rules[{i}]");
        let mut seen = HashSet::new();
        let mut projects = Vec::new();
        for (k, id) in r.projects.iter().enumerate() {
            let at = format!("{path}.projects[{k}]");
            if !seen.insert(id) {
                cx.problem(ProblemCode::Repeated, &at, id);
            }
            projects.extend(cx.find(&at, id, |cx| &cx.projects).map(ProjectId::new));
        }
        if r.projects.is_empty() {
            cx.problem(ProblemCode::Missing, &format!("{path}.projects"), "");
        }
        let counts = matches!(r.kind, Some(SelectionRuleKind::AtMost | SelectionRuleKind::AtLeast));
        let too_many = r.kind == Some(SelectionRuleKind::AtLeast) && r.count > r.projects.len() as i32;
        if r.count < 0 || too_many || (!counts && r.kind.is_some() && r.count != 0) {
            cx.problem(ProblemCode::BadCount, &format!("{path}.count"), r.count);
        }
        match r.kind {
            Some(kind) => out.push(SelectionRule { id: r.id.clone(), kind, projects, count: r.count }),
            None => cx.problem(ProblemCode::UnknownEnum, &format!("{path}.kind"), ""),
        }
    }
    out
}

pub(super) fn policy(cx: &mut Context) -> Policy {
    let draft = cx.draft;
    let p = &draft.policy;
    if cx.finite("policy.valueDecay", p.value_decay) && !(0.0..1.0).contains(&p.value_decay) {
        cx.problem_with(ProblemCode::OutOfRange, "policy.valueDecay", p.value_decay, "[0, 1[".to_owned());
    }
    let mut start_gates = Vec::new();
    for (i, text) in p.start_gates.iter().enumerate() {
        let path = format!("policy.startGates[{i}]");
        let day = cx.date(&path, text);
        cx.inside(&path, day);
        start_gates.extend(day);
    }
    Policy {
        value_decay: p.value_decay,
        effort_ratios: ratios(cx),
        flow_limits: flow_limits(cx),
        start_gates,
        goals: goals(cx),
    }
}

fn ratios(cx: &mut Context) -> Vec<EffortRatio> {
    let draft = cx.draft;
    let mut out = Vec::new();
    for (i, r) in draft.policy.effort_ratios.iter().enumerate() {
        let path = format!("policy.effortRatios[{i}]");
        for (name, role) in [("fromRole", &r.from_role), ("toRole", &r.to_role)] {
            if role.is_empty() {
                cx.problem(ProblemCode::Missing, &format!("{path}.{name}"), "");
            }
        }
        out.push(EffortRatio {
            from_role: r.from_role.clone(),
            to_role: r.to_role.clone(),
            ratio: cx.up_to(&format!("{path}.ratio"), r.ratio, 100.0),
        });
    }
    out
}

fn flow_limits(cx: &mut Context) -> Vec<FlowLimit> {
    let draft = cx.draft;
    cx.unique_ids("policy.flowLimits", draft.policy.flow_limits.iter().map(|f| &f.id[..]));
    let mut out = Vec::new();
    for (i, f) in draft.policy.flow_limits.iter().enumerate() {
        let path = format!("policy.flowLimits[{i}]");
        let window = f.window.map_or(1, |w| cx.within(&format!("{path}.window"), w, 1, 1_000_000));
        let limit = FlowLimit {
            id: f.id.clone(),
            kind: f.kind.unwrap_or(FlowKind::UnderWay),
            max: cx.within(&format!("{path}.max"), f.max, 0, i32::MAX) as u32,
            window: window as u32,
            sponsor: f.sponsor.clone(),
            tag: f.tag.clone(),
        };
        if f.kind.is_none() {
            cx.problem(ProblemCode::UnknownEnum, &format!("{path}.kind"), "");
        }
        out.push(limit);
    }
    out
}

fn goals(cx: &mut Context) -> Vec<Goal> {
    let draft = cx.draft;
    let mut seen = HashSet::new();
    let mut out = Vec::new();
    for (i, g) in draft.policy.goals.iter().enumerate() {
        let path = format!("policy.goals[{i}]");
        // All of the value is the most that can be given up; a cost may be let grow a millionfold.
        let most = if g.measure == Some(Measure::Value) { 1.0 } else { 1e6 };
        let slack = cx.up_to(&format!("{path}.slack"), g.slack, most);
        let Some(measure) = g.measure else {
            cx.problem(ProblemCode::UnknownEnum, &format!("{path}.measure"), "");
            continue;
        };
        if !seen.insert(measure) {
            cx.problem(ProblemCode::Repeated, &format!("{path}.measure"), measure.name());
        }
        out.push(Goal { measure, slack });
    }
    if out.is_empty() { vec![Goal { measure: Measure::Value, slack: 0.0 }] } else { out }
}
