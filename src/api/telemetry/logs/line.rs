//! An event as a line.

use std::fmt::Write as _;

use serde_json::{Map, Value};
use tracing::Level;

use super::super::settings::Form;

/// What a line says.
pub(super) struct Line {
    pub(super) time: Option<String>,
    pub(super) level: Level,
    pub(super) target: String,
    /// Those of the spans first, `message` among them.
    pub(super) fields: Map<String, Value>,
}

impl Line {
    pub(super) fn write(mut self, form: Form) -> String {
        let message = self.fields.remove("message").unwrap_or_default();
        match form {
            Form::Text => self.text(&message),
            Form::Json => self.json(message),
        }
    }

    fn text(&self, message: &Value) -> String {
        let mut line = self.time.as_ref().map(|time| format!("{time} ")).unwrap_or_default();
        line += &format!("{:5} {}", self.level, escaped(message.as_str().unwrap_or_default()));
        for (name, value) in &self.fields {
            let shown = match value {
                Value::String(text) if is_plain(text) => text.clone(),
                other => other.to_string(),
            };
            // Writing to a string does not fail.
            let _ = write!(line, " {name}={shown}");
        }
        line
    }

    fn json(self, message: Value) -> String {
        let mut object = Map::new();
        object.extend(self.time.map(|time| ("time".to_owned(), time.into())));
        object.insert("level".to_owned(), self.level.as_str().into());
        object.insert("target".to_owned(), self.target.into());
        object.insert("message".to_owned(), message);
        object.extend(self.fields);
        Value::Object(object).to_string()
    }
}

/// Without signs that could pass for another line or command a terminal.
fn escaped(text: &str) -> String {
    text.chars().flat_map(|c| if c.is_control() { c.escape_default().collect() } else { vec![c] }).collect()
}

fn is_plain(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_graphic() && !"\"'=\\".contains(c))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn line() -> Line {
        let fields =
            json!({"request_id": "a1", "message": "two\nlines", "cause": "said \"no\"\u{1b}[31m", "seconds": 0.5});
        let Value::Object(fields) = fields else { unreachable!("it is an object") };
        Line {
            time: Some("2026-01-01T00:00:00.000Z".to_owned()),
            level: Level::WARN,
            target: "arbitre".to_owned(),
            fields,
        }
    }

    #[test]
    fn a_line_of_text_is_one_line_whatever_is_in_it() {
        let text = line().write(Form::Text);
        assert!(text.starts_with("2026-01-01T00:00:00.000Z WARN  two\\nlines "), "{text}");
        assert!(text.contains(" request_id=a1") && text.contains(" seconds=0.5"), "{text}");
        assert!(text.contains(r#" cause="said \"no\"\u001b[31m""#), "{text}");
        assert!(!text.chars().any(char::is_control), "{text:?}");
    }

    #[test]
    fn a_line_of_json_is_one_flat_object() {
        let read: Value = serde_json::from_str(&line().write(Form::Json)).expect("a line of JSON");
        assert_eq!(read["level"], "WARN");
        assert_eq!(read["message"], "two\nlines");
        assert_eq!(read["request_id"], "a1");
        assert_eq!(read["seconds"], 0.5);
    }
}
