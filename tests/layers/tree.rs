//! All files of the crate, and what each imports from which other.
//!
//! A path leads to the file that defines what it names: module by module from the root, then through `use` and
//! `pub use` to where the name comes from. A path that names a module leads to that module's own file, one that ends
//! in `*` to that file and to everything that it hands on. `mod child;` is no import, nor is a `pub use` in a file that
//! has no use for the name itself: they only say where things are.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::{fs, io};

use crate::scan::{Mention, Module, ModulePath, Scan};

/// An import of one file from another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Import {
    /// The file that imports, relative to `src`.
    pub(crate) from: String,
    /// The line.
    pub(crate) line: usize,
    /// The file that it imports from.
    pub(crate) to: String,
    /// The path as it stands there.
    pub(crate) path: String,
    /// Whether it only hands a name on.
    pub(crate) handed_on: bool,
}

/// A path that leads out of the crate.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Foreign {
    /// The file.
    pub(crate) from: String,
    /// The line.
    pub(crate) line: usize,
    /// The path, from the other crate's name.
    pub(crate) path: String,
}

/// The crate's files.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    /// Imports within the crate, between different files.
    pub(crate) imports: BTreeSet<Import>,
    /// Everything else that begins like the name of a crate.
    pub(crate) foreign: BTreeSet<Foreign>,
    modules: BTreeMap<ModulePath, Module>,
}

impl Tree {
    /// Reads every `.rs` file under `src`.
    pub(crate) fn read(src: &Path) -> io::Result<Self> {
        let mut files = Vec::new();
        collect(src, "", &mut files)?;
        Ok(Self::new(files.iter().map(|(file, text)| (&file[..], &text[..]))))
    }

    /// The tree of files given with their text, by their place under `src`.
    pub(crate) fn new<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let scans: Vec<_> = files.into_iter().map(|(file, text)| Scan::new(file, module_of(file), text)).collect();
        let mut tree = Self::default();
        for scan in &scans {
            tree.modules.extend(scan.modules.clone());
        }
        for mention in scans.iter().flat_map(|s| &s.mentions) {
            tree.follow(mention);
        }
        tree
    }

    /// The crate's files.
    pub(crate) fn files(&self) -> BTreeSet<&str> {
        self.modules.values().map(|m| &m.file[..]).collect()
    }

    fn follow(&mut self, mention: &Mention) {
        let from = self.modules[&mention.scope].file.clone();
        let (line, path) = (mention.line, mention.path.join("::"));
        match self.absolute(&mention.scope, &mention.path) {
            Some(absolute) => {
                let targets = self.targets(&absolute, &mut BTreeSet::new());
                for to in targets.into_iter().filter(|to| *to != from) {
                    let (from, path) = (from.clone(), path.clone());
                    self.imports.insert(Import { from, line, to, path, handed_on: mention.handed_on });
                }
            }
            None => drop(self.foreign.insert(Foreign { from, line, path })),
        }
    }

    /// The path from the crate's root, if it leads into the crate.
    fn absolute(&self, scope: &ModulePath, path: &[String]) -> Option<Vec<String>> {
        let (first, rest) = path.split_first()?;
        let module = self.modules.get(scope)?;
        let child = [&scope[..], std::slice::from_ref(first)].concat();
        match first.as_str() {
            "crate" | "arbitre" => Some(rest.to_vec()),
            "self" => Some([scope, rest].concat()),
            "super" => {
                let parent = scope[..scope.len().checked_sub(1)?].to_vec();
                if rest.first().is_some_and(|s| s == "super") {
                    self.absolute(&parent, rest)
                } else {
                    Some([&parent[..], rest].concat())
                }
            }
            _ if self.modules.contains_key(&child) => Some([scope, path].concat()),
            _ if module.defines.contains(first) => Some([scope, path].concat()),
            _ => match module.aliases.get(first) {
                Some(alias) if alias.first() != Some(first) => Some([&self.absolute(scope, alias)?[..], rest].concat()),
                _ => None,
            },
        }
    }

    /// The files that a path from the root leads to.
    fn targets(&self, path: &[String], seen: &mut BTreeSet<Vec<String>>) -> BTreeSet<String> {
        let known = (0..=path.len()).rev().find(|&n| self.modules.contains_key(&path[..n]));
        let Some((inside, module)) = known.map(|n| (n, &self.modules[&path[..n]])) else { return BTreeSet::new() };
        let own = || BTreeSet::from([module.file.clone()]);
        if !seen.insert(path.to_vec()) {
            return own();
        }
        let scope = path[..inside].to_vec();
        let via = |path: &[String], seen: &mut _| self.absolute(&scope, path).map(|path| self.targets(&path, seen));
        match path.get(inside) {
            None => own(),
            Some(item) if item == "*" => {
                let handed_on = module.aliases.values().chain(&module.globs);
                handed_on.filter_map(|path| via(path, seen)).flatten().chain(own()).collect()
            }
            Some(item) if module.defines.contains(item) => own(),
            Some(item) => match module.aliases.get(item) {
                Some(alias) => via(alias, seen).unwrap_or_default(),
                None => self.through_globs(module, &scope, item, seen).unwrap_or_else(own),
            },
        }
    }

    /// Where an item comes from that a module has taken over with `::*`.
    fn through_globs(
        &self,
        module: &Module,
        scope: &ModulePath,
        item: &str,
        seen: &mut BTreeSet<Vec<String>>,
    ) -> Option<BTreeSet<String>> {
        module.globs.iter().find_map(|glob| {
            let absolute = self.absolute(scope, glob)?;
            let source = self.modules.get(&absolute)?;
            let knows = source.defines.iter().any(|d| d == item) || source.aliases.contains_key(item);
            knows.then(|| self.targets(&[&absolute[..], &[item.to_owned()]].concat(), seen))
        })
    }
}

/// The module that a file holds: `solve/bound/mod.rs` is `solve::bound`.
fn module_of(file: &str) -> ModulePath {
    let stem = file.strip_suffix(".rs").expect("only .rs files are read");
    let mut path: ModulePath = stem.split('/').map(str::to_owned).collect();
    path.pop_if(|last| last == "mod");
    if path == ["lib"] { Vec::new() } else { path }
}

fn collect(dir: &Path, prefix: &str, files: &mut Vec<(String, String)>) -> io::Result<()> {
    let mut entries: Vec<_> = fs::read_dir(dir)?.collect::<io::Result<_>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name().into_string().expect("a source file's name is UTF-8");
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{prefix}{name}/"), files)?;
        } else if name.ends_with(".rs") {
            files.push((format!("{prefix}{name}"), fs::read_to_string(entry.path())?));
        }
    }
    Ok(())
}
