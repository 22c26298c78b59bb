//! ValidatePortfolio.

use crate::api::case::{Case, Objection};
use crate::api::config::Limits;
use crate::base::Lang;
use crate::model::Problem;
use crate::wire::{self, v1};

/// All that is wrong with it.
pub(super) fn answer(
    request: v1::ValidatePortfolioRequest,
    limits: &Limits,
    lang: Lang,
) -> Result<v1::ValidatePortfolioResponse, Objection> {
    let found = match Case::new(wire::read_validate_request(request)?, limits) {
        Ok(_) => Vec::new(),
        Err(Objection::Problems(problems)) => problems,
        Err(over) => return Err(over),
    };
    let problems = found.iter().map(|p| wire::problem_message(&from_portfolio(p), lang)).collect();
    Ok(v1::ValidatePortfolioResponse { problems })
}

/// The path begins at the portfolio, not at the request.
fn from_portfolio(problem: &Problem) -> Problem {
    let path = problem.path.strip_prefix("portfolio").map(|rest| rest.trim_start_matches('.'));
    Problem { path: path.unwrap_or(&problem.path).to_owned(), ..problem.clone() }
}
