//! What asks for a dossier, and the answer.

use super::request::{Decided, Reading};
use super::told::Told;
use super::told_arbitration::ToldArbitration;
use super::{frontier, plan, scenario, v1};
use crate::base::Lang;
use crate::model::draft::PortfolioDraft;
use crate::model::draft::scenario::ScenarioDraft;
use crate::model::{Problem, ProblemCode};
use crate::plan::Plan;
use crate::study::Frontier;

/// What a dossier is to be made from.
#[derive(Clone, Debug)]
pub struct RenderOrder {
    /// The portfolio.
    pub portfolio: PortfolioDraft,
    /// Scenarios that plans answer.
    pub scenarios: Vec<ScenarioDraft>,
    /// The plans.
    pub plans: Vec<Plan>,
    /// What a search said of them.
    pub comparison: Option<Told>,
    /// Curves, each with the id of its scenario.
    pub frontiers: Vec<(Frontier, String)>,
    /// What gives way to demands.
    pub arbitration: Option<ToldArbitration>,
    /// From what.
    pub decided: Decided,
    /// As what.
    pub format: Format,
    /// In which language; that of the call if none.
    pub lang: Option<Lang>,
    /// With plans that break something, too.
    pub with_violations: bool,
}

/// As what a dossier is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// A page.
    #[default]
    Html,
    /// A workbook.
    Xlsx,
}

/// Reads a request, or says all that is wrong with its form.
pub fn read_render_request(m: v1::RenderRequest) -> Result<RenderOrder, Vec<Problem>> {
    let mut reading = Reading::default();
    let format = match m.format() {
        v1::RenderFormat::Unspecified | v1::RenderFormat::Html => Format::Html,
        v1::RenderFormat::Xlsx => Format::Xlsx,
    };
    let lang = language(&mut reading, &m.language);
    let subject = reading.subject(m.portfolio, None);
    let decided = reading.decided(m.baseline, &m.frozen_until);
    let plans = each(&mut reading, "plans", m.plans, plan::plan);
    let frontiers = each(&mut reading, "frontiers", m.frontiers, frontier::frontier);
    let comparison = one(&mut reading, "comparison", m.comparison, Told::new);
    let arbitration = one(&mut reading, "arbitration", m.arbitration, ToldArbitration::new);
    let scenarios = m.scenarios.into_iter().map(scenario::draft).collect();
    let with_violations = m.with_violations;
    let order = |portfolio| RenderOrder {
        portfolio,
        scenarios,
        plans,
        comparison,
        frontiers,
        arbitration,
        decided,
        format,
        lang,
        with_violations,
    };
    reading.end(subject.map(|s| order(s.portfolio)))
}

/// The document as an answer holds it.
pub fn render_message(content: Vec<u8>, format: Format) -> v1::RenderResponse {
    let media_type = match format {
        Format::Html => "text/html; charset=utf-8",
        Format::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    };
    v1::RenderResponse { content, media_type: media_type.to_owned() }
}

fn language(reading: &mut Reading, said: &str) -> Option<Lang> {
    match said {
        "" => None,
        "fr" => Some(Lang::Fr),
        "en" => Some(Lang::En),
        other => {
            reading.problem(Problem::new(ProblemCode::OutOfRange, "language", other).with("fr, en"));
            None
        }
    }
}

/// Each of a field's messages, with what is wrong at its place.
fn each<M, T>(
    reading: &mut Reading,
    field: &str,
    messages: Vec<M>,
    read: impl Fn(M) -> Result<T, Vec<Problem>>,
) -> Vec<T> {
    let at = |(i, message)| one(reading, &format!("{field}[{i}]"), Some(message), &read);
    messages.into_iter().enumerate().filter_map(at).collect()
}

/// What is at that place, if something is.
fn one<M, T>(
    reading: &mut Reading,
    place: &str,
    message: Option<M>,
    read: impl Fn(M) -> Result<T, Vec<Problem>>,
) -> Option<T> {
    match read(message?) {
        Ok(found) => Some(found),
        Err(problems) => {
            problems.into_iter().for_each(|p| reading.problem(p.under(place)));
            None
        }
    }
}
