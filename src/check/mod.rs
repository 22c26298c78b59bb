//! The referee: recomputes everything from the portfolio and a plan, and trusts nothing that the plan says.
//!
//! It shares no code with the engine, expands modes by itself, counts in integers of its own, and takes any plan at
//! all: unknown ids, wrong modes, periods far outside the calendar and things said twice are violations, never a
//! panic. One noun a file; [`recount`] puts them together.

mod amount;
mod baseline;
mod chosen;
mod claims;
mod complete;
mod dependency;
mod figures;
mod flow;
mod framework;
mod fund;
mod identity;
mod mode;
mod pool;
mod project;
mod recount;
mod rule;
mod violation;
mod wording;

pub use complete::complete;
pub use figures::Figures;
pub use violation::{Claimed, Violation, When};

use crate::model::Portfolio;
use crate::plan::{Baseline, Plan};
use chosen::Chosen;
use recount::Recount;

/// Whether the figures that a plan gives are checked too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claims {
    /// Every figure has to be right.
    Checked,
    /// Only its choices count.
    Ignored,
}

/// What the referee says of a plan.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Verdict {
    /// Everything that is wrong; the plan holds if there is nothing.
    pub violations: Vec<Violation>,
    /// The measures as counted here; phases that cannot be counted are left out of them.
    pub figures: Figures,
}

impl Verdict {
    /// Whether the plan holds.
    pub fn holds(&self) -> bool {
        self.violations.is_empty()
    }
}

/// Checks a plan, against its baseline where there is one.
pub fn check(portfolio: &Portfolio, baseline: Option<&Baseline>, plan: &Plan, claims: Claims) -> Verdict {
    let mut violations = Vec::new();
    let chosen = Chosen::read(portfolio, plan, &mut violations);
    let recount = Recount::new(portfolio, baseline, &chosen, &mut violations);
    match claims {
        Claims::Checked => claims::check(portfolio, plan, &chosen, &recount, &mut violations),
        Claims::Ignored => {}
    }
    Verdict { figures: recount.figures, violations }
}
