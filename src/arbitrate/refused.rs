//! Why the demands cannot get in: a conflict of which no part can be left out.

use super::facts::Clash;
use super::ground::Ground;
use super::lift::{all, lifted};
use super::searches::Searches;
use crate::model::expand;
use crate::plan::PlanStatus;
use crate::solve::{Aim, Giving, InternalError};

/// Share of what is left of the budget for one question of the conflict.
const SHARE: f64 = 0.08;

/// The conflict. One part after another, or many at once, is lifted: where there is proven to be no plan all the same they
/// have no part in it (deletion filter, Chinneck & Dravnieks 1991, in halves as Junker 2004 does).
pub(super) fn conflict(ground: &Ground, searches: &mut Searches) -> Result<Vec<Clash>, InternalError> {
    let mut filter = Filter { ground, searches, gone: Vec::new(), kept: Vec::new() };
    let (near, far): (Vec<Clash>, Vec<Clash>) = all(ground).into_iter().partition(|c| is_near(ground, c));
    filter.reduce(&far)?;
    filter.reduce(&near)?;
    let mut kept = filter.kept;
    kept.reverse();
    Ok(kept)
}

struct Filter<'g, 's, 'o> {
    ground: &'g Ground,
    searches: &'s mut Searches<'o>,
    gone: Vec<Clash>,
    kept: Vec<Clash>,
}

impl Filter<'_, '_, '_> {
    fn reduce(&mut self, parts: &[Clash]) -> Result<(), InternalError> {
        if parts.is_empty() {
            return Ok(());
        }
        let without: Vec<Clash> = self.gone.iter().chain(parts).cloned().collect();
        if is_refused(&lifted(self.ground, &without), self.searches)? {
            self.gone = without;
        } else if let [only] = parts {
            self.kept.push(only.clone());
        } else {
            let (first, second) = parts.split_at(parts.len() / 2);
            self.reduce(first)?;
            self.reduce(second)?;
        }
        Ok(())
    }
}

/// Whether the demands have something to do with it themselves: what they have not is lifted first, all at once.
fn is_near(ground: &Ground, clash: &Clash) -> bool {
    let portfolio = &ground.portfolio;
    let demands = || ground.demands.iter().map(|d| &portfolio.projects[d.index()]);
    let modes = |p: &crate::model::Project| -> Vec<crate::model::Mode> {
        p.phases.iter().flat_map(|ph| expand::phase_modes(portfolio, p, ph)).collect()
    };
    match clash {
        Clash::Demand(_) | Clash::Deadline(_) | Clash::Freeze | Clash::Terms => true,
        Clash::Obligation(_) | Clash::Commitment(_) => false,
        Clash::Pool(id) => demands()
            .any(|p| modes(p).iter().any(|m| m.effort.iter().any(|e| portfolio.pools[e.pool.index()].id == *id))),
        Clash::Framework(id) => demands().any(|p| {
            let buys = |m: &crate::model::Mode| {
                m.purchases.iter().any(|x| portfolio.frameworks[x.framework.index()].id == *id)
            };
            modes(p).iter().any(buys)
        }),
        Clash::Fund(id) => demands().any(|p| {
            let pays = |m: &crate::model::Mode| m.costs.iter().any(|x| portfolio.funds[x.fund.index()].id == *id);
            p.grants.iter().any(|g| portfolio.funds[g.fund.index()].id == *id) || modes(p).iter().any(pays)
        }),
        Clash::Flow(id) => {
            let own = portfolio.policy.flow_limits.iter().find(|f| f.id == *id);
            own.is_some_and(|f| demands().any(|p| f.counts(p)))
        }
        Clash::Rule(id) => {
            let own = portfolio.rules.iter().find(|r| r.id == *id);
            own.is_some_and(|r| r.projects.iter().any(|p| ground.demands.contains(p)))
        }
    }
}

/// Proven to have no plan.
fn is_refused(ground: &Ground, searches: &mut Searches) -> Result<bool, InternalError> {
    let giving = Giving { aim: Aim::Any, ..ground.giving() };
    let found = searches.run(ground, &[&ground.decided], &giving, &[], SHARE)?;
    Ok(found.plan.status == PlanStatus::Infeasible)
}
