//! `arbitre import`.

use super::args::ImportArgs;
use super::exit::Exit;
use super::failure::Failure;
use super::{expand, instance};
use crate::exchange::{self, Question, Unsayable};
use crate::model::validate;

/// Writes the portfolio that asks what an instance asks, or says why none does.
pub(super) fn run(args: &ImportArgs) -> Result<Exit, Vec<Failure>> {
    let file = args.file.name();
    let said = match instance::question(&args.file, args.format)? {
        Question::Schedule(instance) => exchange::portfolio(&instance::short_name(&args.file), &instance),
        Question::Select(_) => Err(vec![Unsayable::YearlyCosts]),
    };
    let draft = said.map_err(|reasons| vec![Failure::Unsayable { file: file.clone(), reasons }])?;
    validate(&draft).map_err(|problems| vec![Failure::Document { file, problems }])?;
    expand::write(&draft, args.out.as_ref())
}
