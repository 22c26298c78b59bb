//! ExpandPortfolio.

use crate::api::case::{Case, Objection};
use crate::api::config::Limits;
use crate::base::Lang;
use crate::model::{expanded, validate};
use crate::wire::{self, v1};

/// The portfolio with every mode that ratios and sourcing rules give it.
pub(super) fn answer(
    request: v1::ExpandPortfolioRequest,
    limits: &Limits,
    _lang: Lang,
) -> Result<v1::ExpandPortfolioResponse, Objection> {
    let case = Case::new(wire::read_expand_request(request)?, limits)?;
    let draft = expanded(&case.draft, &case.portfolio);
    // Amounts that a rule derives can leave the bounds of what may be said outright.
    validate(&draft).map_err(|problems| problems.into_iter().map(|p| p.under("portfolio")).collect::<Vec<_>>())?;
    Ok(v1::ExpandPortfolioResponse { portfolio: Some(wire::portfolio_message(&draft)) })
}
