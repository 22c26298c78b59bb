//! Circles of imports: between files, and between modules that stand beside each other in one parent, each with all
//! that is inside it.

use std::collections::{BTreeMap, BTreeSet};

use crate::tree::{Import, Tree};

/// Every circle, one text each, with the imports that close it.
pub(crate) fn circles(tree: &Tree) -> BTreeSet<String> {
    let deepest = tree.files().iter().map(|file| file.matches('/').count()).max().unwrap_or(0);
    let between_files = circles_by(tree, |import| Some((import.from.clone(), import.to.clone())));
    let between_modules = (0..deepest).flat_map(|depth| circles_by(tree, move |import| siblings(import, depth)));
    between_files.into_iter().chain(between_modules).collect()
}

/// The two modules with `depth` parents, beside each other in the same parent, between which an import leads.
fn siblings(import: &Import, depth: usize) -> Option<(String, String)> {
    let cut = |file: &str| -> String { file.split('/').take(depth + 1).collect::<Vec<_>>().join("/") };
    let (from, to) = (cut(&import.from), cut(&import.to));
    let parent = |module: &str| module.rsplit_once('/').map(|(parent, _)| parent.to_owned());
    (parent(&from) == parent(&to)).then_some((from, to))
}

fn circles_by(tree: &Tree, ends: impl Fn(&Import) -> Option<(String, String)>) -> BTreeSet<String> {
    let mut graph: BTreeMap<String, BTreeMap<String, &Import>> = BTreeMap::new();
    for import in tree.imports.iter().filter(|i| !i.handed_on) {
        if let Some((from, to)) = ends(import).filter(|(from, to)| from != to) {
            graph.entry(from).or_default().entry(to).or_insert(import);
        }
    }
    // Each circle is told once, from its first member.
    let told = graph.keys().filter_map(|start| shortest_circle(&graph, start));
    told.filter(|circle| circle.iter().all(|(from, _)| circle[0].0 <= *from)).map(|c| describe(&c)).collect()
}

/// The shortest way from `start` back to itself, breadth first.
fn shortest_circle<'a>(
    graph: &'a BTreeMap<String, BTreeMap<String, &'a Import>>,
    start: &'a str,
) -> Option<Vec<(&'a str, &'a Import)>> {
    let mut ways = vec![(start, Vec::new())];
    let mut seen = BTreeSet::new();
    let mut next = 0;
    while next < ways.len() {
        let (at, way) = ways[next].clone();
        next += 1;
        for (to, import) in graph.get(at).into_iter().flatten() {
            let way = [way.clone(), vec![(at, *import)]].concat();
            if to == start {
                return Some(way);
            }
            if seen.insert(&to[..]) {
                ways.push((to, way));
            }
        }
    }
    None
}

fn describe(circle: &[(&str, &Import)]) -> String {
    let names: Vec<_> = circle.iter().map(|(from, _)| *from).chain([circle[0].0]).collect();
    let imports = circle.iter().map(|(_, i)| format!("\n    {}:{} names {}, of {}", i.from, i.line, i.path, i.to));
    format!("{}{}", names.join(" -> "), imports.collect::<String>())
}
