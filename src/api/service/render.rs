//! Render.

use crate::api::case::Objection;
use crate::api::config::Limits;
use crate::api::limits;
use crate::base::Lang;
use crate::model::{Problem, ProblemCode};
use crate::report::dossier::{self, Documents, Material, Named, Refusal};
use crate::wire::{self, RenderFormat, RenderOrder, v1};

/// The dossier.
pub(super) fn answer(request: v1::RenderRequest, limits: &Limits, lang: Lang) -> Result<v1::RenderResponse, Objection> {
    let order = wire::read_render_request(request)?;
    limits::hold_render(limits, &order)?;
    let (format, flagged) = (order.format, order.with_violations);
    let lang = order.lang.unwrap_or(lang);
    let material = dossier::gather(documents(order), flagged, lang).map_err(|all| refused(all, lang))?;
    for prepared in material.cases.iter().filter_map(|c| c.outcome.as_ref().ok()) {
        limits::hold_portfolio(limits, &prepared.portfolio)?;
    }
    Ok(wire::render_message(written(&material, format, lang)?, format))
}

fn written(material: &Material, format: RenderFormat, lang: Lang) -> Result<Vec<u8>, Objection> {
    match format {
        RenderFormat::Html => Ok(dossier::html(material, lang).into_bytes()),
        RenderFormat::Xlsx => dossier::xlsx(material, lang)
            .map_err(|error| Objection::Problems(vec![Problem::new(ProblemCode::OutOfRange, "format", error)])),
    }
}

/// Each by its place in the request.
fn documents(order: RenderOrder) -> Documents {
    Documents {
        portfolio: order.portfolio,
        name: "portfolio".to_owned(),
        scenarios: named("scenarios", order.scenarios),
        plans: named("plans", order.plans),
        comparison: order.comparison.map(|is| Named { name: "comparison".to_owned(), is }),
        frontiers: named("frontiers", order.frontiers),
        arbitration: order.arbitration.map(|is| Named { name: "arbitration".to_owned(), is }),
        baseline: order.decided.baseline.map(|is| Named { name: "baseline".to_owned(), is }),
        frozen_until: order.decided.frozen_until,
        sources: Vec::new(),
    }
}

fn named<T>(field: &str, all: Vec<T>) -> Vec<Named<T>> {
    all.into_iter().enumerate().map(|(i, is)| Named { name: format!("{field}[{i}]"), is }).collect()
}

/// What is wrong, with paths in the request.
fn refused(refusals: Vec<Refusal>, lang: Lang) -> Objection {
    let of = |refusal: Refusal| match refusal {
        Refusal::Problems(place, problems) => problems.into_iter().map(|p| p.under(&place)).collect::<Vec<_>>(),
        Refusal::Violations(place, violations) => {
            let problem = |line: String| Problem::new(ProblemCode::Contradicted, &place[..], "").with(line);
            violations.iter().map(|v| problem(v.line(lang))).collect()
        }
    };
    Objection::Problems(refusals.into_iter().flat_map(of).collect())
}
