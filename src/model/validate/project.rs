//! Projects, phases and modes.

use std::collections::{BTreeMap, HashSet};

use super::super::draft::{DependencyDraft, ModeDraft, PhaseDraft};
use super::super::{Cost, Dependency, Effort, GrantShare, Mode, ObjectiveScore, Phase, ProblemCode, Project, Purchase};
use super::context::Context;
use crate::base::{Centidays, FrameworkId, FundId, Money, PhaseId, PoolId, ProjectId, SourcingRuleId};

/// Durations and lags beyond this are mistakes.
const LONGEST: i32 = 1_000_000;

pub(super) fn project(cx: &mut Context, i: usize) -> Project {
    let draft = cx.draft;
    let p = &*draft.projects[i];
    let path = format!("projects[{i}]");
    if i == 0 {
        cx.unique_ids("projects", draft.projects.iter().map(|p| &p.id[..]));
    }
    let earliest_start = cx.optional_date(&format!("{path}.earliestStart"), &p.earliest_start);
    let deadline = cx.optional_date(&format!("{path}.deadline"), &p.deadline);
    let target = cx.optional_date(&format!("{path}.target"), &p.target);
    cx.window(&format!("{path}.deadline"), earliest_start, deadline);
    if let Some(value) = p.value {
        cx.finite(&format!("{path}.value"), value);
    }
    let scores = scores(cx, i);
    let weigh = |s: &ObjectiveScore| draft.objectives[s.objective].weight * s.score;
    let summed: f64 = scores.iter().map(weigh).sum();
    if p.value.is_none() && summed.is_finite() {
        cx.finite(&format!("{path}.scores"), summed);
    }
    if p.phases.is_empty() {
        cx.problem(ProblemCode::Missing, &format!("{path}.phases"), "");
    }
    cx.unique_ids(&format!("{path}.phases"), p.phases.iter().map(|ph| &ph.id[..]));
    let role_pools = role_pools(cx, i);
    let weight = p.commitment_weight.map_or(1.0, |x| cx.non_negative(&format!("{path}.commitmentWeight"), x));
    Project {
        id: p.id.clone(),
        name: p.name.clone(),
        sponsor: p.sponsor.clone(),
        tags: p.tags.clone(),
        value: p.value.unwrap_or(summed),
        value_given: p.value.is_some(),
        scores,
        must_do: p.must_do,
        earliest_start,
        deadline,
        target,
        late_penalty: cx.non_negative(&format!("{path}.latePenalty"), p.late_penalty),
        phases: p.phases.iter().enumerate().map(|(j, ph)| phase(cx, i, &format!("{path}.phases[{j}]"), ph)).collect(),
        role_pools,
        grants: grants(cx, i),
        commitment_weight: weight,
    }
}

fn scores(cx: &mut Context, i: usize) -> Vec<ObjectiveScore> {
    let draft = cx.draft;
    let mut seen = HashSet::new();
    let mut out = Vec::new();
    for (j, s) in draft.projects[i].scores.iter().enumerate() {
        let path = format!("projects[{i}].scores[{j}]");
        cx.finite(&format!("{path}.score"), s.score);
        if !seen.insert(&s.objective) {
            cx.problem(ProblemCode::Repeated, &format!("{path}.objective"), &s.objective);
        }
        if let Some(objective) = cx.find(&format!("{path}.objective"), &s.objective, |cx| &cx.objectives) {
            out.push(ObjectiveScore { objective, score: s.score });
        }
    }
    out
}

fn role_pools(cx: &mut Context, i: usize) -> BTreeMap<String, PoolId> {
    let draft = cx.draft;
    let mut out = BTreeMap::new();
    for (role, pool) in &draft.projects[i].role_pools {
        if let Some(pool) = cx.find(&format!("projects[{i}].rolePools.{role}"), pool, |cx| &cx.pools) {
            out.insert(role.clone(), PoolId::new(pool));
        }
    }
    out
}

fn grants(cx: &mut Context, i: usize) -> Vec<GrantShare> {
    let draft = cx.draft;
    let mut seen = HashSet::new();
    let mut out = Vec::new();
    let mut sum = 0.0;
    for (j, g) in draft.projects[i].grants.iter().enumerate() {
        let path = format!("projects[{i}].grants[{j}]");
        if !seen.insert(&g.fund) {
            cx.problem(ProblemCode::Repeated, &format!("{path}.fund"), &g.fund);
        }
        let share = cx.share(&format!("{path}.share"), g.share);
        sum += share;
        if sum > 1.0 + 1e-9 {
            cx.problem_with(ProblemCode::SharesExceedOne, &format!("{path}.share"), g.share, sum.to_string());
        }
        if let Some(fund) = cx.find(&format!("{path}.fund"), &g.fund, |cx| &cx.funds) {
            out.push(GrantShare { fund: FundId::new(fund), share });
        }
    }
    out
}

fn phase(cx: &mut Context, i: usize, path: &str, ph: &PhaseDraft) -> Phase {
    if ph.modes.is_empty() {
        cx.problem(ProblemCode::Missing, &format!("{path}.modes"), "");
    }
    let draft = cx.draft;
    let mut ids: HashSet<String> = HashSet::new();
    for (k, m) in ph.modes.iter().enumerate() {
        if m.id.is_empty() {
            cx.problem(ProblemCode::EmptyId, &format!("{path}.modes[{k}].id"), "");
        } else if !ids.insert(m.id.clone()) {
            cx.problem(ProblemCode::DuplicateId, &format!("{path}.modes[{k}].id"), &m.id);
        }
    }
    let mut sourcing = Vec::new();
    let mut seen = HashSet::new();
    for (k, id) in ph.sourcing.iter().enumerate() {
        let at = format!("{path}.sourcing[{k}]");
        if !seen.insert(id) {
            cx.problem(ProblemCode::Repeated, &at, id);
            continue;
        }
        if let Some(rule) = cx.find(&at, id, |cx| &cx.rules) {
            sourcing.push(SourcingRuleId::new(rule));
            for (m, mode) in ph.modes.iter().enumerate() {
                let added = format!("{}+{}", mode.id, draft.sourcing_rules[rule].id);
                if !ids.insert(added.clone()) {
                    cx.problem_with(ProblemCode::DuplicateId, &format!("{path}.modes[{m}].id"), &mode.id, added);
                }
            }
        }
    }
    Phase {
        id: ph.id.clone(),
        name: ph.name.clone(),
        modes: ph.modes.iter().enumerate().map(|(k, m)| mode(cx, i, &format!("{path}.modes[{k}]"), m)).collect(),
        after: ph
            .after
            .iter()
            .enumerate()
            .filter_map(|(k, d)| dependency(cx, i, &format!("{path}.after[{k}]"), d))
            .collect(),
        sourcing,
    }
}

fn dependency(cx: &mut Context, i: usize, path: &str, d: &DependencyDraft) -> Option<Dependency> {
    let lag = cx.within(&format!("{path}.lag"), d.lag, -LONGEST, LONGEST);
    let project = match &d.project[..] {
        "" => None,
        id => Some(cx.find(&format!("{path}.project"), id, |cx| &cx.projects)?),
    };
    let phase = match &d.phase[..] {
        "" => None,
        id => {
            let found = cx.phases[project.unwrap_or(i)].get(id).copied();
            if found.is_none() {
                cx.problem(ProblemCode::UnknownId, &format!("{path}.phase"), id);
            }
            Some(PhaseId::new(found?))
        }
    };
    Some(Dependency { project: project.map(ProjectId::new), phase, lag })
}

fn mode(cx: &mut Context, i: usize, path: &str, m: &ModeDraft) -> Mode {
    let duration = cx.within(&format!("{path}.duration"), m.duration, 0, LONGEST) as u32;
    if m.duration == 0 && !(m.effort.is_empty() && m.purchases.is_empty() && m.costs.is_empty()) {
        cx.problem(ProblemCode::MilestoneUses, path, &m.id);
    }
    let mut out = Mode { id: m.id.clone(), duration, effort: Vec::new(), purchases: Vec::new(), costs: Vec::new() };
    for (k, e) in m.effort.iter().enumerate() {
        let days = Centidays::from_days(cx.days(&format!("{path}.effort[{k}].days"), e.days));
        if let Some(pool) = cx.find(&format!("{path}.effort[{k}].pool"), &e.pool, |cx| &cx.pools) {
            out.effort.push(Effort { pool: PoolId::new(pool), days });
        }
    }
    let draft = cx.draft;
    for (k, p) in m.purchases.iter().enumerate() {
        let at = format!("{path}.purchases[{k}]");
        let days = Centidays::from_days(cx.days(&format!("{at}.days"), p.days));
        if let Some(f) = cx.find(&format!("{at}.framework"), &p.framework, |cx| &cx.frameworks) {
            if !draft.frameworks[f].rates.iter().any(|r| r.role == p.role) {
                cx.problem_with(ProblemCode::MissingRate, &format!("{at}.role"), &p.role, p.framework.clone());
            }
            out.purchases.push(Purchase { framework: FrameworkId::new(f), role: p.role.clone(), days });
        }
    }
    for (k, c) in m.costs.iter().enumerate() {
        let amount = Money::from_units(cx.cost(&format!("{path}.costs[{k}].amount"), c.amount));
        if let Some(fund) = cx.find(&format!("{path}.costs[{k}].fund"), &c.fund, |cx| &cx.funds) {
            out.costs.push(Cost { fund: FundId::new(fund), amount, label: c.label.clone() });
        }
    }
    ratios_have_pools(cx, i, path, m);
    out
}

/// Every role that a ratio brings to the mode is served by one of the project's role pools.
fn ratios_have_pools(cx: &mut Context, i: usize, path: &str, m: &ModeDraft) {
    let draft = cx.draft;
    let pool_role = |id: &str| cx.pools.get(id).map(|p| &draft.pools[*p].role[..]);
    let own = m.effort.iter().filter_map(|e| Some((pool_role(&e.pool)?, e.days)));
    let have: Vec<(&str, f64)> = own.chain(m.purchases.iter().map(|p| (&p.role[..], p.days))).collect();
    let mut without = Vec::new();
    for ratio in &draft.policy.effort_ratios {
        let brings = have.iter().any(|(role, days)| *role == ratio.from_role && *days > 0.0);
        let has = have.iter().any(|(role, _)| *role == ratio.to_role);
        if brings && !has && !draft.projects[i].role_pools.contains_key(&ratio.to_role) {
            without.push(ratio.to_role.clone());
        }
    }
    for role in without {
        cx.problem_with(ProblemCode::RatioWithoutPool, path, &role, format!("projects[{i}].rolePools"));
    }
}
