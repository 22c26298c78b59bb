//! Reading and writing whole documents, as JSON or in binary.

use prost::{Message, Name};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::json::Node;
use super::told::Told;
use super::told_arbitration::ToldArbitration;
use super::{binary, schema, v1};
use crate::arbitrate::Arbitration;
use crate::base::Lang;
use crate::model::draft::scenario::ScenarioDraft;
use crate::model::draft::{PortfolioDraft, ProjectDraft};
use crate::model::{Problem, ProblemCode};
use crate::plan::Plan;
use crate::study::{
    Candidate, Comparison, Drift, Evaluation, Fairness, Frontier, Margins, ProjectExplanation, Reply, Wish,
};

const PORTFOLIO: &str = "arbitre.v1.Portfolio";
const PLAN: &str = "arbitre.v1.Plan";
const SCENARIO: &str = "arbitre.v1.Scenario";
const PROJECT: &str = "arbitre.v1.Project";
const CANDIDATES: &str = "arbitre.v1.CandidateChanges";
const COMPARISON: &str = "arbitre.v1.Comparison";
const FRONTIER: &str = "arbitre.v1.Frontier";
const ARBITRATION: &str = "arbitre.v1.Arbitration";

/// What a document can be.
const DOCUMENTS: [&str; 7] = [PORTFOLIO, PLAN, SCENARIO, PROJECT, COMPARISON, FRONTIER, ARBITRATION];

/// A document that is not said to be of some kind.
#[derive(Clone, Debug)]
pub enum Document {
    /// A plan.
    Plan(Plan),
    /// A scenario.
    Scenario(ScenarioDraft),
    /// A comparison, to be held against what is counted again.
    Comparison(Box<Told>),
    /// A frontier, and the id of what changed the portfolio first.
    Frontier(Frontier, String),
    /// An arbitration, to be held against what is counted again.
    Arbitration(Box<ToldArbitration>),
}

/// How a document is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Proto3 JSON.
    Json,
    /// Protobuf's binary form.
    Binary,
}

/// The portfolio in a document, not yet validated; or all that is wrong with the document's structure.
pub fn read_portfolio(bytes: &[u8], form: Form) -> Result<PortfolioDraft, Vec<Problem>> {
    read::<v1::Portfolio>(bytes, form, PORTFOLIO).map(super::portfolio::draft)
}

/// The plan in a document.
pub fn read_plan(bytes: &[u8], form: Form) -> Result<Plan, Vec<Problem>> {
    super::plan::plan(read(bytes, form, PLAN)?)
}

/// The scenario in a document.
pub fn read_scenario(bytes: &[u8], form: Form) -> Result<ScenarioDraft, Vec<Problem>> {
    read(bytes, form, SCENARIO).map(super::scenario::draft)
}

/// The request for a job in a document.
pub fn read_job_request(bytes: &[u8], form: Form) -> Result<v1::CreateJobRequest, Vec<Problem>> {
    read(bytes, form, "arbitre.v1.CreateJobRequest")
}

/// A message as a document.
pub fn message_bytes(message: &(impl Message + Serialize), form: Form) -> Vec<u8> {
    match form {
        Form::Json => json(message).into_bytes(),
        Form::Binary => message.encode_to_vec(),
    }
}

/// A message as one line of JSON.
pub fn message_line(message: &impl Serialize) -> String {
    serde_json::to_string(message).expect("the messages have string keys and finite structure")
}

/// The project in a document, to be demanded.
pub fn read_demand(bytes: &[u8], form: Form) -> Result<ProjectDraft, Vec<Problem>> {
    read(bytes, form, PROJECT).map(super::arbitration::demand)
}

/// The candidate changes in a document: a list of them, or a scenario, which is one.
pub fn read_candidates(bytes: &[u8], form: Form) -> Result<Vec<Candidate>, Vec<Problem>> {
    let listed = read::<v1::CandidateChanges>(bytes, form, CANDIDATES);
    match (listed, read_scenario(bytes, form)) {
        (Ok(list), _) => Ok(list.candidates.into_iter().map(super::evaluation::candidate).collect()),
        (Err(_), Ok(s)) => Ok(vec![Candidate { id: s.id, name: s.name, what: Wish::Changes(s.changes) }]),
        (Err(problems), Err(_)) => Err(problems),
    }
}

/// What a document about a portfolio holds; of which kind it is shows in its fields. In binary, which has no names, it is a
/// plan.
pub fn read_document(bytes: &[u8], form: Form) -> Result<Document, Vec<Problem>> {
    match if form == Form::Json { kind(bytes) } else { PLAN } {
        COMPARISON => Told::new(read(bytes, form, COMPARISON)?).map(|told| Document::Comparison(Box::new(told))),
        FRONTIER => {
            let (frontier, scenario) = super::frontier::frontier(read(bytes, form, FRONTIER)?)?;
            Ok(Document::Frontier(frontier, scenario))
        }
        ARBITRATION => {
            let told = ToldArbitration::new(read(bytes, form, ARBITRATION)?)?;
            Ok(Document::Arbitration(Box::new(told)))
        }
        SCENARIO => read_scenario(bytes, form).map(Document::Scenario),
        _ => read_plan(bytes, form).map(Document::Plan),
    }
}

/// The kind of document that has such fields.
fn kind(bytes: &[u8]) -> &'static str {
    let Ok(Node::Object(fields)) = serde_json::from_slice(without_mark(bytes)) else { return PLAN };
    let has = |name: &str| fields.iter().any(|(key, _)| key == name);
    if has("scenarios") || has("backbone") {
        COMPARISON
    } else if has("triage") || has("demands") {
        ARBITRATION
    } else if has("points") || has("axis") {
        FRONTIER
    } else if has("changes") && !has("projects") {
        SCENARIO
    } else {
        PLAN
    }
}

/// A message in binary, such as a request; or all that is wrong with its structure.
pub fn read_message<T: Message + Default + Name>(bytes: &[u8]) -> Result<T, Vec<Problem>> {
    let message = T::decode(bytes).map_err(syntax)?;
    binary::conform(bytes, &T::full_name())?;
    Ok(message)
}

/// The portfolio as JSON.
pub fn write_portfolio(draft: &PortfolioDraft) -> String {
    json(&super::portfolio::message(draft))
}

/// The plan as JSON.
pub fn write_plan(plan: &Plan) -> String {
    json(&super::plan::message(plan))
}

/// The comparison as JSON; problems are in that language.
pub fn write_comparison(comparison: &Comparison, lang: Lang) -> String {
    json(&super::comparison::comparison_message(comparison, lang))
}

/// The frontier as JSON, of the portfolio that the scenario of that id made.
pub fn write_frontier(frontier: &Frontier, scenario: &str) -> String {
    json(&super::frontier::frontier_message(frontier, scenario))
}

/// The arbitration as JSON, of the portfolio that the scenario of that id made.
pub fn write_arbitration(arbitration: &Arbitration, scenario: &str) -> String {
    json(&super::arbitration::arbitration_message(arbitration, scenario))
}

/// The drift report as JSON.
pub fn write_drift(drift: &Drift) -> String {
    json(&super::drift::drift_message(drift))
}

/// The evaluation as JSON; problems are in that language.
pub fn write_evaluation(evaluation: &Evaluation, lang: Lang) -> String {
    json(&super::evaluation::evaluation_message(evaluation, lang))
}

/// The explanation as JSON.
pub fn write_explanation(explanation: &ProjectExplanation) -> String {
    json(&super::explanation::explanation_message(explanation))
}

/// The prices as JSON.
pub fn write_prices(margins: &Margins) -> String {
    json(&super::prices::prices_message(margins))
}

/// Who has given way, as JSON.
pub fn write_fairness(fairness: &Fairness, limits: Option<&ScenarioDraft>) -> String {
    json(&super::fairness::fairness_message(fairness, limits))
}

/// The scenario as JSON.
pub fn write_scenario(scenario: &ScenarioDraft) -> String {
    json(&super::scenario::message(scenario))
}

/// The answer to a question as JSON, with its headline and the seconds that it took.
pub fn write_reply(reply: &Reply, headline: String, seconds: f64, lang: Lang) -> String {
    json(&v1::AskResponse { seconds, ..super::workspace::reply_message(reply, headline, lang) })
}

/// The portfolio in binary.
pub fn portfolio_to_bytes(draft: &PortfolioDraft) -> Vec<u8> {
    super::portfolio::message(draft).encode_to_vec()
}

/// The plan in binary.
pub fn plan_to_bytes(plan: &Plan) -> Vec<u8> {
    super::plan::message(plan).encode_to_vec()
}

fn read<T: Message + Default + DeserializeOwned + Name>(
    bytes: &[u8],
    form: Form,
    name: &str,
) -> Result<T, Vec<Problem>> {
    match form {
        Form::Binary => read_message(bytes),
        Form::Json => {
            let bytes = without_mark(bytes);
            let node: Node = serde_json::from_slice(bytes).map_err(syntax)?;
            let value =
                schema::conform(node, name).map_err(|problems| told_by_kind(bytes, name).unwrap_or(problems))?;
            serde_json::from_value(value).map_err(syntax)
        }
    }
}

/// Some editors begin a file with a byte order mark, which JSON's readers may pass over (RFC 8259, section 8.1).
fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes)
}

fn syntax(error: impl ToString) -> Vec<Problem> {
    vec![Problem::new(ProblemCode::Syntax, "", "").with(error.to_string())]
}

/// A document that is another one of the contract, without a flaw, was given for this one: that says more than every
/// field that does not belong here.
fn told_by_kind(bytes: &[u8], expected: &str) -> Option<Vec<Problem>> {
    let is = |kind: &&&str| {
        **kind != expected && serde_json::from_slice(bytes).is_ok_and(|node: Node| schema::conform(node, kind).is_ok())
    };
    let kind = DOCUMENTS.iter().find(is)?;
    let own = |name: &str| name.rsplit('.').next().unwrap_or(name).to_owned();
    Some(vec![Problem::new(ProblemCode::WrongType, "", own(kind)).with(own(expected))])
}

fn json(message: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(message).expect("the messages have string keys and finite structure");
    text.push('\n');
    text
}
