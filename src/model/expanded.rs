//! A portfolio with every mode written down: what it says after effort ratios and sourcing rules, in a form that neither
//! would change again.

use std::sync::Arc;

use super::draft::{CostDraft, EffortDraft, ModeDraft, PhaseDraft, PortfolioDraft, ProjectDraft, PurchaseDraft};
use super::expand::phase_modes;
use super::{Mode, Portfolio};
use crate::base::Centidays;

/// The draft with all modes of each phase listed, no effort ratio left, and its sourcing rules off and named by no
/// phase. `portfolio` is what `draft` was validated to. Effort that a rule bought whole is left out, not listed as 0 days.
pub fn expanded(draft: &PortfolioDraft, portfolio: &Portfolio) -> PortfolioDraft {
    let mut out = draft.clone();
    out.policy.effort_ratios.clear();
    for rule in &mut out.sourcing_rules {
        rule.enabled = false;
    }
    out.projects = (0..draft.projects.len()).map(|i| Arc::new(project(&draft.projects[i], portfolio, i))).collect();
    out
}

fn project(draft: &ProjectDraft, portfolio: &Portfolio, i: usize) -> ProjectDraft {
    let project = &portfolio.projects[i];
    let phase = |(ph, phase): (&PhaseDraft, _)| PhaseDraft {
        modes: phase_modes(portfolio, project, phase).into_iter().map(|m| mode(portfolio, m)).collect(),
        sourcing: Vec::new(),
        ..ph.clone()
    };
    ProjectDraft { phases: draft.phases.iter().zip(&project.phases).map(phase).collect(), ..draft.clone() }
}

fn mode(portfolio: &Portfolio, mode: Mode) -> ModeDraft {
    let effort = mode
        .effort
        .iter()
        .filter(|e| e.days != Centidays::ZERO)
        .map(|e| EffortDraft { pool: portfolio.pools[e.pool.index()].id.clone(), days: e.days.days() });
    let purchases = mode.purchases.iter().filter(|p| p.days != Centidays::ZERO).map(|p| PurchaseDraft {
        framework: portfolio.frameworks[p.framework.index()].id.clone(),
        role: p.role.clone(),
        days: p.days.days(),
    });
    let costs = mode.costs.iter().map(|c| CostDraft {
        fund: portfolio.funds[c.fund.index()].id.clone(),
        amount: c.amount.units(),
        label: c.label.clone(),
    });
    ModeDraft {
        duration: i32::try_from(mode.duration).expect("validation bounds durations and their factors"),
        effort: effort.collect(),
        purchases: purchases.collect(),
        costs: costs.collect(),
        id: mode.id,
    }
}
