//! Reads a configuration: the file, then the environment over it, then the command line's flags over both.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::key::{Range, Visitor};
use super::origin::Origin;
use super::problem::{ConfigProblem, Detail, ProblemCode};
use super::value::Value;
use super::{Config, Origins, rules};

const PREFIX: &str = "ARBITRE_";

/// Variables that begin like ours and mean something else: the tests' place of shared files, the name of the
/// configuration file itself, and what Kubernetes sets for a service of the name `arbitre`.
const FOREIGN: [&str; 5] =
    ["ARBITRE_SHARED", "ARBITRE_CONFIG", "ARBITRE_SERVICE_HOST", "ARBITRE_SERVICE_PORT", "ARBITRE_PORT"];
const FOREIGN_PREFIXES: [&str; 2] = ["ARBITRE_SERVICE_PORT_", "ARBITRE_PORT_"];

/// The variables of this process that concern the configuration; what is not Unicode is left with marks in its place,
/// and so is refused where it matters.
pub fn environment() -> impl Iterator<Item = (String, String)> {
    let text = |os: std::ffi::OsString| os.to_string_lossy().into_owned();
    std::env::vars_os().map(move |(name, value)| (text(name), text(value)))
}

/// The variable of a key `section.key`.
pub fn variable(key: &str) -> String {
    format!("{PREFIX}{}", key.replace('.', "_").to_uppercase())
}

impl Config {
    /// The configuration of a file, of an environment's `ARBITRE_*` over it, and of defaults below it; or everything
    /// that is wrong with it.
    ///
    /// # Errors
    ///
    /// With every problem that was found, those between keys included.
    pub fn load(path: Option<&Path>, env: impl Iterator<Item = (String, String)>) -> Result<Self, Vec<ConfigProblem>> {
        Self::load_with(path, env, &[]).map(|(config, _)| config)
    }

    /// Like [`load`](Self::load), with keys that flags of the command line set over all others, as `(flag, key, value)`:
    /// `("--listen", "server.listen", "[::1]:0")`. Says besides where each key that was set has its value from.
    ///
    /// # Errors
    ///
    /// With every problem that was found, those between keys included.
    pub fn load_with(
        path: Option<&Path>,
        env: impl Iterator<Item = (String, String)>,
        flags: &[(&'static str, &str, String)],
    ) -> Result<(Self, Origins), Vec<ConfigProblem>> {
        load(path, env, flags)
    }
}

fn load(
    path: Option<&Path>,
    env: impl Iterator<Item = (String, String)>,
    flags: &[(&'static str, &str, String)],
) -> Result<(Config, Origins), Vec<ConfigProblem>> {
    let text = match path.map(|path| (path, std::fs::read_to_string(path))) {
        None => String::new(),
        Some((_, Ok(text))) => text,
        Some((path, Err(e))) => {
            let origin = Origin::File(path.into(), 0);
            let problem = ConfigProblem::new(ProblemCode::Unreadable, origin, "", "");
            return Err(vec![problem.with(Detail::Text(e.to_string()))]);
        }
    };
    let source = Source { path: path.unwrap_or(Path::new("")), text: &text };
    read(&source, env.collect(), flags)
}

fn read(
    source: &Source<'_>,
    env: BTreeMap<String, String>,
    flags: &[(&'static str, &str, String)],
) -> Result<(Config, Origins), Vec<ConfigProblem>> {
    let (table, mistakes) = DeTable::parse_recoverable(source.text);
    let syntax: Vec<ConfigProblem> = mistakes.iter().map(|e| source.syntax(e)).collect();
    let mut reader = Reader {
        source,
        table: table.get_ref(),
        env: &env,
        flags,
        section: "",
        known: BTreeSet::new(),
        origins: Origins::new(),
        problems: Vec::new(),
    };
    let mut config = Config::default();
    config.visit(&mut reader);
    reader.unknown();
    let Reader { origins, mut problems, .. } = reader;
    // What a broken line seems to say is not worth a word of its own.
    problems.retain(|problem| syntax.iter().all(|broken| broken.origin != problem.origin));
    problems.splice(0..0, syntax);
    if problems.iter().all(|problem| problem.code != ProblemCode::Syntax) {
        rules::check(&config, &origins, &mut problems);
    }
    if problems.is_empty() { Ok((config, origins)) } else { Err(problems) }
}

/// The file.
struct Source<'a> {
    path: &'a Path,
    text: &'a str,
}

impl Source<'_> {
    fn at(&self, offset: usize) -> Origin {
        let before = self.text.get(..offset).unwrap_or(self.text);
        Origin::File(self.path.into(), 1 + before.matches('\n').count())
    }

    fn syntax(&self, mistake: &toml::de::Error) -> ConfigProblem {
        let origin = self.at(mistake.span().map_or(0, |span| span.start));
        ConfigProblem::new(ProblemCode::Syntax, origin, "", "").with(Detail::Text(mistake.message().to_owned()))
    }

    fn slice(&self, value: &Spanned<DeValue<'_>>) -> String {
        self.text.get(value.span()).unwrap_or_default().to_owned()
    }
}

struct Reader<'a> {
    source: &'a Source<'a>,
    table: &'a DeTable<'a>,
    env: &'a BTreeMap<String, String>,
    flags: &'a [(&'static str, &'a str, String)],
    section: &'static str,
    known: BTreeSet<String>,
    origins: Origins,
    problems: Vec<ConfigProblem>,
}

impl Visitor for Reader<'_> {
    fn section(&mut self, name: &'static str) {
        self.section = name;
        self.known.insert(name.to_owned());
        let entry = self.table.iter().find(|(found, _)| found.get_ref() == name);
        if let Some((_, value)) = entry.filter(|(_, value)| !matches!(value.get_ref(), DeValue::Table(_))) {
            let expected = Detail::Expected("une section", "a section");
            self.refuse(ProblemCode::WrongType, self.source.at(value.span().start), name, "", expected);
        }
    }

    fn key<T: Value>(&mut self, name: &'static str, slot: &mut T, range: Range) {
        let key = format!("{}.{name}", self.section);
        if let Some(value) = self.in_file(name) {
            let read = T::of_toml(value.get_ref());
            self.take(&key, self.source.at(value.span().start), &self.source.slice(value), read, slot, range);
        }
        let variable = variable(&key);
        if let Some(text) = self.env.get(&variable) {
            self.take(&key, Origin::Variable(variable), text, T::of_text(text), slot, range);
        }
        for (flag, _, text) in self.flags.iter().filter(|(_, set, _)| *set == key) {
            self.take(&key, Origin::Flag(flag), text, T::of_text(text), slot, range);
        }
        self.known.insert(key);
    }
}

impl<'a> Reader<'a> {
    fn in_file(&self, name: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        let section = self.table.iter().find(|(found, _)| found.get_ref() == self.section)?;
        let DeValue::Table(section) = section.1.get_ref() else { return None };
        section.iter().find(|(found, _)| found.get_ref() == name).map(|(_, value)| value)
    }

    /// Puts a value that was read into its place, or says what is wrong with it.
    fn take<T: Value>(&mut self, key: &str, origin: Origin, text: &str, read: Option<T>, slot: &mut T, range: Range) {
        let Some(value) = read else {
            let (fr, en) = T::EXPECTED;
            return self.refuse(ProblemCode::WrongType, origin, key, text, Detail::Expected(fr, en));
        };
        match (range, value.figure()) {
            (Range::Within(low, high), Some(figure)) if !(low..=high).contains(&figure) => {
                self.refuse(ProblemCode::OutOfRange, origin, key, text, Detail::Range(low, high));
            }
            _ => {
                *slot = value;
                self.origins.insert(key.to_owned(), origin);
            }
        }
    }

    fn refuse(&mut self, code: ProblemCode, origin: Origin, key: &str, value: &str, detail: Detail) {
        self.problems.push(ConfigProblem::new(code, origin, key, value).with(detail));
    }

    /// Says what is in the file or in the environment and is no key. The values may be secrets: they are not shown.
    fn unknown(&mut self) {
        for (section, value) in self.table {
            let inside = match value.get_ref() {
                DeValue::Table(table) if self.known.contains(&**section.get_ref()) => table,
                _ => {
                    if !self.known.contains(&**section.get_ref()) {
                        self.unknown_key(self.source.at(section.span().start), section.get_ref());
                    }
                    continue;
                }
            };
            for name in inside.keys() {
                let key = format!("{}.{}", section.get_ref(), name.get_ref());
                if !self.known.contains(&key) {
                    self.unknown_key(self.source.at(name.span().start), &key);
                }
            }
        }
        let variables: BTreeSet<String> =
            self.known.iter().filter(|key| key.contains('.')).map(|k| variable(k)).collect();
        for name in self.env.keys().filter(|name| is_ours(name) && !variables.contains(*name)) {
            self.unknown_key(Origin::Variable(name.clone()), "");
        }
    }

    fn unknown_key(&mut self, origin: Origin, key: &str) {
        self.refuse(ProblemCode::UnknownKey, origin, key, "", Detail::None);
    }
}

fn is_ours(name: &str) -> bool {
    let foreign = FOREIGN.contains(&name) || FOREIGN_PREFIXES.iter().any(|prefix| name.starts_with(prefix));
    name.starts_with(PREFIX) && !foreign
}
