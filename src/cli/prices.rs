//! `arbitre prices`.

use super::args::PricesArgs;
use super::console;
use super::exit::Exit;
use super::failure::Failure;
use super::load::{self, Gathered};
use super::stream::Stream;
use crate::base::Lang;
use crate::plan::PlanStatus;
use crate::report;
use crate::study::{self, Decided, Pricing};
use crate::wire;

/// Steps of the first search where nothing limits it; each sample has a sixth.
const STEPS: u64 = 20_000;

/// Says what more of everything limited would bring.
pub(super) fn run(args: &PricesArgs, lang: Lang) -> Result<Exit, Vec<Failure>> {
    let decided = args.decided.baseline.as_ref();
    load::distinct([Some(&args.portfolio), args.plan.as_ref(), args.scenario.as_ref(), decided])?;
    let mut gathered = Gathered::default();
    let case = gathered.take(load::case(&args.portfolio, args.scenario.as_ref()));
    let plan = gathered.take(args.plan.as_ref().map(load::plan).transpose());
    let decided = gathered.take(decided.map(load::plan).transpose());
    let (Some(case), Some(plan), Some(decided)) = (case, plan, decided) else { return Err(gathered.failures()) };
    load::say_if_of_another(&case.portfolio.id, plan.as_ref(), args.plan.as_ref(), lang);
    load::say_if_of_another(&case.portfolio.id, decided.as_ref(), args.decided.baseline.as_ref(), lang);
    let asked = Pricing {
        draft: &case.draft,
        portfolio: &case.portfolio,
        plan: plan.as_ref(),
        decided: Decided { plan: decided.as_ref(), frozen_until: args.decided.frozen_until },
        samples: usize::from(args.samples),
    };
    let (options, clock) = (args.budget.options(STEPS), args.budget.clock()?);
    let Some(margins) = study::margins(&asked, &options, &clock).map_err(Failure::Internal)? else {
        console::say(report::status(PlanStatus::Unknown, lang));
        return Ok(Exit::TimeUp);
    };
    if let Some(out) = &args.out {
        out.write(wire::write_prices(&margins).as_bytes())?;
    }
    if args.out != Some(Stream::Standard) {
        Stream::Standard.write(report::prices(&case.portfolio, &margins, lang).as_bytes())?;
    }
    Ok(Exit::Done)
}
