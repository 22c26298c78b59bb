//! `docs/arbitre.toml` and `docs/configuration.md` have every key, at its default, and none that there is not.

use std::collections::BTreeMap;
use std::path::Path;

use super::super::{Config, Origins, ProblemCode};
use super::{good, load};

fn page(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name);
    std::fs::read_to_string(path).expect("the page is there")
}

/// A key that the file shows: commented out, at its default or as an example.
#[derive(Debug)]
struct Shown {
    section: String,
    line: String,
    is_example: bool,
}

impl Shown {
    fn key(&self) -> String {
        let name = self.line.split(" = ").next().expect("a line has a beginning");
        format!("{}.{name}", self.section)
    }
}

fn shown() -> Vec<Shown> {
    let (mut section, mut is_example, mut shown) = (String::new(), false, Vec::new());
    for line in page("arbitre.toml").lines() {
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            section = name.to_owned();
        } else if let Some(line) = line.strip_prefix('#').filter(|rest| !rest.starts_with(' ') && rest.contains(" = "))
        {
            shown.push(Shown { section: section.clone(), line: line.to_owned(), is_example });
        }
        is_example = line.starts_with("# Example");
    }
    shown
}

/// Each key's default as the configuration in force shows it.
fn defaults() -> BTreeMap<String, String> {
    let (mut section, mut defaults) = ("", BTreeMap::new());
    let text = Config::default().effective(&Origins::new());
    for line in text.lines() {
        match (line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')), line.split_once(" = ")) {
            (Some(name), _) => section = name,
            (None, Some((name, value))) => drop(defaults.insert(format!("{section}.{name}"), value.to_owned())),
            (None, None) => {}
        }
    }
    defaults
}

#[test]
fn the_file_has_every_key_once_and_its_defaults_are_the_defaults() {
    let shown = shown();
    let keys: Vec<String> = shown.iter().map(Shown::key).collect();
    assert_eq!(keys, Config::keys());
    assert_eq!(good(&page("arbitre.toml")), Config::default(), "as it is, it says nothing");
    let defaults = defaults();
    for one in &shown {
        let (key, text) = (one.key(), format!("[{}]\n{}\n", one.section, one.line));
        if one.is_example {
            assert_eq!(defaults[&key], "\"\"", "{key} has a default");
            // Most mean nothing without others; the value itself has to be one.
            let codes = load(&text, &[], &[]).err().into_iter().flatten().map(|p| p.code).collect::<Vec<_>>();
            assert!(codes.iter().all(|code| *code == ProblemCode::Alone), "{text} {codes:?}");
        } else {
            let (config, origins) = load(&text, &[], &[]).expect("a default is allowed");
            assert_eq!(config, Config::default(), "{text}");
            assert!(origins.contains_key(&key), "{text}");
        }
    }
}

#[test]
fn the_page_has_a_row_for_every_key_with_its_default() {
    let (defaults, shown) = (defaults(), shown());
    let page = page("configuration.md");
    let rows: Vec<(&str, &str)> = page
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once("` |"))
        .filter(|(key, _)| key.contains('.'))
        .map(|(key, rest)| (key, rest.split(" |").next().unwrap_or_default().trim()))
        .collect();
    assert_eq!(rows.iter().map(|(key, _)| *key).collect::<Vec<_>>(), Config::keys());
    for (key, default) in rows {
        let is_set = shown.iter().any(|one| one.key() == key && !one.is_example);
        let expected = if is_set { format!("`{}`", defaults[key]) } else { String::new() };
        assert_eq!(default, expected, "{key}");
    }
}
