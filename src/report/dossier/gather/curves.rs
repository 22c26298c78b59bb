//! Frontiers, each point counted again under its limit.

use super::super::material::Curve;
use super::documents::{Documents, Named, Refusal, problem};
use super::told;
use crate::check::{self, Claims};
use crate::model::draft::GoalDraft;
use crate::model::draft::scenario::{ChangeDraft, ScenarioDraft};
use crate::model::{Measure, Problem, ProblemCode};
use crate::study::{self, Decided, Frontier, FrontierPoint};

/// Beyond its limit by less than this share, a plan keeps it.
const KEPT: f64 = 1e-6;

/// The curves whose points hold; everything else is refused.
pub(super) fn read(
    documents: &Documents,
    scenarios: &[ScenarioDraft],
    decided: &Decided<'_>,
    refusals: &mut Vec<Refusal>,
) -> Vec<Curve> {
    let mut out = Vec::new();
    for file in &documents.frontiers {
        let (frontier, id) = &file.is;
        let Some(scenario) = told::scenario(documents, scenarios, id) else {
            refusals.push(problem(&file.name, Problem::new(ProblemCode::UnknownId, "scenario", id)));
            continue;
        };
        match counted(documents, file, &scenario, decided) {
            Ok(points) => {
                let frontier = Frontier { points, ..frontier.clone() };
                out.push(Curve { scenario, frontier });
            }
            Err(mut found) => refusals.append(&mut found),
        }
    }
    out
}

fn counted(
    documents: &Documents,
    file: &Named<(Frontier, String)>,
    scenario: &ScenarioDraft,
    decided: &Decided<'_>,
) -> Result<Vec<FrontierPoint>, Vec<Refusal>> {
    let mut refusals = Vec::new();
    let mut out = Vec::new();
    for (i, point) in file.is.0.points.iter().enumerate() {
        match one(documents, &file.is.0, point, scenario, decided) {
            Ok(point) => out.push(point),
            Err(Refusal::Problems(_, problems)) => {
                let at = |p: Problem| p.under(&format!("points[{i}]"));
                refusals.push(Refusal::Problems(file.name.clone(), problems.into_iter().map(at).collect()));
            }
            Err(Refusal::Violations(_, found)) => {
                refusals.push(Refusal::Violations(format!("{}: points[{i}]", file.name), found));
            }
        }
    }
    if refusals.is_empty() { Ok(out) } else { Err(refusals) }
}

/// The point with its plan as the referee counts it.
fn one(
    documents: &Documents,
    frontier: &Frontier,
    point: &FrontierPoint,
    scenario: &ScenarioDraft,
    decided: &Decided<'_>,
) -> Result<FrontierPoint, Refusal> {
    if !point.plan.status.has_plan() {
        return Ok(point.clone());
    }
    let value = ChangeDraft::SetGoals(vec![GoalDraft { measure: Some(Measure::Value), slack: 0.0 }]);
    let more = std::iter::once(value).chain(point.changes.iter().cloned()).map(Some);
    let changes = scenario.changes.iter().cloned().chain(more).collect();
    let limited = ScenarioDraft { changes, ..ScenarioDraft::default() };
    let case = study::cases(&documents.portfolio, &[limited], decided).remove(0);
    let prepared = case.outcome.map_err(|problems| Refusal::Problems(String::new(), problems))?;
    let verdict = check::check(&prepared.portfolio, prepared.baseline.as_ref(), &point.plan, Claims::Checked);
    if !verdict.holds() {
        return Err(Refusal::Violations(String::new(), verdict.violations));
    }
    let plan = check::complete(&prepared.portfolio, prepared.baseline.as_ref(), point.plan.clone());
    let used = frontier.axis.used(&plan).or(point.limit);
    kept(point, used)?;
    Ok(FrontierPoint { plan, used, ..point.clone() })
}

/// It uses what it says, and no more than its limit.
fn kept(point: &FrontierPoint, used: Option<f64>) -> Result<(), Refusal> {
    let far = |a: f64, b: f64| (a - b).abs() > KEPT * a.abs().max(b.abs()).max(1.0);
    let said = |field: &str, x: f64, counted: f64| {
        problem("", Problem::new(ProblemCode::Contradicted, field, x).with(counted.to_string()))
    };
    match (point.used, used, point.limit) {
        (Some(x), Some(counted), _) if far(x, counted) => Err(said("used", x, counted)),
        (_, Some(counted), Some(limit)) if counted > limit && far(counted, limit) => Err(said("limit", limit, counted)),
        _ => Ok(()),
    }
}
