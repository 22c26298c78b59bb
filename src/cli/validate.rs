//! `arbitre validate`.

use super::args::ValidateArgs;
use super::exit::Exit;
use super::failure::Failure;
use super::load;
use super::stream::Stream;
use crate::base::Lang;
use crate::report::whole;

/// Says that the portfolio can be used, and how large it is; what is wrong with it is a failure.
pub(super) fn run(args: &ValidateArgs, lang: Lang) -> Result<Exit, Vec<Failure>> {
    load::distinct([Some(&args.portfolio), args.scenario.as_ref()])?;
    let case = load::case(&args.portfolio, args.scenario.as_ref())?;
    let p = &case.portfolio;
    let sizes = [
        (p.projects.len(), lang.pick("projets", "projects")),
        (p.calendar.len(), lang.pick("périodes", "periods")),
        (p.pools.len(), lang.pick("équipes", "pools")),
        (p.frameworks.len(), lang.pick("accords-cadres", "frameworks")),
        (p.funds.len(), lang.pick("enveloppes", "funds")),
        (p.rules.len(), lang.pick("règles", "rules")),
    ];
    let count = |(n, word)| format!("{word} {}", whole(i64::try_from(n).unwrap_or(i64::MAX), lang));
    let sizes: Vec<String> = sizes.into_iter().map(count).collect();
    let line = format!("{}: {} ({})\n", args.portfolio.name(), lang.pick("valide", "valid"), sizes.join(", "));
    Stream::Standard.write(line.as_bytes())?;
    Ok(Exit::Done)
}
