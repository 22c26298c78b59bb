//! `arbitre replan`: every portfolio of a folder, from yesterday's plans, with a morning report. For a nightly cron.

mod folder;
mod night;
mod one;

use std::io::{self, IsTerminal};
use std::path::Path;

use super::args::ReplanArgs;
use super::console;
use super::exit::Exit;
use super::failure::Failure;
use super::stream::Stream;
use crate::base::Lang;
use crate::job;
use crate::report;
use crate::wire::{self, Form, v1};
use night::Night;

/// Plans all of them, writes each plan as soon as there is one, and the report at the end. One that cannot be planned
/// keeps none of the others from it.
pub(super) fn run(args: &ReplanArgs, lang: Lang) -> Result<Exit, Vec<Failure>> {
    let sources = folder::portfolios(&args.folder)?;
    folder::make(&args.out)?;
    let told = |p: &v1::MorningPortfolio| {
        if io::stderr().is_terminal() {
            console::say(&line(p));
        }
    };
    let night = Night::new(args, sources.len(), lang)?;
    let portfolios = night.over(&sources, &told);
    let report = v1::MorningReport {
        made: job::text(job::now()),
        engine_version: env!("CARGO_PKG_VERSION").to_owned(),
        portfolios,
    };
    write(&args.out, &report, lang)?;
    Stream::Standard.write(summary(&report, lang).as_bytes())?;
    Ok(exit(&report))
}

fn write(out: &Path, report: &v1::MorningReport, lang: Lang) -> Result<(), Failure> {
    folder::replace(&out.join("morning.json"), &wire::message_bytes(report, Form::Json))?;
    folder::replace(&out.join("morning.html"), report::morning(report, lang).as_bytes())
}

fn line(p: &v1::MorningPortfolio) -> String {
    format!("{}: {}", p.name, p.outcome().as_str_name())
}

/// How many came to what; one line for each that somebody has to look at.
fn summary(report: &v1::MorningReport, lang: Lang) -> String {
    let count = |wanted| report.portfolios.iter().filter(|p| p.outcome() == wanted).count();
    let planned = count(v1::MorningOutcome::Planned);
    let mut text = match lang {
        Lang::Fr => format!("{planned} portefeuilles planifiés sur {}\n", report.portfolios.len()),
        Lang::En => format!("{planned} of {} portfolios planned\n", report.portfolios.len()),
    };
    for p in report.portfolios.iter().filter(|p| p.outcome() != v1::MorningOutcome::Planned) {
        text.push_str(&line(p));
        text.push('\n');
    }
    text
}

/// The worst that came of any portfolio: an error of the engine's, a file that cannot be used, none that can be planned,
/// none planned in time.
fn exit(report: &v1::MorningReport) -> Exit {
    let any = |wanted| report.portfolios.iter().any(|p| p.outcome() == wanted);
    if any(v1::MorningOutcome::Failed) {
        Exit::Bug
    } else if any(v1::MorningOutcome::Unusable) {
        Exit::Unusable
    } else if any(v1::MorningOutcome::Infeasible) {
        Exit::Refused
    } else if any(v1::MorningOutcome::NoPlan) {
        Exit::TimeUp
    } else {
        Exit::Done
    }
}
