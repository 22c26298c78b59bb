//! The command line: reads files, calls the layers below, writes what they answer. Everything that can go wrong with a
//! file or a flag ends in a line on stderr and an exit code, never in a panic.

mod apply;
mod arbitrate;
mod args;
mod ask;
mod axis;
mod check;
mod clock;
mod compare;
mod console;
mod dossier;
mod drift;
mod each;
mod evaluate;
mod exit;
mod expand;
mod explain;
mod failure;
mod fairness;
mod file_names;
mod frontier;
mod health;
mod import;
mod instance;
mod interrupt;
mod job;
mod language;
mod live;
mod load;
mod plan;
mod prices;
mod replan;
mod report;
mod schedule;
mod secure;
mod serve;
mod shared;
mod store;
mod stream;
mod token;
mod trace;
mod validate;
mod watch;
mod worker;

use std::process::ExitCode;

use clap::Parser;

use args::{Args, Command};
use exit::Exit;

/// Runs the command that the process was started with.
pub fn main() -> ExitCode {
    match Args::try_parse() {
        Ok(args) => run(&args).into(),
        Err(e) => usage(&e).into(),
    }
}

fn run(args: &Args) -> Exit {
    let lang = language::choose(args.lang, args.command.makes_dossier());
    let done = match &args.command {
        Command::Plan(a) => plan::run(a, lang),
        Command::Check(a) => check::run(a, lang),
        Command::Validate(a) => validate::run(a, lang),
        Command::Expand(a) => expand::run(a),
        Command::Import(a) => import::run(a),
        Command::Schedule(a) => schedule::run(a, lang),
        Command::Apply(a) => apply::run(a),
        Command::Compare(a) => compare::run(a, lang),
        Command::Frontier(a) => frontier::run(a, lang),
        Command::Arbitrate(a) => arbitrate::run(a, lang),
        Command::Drift(a) => drift::run(a, lang),
        Command::Evaluate(a) => evaluate::run(a, lang),
        Command::Explain(a) => explain::run(a, lang),
        Command::Fairness(a) => fairness::run(a, lang),
        Command::Prices(a) => prices::run(a, lang),
        Command::Report(a) => report::run(a, lang),
        Command::Ask(a) => ask::run(a, lang),
        Command::Replan(a) => replan::run(a, lang),
        Command::Serve(a) => serve::run(a, lang),
        Command::Job(a) => job::run(a, lang),
        Command::Worker(a) => worker::run(a, lang),
        Command::Store(a) => store::run(a),
        Command::Token(a) => token::run(a, lang),
        Command::Health(a) => health::run(a, lang),
    };
    done.unwrap_or_else(|failures| {
        console::report(&failures, lang);
        exit::of_failures(&failures)
    })
}

/// Help and version are answers; anything else that clap says is a mistake in the command.
fn usage(message: &clap::Error) -> Exit {
    // Where neither stream can be written, there is nobody to tell.
    let _ = message.print();
    if message.use_stderr() { Exit::Unusable } else { Exit::Done }
}
