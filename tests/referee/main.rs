//! The referee: what it says of small plans that break one thing each, and that it agrees with `check_plan.py`.

mod agrees;
mod base;
mod broken;
mod cases;
mod completes;
mod plans;
mod portfolios;
mod python;

use arbitre::base::date;
use arbitre::check::{self, Claims, Verdict, Violation};
use arbitre::model::{self, Portfolio};
use arbitre::plan::{Baseline, Plan};
use arbitre::wire::{self, Form};

/// A plan to check, with all that it is checked against.
pub(crate) struct Scene {
    /// For people.
    pub(crate) name: String,
    /// The portfolio, as JSON.
    pub(crate) portfolio: String,
    /// The plan that was decided before.
    pub(crate) baseline: Option<Plan>,
    /// What the baseline begins before this day stays.
    pub(crate) frozen_until: Option<String>,
    /// The plan.
    pub(crate) plan: Plan,
    /// Whether its figures are checked too.
    pub(crate) claims: Claims,
}

impl Scene {
    /// What our referee says.
    pub(crate) fn verdict(&self) -> Verdict {
        let portfolio = read(&self.portfolio);
        check::check(&portfolio, self.decided(&portfolio).as_ref(), &self.plan, self.claims)
    }

    /// The baseline with its freeze.
    pub(crate) fn decided(&self, portfolio: &Portfolio) -> Option<Baseline> {
        let day = self.frozen_until.as_ref().map(|d| date::parse(d).expect("a date"));
        let frozen = day.map_or(0, |d| portfolio.calendar.periods_beginning_before(d) as i32);
        self.baseline.as_ref().map(|plan| Baseline::new(plan, frozen))
    }
}

/// The portfolio in a JSON text that has to be valid.
pub(crate) fn read(json: &str) -> Portfolio {
    let draft = wire::read_portfolio(json.as_bytes(), Form::Json).unwrap_or_else(|e| panic!("{e:#?}\n{json}"));
    model::validate(&draft).unwrap_or_else(|problems| {
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        panic!("{}\n{json}", lines.join("\n"))
    })
}

/// What kind of violation it is: its name.
pub(crate) fn kind(violation: &Violation) -> String {
    let text = format!("{violation:?}");
    text.split([' ', '{']).next().unwrap_or_default().to_owned()
}

/// The kinds of violations, sorted.
pub(crate) fn kinds(verdict: &Verdict) -> Vec<String> {
    let mut kinds: Vec<String> = verdict.violations.iter().map(kind).collect();
    kinds.sort();
    kinds
}
