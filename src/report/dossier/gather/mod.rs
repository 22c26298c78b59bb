//! From documents to what a dossier tells. The referee counts every plan again; what it counts is laid side by side; and
//! what a comparison's document says otherwise is refused. Everything that is wrong is found before anything is said.

mod arbitration;
mod curves;
mod documents;
mod proposals;
mod told;

pub use documents::{Documents, Named, Refusal};

use std::collections::BTreeSet;

use super::material::Material;
use crate::base::Lang;
use crate::check::Violation;
use crate::model::{Problem, ProblemCode};
use crate::study::{self, Case, Decided};
use documents::problem;

/// What the documents tell. With `flagged`, plans that break something are told all the same, and flagged. Words of problems
/// are in that language.
pub fn gather(mut documents: Documents, flagged: bool, lang: Lang) -> Result<Material, Vec<Refusal>> {
    if documents.plans.is_empty() && documents.arbitration.is_some() {
        // What the menu changes is what there is to tell of.
        documents.plans.extend(documents.baseline.clone());
    }
    let mut refusals = strangers(&documents);
    refusals.extend(unfounded(&documents));
    let scenarios = told::scenarios(&documents, &mut refusals);
    if !refusals.is_empty() {
        return Err(refusals);
    }
    let decided = Decided { plan: documents.baseline.as_ref().map(|b| &b.is), frozen_until: documents.frozen_until };
    let cases = study::cases(&documents.portfolio, &scenarios, &decided);
    let plans = plans(&documents, &cases, &mut refusals);
    let laid = told::laid(&documents, &cases, &plans);
    let mut comparison = study::beside(&documents.portfolio.id, &cases, &laid);
    if let Some(told) = &documents.comparison {
        told::reasons(&told.is, &mut comparison);
        comparison.proposals = proposals::read(&documents, told, &scenarios, &cases, &laid, &mut refusals);
    }
    let mut material = Material::new(
        documents.portfolio.clone(),
        cases,
        comparison,
        documents.baseline.as_ref().map(|b| b.is.clone()),
    );
    if !flagged {
        refusals.extend(broken(&documents, &material));
    }
    // What contradicts a plan that does not hold says nothing of its own.
    if let Some(told) =
        documents.comparison.as_ref().filter(|_| refusals.is_empty() && material.verdicts.iter().all(Vec::is_empty))
    {
        let found = told.is.contradictions(&material.comparison, lang);
        refusals.extend((!found.is_empty()).then(|| Refusal::Problems(told.name.clone(), found)));
    }
    material.curves = curves::read(&documents, &scenarios, &decided, &mut refusals);
    material.arbitration = arbitration::read(&documents, &scenarios, lang, &mut refusals);
    material.sources = documents.sources;
    if refusals.is_empty() { Ok(material) } else { Err(refusals) }
}

/// Documents about another portfolio. A plan made by hand need not say which it is about.
fn strangers(documents: &Documents) -> Vec<Refusal> {
    let own = &documents.portfolio.id;
    let of_plans = documents.plans.iter().chain(&documents.baseline);
    let plans = of_plans.filter(|p| !p.is.portfolio.is_empty()).map(|p| (&p.name, &p.is.portfolio));
    let comparison = documents.comparison.iter().map(|c| (&c.name, &c.is.portfolio));
    let frontiers = documents.frontiers.iter().map(|f| (&f.name, &f.is.0.portfolio));
    let arbitration = documents.arbitration.iter().map(|a| (&a.name, &a.is.arbitration.portfolio));
    let all = plans.chain(comparison).chain(frontiers).chain(arbitration).filter(|(_, id)| *id != own);
    all.map(|(name, id)| problem(name, Problem::new(ProblemCode::OtherPortfolio, "portfolio", id).with(own))).collect()
}

/// A menu says nothing without what was decided before.
fn unfounded(documents: &Documents) -> Option<Refusal> {
    let told = documents.arbitration.as_ref().filter(|_| documents.baseline.is_none())?;
    Some(problem(&told.name, Problem::new(ProblemCode::Missing, "baseline", "")))
}

/// The plan of each case, by position; what cannot be told apart or has no place is refused.
fn plans(documents: &Documents, cases: &[Case], refusals: &mut Vec<Refusal>) -> Vec<Option<usize>> {
    let proposed: BTreeSet<&str> =
        documents.comparison.iter().flat_map(|c| &c.is.proposals).map(|p| &p.scenario.id[..]).collect();
    let mut out = vec![None; cases.len()];
    for (i, plan) in documents.plans.iter().enumerate() {
        match cases.iter().position(|c| c.scenario.id == plan.is.scenario) {
            Some(at) if out[at].is_none() => out[at] = Some(i),
            Some(_) => refusals
                .push(problem(&plan.name, Problem::new(ProblemCode::DuplicateId, "scenario", &plan.is.scenario))),
            None if proposed.contains(&plan.is.scenario[..]) => {}
            None => {
                refusals.push(problem(&plan.name, Problem::new(ProblemCode::UnknownId, "scenario", &plan.is.scenario)))
            }
        }
    }
    for (case, plan) in cases.iter().zip(&out) {
        let is_told_refused = documents
            .comparison
            .as_ref()
            .is_some_and(|c| c.is.scenarios.iter().any(|s| s.scenario.id == case.scenario.id && s.is_refused));
        let name = told::file_of(documents, &case.scenario.id);
        match (&case.outcome, plan) {
            (Err(problems), _) if !is_told_refused => refusals.push(Refusal::Problems(name, problems.clone())),
            (Ok(_), None) => {
                refusals.push(problem(
                    &name,
                    Problem::new(ProblemCode::Missing, "plan", "").with(case.scenario.id.clone()),
                ));
            }
            _ => {}
        }
    }
    out
}

/// What the referee refuses.
fn broken(documents: &Documents, material: &Material) -> Vec<Refusal> {
    let one = |(case, found): (&Case, &Vec<Violation>)| {
        let file = documents.plans.iter().find(|p| p.is.scenario == case.scenario.id)?;
        (!found.is_empty()).then(|| Refusal::Violations(file.name.clone(), found.clone()))
    };
    material.cases.iter().zip(&material.verdicts).filter_map(one).collect()
}
