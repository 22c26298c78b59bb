//! Where a document says otherwise than what was counted again.

use serde::Serialize;
use serde_json::Value;

use crate::model::{Problem, ProblemCode};

/// Figures that differ by less than this share are the same.
const SAME: f64 = 1e-6;

/// So many contradictions are named.
const NAMED: usize = 100;

/// Everything that the one message says otherwise than the other.
pub(super) fn contradictions<T: Serialize>(told: &T, counted: &T) -> Vec<Problem> {
    let value = |m: &T| serde_json::to_value(m).unwrap_or(Value::Null);
    let mut problems = Vec::new();
    differ("", &value(told), &value(counted), &mut problems);
    problems.truncate(NAMED);
    problems
}

/// Where two documents differ. What is worded in the document's language is not held against that of another: of problems,
/// only what kind they are and where.
fn differ(path: &str, told: &Value, counted: &Value, problems: &mut Vec<Problem>) {
    match (told, counted) {
        (Value::Object(a), Value::Object(b)) => {
            let is_worded = a.contains_key("remedy") || b.contains_key("remedy");
            let keys: std::collections::BTreeSet<&String> = a.keys().chain(b.keys()).collect();
            for key in keys.into_iter().filter(|k| !(is_worded && ["message", "remedy"].contains(&&k[..]))) {
                let at = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                differ(&at, a.get(key).unwrap_or(&Value::Null), b.get(key).unwrap_or(&Value::Null), problems);
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            a.iter().zip(b).enumerate().for_each(|(i, (a, b))| differ(&format!("{path}[{i}]"), a, b, problems));
        }
        (a, b) if same(a, b) => {}
        (a, b) => problems.push(Problem::new(ProblemCode::Contradicted, path, said(a)).with(said(b))),
    }
}

/// An absent figure is 0.
fn same(a: &Value, b: &Value) -> bool {
    let figure = |x: &Value| if x.is_null() { Some(0.0) } else { x.as_f64() };
    match (figure(a), figure(b)) {
        (Some(x), Some(y)) if a.is_number() || b.is_number() => (x - y).abs() <= SAME * x.abs().max(y.abs()).max(1.0),
        _ => a == b,
    }
}

/// As short as it can be told.
fn said(value: &Value) -> String {
    match value {
        Value::Null => "–".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(items) => format!("[… {}]", items.len()),
        Value::Object(fields) => format!("{{… {}}}", fields.len()),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}
