//! `arbitre job`: durable jobs of a server.

mod client;
mod list;
mod result;
mod submit;
mod watch;

use super::args::{JobArgs, JobCommand};
use super::exit::Exit;
use super::failure::Failure;
use crate::base::Lang;
use client::Client;

/// Asks the server, and says what it answers.
pub(super) fn run(args: &JobArgs, lang: Lang) -> Result<Exit, Vec<Failure>> {
    // Files are read, and what is wrong with them told, before anybody is asked.
    let requests = match &args.command {
        JobCommand::Submit(a) => submit::read(a)?,
        JobCommand::Watch(_)
        | JobCommand::List(_)
        | JobCommand::Result(_)
        | JobCommand::Cancel(_)
        | JobCommand::Delete(_) => Vec::new(),
    };
    let client = Client::new(&args.server, lang)?;
    match &args.command {
        JobCommand::Submit(_) => submit::run(&client, requests),
        JobCommand::Watch(a) => watch::run(&client, &a.id, lang),
        JobCommand::List(a) => list::run(&client, a, lang),
        JobCommand::Result(a) => result::run(&client, a, lang),
        JobCommand::Cancel(a) => submit::cancel(&client, &a.id),
        JobCommand::Delete(a) => submit::delete(&client, &a.id),
    }
}
