//! What the configuration says of logs, metrics and traces, as telemetry takes it.

use std::collections::BTreeMap;
use std::path::Path;

use super::config::{ConfigProblem, Detail, LogFormat, LogLevel, Origin, ProblemCode, Telemetry as Section};
use super::telemetry::{Form, Settings};

/// The settings; reads the file of headers that the section may name.
///
/// # Errors
///
/// With everything that is wrong with that file.
pub fn settings(section: &Section) -> Result<Settings, Vec<ConfigProblem>> {
    let headers = section.otlp_headers_file.as_deref().map(headers).transpose()?;
    Ok(Settings {
        log_filter: filter(section.log_level),
        log_form: match section.log_format {
            LogFormat::Text => Form::Text,
            LogFormat::Json => Form::Json,
        },
        prometheus: section.prometheus_listen,
        otlp_endpoint: section.otlp_endpoint.clone(),
        otlp_headers: headers.unwrap_or_default(),
        sample_ratio: section.sample_ratio,
        service_name: section.service_name.clone(),
        instance_id: None,
    })
}

/// The service alone speaks at the finer levels: what libraries say there is nobody's promise, and may be metadata.
fn filter(level: LogLevel) -> String {
    let own = level.as_str();
    match level {
        LogLevel::Off | LogLevel::Error | LogLevel::Warn | LogLevel::Info => own.to_owned(),
        LogLevel::Debug | LogLevel::Trace => format!("info,arbitre={own}"),
    }
}

/// Lines of `name: value`; empty ones and those that begin with `#` say nothing. What a line holds is never shown.
fn headers(file: &Path) -> Result<BTreeMap<String, String>, Vec<ConfigProblem>> {
    let problem = |line: usize, code, detail: String| {
        let origin = Origin::File(file.to_owned(), line);
        ConfigProblem::new(code, origin, "telemetry.otlp_headers_file", "").with(Detail::Text(detail))
    };
    let text = std::fs::read_to_string(file).map_err(|e| vec![problem(0, ProblemCode::Unreadable, e.to_string())])?;
    let (mut headers, mut problems) = (BTreeMap::new(), Vec::new());
    for (i, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        match line.split_once(':') {
            Some((name, value)) => drop(headers.insert(name.trim().to_ascii_lowercase(), value.trim().to_owned())),
            None => problems.push(problem(i + 1, ProblemCode::Syntax, "name: value".to_owned())),
        }
    }
    if problems.is_empty() { Ok(headers) } else { Err(problems) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_lines_and_every_other_line_is_named() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), "# ours\n\nAuthorization: Basic a:b\n").expect("it is written");
        let section = Section { otlp_headers_file: Some(file.path().to_owned()), ..Section::default() };
        let read = settings(&section).expect("settings").otlp_headers;
        assert_eq!(read, BTreeMap::from([("authorization".to_owned(), "Basic a:b".to_owned())]));
        std::fs::write(file.path(), "secret\nname: value\nhidden\n").expect("it is written");
        let problems = settings(&section).expect_err("two lines are no headers");
        assert_eq!(problems.len(), 2);
        assert!(!format!("{problems:?}").contains("secret"));
    }
}
