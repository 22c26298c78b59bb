//! The menu of an arbitration: what its options come to is counted again from their plans, beside the baseline.

use super::documents::{Documents, Named, Refusal, problem};
use super::told;
use crate::arbitrate::{Arbitrating, Recounted, recount};
use crate::base::Lang;
use crate::model::draft::scenario::ScenarioDraft;
use crate::model::{Problem, ProblemCode};
use crate::plan::Plan;
use crate::scenario;
use crate::solve::Levers;
use crate::wire::ToldArbitration;

/// The arbitration as it was counted; whatever contradicts that is refused.
pub(super) fn read(
    documents: &Documents,
    scenarios: &[ScenarioDraft],
    lang: Lang,
    refusals: &mut Vec<Refusal>,
) -> Option<Recounted> {
    let (told, baseline) = documents.arbitration.as_ref().zip(documents.baseline.as_ref())?;
    match counted(documents, told, &baseline.is, scenarios, lang) {
        Ok(found) => Some(found),
        Err(mut found) => {
            refusals.append(&mut found);
            None
        }
    }
}

fn counted(
    documents: &Documents,
    told: &Named<ToldArbitration>,
    baseline: &Plan,
    scenarios: &[ScenarioDraft],
    lang: Lang,
) -> Result<Recounted, Vec<Refusal>> {
    let one = |p: Problem| vec![problem(&told.name, p)];
    let all = |found: Vec<Problem>| vec![Refusal::Problems(told.name.clone(), found)];
    let id = &told.is.scenario;
    let scenario = told::scenario(documents, scenarios, id);
    let scenario = scenario.ok_or_else(|| one(Problem::new(ProblemCode::UnknownId, "scenario", id)))?;
    let draft = scenario::apply(&documents.portfolio, &scenario).map_err(all)?;
    let asked = Arbitrating {
        draft: &draft,
        demands: &told.is.arbitration.demanded,
        baseline,
        frozen_until: documents.frozen_until,
        all_decided: told.is.arbitration.all_decided,
        // The terms of the search, which is over.
        options: 1,
        levers: Levers::ALL,
        hold_funds: false,
        hold_load: false,
        lang,
    };
    let found = recount(&asked, told.is.arbitration.clone()).map_err(|found| all(at_own_place(found)))?;
    let broken = found.violations.iter().enumerate().filter(|(_, v)| !v.is_empty());
    let menu = found.arbitration.options.len();
    let place = |i: usize| if i < menu { format!("options[{i}]") } else { format!("wider[{}]", i - menu) };
    let refusal =
        |(i, v): (usize, &Vec<_>)| Refusal::Violations(format!("{}: {}.plan", told.name, place(i)), v.clone());
    let broken: Vec<Refusal> = broken.map(refusal).collect();
    if !broken.is_empty() {
        return Err(broken);
    }
    let contradictions = told.is.contradictions(&found.arbitration);
    if contradictions.is_empty() { Ok(found) } else { Err(all(contradictions)) }
}

/// Demands stand under another name in an answer than in what asked for it.
fn at_own_place(problems: Vec<Problem>) -> Vec<Problem> {
    let own = |p: Problem| match p.path.strip_prefix("demands") {
        Some(rest) => Problem { path: format!("demanded{rest}"), ..p },
        None => p,
    };
    problems.into_iter().map(own).collect()
}
