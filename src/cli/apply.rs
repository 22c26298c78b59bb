//! `arbitre apply`.

use super::args::ApplyArgs;
use super::exit::Exit;
use super::expand;
use super::failure::Failure;
use super::load;

/// Writes the portfolio that the scenario makes; it is one that can be planned, or the command fails.
pub(super) fn run(args: &ApplyArgs) -> Result<Exit, Vec<Failure>> {
    load::distinct([Some(&args.portfolio), Some(&args.scenario)])?;
    let case = load::case(&args.portfolio, Some(&args.scenario))?;
    expand::write(&case.draft, args.out.as_ref())
}
