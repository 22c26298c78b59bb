//! What questions are put to: a portfolio, changed or not, and what is known of its plan.

use super::weight;
use crate::model::Problem;
use crate::model::draft::PortfolioDraft;
use crate::model::draft::scenario::ScenarioDraft;
use crate::plan::Plan;
use crate::solve::{Answer, InternalError};
use crate::study::case::{Case, Decided, Prepared, prepare};
use crate::study::task::{Alike, Known, Part, Task};

/// A portfolio and what is known of its plan.
#[derive(Clone, Debug)]
pub(super) struct Ground {
    /// What made it of the one below it.
    pub scenario: ScenarioDraft,
    pub case: Prepared,
    pub known: Known,
}

impl Ground {
    /// The portfolio with the scenario's changes; nothing is known of it yet.
    pub(super) fn new(
        draft: &PortfolioDraft,
        scenario: &ScenarioDraft,
        decided: &Decided<'_>,
    ) -> Result<Self, Vec<Problem>> {
        Ok(Self { scenario: scenario.clone(), case: prepare(draft, scenario, decided)?, known: Known::default() })
    }

    /// Searches on, from what is known here and from what is known of portfolios like it. The one place where what one
    /// question came to helps the next.
    pub(super) fn go_on(
        &mut self,
        plans: &[&Plan],
        like: Option<&Answer>,
        part: &Part<'_>,
    ) -> Result<(), InternalError> {
        let known = std::mem::take(&mut self.known);
        let mut task = Task::new(0, &self.case.portfolio, self.case.baseline.as_ref()).resumed(known);
        if !task.is_settled(part.options) {
            let prices = like.map(|a| &a.prices).filter(|prices| !prices.pools.is_empty());
            task.go_on(&Alike { hints: plans.to_vec(), prices }, part)?;
        }
        self.known = task.known();
        Ok(())
    }

    pub(super) fn answer(&self) -> Option<&Answer> {
        self.known.answer.as_ref()
    }

    /// The plan, if there is one.
    pub(super) fn plan(&self) -> Option<&Plan> {
        self.answer().map(|a| &a.plan).filter(|plan| plan.status.has_plan())
    }

    pub(super) fn as_case(&self) -> Case {
        Case { scenario: self.scenario.clone(), outcome: Ok(self.case.clone()) }
    }

    /// Bytes in memory, about.
    pub(super) fn weight(&self) -> usize {
        weight::of_case(&self.case) + self.answer().map_or(0, weight::of_answer)
    }
}
