//! All modes of a phase: its own after the effort ratios, then those that enabled sourcing rules add.

use std::collections::BTreeMap;

use arbitre::model::draft::{ModeDraft, PhaseDraft, PortfolioDraft, ProjectDraft, SourcingRuleDraft};

/// A mode with exact amounts; pools, frameworks and funds by id.
#[derive(Clone)]
pub(super) struct Mode {
    pub(super) id: String,
    pub(super) duration: i64,
    pub(super) effort: BTreeMap<String, i64>,
    pub(super) purchases: BTreeMap<(String, String), i64>,
    pub(super) costs: Vec<(String, i64)>,
}

pub(super) fn half_up(x: f64) -> i64 {
    (x + 0.5 + 1e-9).floor() as i64
}

pub(super) fn centi(days: f64) -> i64 {
    half_up(days * 100.0)
}

pub(super) fn money(amount: f64) -> i64 {
    half_up(amount * 100.0) * 100
}

pub(super) fn all(draft: &PortfolioDraft, project: &ProjectDraft, phase: &PhaseDraft) -> Vec<Mode> {
    let own: Vec<Mode> = phase.modes.iter().map(|m| with_ratios(draft, project, m)).collect();
    let mut out = own.clone();
    for id in &phase.sourcing {
        let rule = draft.sourcing_rules.iter().find(|r| r.id == *id).expect("the draft is valid");
        if rule.enabled {
            out.extend(own.iter().filter_map(|m| bought(draft, m, rule)));
        }
    }
    out
}

fn role<'a>(draft: &'a PortfolioDraft, pool: &str) -> &'a str {
    &draft.pools.iter().find(|p| p.id == pool).expect("the draft is valid").role
}

fn with_ratios(draft: &PortfolioDraft, project: &ProjectDraft, m: &ModeDraft) -> Mode {
    let costs = m.costs.iter().map(|c| (c.fund.clone(), money(c.amount))).collect();
    let mut out = Mode {
        id: m.id.clone(),
        duration: i64::from(m.duration),
        effort: BTreeMap::new(),
        purchases: BTreeMap::new(),
        costs,
    };
    let mut have: BTreeMap<&str, i64> = BTreeMap::new();
    for e in &m.effort {
        *out.effort.entry(e.pool.clone()).or_default() += centi(e.days);
        *have.entry(role(draft, &e.pool)).or_default() += centi(e.days);
    }
    for e in &m.purchases {
        *out.purchases.entry((e.framework.clone(), e.role.clone())).or_default() += centi(e.days);
        *have.entry(&e.role).or_default() += centi(e.days);
    }
    for ratio in &draft.policy.effort_ratios {
        let from = have.get(&ratio.from_role[..]).copied().unwrap_or(0);
        if from != 0 && !have.contains_key(&ratio.to_role[..]) {
            let pool = project.role_pools[&ratio.to_role].clone();
            *out.effort.entry(pool).or_default() += half_up(from as f64 * ratio.ratio);
        }
    }
    out
}

fn bought(draft: &PortfolioDraft, m: &Mode, rule: &SourcingRuleDraft) -> Option<Mode> {
    let factor = rule.duration_factor.unwrap_or(1.0);
    let mut out = m.clone();
    out.id = format!("{}+{}", m.id, rule.id);
    out.duration = (m.duration as f64 * factor - 1e-9).ceil() as i64;
    let mut touched = false;
    for share in &rule.shares {
        for (pool, x) in m.effort.iter().filter(|(pool, _)| role(draft, pool) == share.role) {
            let days = half_up(*x as f64 * share.share);
            *out.effort.get_mut(pool).expect("it is a copy") += half_up(days as f64 * share.oversight) - days;
            *out.purchases.entry((share.framework.clone(), share.role.clone())).or_default() += days;
            touched = true;
        }
    }
    touched.then_some(out)
}
