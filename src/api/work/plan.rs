//! One plan.

use std::time::Duration;

use super::teller::{Audience, Teller};
use super::{Ending, Patience, Trouble, Work, Workplace};
use crate::api::case::Case;
use crate::api::deadline::Deadline;
use crate::base::{Lang, Stop};
use crate::explain;
use crate::plan::{Baseline, Plan};
use crate::solve::{self, Question};
use crate::wire::{self, Wishes, v1};

/// A plan for a portfolio.
#[derive(Debug)]
pub(in crate::api) struct Solve {
    pub case: Case,
    pub baseline: Option<Baseline>,
    pub hint: Option<Plan>,
    pub wishes: Wishes,
    pub deadline: Deadline,
    pub lang: Lang,
    /// Who is told on the way.
    pub audience: Option<Audience>,
}

impl Work for Solve {
    type Answer = v1::Plan;

    fn patience(&self, otherwise: Duration) -> Patience {
        Patience::of(&self.wishes, self.deadline, self.case.portfolio.projects.len(), otherwise)
    }

    fn run(self, at: &Workplace<'_>) -> Result<(v1::Plan, Ending), Trouble> {
        let options = at.options(&self.wishes);
        let portfolio = &self.case.portfolio;
        let question = Question { portfolio, baseline: self.baseline.as_ref(), hint: self.hint.as_ref() };
        let watch = Teller::new(at, self.audience.clone());
        let answer = solve::plan(&question, &options, at.clock, &watch)?;
        let seconds = at.seconds(&self.wishes);
        let patience = at.reasons(self.deadline);
        if at.is_deserted() {
            return Ok((v1::Plan::default(), Ending::with(&answer.plan)));
        }
        let explained = || self.explained(answer.plan, &answer.prices, &patience);
        let mut plan = solve::on_threads(options.threads, explained)?;
        plan.scenario.clone_from(&self.case.scenario);
        if let Some(solve) = &mut plan.solve {
            solve.wall_seconds = seconds;
        }
        Ok((wire::plan_message(&plan), Ending::with(&plan)))
    }
}

impl Solve {
    fn explained(&self, plan: Plan, prices: &solve::Prices, patience: &dyn Stop) -> Plan {
        explain::explain(&self.case.portfolio, self.baseline.as_ref(), plan, prices, self.lang, patience)
    }
}
