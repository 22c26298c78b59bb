//! An arbitration that was told, counted again: everything that follows from its plans, and what the referee finds wrong
//! with them. What only a search can know is taken as it is told: proofs, conflicts, what was relaxed.

use super::facts::{Arbitration, ArbitrationOption, Triage};
use super::ground::{Arbitrating, Ground};
use super::{option, say};
use crate::check::{self, Claims, Violation};
use crate::model::{Portfolio, Problem};
use crate::plan::{Baseline, Plan};

/// What was counted again.
#[derive(Clone, Debug)]
pub struct Recounted {
    /// As told, with facts and sentences of its options as they are.
    pub arbitration: Arbitration,
    /// By option, and by what is wider: what the referee finds wrong with its plan, figures included.
    pub violations: Vec<Vec<Violation>>,
    /// The portfolio with the demands.
    pub portfolio: Portfolio,
    /// What the baseline commits to.
    pub baseline: Baseline,
    /// The baseline's plan with its figures.
    pub decided: Plan,
}

/// Counts again what is told of what was asked, from the plans of its options.
pub fn recount(asked: &Arbitrating<'_>, told: Arbitration) -> Result<Recounted, Vec<Problem>> {
    let ground = Ground::new(asked)?;
    let verdict = |o: &ArbitrationOption| {
        check::check(&ground.portfolio, Some(&ground.baseline), &o.plan, Claims::Checked).violations
    };
    let violations = told.shown().map(verdict).collect();
    let counted = |o: &ArbitrationOption| {
        let plan = check::complete(&ground.portfolio, Some(&ground.baseline), o.plan.clone());
        ArbitrationOption { id: o.id.clone(), fewest_changes: o.fewest_changes, ..option::of(&ground, plan) }
    };
    let [options, wider] = [&told.options, &told.wider].map(|plans| plans.iter().map(counted).collect());
    let mut arbitration = settled(&ground, Arbitration { options, wider, ..told });
    say(&ground, &mut arbitration, asked.lang);
    let Ground { portfolio, baseline, decided, .. } = ground;
    Ok(Recounted { arbitration, violations, portfolio, baseline, decided })
}

/// What the plans themselves say of verdict and proof: no bound is above what a plan comes to.
fn settled(ground: &Ground, mut told: Arbitration) -> Arbitration {
    let fewest = told.shown().map(|o| o.touched.len()).min();
    let at_least = fewest.map_or(told.at_least, |fewest| fewest.min(told.at_least));
    told.shown_mut().for_each(|o| o.fewest_changes &= o.touched.len() == at_least);
    let triage = match (told.options.first(), told.triage) {
        (Some(first), _) if first.touched.is_empty() => Triage::FitsAsIs,
        (Some(_), _) => Triage::FitsIf,
        (None, Triage::Cannot) => Triage::Cannot,
        (None, _) => Triage::Open,
    };
    let demands = ground.demands.iter().map(|p| ground.id(*p).to_owned()).collect();
    Arbitration { demands, committed: ground.committed.len(), triage, at_least, ..told }
}
