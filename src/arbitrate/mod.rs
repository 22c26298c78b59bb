//! What gives way when new demands arrive: packages of decided projects that make room for them, each a whole checked
//! plan, the first with a proof that no smaller package exists; or why there is none and what it would take.
//!
//! The demands go in. What commitments and the freeze protect stays. A committed project is changed where its phases,
//! modes or periods are not the baseline's, or where it is out; proposed projects are free and do not count. Everything
//! that is said are facts ([`facts`]); their words are in `wording`.

mod facts;

mod ground;
mod searches;

mod changes;
mod effects;
mod lift;
mod menu;
mod option;
mod refused;
mod relax;

mod wording;

pub use facts::*;
pub use ground::Arbitrating;

use crate::base::Stop;
use crate::model::Problem;
use crate::plan::{Plan, PlanStatus};
use crate::solve::{Aim, Giving, InternalError, Options};
use ground::Ground;
use searches::Searches;

/// Share of the budget for the fewest changes and their proof, and of what is left then for the best plan among those.
const FEWEST_SHARE: f64 = 0.4;
const BEST_SHARE: f64 = 0.25;

/// The menu. `stop` and `options.max_steps` are for all of it. The same question, seed and step budget give the same menu
/// on any number of threads. `told` hears early whether the demands get in.
pub fn arbitrate(
    asked: &Arbitrating<'_>,
    options: &Options,
    stop: &dyn Stop,
    told: &dyn Fn(&Early),
) -> Result<Arbitration, ArbitrationError> {
    let ground = Ground::new(asked).map_err(ArbitrationError::Problems)?;
    let mut searches = Searches::new(options, stop);
    let first = fewest(&ground, &mut searches)?;
    let changed = first.plan.as_ref().map(|_| first.count);
    told(&Early { triage: first.triage(), changed, at_least: first.at_least });
    let mut out = Arbitration {
        portfolio: asked.draft.id.clone(),
        demands: ground.demands.iter().map(|p| ground.portfolio.projects[p.index()].id.clone()).collect(),
        committed: ground.committed.len(),
        triage: first.triage(),
        at_least: first.at_least,
        options: Vec::new(),
        conflict: Vec::new(),
        relaxations: Vec::new(),
    };
    match &first.plan {
        Some(plan) => out.options = menu::of(&ground, plan, &first, &mut searches)?,
        None if out.triage == Triage::Cannot => {
            out.conflict = refused::conflict(&ground, &mut searches)?;
            out.relaxations = relax::cheapest(&ground, &out.conflict, &mut searches)?;
        }
        None => {}
    }
    out.options.iter_mut().for_each(|option| option.headline = wording::headline(&ground, option, asked.lang));
    out.relaxations.iter_mut().for_each(|r| r.headline = wording::relaxation(&ground, r, asked.lang));
    Ok(out)
}

/// Whether what is asked can be looked at, or everything that is wrong with it.
pub fn validate(asked: &Arbitrating<'_>) -> Result<(), Vec<Problem>> {
    Ground::new(asked).map(drop)
}

/// The fewest committed projects that change.
struct Fewest {
    /// A plan that changes `count`, if there is one.
    plan: Option<Plan>,
    count: usize,
    /// Proven.
    at_least: usize,
    infeasible: bool,
}

impl Fewest {
    fn triage(&self) -> Triage {
        match (&self.plan, self.count) {
            (Some(_), 0) => Triage::FitsAsIs,
            (Some(_), _) => Triage::FitsIf,
            (None, _) if self.infeasible => Triage::Cannot,
            (None, _) => Triage::Open,
        }
    }

    fn is_proven(&self) -> bool {
        self.plan.is_some() && self.count == self.at_least
    }
}

fn fewest(ground: &Ground, searches: &mut Searches) -> Result<Fewest, InternalError> {
    let giving = Giving { aim: Aim::Fewest, ..ground.giving() };
    let mut found = searches.run(ground, &[&ground.decided], &giving, &[], FEWEST_SHARE)?;
    if found.plan.status == PlanStatus::Unknown && !searches.is_over() {
        // Without a plan there is nothing else to search for.
        found = searches.run(ground, &[&ground.decided], &giving, &[], 1.0)?;
    }
    let changed = found.changed.unwrap_or(crate::solve::Changed { count: None, at_least: 0 });
    let infeasible = found.plan.status == PlanStatus::Infeasible;
    let plan = found.plan.status.has_plan().then_some(found.plan);
    Ok(Fewest { plan, count: changed.count.unwrap_or(0), at_least: changed.at_least, infeasible })
}
