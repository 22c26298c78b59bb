//! All modes of a phase: its own with the effort that follows by the policy's ratios, and those that enabled sourcing
//! rules add.

use super::{Effort, Mode, Phase, Portfolio, Project, Purchase, SourcingRule};
use crate::base::{Centidays, half_up};

/// The modes of a phase, its own first, in order; then for each rule that it names, one for each own mode that the rule
/// touches, with id "MODE+RULE". A pool occurs once in a mode's effort.
pub fn phase_modes(portfolio: &Portfolio, project: &Project, phase: &Phase) -> Vec<Mode> {
    let own: Vec<Mode> = phase.modes.iter().map(|mode| with_ratios(portfolio, project, mode)).collect();
    let rules = phase.sourcing.iter().map(|r| &portfolio.sourcing_rules[r.index()]).filter(|r| r.enabled);
    let sourced: Vec<Mode> = rules.flat_map(|rule| own.iter().filter_map(|m| sourced(portfolio, m, rule))).collect();
    own.into_iter().chain(sourced).collect()
}

/// The mode with the effort that its effort and purchases bring.
fn with_ratios(portfolio: &Portfolio, project: &Project, mode: &Mode) -> Mode {
    let mut out = Mode { effort: Vec::new(), ..mode.clone() };
    for e in &mode.effort {
        add_effort(&mut out.effort, e.clone());
    }
    let mut have: Vec<(&str, i64)> = Vec::new();
    let own = mode.effort.iter().map(|e| (&portfolio.pools[e.pool.index()].role[..], e.days.0));
    for (role, days) in own.chain(mode.purchases.iter().map(|p| (&p.role[..], p.days.0))) {
        match have.iter_mut().find(|h| h.0 == role) {
            Some(h) => h.1 += days,
            None => have.push((role, days)),
        }
    }
    for ratio in &portfolio.policy.effort_ratios {
        let from = have.iter().find(|h| h.0 == ratio.from_role).map_or(0, |h| h.1);
        if from != 0 && !have.iter().any(|h| h.0 == ratio.to_role) {
            let pool = project.role_pools[&ratio.to_role];
            add_effort(&mut out.effort, Effort { pool, days: Centidays(half_up(from as f64 * ratio.ratio)) });
        }
    }
    out
}

fn add_effort(efforts: &mut Vec<Effort>, effort: Effort) {
    match efforts.iter_mut().find(|e| e.pool == effort.pool) {
        Some(e) => e.days += effort.days,
        None => efforts.push(effort),
    }
}

/// The mode as the rule buys it; `None` if it has no effort of any role that the rule names.
fn sourced(portfolio: &Portfolio, mode: &Mode, rule: &SourcingRule) -> Option<Mode> {
    let duration = (f64::from(mode.duration) * rule.duration_factor - 1e-9).ceil() as u32;
    let mut out = Mode { id: format!("{}+{}", mode.id, rule.id), duration, ..mode.clone() };
    let mut touched = false;
    for share in &rule.shares {
        for (i, effort) in mode.effort.iter().enumerate() {
            if portfolio.pools[effort.pool.index()].role != share.role {
                continue;
            }
            touched = true;
            let bought = half_up(effort.days.0 as f64 * share.share);
            out.effort[i].days += Centidays(half_up(bought as f64 * share.oversight) - bought);
            add_purchase(
                &mut out.purchases,
                Purchase { framework: share.framework, role: share.role.clone(), days: Centidays(bought) },
            );
        }
    }
    touched.then_some(out)
}

fn add_purchase(purchases: &mut Vec<Purchase>, purchase: Purchase) {
    match purchases.iter_mut().find(|p| p.framework == purchase.framework && p.role == purchase.role) {
        Some(p) => p.days += purchase.days,
        None => purchases.push(purchase),
    }
}
