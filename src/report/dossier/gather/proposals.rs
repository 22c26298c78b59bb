//! The proposals of a comparison's document, with their plans: each is counted again with the change that it proposes.

use super::documents::{Documents, Named, Refusal, problem};
use crate::check::{self, Claims};
use crate::model::draft::scenario::ScenarioDraft;
use crate::model::{Problem, ProblemCode};
use crate::study::{self, Case, Decided, Laid, Prepared, Proposal};
use crate::wire::Told;

/// The proposals, in the document's order.
pub(super) fn read(
    documents: &Documents,
    told: &Named<Told>,
    scenarios: &[ScenarioDraft],
    cases: &[Case],
    laid: &[Option<Laid>],
    refusals: &mut Vec<Refusal>,
) -> Vec<Proposal> {
    let is_planned = |i: &usize| laid[*i].as_ref().is_some_and(|l| l.plan.status.has_plan());
    let Some(reference) = (0..cases.len()).find(is_planned) else { return Vec::new() };
    let (Ok(without), Some(old)) = (&cases[reference].outcome, &laid[reference]) else { return Vec::new() };
    let mut out = Vec::new();
    for (i, proposal) in told.is.proposals.iter().enumerate() {
        let Some(file) = documents.plans.iter().find(|p| p.is.scenario == proposal.scenario.id) else {
            let path = format!("proposals[{i}]");
            refusals.push(problem(
                &told.name,
                Problem::new(ProblemCode::Missing, path, &proposal.scenario.id).with("plan"),
            ));
            continue;
        };
        let prepared = match prepared(documents, &scenarios[reference], &proposal.scenario) {
            Ok(prepared) => prepared,
            Err(problems) => {
                let at = |p: Problem| p.under(&format!("proposals[{i}]"));
                refusals.push(Refusal::Problems(told.name.clone(), problems.into_iter().map(at).collect()));
                continue;
            }
        };
        let verdict = check::check(&prepared.portfolio, prepared.baseline.as_ref(), &file.is, Claims::Checked);
        if !verdict.holds() {
            refusals.push(Refusal::Violations(file.name.clone(), verdict.violations));
            continue;
        }
        let worth = study::worth(without, &old.plan, &file.is);
        out.push(Proposal {
            plan: file.is.clone(),
            gain: worth.gain,
            least_gain: worth.least_gain,
            most_gain: worth.most_gain,
            ..proposal.clone()
        });
    }
    out
}

/// The portfolio with the reference's changes, then the proposal's own.
fn prepared(documents: &Documents, reference: &ScenarioDraft, own: &ScenarioDraft) -> Result<Prepared, Vec<Problem>> {
    let changes = reference.changes.iter().chain(&own.changes).cloned().collect();
    let scenario = ScenarioDraft { id: own.id.clone(), changes, ..ScenarioDraft::default() };
    let decided = Decided { plan: documents.baseline.as_ref().map(|b| &b.is), frozen_until: documents.frozen_until };
    study::cases(&documents.portfolio, &[scenario], &decided).remove(0).outcome
}
