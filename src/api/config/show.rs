//! A configuration as text: the effective one, and the list of its keys.

use super::key::{Range, Visitor};
use super::value::Value;
use super::{Config, Origin, Origins};
use crate::base::Lang;
use crate::job;

impl Config {
    /// The names of all keys, as `section.key`.
    pub fn keys() -> Vec<String> {
        let mut list = List { section: "", keys: Vec::new() };
        Self::default().visit(&mut list);
        list.keys
    }

    /// The configuration as it is in force, as a file of its own, with where each value comes from. What is secret in an
    /// address is not in it.
    pub fn effective(&self, origins: &Origins) -> String {
        let mut printer = Printer { origins, section: "", text: String::new() };
        let mut config = self.clone();
        config.jobs.store = job::shown(&config.jobs.store);
        config.visit(&mut printer);
        printer.text
    }
}

struct Printer<'a> {
    origins: &'a Origins,
    section: &'static str,
    text: String,
}

impl Visitor for Printer<'_> {
    fn section(&mut self, name: &'static str) {
        let gap = if self.text.is_empty() { "" } else { "\n" };
        self.text.push_str(&format!("{gap}[{name}]\n"));
        self.section = name;
    }

    fn key<T: Value>(&mut self, name: &'static str, slot: &mut T, _: Range) {
        let origin = self.origins.get(&format!("{}.{name}", self.section)).filter(|o| **o != Origin::Default);
        // The file is a file for programs: its comments are in one language.
        let place = origin.map_or_else(String::new, |origin| format!("  # {}", origin.place(Lang::En)));
        self.text.push_str(&format!("{name} = {}{place}\n", slot.shown()));
    }
}

struct List {
    section: &'static str,
    keys: Vec<String>,
}

impl Visitor for List {
    fn section(&mut self, name: &'static str) {
        self.section = name;
    }

    fn key<T: Value>(&mut self, name: &'static str, _: &mut T, _: Range) {
        self.keys.push(format!("{}.{name}", self.section));
    }
}
