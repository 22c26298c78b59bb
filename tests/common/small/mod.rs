//! Random portfolios small enough for exhaustive search. Across seeds they use every field of the contract, and they
//! are tight enough that constraints bind.

mod baseline;
mod demand;
mod dice;
mod placed;
mod policy;
mod supply;

use std::ops::RangeInclusive;

use arbitre::base::Rng;
use arbitre::model::draft::PortfolioDraft;
use arbitre::plan::{Baseline, Plan};

use super::oracle::Oracle;
pub(crate) use placed::{placed, plan};

/// How many plans a case may have before any is ruled out: enough to choose from, few enough to try them all.
const PLANS: RangeInclusive<f64> = 200.0..=2e6;

/// A question with an answer that can be found by trying everything.
pub(crate) struct Case {
    /// Where it came from.
    pub(crate) seed: u64,
    /// The portfolio.
    pub(crate) draft: PortfolioDraft,
    /// What was decided before.
    pub(crate) baseline: Option<Plan>,
    /// Baseline phases that start before this period stay.
    pub(crate) frozen_before: i32,
}

impl Case {
    /// The baseline as the engine takes it.
    pub(crate) fn committed(&self) -> Option<Baseline> {
        self.baseline.as_ref().map(|plan| Baseline::new(plan, self.frozen_before))
    }

    /// Everything that can be tried.
    pub(crate) fn oracle(&self) -> Oracle {
        Oracle::new(&self.draft, self.baseline.as_ref(), self.frozen_before)
    }
}

/// The case of a seed. An attempt with too many plans or hardly any is dropped for another, later with fewer projects.
pub(crate) fn case(seed: u64) -> Case {
    let root = Rng::new(seed);
    for attempt in 0.. {
        let mut rng = root.child("small", attempt);
        let most_projects = 5_usize.saturating_sub(attempt as usize / 4).max(2);
        let draft = portfolio(seed, &mut rng, most_projects);
        let oracle = Oracle::new(&draft, None, 0);
        if !PLANS.contains(&oracle.plans()) {
            continue;
        }
        let (baseline, frozen_before) = baseline::baseline(&mut rng, &draft, &oracle);
        let case = Case { seed, draft, baseline, frozen_before };
        // Half of the cases without a plan are drawn again: one in ten is enough.
        if rng.chance(0.5) || case.oracle().solve().plans > 0 {
            return case;
        }
    }
    unreachable!("attempts with two projects come to an end")
}

/// The case of a seed in which the last project is demanded: it has to be in, and a baseline has decided on the others.
pub(crate) fn demanded(seed: u64) -> Case {
    let root = Rng::new(seed);
    for attempt in 0.. {
        let mut rng = root.child("demanded", attempt);
        let most_projects = 5_usize.saturating_sub(attempt as usize / 4).max(2);
        let mut draft = portfolio(seed, &mut rng, most_projects);
        let last = draft.projects.len() - 1;
        std::sync::Arc::make_mut(&mut draft.projects[last]).must_do = true;
        let oracle = Oracle::new(&draft, None, 0);
        if !PLANS.contains(&oracle.plans()) {
            continue;
        }
        let (baseline, frozen_before) = baseline::decided(&mut rng, &draft, &oracle, last);
        let case = Case { seed, draft, baseline: Some(baseline), frozen_before };
        // Most of the cases in which nothing gives way are drawn again.
        let keeps = case.oracle().fewest(&|_, _| true);
        if rng.chance(0.15) || keeps.is_some_and(|changed| changed > 0) {
            return case;
        }
    }
    unreachable!("attempts with two projects come to an end")
}

fn portfolio(seed: u64, rng: &mut Rng, most_projects: usize) -> PortfolioDraft {
    let mut draft = PortfolioDraft {
        id: format!("small-{seed}"),
        name: format!("Small portfolio {seed}"),
        currency: dice::pick(rng, &["", "EUR", "CHF"]).to_owned(),
        ..PortfolioDraft::default()
    };
    let scale = supply::calendar(rng, &mut draft);
    supply::objectives(rng, &mut draft);
    supply::pools(rng, &mut draft, &scale);
    supply::funds(rng, &mut draft, &scale);
    supply::frameworks(rng, &mut draft, &scale);
    supply::sourcing_rules(rng, &mut draft);
    policy::policy(rng, &mut draft, &scale);
    let projects = 2 + rng.below(most_projects - 1);
    demand::projects(rng, &mut draft, &scale, projects);
    policy::rules(rng, &mut draft);
    draft
}
