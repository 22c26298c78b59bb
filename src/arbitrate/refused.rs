//! Why the demands cannot get in: a conflict of which no part can be left out.

use super::facts::Clash;
use super::ground::Ground;
use super::lift::{all, lifted};
use super::searches::Searches;
use crate::plan::PlanStatus;
use crate::solve::{Aim, Giving, InternalError};

/// Share of what is left of the budget for one question of the conflict.
const SHARE: f64 = 0.05;

/// The conflict. One part after another, or many at once, is lifted: where there is proven to be no plan all the same they
/// have no part in it (deletion filter, Chinneck & Dravnieks 1991, in halves as Junker 2004 does).
pub(super) fn conflict(ground: &Ground, searches: &mut Searches) -> Result<Vec<Clash>, InternalError> {
    let mut filter = Filter { ground, searches, gone: Vec::new(), kept: Vec::new() };
    filter.reduce(&all(ground))?;
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

/// Proven to have no plan.
fn is_refused(ground: &Ground, searches: &mut Searches) -> Result<bool, InternalError> {
    let giving = Giving { aim: Aim::Any, ..ground.giving() };
    let found = searches.run(ground, &[&ground.decided], &giving, &[], SHARE)?;
    Ok(found.plan.status == PlanStatus::Infeasible)
}
