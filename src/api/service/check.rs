//! CheckPlan.

use crate::api::case::{Case, Objection};
use crate::api::config::Limits;
use crate::api::telemetry::Stage;
use crate::base::Lang;
use crate::check::{self, Claims};
use crate::wire::{self, v1};

/// What the referee says of the plan.
pub(super) fn answer(
    request: v1::CheckPlanRequest,
    limits: &Limits,
    lang: Lang,
) -> Result<v1::CheckPlanResponse, Objection> {
    let asked = wire::read_check_request(request)?;
    let case = Case::new(asked.subject, limits)?;
    let baseline = case.baseline(&asked.decided);
    let claims = if asked.ignore_claims { Claims::Ignored } else { Claims::Checked };
    let (verdict, completed) = Stage::Check.span().in_scope(|| {
        let verdict = check::check(&case.portfolio, baseline.as_ref(), &asked.plan, claims);
        (verdict, check::complete(&case.portfolio, baseline.as_ref(), asked.plan))
    });
    Ok(wire::verdict_message(&verdict, &completed, lang))
}
