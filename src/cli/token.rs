//! `arbitre token`.

use super::args::TokenArgs;
use super::exit::Exit;
use super::failure::Failure;
use super::stream::Stream;
use crate::api::rights::Right;
use crate::api::security::new_token;
use crate::base::Lang;

/// Makes a token. Its entry goes to standard output, to be added to the file; the token itself to standard error, where
/// it is seen once and kept nowhere.
pub(super) fn run(args: &TokenArgs, lang: Lang) -> Result<Exit, Vec<Failure>> {
    let rights: Vec<Right> = args.right.iter().map(|&right| right.into()).collect();
    let made = new_token(&args.name, &args.tenant, &rights, args.expires).ok_or(Failure::NoRandomness)?;
    Stream::Standard.write(format!("{}\n", made.entry).as_bytes())?;
    let said = lang.pick("le jeton, montré cette seule fois :", "the token, shown this once:");
    eprintln!("{said} {}", made.token);
    Ok(Exit::Done)
}
