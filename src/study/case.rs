//! The portfolios that scenarios make of one: each validated, or with all that is wrong with it.

use std::collections::HashSet;

use crate::base::Date;
use crate::model::draft::PortfolioDraft;
use crate::model::draft::scenario::ScenarioDraft;
use crate::model::{self, Portfolio, Problem, ProblemCode};
use crate::plan::{Baseline, Plan};
use crate::scenario;

/// One of the things to be compared.
#[derive(Clone, Debug)]
pub struct Case {
    /// The scenario; of empty id and without changes for the portfolio as it stands.
    pub scenario: ScenarioDraft,
    /// What is to be planned, or why it cannot be. Paths begin with `scenario` for what is wrong with a change, and are
    /// those of the changed portfolio else.
    pub outcome: Result<Prepared, Vec<Problem>>,
}

/// A portfolio with a scenario's changes, ready to be planned.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// As said, changes made.
    pub draft: PortfolioDraft,
    /// As validated.
    pub portfolio: Portfolio,
    /// What was decided before, as far as it binds.
    pub baseline: Option<Baseline>,
}

/// What was decided before all scenarios.
#[derive(Clone, Copy, Debug, Default)]
pub struct Decided<'a> {
    /// The plan, with its commitments.
    pub plan: Option<&'a Plan>,
    /// What begins before this day stays.
    pub frozen_until: Option<Date>,
}

/// The portfolio under each scenario, in their order. What is wrong with one says nothing of the others.
pub fn cases(draft: &PortfolioDraft, scenarios: &[ScenarioDraft], decided: &Decided<'_>) -> Vec<Case> {
    let mut ids = HashSet::new();
    let one = |scenario: &ScenarioDraft| {
        let outcome = match ids.insert(scenario.id.clone()) {
            true => prepare(draft, scenario, decided),
            false => Err(vec![Problem::new(ProblemCode::DuplicateId, "scenario.id", &scenario.id)]),
        };
        Case { scenario: scenario.clone(), outcome }
    };
    scenarios.iter().map(one).collect()
}

/// The portfolio with the scenario's changes.
pub(super) fn prepare(
    draft: &PortfolioDraft,
    scenario: &ScenarioDraft,
    decided: &Decided<'_>,
) -> Result<Prepared, Vec<Problem>> {
    let under = |problems: Vec<Problem>| problems.into_iter().map(|p| p.under("scenario")).collect::<Vec<_>>();
    let draft = scenario::apply(draft, scenario).map_err(under)?;
    let portfolio = model::validate(&draft)?;
    let baseline = decided.baseline(&portfolio);
    Ok(Prepared { draft, portfolio, baseline })
}

impl Decided<'_> {
    /// What binds plans of this portfolio.
    pub(super) fn baseline(&self, portfolio: &Portfolio) -> Option<Baseline> {
        let frozen = self.frozen_until.map_or(0, |day| portfolio.calendar.periods_beginning_before(day));
        let frozen = i32::try_from(frozen).expect("a calendar has far fewer than 2^31 periods");
        Some(Baseline::new(self.plan?, frozen))
    }
}
