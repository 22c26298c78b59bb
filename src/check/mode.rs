//! The modes of a phase: its own with the effort that follows by the policy's ratios, and those that enabled sourcing
//! rules add. Only the mode that a plan names is worked out.

use super::amount::half_up;
use crate::base::{FrameworkId, PoolId};
use crate::model::{self, Cost, Phase, Portfolio, Project, SourcingRule};

/// A mode as the plan names it: one of the phase's own, or one of them bought under a rule.
#[derive(Clone, Copy, Debug)]
pub(super) struct NamedMode<'a> {
    portfolio: &'a Portfolio,
    project: &'a Project,
    own: &'a model::Mode,
    rule: Option<&'a SourcingRule>,
}

/// What a mode takes, ratios and sourcing included.
#[derive(Clone, Debug)]
pub(super) struct Mode<'a> {
    /// Periods.
    pub duration: i64,
    /// Centidays by pool, each pool once.
    pub effort: Vec<(PoolId, i128)>,
    /// Each line of a framework once.
    pub purchases: Vec<Purchase>,
    /// Other spending.
    pub costs: &'a [Cost],
}

/// Bought days.
#[derive(Clone, Copy, Debug)]
pub(super) struct Purchase {
    /// Under which contract.
    pub framework: FrameworkId,
    /// Position of the role's rate in it.
    pub line: usize,
    /// How many.
    pub centidays: i128,
}

impl<'a> NamedMode<'a> {
    /// The phase's mode of that name, "MODE" or "MODE+RULE".
    pub(super) fn find(
        portfolio: &'a Portfolio,
        project: &'a Project,
        phase: &'a Phase,
        name: &str,
    ) -> Option<NamedMode<'a>> {
        let named = |own, rule| Self { portfolio, project, own, rule };
        let rules = phase.sourcing.iter().map(|r| &portfolio.sourcing_rules[r.index()]).filter(|r| r.enabled);
        let bought = rules.flat_map(|rule| {
            let own = phase.modes.iter().filter(|own| is_joined(name, &own.id, &rule.id));
            own.map(move |own| named(own, Some(rule))).filter(NamedMode::is_touched)
        });
        // Two rules can give two modes the same name; the later one has it.
        bought.last().or_else(|| Some(named(phase.modes.iter().find(|m| m.id == name)?, None)))
    }

    /// Its periods.
    pub(super) fn duration(&self) -> i64 {
        let own = self.own.duration;
        self.rule.map_or(own.into(), |rule| (f64::from(own) * rule.duration_factor - 1e-9).ceil() as i64)
    }

    /// What it takes.
    pub(super) fn work(&self) -> Mode<'a> {
        let mut mode =
            Mode { duration: self.duration(), effort: self.effort(), purchases: Vec::new(), costs: &self.own.costs };
        for p in &self.own.purchases {
            self.buy(&mut mode.purchases, p.framework, &p.role, p.days.0.into());
        }
        if let Some(rule) = self.rule {
            self.source(&mut mode, rule);
        }
        mode
    }

    /// Whether its rule has something to buy.
    fn is_touched(&self) -> bool {
        let effort = self.effort();
        self.rule.is_none_or(|rule| rule.shares.iter().any(|s| effort.iter().any(|e| self.role(e.0) == s.role)))
    }

    /// Own effort, and what it brings by the ratios.
    fn effort(&self) -> Vec<(PoolId, i128)> {
        let mut effort = Vec::new();
        for e in &self.own.effort {
            *entry(&mut effort, e.pool) += i128::from(e.days.0);
        }
        let ratios = &self.portfolio.policy.effort_ratios;
        if ratios.is_empty() {
            return effort;
        }
        let mut have: Vec<(&str, i128)> = Vec::new();
        for (pool, centidays) in &effort {
            *entry(&mut have, self.role(*pool)) += centidays;
        }
        for p in &self.own.purchases {
            *entry(&mut have, &p.role[..]) += i128::from(p.days.0);
        }
        let of = |role: &str| have.iter().find(|h| h.0 == role).map(|h| h.1);
        for ratio in ratios {
            let from = of(&ratio.from_role).unwrap_or(0);
            if from != 0 && of(&ratio.to_role).is_none() {
                let pool = self.project.role_pools.get(&ratio.to_role);
                let pool = pool.expect("validation wants a pool for each role that a ratio brings");
                *entry(&mut effort, *pool) += half_up(from as f64 * ratio.ratio);
            }
        }
        effort
    }

    /// Puts bought days in the place of own ones. Every share is of the effort before any was bought.
    fn source(&self, mode: &mut Mode, rule: &SourcingRule) {
        let before = mode.effort.clone();
        for share in &rule.shares {
            for (i, (pool, centidays)) in before.iter().enumerate() {
                if self.role(*pool) == share.role {
                    let bought = half_up(*centidays as f64 * share.share);
                    mode.effort[i].1 += half_up(bought as f64 * share.oversight) - bought;
                    self.buy(&mut mode.purchases, share.framework, &share.role, bought);
                }
            }
        }
    }

    fn buy(&self, purchases: &mut Vec<Purchase>, framework: FrameworkId, role: &str, centidays: i128) {
        let rates = &self.portfolio.frameworks[framework.index()].rates;
        let line = rates.iter().position(|r| r.role == role).expect("validation wants a rate for each role bought");
        match purchases.iter_mut().find(|p| p.framework == framework && p.line == line) {
            Some(p) => p.centidays += centidays,
            None => purchases.push(Purchase { framework, line, centidays }),
        }
    }

    fn role(&self, pool: PoolId) -> &'a str {
        &self.portfolio.pools[pool.index()].role
    }
}

/// Whether the name is the two ids joined by "+".
fn is_joined(name: &str, mode: &str, rule: &str) -> bool {
    name.strip_prefix(mode).and_then(|rest| rest.strip_prefix('+')) == Some(rule)
}

/// The amount of a key, put there as 0 if it is new.
fn entry<K: PartialEq>(list: &mut Vec<(K, i128)>, key: K) -> &mut i128 {
    let i = list.iter().position(|x| x.0 == key).unwrap_or_else(|| {
        list.push((key, 0));
        list.len() - 1
    });
    &mut list[i].1
}
