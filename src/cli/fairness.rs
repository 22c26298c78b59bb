//! `arbitre fairness`.

use super::args::FairnessArgs;
use super::exit::Exit;
use super::failure::Failure;
use super::load::{self, Gathered};
use super::stream::Stream;
use crate::base::Lang;
use crate::plan::Plan;
use crate::report;
use crate::study;
use crate::wire;

/// Says how often each sponsor's and each objective's projects have given way over the plans.
pub(super) fn run(args: &FairnessArgs, lang: Lang) -> Result<Exit, Vec<Failure>> {
    load::distinct(std::iter::once(Some(&args.portfolio)).chain(args.plans.iter().map(Some)))?;
    let mut gathered = Gathered::default();
    let case = gathered.take(load::case(&args.portfolio, None));
    let read: Vec<Option<Plan>> = args.plans.iter().map(|f| gathered.take(load::plan(f))).collect();
    let (Some(case), Some(plans)) = (case, read.into_iter().collect::<Option<Vec<Plan>>>()) else {
        return Err(gathered.failures());
    };
    let fairness = study::fairness(&case.portfolio, &plans);
    let limits = args
        .most_dropped
        .zip(plans.last())
        .map(|(most, last)| study::fairness_limits(&case.portfolio, last, usize::from(most)));
    if let (Some(out), Some(limits)) = (&args.limits, &limits) {
        out.write(wire::write_scenario(limits).as_bytes())?;
    }
    if let Some(out) = &args.out {
        out.write(wire::write_fairness(&fairness, limits.as_ref()).as_bytes())?;
    }
    let is_taken = [&args.out, &args.limits].into_iter().any(|out| *out == Some(Stream::Standard));
    if !is_taken {
        Stream::Standard.write(report::fairness(&case.portfolio, &fairness, lang).as_bytes())?;
    }
    Ok(Exit::Done)
}
