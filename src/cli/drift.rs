//! `arbitre drift`.

use super::args::DriftArgs;
use super::exit::Exit;
use super::failure::Failure;
use super::load::{self, Gathered};
use super::stream::Stream;
use crate::base::Lang;
use crate::report;
use crate::study::{self, Planning};
use crate::wire;

/// Says what has moved between the two plans, and why.
pub(super) fn run(args: &DriftArgs, lang: Lang) -> Result<Exit, Vec<Failure>> {
    let (decided, before) = (args.decided.baseline.as_ref(), args.old_portfolio.as_ref());
    let files =
        [Some(&args.portfolio), Some(&args.old_plan), Some(&args.plan), args.scenario.as_ref(), before, decided];
    load::distinct(files)?;
    let mut gathered = Gathered::default();
    let case = gathered.take(load::case(&args.portfolio, args.scenario.as_ref()));
    let (old, new) = (gathered.take(load::plan(&args.old_plan)), gathered.take(load::plan(&args.plan)));
    let before = gathered.take(before.map(|source| load::case(source, None)).transpose());
    let decided = gathered.take(decided.map(load::plan).transpose());
    let (Some(case), Some(old), Some(new), Some(before), Some(decided)) = (case, old, new, before, decided) else {
        return Err(gathered.failures());
    };
    let of_old = before.as_ref().unwrap_or(&case);
    load::say_if_of_another(&of_old.portfolio.id, Some(&old), Some(&args.old_plan), lang);
    load::say_if_of_another(&case.portfolio.id, Some(&new), Some(&args.plan), lang);
    let baseline = load::baseline(&case.portfolio, decided.as_ref(), &args.decided, lang);
    let planning = Planning { draft: &case.draft, portfolio: &case.portfolio, plan: &new, baseline: baseline.as_ref() };
    let drift = study::drift(&old, before.as_ref().map(|b| (&b.draft, &b.portfolio)), &planning, lang);
    if let Some(out) = &args.out {
        out.write(wire::write_drift(&drift).as_bytes())?;
    }
    if args.out != Some(Stream::Standard) {
        Stream::Standard.write(report::drift(&case.portfolio, &drift, lang).as_bytes())?;
    }
    Ok(Exit::Done)
}
