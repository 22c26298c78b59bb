//! A walk over a JSON document with the messages' descriptors in hand: finds everything that does not belong, with its
//! path, and gives the document back in the one form that decoding takes.

use std::collections::HashSet;
use std::sync::OnceLock;

use prost_reflect::{DescriptorPool, EnumDescriptor, FieldDescriptor, Kind, MessageDescriptor};
use serde_json::{Map, Value};

use super::json::Node;
use super::messages::DESCRIPTORS;
use crate::model::{Problem, ProblemCode};

/// The document as decoding takes it, if it is a `message` in proto3 JSON form.
pub(super) fn conform(node: Node, message: &str) -> Result<Value, Vec<Problem>> {
    let mut walk = Walk { problems: Vec::new() };
    let value = walk.message("", node, &descriptor(message));
    if walk.problems.is_empty() { Ok(value) } else { Err(walk.problems) }
}

/// The message's fields.
pub(super) fn descriptor(message: &str) -> MessageDescriptor {
    pool().get_message_by_name(message).expect("proto/ has the message")
}

/// The names to choose from.
pub(super) fn enum_names(kind: &EnumDescriptor) -> String {
    let names = kind.values().filter(|v| v.number() != 0).map(|v| v.name().to_owned());
    names.collect::<Vec<_>>().join(", ")
}

/// The descriptors of `proto/`.
pub(super) fn pool() -> &'static DescriptorPool {
    static POOL: OnceLock<DescriptorPool> = OnceLock::new();
    POOL.get_or_init(|| DescriptorPool::decode(DESCRIPTORS).expect("the build made valid descriptors"))
}

struct Walk {
    problems: Vec<Problem>,
}

impl Walk {
    fn message(&mut self, path: &str, node: Node, descriptor: &MessageDescriptor) -> Value {
        let Node::Object(fields) = node else { return self.wrong(path, &node, "object") };
        let mut out = Map::new();
        let mut seen = HashSet::new();
        let mut chosen = HashSet::new();
        for (key, value) in fields {
            let at = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            let field = descriptor.get_field_by_json_name(&key).or_else(|| descriptor.get_field_by_name(&key));
            let Some(field) = field else {
                self.problems.push(Problem::new(ProblemCode::UnknownField, at, value.text()));
                continue;
            };
            if !seen.insert(field.number()) {
                self.problems.push(Problem::new(ProblemCode::DuplicateKey, at, value.text()));
                continue;
            }
            if value == Node::Null {
                continue;
            }
            if let Some(oneof) = field.containing_oneof().filter(|o| !o.is_synthetic())
                && !chosen.insert(oneof.name().to_owned())
            {
                self.problems.push(Problem::new(ProblemCode::DuplicateKey, at, value.text()));
                continue;
            }
            let value = self.field(&at, value, &field);
            out.insert(field.json_name().to_owned(), value);
        }
        Value::Object(out)
    }

    fn field(&mut self, path: &str, node: Node, field: &FieldDescriptor) -> Value {
        if field.is_map() {
            return self.map(path, node, field);
        }
        if !field.is_list() {
            return self.single(path, node, &field.kind());
        }
        let Node::List(items) = node else { return self.wrong(path, &node, "array") };
        let items = items.into_iter().enumerate();
        Value::Array(items.map(|(i, item)| self.single(&format!("{path}[{i}]"), item, &field.kind())).collect())
    }

    fn map(&mut self, path: &str, node: Node, field: &FieldDescriptor) -> Value {
        let Node::Object(entries) = node else { return self.wrong(path, &node, "object") };
        let kind = field.kind().as_message().expect("a map's entries are messages").map_entry_value_field().kind();
        let mut out = Map::new();
        for (key, value) in entries {
            let at = format!("{path}.{key}");
            if out.contains_key(&key) {
                self.problems.push(Problem::new(ProblemCode::DuplicateKey, at, value.text()));
                continue;
            }
            let value = self.single(&at, value, &kind);
            out.insert(key, value);
        }
        Value::Object(out)
    }

    fn single(&mut self, path: &str, node: Node, kind: &Kind) -> Value {
        match kind {
            Kind::Message(message) => self.message(path, node, message),
            Kind::Enum(kind) => {
                let known = match &node {
                    Node::Text(name) => kind.get_value_by_name(name),
                    Node::Number(n) => n.as_i64().and_then(|n| kind.get_value(i32::try_from(n).ok()?)),
                    _ => return self.wrong(path, &node, "enum"),
                };
                match known {
                    Some(value) => Value::String(value.name().to_owned()),
                    None => {
                        let problem = Problem::new(ProblemCode::UnknownEnum, path, node.text());
                        self.problems.push(problem.with(enum_names(kind)));
                        Value::Null
                    }
                }
            }
            Kind::Bool => match node {
                Node::Bool(b) => Value::Bool(b),
                other => self.wrong(path, &other, "true, false"),
            },
            Kind::String => match node {
                Node::Text(s) => Value::String(s),
                other => self.wrong(path, &other, "string"),
            },
            Kind::Double | Kind::Float => self.real(path, node),
            Kind::Int32 | Kind::Sint32 | Kind::Sfixed32 => {
                self.whole(path, node, i128::from(i32::MIN), i128::from(i32::MAX))
            }
            Kind::Uint32 | Kind::Fixed32 => self.whole(path, node, 0, i128::from(u32::MAX)),
            Kind::Int64 | Kind::Sint64 | Kind::Sfixed64 => {
                self.whole(path, node, i128::from(i64::MIN), i128::from(i64::MAX))
            }
            Kind::Uint64 | Kind::Fixed64 => self.whole(path, node, 0, i128::from(u64::MAX)),
            Kind::Bytes => match node {
                Node::Text(s) => Value::String(s),
                other => self.wrong(path, &other, "base64 string"),
            },
        }
    }

    fn real(&mut self, path: &str, node: Node) -> Value {
        match &node {
            Node::Number(n) => Value::Number(n.clone()),
            Node::Text(s) if matches!(&s[..], "NaN" | "Infinity" | "-Infinity") => {
                self.problems.push(Problem::new(ProblemCode::NotFinite, path, s));
                Value::Null
            }
            Node::Text(s) => {
                match s.parse::<f64>().ok().filter(|x| x.is_finite()).and_then(serde_json::Number::from_f64) {
                    Some(n) => Value::Number(n),
                    None => self.wrong(path, &node, "number"),
                }
            }
            _ => self.wrong(path, &node, "number"),
        }
    }

    fn whole(&mut self, path: &str, node: Node, low: i128, high: i128) -> Value {
        let found = match &node {
            Node::Number(n) => n
                .as_i64()
                .map(i128::from)
                .or_else(|| n.as_u64().map(i128::from))
                .or_else(|| n.as_f64().filter(|x| x.fract() == 0.0 && x.abs() < 9e15).map(|x| x as i128)),
            Node::Text(s) => s.parse::<i128>().ok(),
            _ => None,
        };
        match found {
            Some(x) if low <= x && x <= high => match i64::try_from(x) {
                Ok(x) => Value::Number(x.into()),
                Err(_) => Value::String(x.to_string()),
            },
            Some(x) => {
                self.problems.push(Problem::new(ProblemCode::OutOfRange, path, x).with(format!("{low}..{high}")));
                Value::Null
            }
            None => self.wrong(path, &node, "integer"),
        }
    }

    fn wrong(&mut self, path: &str, node: &Node, expected: &str) -> Value {
        self.problems.push(Problem::new(ProblemCode::WrongType, path, node.text()).with(expected));
        Value::Null
    }
}
