//! `arbitre check`.

use serde_json::{Map, Value, json};

use super::args::CheckArgs;
use super::exit::Exit;
use super::failure::Failure;
use super::load::{self, Gathered};
use super::stream::Stream;
use crate::base::Lang;
use crate::check::{self, Claims, Verdict};
use crate::model::Measure;
use crate::plan::Plan;

/// Says what the plan breaks, one line each, then its measures as the referee counts them, as one JSON object.
pub(super) fn run(args: &CheckArgs, lang: Lang) -> Result<Exit, Vec<Failure>> {
    let decided = args.decided.baseline.as_ref();
    load::distinct([Some(&args.portfolio), Some(&args.plan), args.scenario.as_ref(), decided])?;
    let mut gathered = Gathered::default();
    let case = gathered.take(load::case(&args.portfolio, args.scenario.as_ref()));
    let plan = gathered.take(load::plan(&args.plan));
    let decided = gathered.take(decided.map(load::plan).transpose());
    let (Some(case), Some(plan), Some(decided)) = (case, plan, decided) else { return Err(gathered.failures()) };
    let baseline = load::baseline(&case.portfolio, decided.as_ref(), &args.decided, lang);
    let claims = if args.no_claims { Claims::Ignored } else { Claims::Checked };
    let verdict = check::check(&case.portfolio, baseline.as_ref(), &plan, claims);
    Stream::Standard.write(text(&plan, &verdict, lang).as_bytes())?;
    Ok(if verdict.holds() { Exit::Done } else { Exit::Refused })
}

fn text(plan: &Plan, verdict: &Verdict, lang: Lang) -> String {
    let separator = lang.pick(" : ", ": ");
    let mut text = String::new();
    for violation in &verdict.violations {
        let line: String = violation.line(lang).chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        text.push_str(&format!("violation{separator}{line}\n"));
    }
    text.push_str(&format!("{}\n", measures(plan, verdict)));
    text
}

/// Every measure by its name in the contract, and two counts.
fn measures(plan: &Plan, verdict: &Verdict) -> Value {
    let figure = |m: Measure| (m.name().to_owned(), json!(verdict.figures.measure(m)));
    let mut object: Map<String, Value> = Measure::ALL.into_iter().map(figure).collect();
    object.insert("selected".to_owned(), json!(plan.projects.iter().filter(|p| p.selected).count()));
    object.insert("violations".to_owned(), json!(verdict.violations.len()));
    Value::Object(object)
}
