//! A walk over a binary document with the messages' descriptors in hand. Decoding passes over what it does not know;
//! here it is found, with its path as in the JSON form.

use prost_reflect::{DynamicMessage, FieldDescriptor, Kind, Value};

use super::schema;
use crate::model::{Problem, ProblemCode};

/// All that does not belong in the `message`.
pub(super) fn conform(bytes: &[u8], message: &str) -> Result<(), Vec<Problem>> {
    let syntax = |e: prost::DecodeError| vec![Problem::new(ProblemCode::Syntax, "", "").with(e.to_string())];
    let message = DynamicMessage::decode(schema::descriptor(message), bytes).map_err(syntax)?;
    let mut problems = Vec::new();
    walk("", &message, &mut problems);
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

fn walk(path: &str, message: &DynamicMessage, problems: &mut Vec<Problem>) {
    let at = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    for unknown in message.unknown_fields() {
        problems.push(Problem::new(ProblemCode::UnknownField, at(&format!("#{}", unknown.number())), ""));
    }
    for (field, value) in message.fields() {
        match value {
            Value::List(items) => {
                for (i, item) in items.iter().enumerate() {
                    single(&at(&format!("{}[{i}]", field.json_name())), item, &field, problems);
                }
            }
            single_value => single(&at(field.json_name()), single_value, &field, problems),
        }
    }
}

/// Maps have strings for keys and values, which can hold nothing unknown.
fn single(path: &str, value: &Value, field: &FieldDescriptor, problems: &mut Vec<Problem>) {
    match (value, field.kind()) {
        (Value::Message(message), _) => walk(path, message, problems),
        (Value::EnumNumber(number), Kind::Enum(kind)) if kind.get_value(*number).is_none() => {
            problems.push(Problem::new(ProblemCode::UnknownEnum, path, number).with(schema::enum_names(&kind)));
        }
        (Value::F64(x), _) if !x.is_finite() => problems.push(Problem::new(ProblemCode::NotFinite, path, x)),
        _ => {}
    }
}
