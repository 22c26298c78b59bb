//! The referee's last word on the plans of a result.

use crate::check::{self, Claims};
use crate::model::Portfolio;
use crate::plan::{Baseline, Plan};
use crate::wire::v1;

/// On one of them, if it is a plan: its choices and its figures.
pub(super) fn of(
    name: &str,
    portfolio: &Portfolio,
    baseline: Option<&Baseline>,
    plan: &Plan,
) -> Option<v1::JobVerdict> {
    on(name, portfolio, baseline, plan, Claims::Checked)
}

/// On the choices alone, where figures are counted from another baseline.
pub(super) fn of_choices(
    name: &str,
    portfolio: &Portfolio,
    baseline: Option<&Baseline>,
    plan: &Plan,
) -> Option<v1::JobVerdict> {
    on(name, portfolio, baseline, plan, Claims::Ignored)
}

fn on(
    name: &str,
    portfolio: &Portfolio,
    baseline: Option<&Baseline>,
    plan: &Plan,
    claims: Claims,
) -> Option<v1::JobVerdict> {
    plan.status.has_plan().then(|| {
        let verdict = check::check(portfolio, baseline, plan, claims);
        let violations: Vec<String> = verdict.violations.iter().map(ToString::to_string).collect();
        v1::JobVerdict { plan: name.to_owned(), passed: violations.is_empty(), violations }
    })
}
