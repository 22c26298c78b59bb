//! The contract's fields and enum values, read from the proto files' text, and which of them a document uses.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// Messages with their fields and enums with their values.
#[derive(Default)]
pub(crate) struct Contract {
    /// Message -> JSON name -> type.
    messages: BTreeMap<String, BTreeMap<String, String>>,
    /// Everything that a document may use: `Message.field` and `ENUM_VALUE`.
    pub(crate) all: BTreeSet<String>,
}

impl Contract {
    /// From a proto file of one declaration per line, as ours are.
    pub(crate) fn read(proto: &str) -> Self {
        let mut out = Self::default();
        let mut open = String::new();
        for line in proto.lines().map(|l| l.split("//").next().unwrap_or("").trim()).filter(|l| !l.is_empty()) {
            if let Some(name) = line.strip_prefix("message ") {
                open = name.trim_end_matches(" {").to_owned();
            } else if line.starts_with("enum ") {
                open.clear();
            } else if let Some((declared, _)) = line.split_once(" = ") {
                out.declare(&open, declared);
            }
        }
        out
    }

    fn declare(&mut self, message: &str, declared: &str) {
        let words: Vec<&str> = declared.split_whitespace().collect();
        match words[..] {
            ["syntax"] => {}
            [value] if value.ends_with("_UNSPECIFIED") => {}
            [value] => {
                self.all.insert(value.to_owned());
            }
            [.., kind, name] => {
                let name = json_name(name);
                self.all.insert(format!("{message}.{name}"));
                self.messages.entry(message.to_owned()).or_default().insert(name, kind.to_owned());
            }
            [] => {}
        }
    }

    /// What a document of this message uses.
    pub(crate) fn used(&self, message: &str, value: &Value, out: &mut BTreeSet<String>) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.used(message, item, out)),
            Value::Object(fields) => {
                let Some(known) = self.messages.get(message) else { return };
                for (name, value) in fields {
                    out.insert(format!("{message}.{name}"));
                    self.used(&known[name], value, out);
                }
            }
            Value::String(text) => {
                out.insert(text.clone());
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
}

fn json_name(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or("").to_owned();
    words.fold(first, |out, word| out + &word[..1].to_uppercase() + &word[1..])
}
