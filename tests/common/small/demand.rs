//! What is asked for: projects, their phases and the ways of doing them.

use std::collections::BTreeMap;
use std::sync::Arc;

use arbitre::base::Rng;
use arbitre::model::draft::*;

use super::dice::{between, figure, maybe, pick};
use super::supply::{Scale, iso_day};

pub(super) fn projects(rng: &mut Rng, draft: &mut PortfolioDraft, scale: &Scale, count: usize) {
    for i in 0..count {
        let project = project(rng, draft, scale, i);
        draft.projects.push(Arc::new(project));
    }
}

fn project(rng: &mut Rng, draft: &PortfolioDraft, scale: &Scale, i: usize) -> ProjectDraft {
    // Without VALUE in front, only what has to be done keeps the best plan from being empty.
    let must_do = if draft.policy.goals.first().is_some_and(|g| !g.measure.is_some_and(|m| m.is_maximised())) {
        0.15
    } else {
        0.03
    };
    let scored = !draft.objectives.is_empty() && rng.chance(0.4);
    let scores = draft.objectives.iter().filter(|_| scored && rng.chance(0.8)).map(|o| o.id.clone());
    let scores: Vec<String> = scores.collect();
    let (earliest_start, deadline) = window(rng, scale);
    ProjectDraft {
        id: format!("project{i}"),
        name: format!("Project {i}"),
        sponsor: pick(rng, &["north", "south", ""]).to_owned(),
        tags: ["core", "law"].into_iter().filter(|_| rng.chance(0.4)).map(str::to_owned).collect(),
        value: (!scored || rng.chance(0.3)).then(|| value(rng)),
        scores: scores
            .into_iter()
            .map(|objective| ScoreDraft { objective, score: figure(rng, 1.0, 20.0, 0.5) })
            .collect(),
        must_do: rng.chance(must_do),
        earliest_start,
        deadline,
        target: maybe(rng, 0.4, |rng| iso_day(rng, scale)).unwrap_or_default(),
        late_penalty: pick(rng, &[0.0, 0.5, 3.0, 8.25]),
        phases: phases(rng, draft, scale, i),
        role_pools: role_pools(rng, draft),
        grants: grants(rng, draft),
        commitment_weight: maybe(rng, 0.3, |rng| pick(rng, &[0.5, 2.0, 3.25])),
    }
}

fn value(rng: &mut Rng) -> f64 {
    match rng.below(10) {
        0 => 0.0,
        1 => -figure(rng, 1.0, 20.0, 0.5),
        _ => figure(rng, 5.0, 60.0, 0.25),
    }
}

/// Earliest start and deadline, either or both left open, never crossed.
fn window(rng: &mut Rng, scale: &Scale) -> (String, String) {
    let mut days = [iso_day(rng, scale), iso_day(rng, scale)];
    days.sort();
    let [first, last] = days;
    match rng.below(10) {
        0 => (first, String::new()),
        1 => (String::new(), last),
        2 => (first, last),
        _ => Default::default(),
    }
}

fn role_pools(rng: &mut Rng, draft: &PortfolioDraft) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    for ratio in &draft.policy.effort_ratios {
        let serving: Vec<_> = draft.pools.iter().filter(|p| p.role == ratio.to_role).cloned().collect();
        let pool = pick(rng, if serving.is_empty() { &draft.pools } else { &serving });
        out.insert(ratio.to_role.clone(), pool.id);
    }
    out
}

fn grants(rng: &mut Rng, draft: &PortfolioDraft) -> Vec<GrantDraft> {
    let funds = draft.funds.iter().rev().take(2).filter(|_| rng.chance(0.25)).map(|f| f.id.clone());
    let funds: Vec<String> = funds.collect();
    funds.into_iter().map(|fund| GrantDraft { fund, share: pick(rng, &[0.1, 0.3, 0.5, 0.333]) }).collect()
}

fn phases(rng: &mut Rng, draft: &PortfolioDraft, scale: &Scale, i: usize) -> Vec<PhaseDraft> {
    let count = pick(rng, &[1, 1, 1, 2, 2, 3]);
    let mut out: Vec<PhaseDraft> = Vec::new();
    for j in 0..count {
        let mut after = within(rng, j);
        if j == 0 || rng.chance(0.1) {
            after.extend(across(rng, draft, i));
        }
        let sourcing = draft.sourcing_rules.iter().filter(|_| rng.chance(0.5)).map(|r| r.id.clone()).collect();
        let modes = (0..pick(rng, &[1, 1, 2])).map(|k| mode(rng, draft, scale, k)).collect();
        out.push(PhaseDraft { id: format!("phase{j}"), name: format!("Phase {j}"), modes, after, sourcing });
    }
    out
}

/// Chains and forks over the project's earlier phases.
fn within(rng: &mut Rng, j: usize) -> Vec<DependencyDraft> {
    let mut earlier: Vec<usize> = (0..j).filter(|k| rng.chance(if k + 1 == j { 0.7 } else { 0.4 })).collect();
    rng.shuffle(&mut earlier);
    let depend = |rng: &mut Rng, k: usize| DependencyDraft {
        project: String::new(),
        phase: format!("phase{k}"),
        lag: pick(rng, &[-2, -1, 0, 0, 0, 1]),
    };
    earlier.into_iter().map(|k| depend(rng, k)).collect()
}

/// Sometimes an earlier project, or one of its phases.
fn across(rng: &mut Rng, draft: &PortfolioDraft, i: usize) -> Option<DependencyDraft> {
    if i == 0 || !rng.chance(0.25) {
        return None;
    }
    let other = pick(rng, &draft.projects);
    let phase = maybe(rng, 0.5, |rng| pick(rng, &other.phases).id).unwrap_or_default();
    Some(DependencyDraft { project: other.id.clone(), phase, lag: pick(rng, &[-2, -1, 0, 0, 1]) })
}

fn mode(rng: &mut Rng, draft: &PortfolioDraft, scale: &Scale, k: usize) -> ModeDraft {
    let duration = pick(rng, &[0, 1, 1, 1, 1, 2, 2, 2, 3, 3]);
    let mut mode = ModeDraft { id: format!("mode{k}"), duration, ..ModeDraft::default() };
    if duration == 0 {
        return mode;
    }
    let most = f64::from(duration) * scale.days;
    for _ in 0..between(rng, 1, 2) {
        mode.effort.push(EffortDraft { pool: pick(rng, &draft.pools).id, days: days(rng, most) });
    }
    if !draft.frameworks.is_empty() && rng.chance(0.25) {
        let framework = pick(rng, &draft.frameworks);
        let role = pick(rng, &framework.rates).role;
        mode.purchases.push(PurchaseDraft { framework: framework.id, role, days: days(rng, 0.7 * most) });
    }
    for n in 0..pick(rng, &[0, 0, 1, 1, 2]) {
        let amount = figure(rng, 0.5, 25.0, 0.01);
        mode.costs.push(CostDraft { fund: pick(rng, &draft.funds).id, amount, label: format!("Licence {n}") });
    }
    mode
}

/// Effort to the centiday, so that spreading it has something to round.
fn days(rng: &mut Rng, most: f64) -> f64 {
    ((0.1 + 0.9 * rng.unit()) * most * 100.0).round() / 100.0
}
