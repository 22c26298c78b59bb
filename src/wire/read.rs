//! Reading and writing whole documents, as JSON or in binary.

use prost::Message;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::json::Node;
use super::{binary, schema, v1};
use crate::model::draft::PortfolioDraft;
use crate::model::draft::scenario::ScenarioDraft;
use crate::model::{Problem, ProblemCode};
use crate::plan::Plan;

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
    read::<v1::Portfolio>(bytes, form, "arbitre.v1.Portfolio").map(super::portfolio::draft)
}

/// The plan in a document.
pub fn read_plan(bytes: &[u8], form: Form) -> Result<Plan, Vec<Problem>> {
    super::plan::plan(read(bytes, form, "arbitre.v1.Plan")?)
}

/// The scenario in a document.
pub fn read_scenario(bytes: &[u8], form: Form) -> Result<ScenarioDraft, Vec<Problem>> {
    read(bytes, form, "arbitre.v1.Scenario").map(super::scenario::draft)
}

/// The portfolio as JSON.
pub fn write_portfolio(draft: &PortfolioDraft) -> String {
    json(&super::portfolio::message(draft))
}

/// The plan as JSON.
pub fn write_plan(plan: &Plan) -> String {
    json(&super::plan::message(plan))
}

/// The portfolio in binary.
pub fn portfolio_to_bytes(draft: &PortfolioDraft) -> Vec<u8> {
    super::portfolio::message(draft).encode_to_vec()
}

/// The plan in binary.
pub fn plan_to_bytes(plan: &Plan) -> Vec<u8> {
    super::plan::message(plan).encode_to_vec()
}

fn read<T: Message + Default + DeserializeOwned>(bytes: &[u8], form: Form, name: &str) -> Result<T, Vec<Problem>> {
    match form {
        Form::Binary => {
            // Decoded first, because it refuses groups nested without end, which the walk would follow.
            let syntax = |e: prost::DecodeError| vec![Problem::new(ProblemCode::Syntax, "", "").with(e.to_string())];
            let message = T::decode(bytes).map_err(syntax)?;
            binary::conform(bytes, name)?;
            Ok(message)
        }
        Form::Json => {
            let syntax = |e: serde_json::Error| vec![Problem::new(ProblemCode::Syntax, "", "").with(e.to_string())];
            let node: Node = serde_json::from_slice(bytes).map_err(syntax)?;
            serde_json::from_value(schema::conform(node, name)?).map_err(syntax)
        }
    }
}

fn json(message: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(message).expect("the messages have string keys and finite structure");
    text.push('\n');
    text
}
