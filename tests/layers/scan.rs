//! Reads a Rust file into the names that its modules define and the paths that it mentions. Works on tokens, so that
//! paths inside macros count too, and knows nothing of what a path leads to.

use std::collections::BTreeMap;
use std::iter::{Cloned, Peekable};
use std::slice::Iter;
use std::str::FromStr;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// A module's place from the crate's root: `["solve", "bound"]`.
pub(crate) type ModulePath = Vec<String>;

/// What one module, a file's or an inline one, gives names to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Module {
    /// The file that holds it, relative to `src`.
    pub(crate) file: String,
    /// Types, functions, constants and macros that it defines.
    pub(crate) defines: Vec<String>,
    /// Names that a `use` gives to a path, public or not.
    pub(crate) aliases: BTreeMap<String, Vec<String>>,
    /// Modules whose names it takes over with `::*`.
    pub(crate) globs: Vec<Vec<String>>,
}

/// A path as it stands in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mention {
    /// The module that it stands in.
    pub(crate) scope: ModulePath,
    /// Its segments, `*` included.
    pub(crate) path: Vec<String>,
    /// Its line.
    pub(crate) line: usize,
    /// Whether it only hands a name on: a `pub use` whose name the file itself does not use.
    pub(crate) handed_on: bool,
}

/// A file, read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scan {
    /// The file's module and those inside it.
    pub(crate) modules: BTreeMap<ModulePath, Module>,
    /// Every path of two segments or more, and every import.
    pub(crate) mentions: Vec<Mention>,
    /// Public imports and the name that each hands on; settled once the whole file is read.
    handed_on: Vec<(usize, String)>,
    /// Every identifier outside imports.
    words: Vec<String>,
}

type Tokens<'a> = Peekable<Cloned<Iter<'a, TokenTree>>>;

const KINDS: [&str; 8] = ["struct", "enum", "trait", "type", "fn", "const", "static", "macro_rules"];

impl Scan {
    /// Reads the text of `file`, which is `module`.
    pub(crate) fn new(file: &str, module: ModulePath, text: &str) -> Self {
        let tokens = TokenStream::from_str(text).unwrap_or_else(|e| panic!("{file} is not Rust: {e}"));
        let mut scan = Self::default();
        scan.module(file, module, tokens);
        for (mention, name) in std::mem::take(&mut scan.handed_on) {
            scan.mentions[mention].handed_on = !scan.words.contains(&name);
        }
        scan
    }

    fn module(&mut self, file: &str, path: ModulePath, tokens: TokenStream) {
        self.modules.insert(path.clone(), Module { file: file.to_owned(), ..Module::default() });
        self.body(&path, tokens, true);
    }

    /// Reads a module's items (`items`), or anything that stands inside one of them.
    fn body(&mut self, scope: &ModulePath, tokens: TokenStream, items: bool) {
        let tokens: Vec<_> = tokens.into_iter().collect();
        let tokens = &mut tokens.iter().cloned().peekable();
        let mut public = false;
        let mut after_colons = false;
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Ident(word) => {
                    let line = word.span().start().line;
                    let word = word.to_string();
                    match word.as_str() {
                        "pub" => {
                            public = true;
                            skip_visibility(tokens);
                            continue;
                        }
                        "use" if !tokens.peek().is_some_and(|t| is(t, '<')) => {
                            self.import(scope, tokens, line, items, public)
                        }
                        "mod" => self.inner_module(scope, tokens),
                        _ if items && KINDS.contains(&word.as_str()) => self.definition(scope, tokens),
                        _ if after_colons => self.words.push(word),
                        _ => self.path(scope, tokens, word, line),
                    }
                    public = false;
                    after_colons = false;
                }
                TokenTree::Group(group) => self.body(scope, group.stream(), false),
                TokenTree::Punct(p) => after_colons = p.as_char() == ':' && next_is(tokens, ':').is_some(),
                TokenTree::Literal(_) => after_colons = false,
            }
        }
    }

    /// `mod name { … }`; `mod name;` gives a child its place and imports nothing.
    fn inner_module(&mut self, scope: &ModulePath, tokens: &mut Tokens<'_>) {
        let Some(name) = next_ident(tokens) else { return };
        if let Some(body) = next_group(tokens, Delimiter::Brace) {
            let file = self.modules[scope].file.clone();
            let path = [scope.clone(), vec![name]].concat();
            self.module(&file, path, body.stream());
        }
    }

    /// The name after `struct`, `fn` and their like. In `const fn` the name comes after the second word.
    fn definition(&mut self, scope: &ModulePath, tokens: &mut Tokens<'_>) {
        next_is(tokens, '!');
        if !matches!(tokens.peek(), Some(TokenTree::Ident(word)) if KINDS.contains(&word.to_string().as_str()))
            && let Some(name) = next_ident(tokens)
            && let Some(module) = self.modules.get_mut(scope)
        {
            module.defines.push(name);
        }
    }

    /// `word::more::segments`.
    fn path(&mut self, scope: &ModulePath, tokens: &mut Tokens<'_>, word: String, line: usize) {
        let mut path = vec![word];
        while next_colons(tokens) {
            match next_ident(tokens) {
                Some(segment) => path.push(segment),
                None => break,
            }
        }
        self.words.push(path[0].clone());
        if path.len() > 1 {
            self.mentions.push(Mention { scope: scope.clone(), path, line, handed_on: false });
        }
    }

    /// `use tree;`. Only a module's own imports give it names.
    fn import(&mut self, scope: &ModulePath, tokens: &mut Tokens<'_>, line: usize, items: bool, public: bool) {
        let tree: Vec<_> = tokens.take_while(|t| !is(t, ';')).collect();
        let mut leaves = Vec::new();
        leaves_of(&[], &tree, &mut leaves);
        for (path, name) in leaves {
            if items && let Some(module) = self.modules.get_mut(scope) {
                match &name {
                    Some(name) => drop(module.aliases.insert(name.clone(), path.clone())),
                    None => module.globs.push(path[..path.len() - 1].to_vec()),
                }
            }
            if public {
                self.handed_on.push((self.mentions.len(), name.unwrap_or_default()));
            }
            self.mentions.push(Mention { scope: scope.clone(), path, line, handed_on: false });
        }
    }
}

/// The imports of a tree, each with the name that it gives; none for `*`.
fn leaves_of(prefix: &[String], tree: &[TokenTree], leaves: &mut Vec<(Vec<String>, Option<String>)>) {
    for branch in tree.split(|t| is(t, ',')).filter(|b| !b.is_empty()) {
        let tokens = &mut branch.iter().cloned().peekable();
        let mut path = prefix.to_vec();
        let mut name = None;
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Ident(word) if word == "as" => name = next_ident(tokens),
                TokenTree::Ident(word) if word == "self" && !path.is_empty() => {}
                TokenTree::Ident(word) => path.push(word.to_string()),
                TokenTree::Group(group) => {
                    leaves_of(&path, &group.stream().into_iter().collect::<Vec<_>>(), leaves);
                    path.clear();
                }
                TokenTree::Punct(p) if p.as_char() == '*' => path.push("*".to_owned()),
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
        if let Some(last) = path.last() {
            let name = (last != "*").then(|| name.unwrap_or_else(|| last.clone()));
            leaves.push((path, name));
        }
    }
}

/// Passes over the `(crate)` or `(in crate::solve)` of a visibility, which imports nothing.
fn skip_visibility(tokens: &mut Tokens<'_>) {
    let restricts = |group: &Group| {
        let first = group.stream().into_iter().next().map(|t| t.to_string());
        group.delimiter() == Delimiter::Parenthesis
            && first.is_some_and(|t| ["crate", "super", "self", "in"].contains(&&t[..]))
    };
    tokens.next_if(|t| matches!(t, TokenTree::Group(group) if restricts(group)));
}

fn is(token: &TokenTree, sign: char) -> bool {
    matches!(token, TokenTree::Punct(p) if p.as_char() == sign)
}

fn next_is(tokens: &mut Tokens<'_>, sign: char) -> Option<TokenTree> {
    tokens.next_if(|t| is(t, sign))
}

fn next_colons(tokens: &mut Tokens<'_>) -> bool {
    next_is(tokens, ':').is_some() && next_is(tokens, ':').is_some()
}

fn next_ident(tokens: &mut Tokens<'_>) -> Option<String> {
    match tokens.next_if(|t| matches!(t, TokenTree::Ident(_))) {
        Some(TokenTree::Ident(word)) => Some(word.to_string()),
        _ => None,
    }
}

fn next_group(tokens: &mut Tokens<'_>, delimiter: Delimiter) -> Option<Group> {
    match tokens.next_if(|t| matches!(t, TokenTree::Group(g) if g.delimiter() == delimiter)) {
        Some(TokenTree::Group(group)) => Some(group),
        _ => None,
    }
}
