//! `arbitre expand`.

use super::args::ExpandArgs;
use super::exit::Exit;
use super::failure::Failure;
use super::load;
use super::stream::Stream;
use crate::model::draft::PortfolioDraft;
use crate::model::{expanded, validate};
use crate::wire::{self, Form};

/// Writes the portfolio with every mode that ratios and sourcing rules give it.
pub(super) fn run(args: &ExpandArgs) -> Result<Exit, Vec<Failure>> {
    load::distinct([Some(&args.portfolio), args.scenario.as_ref()])?;
    let case = load::case(&args.portfolio, args.scenario.as_ref())?;
    let draft = expanded(&case.draft, &case.portfolio);
    // Amounts that a rule derives can leave the bounds of what may be said outright.
    validate(&draft).map_err(|problems| vec![Failure::Document { file: args.portfolio.name(), problems }])?;
    write(&draft, args.out.as_ref())
}

/// Writes a portfolio to where the command line says.
pub(super) fn write(draft: &PortfolioDraft, out: Option<&Stream>) -> Result<Exit, Vec<Failure>> {
    let out = out.unwrap_or(&Stream::Standard);
    let bytes = match out.form() {
        Form::Json => wire::write_portfolio(draft).into_bytes(),
        Form::Binary => wire::portfolio_to_bytes(draft),
    };
    out.write(&bytes)?;
    Ok(Exit::Done)
}
