//! The order that the crate keeps, from the bottom up, and what breaks it.

use std::collections::{BTreeMap, BTreeSet};

use crate::tree::{Import, Tree};

/// The layers. Neighbours on one line may not import each other either.
const LAYERS: [&[&str]; 13] = [
    &["base"],
    &["model"],
    &["plan"],
    &["check"],
    &["solve", "schedule"],
    &["scenario"],
    &["explain", "arbitrate"],
    &["study"],
    &["wire"],
    &["job", "report", "exchange"],
    &["api"],
    &["cli"],
    &["lib", "main"],
];

/// The engine's parts, as far as they exist. What one of them reaches through modules that are not named here counts
/// as its own import.
const ENGINE: [&[&str]; 8] = [
    &["api"],
    &["instance"],
    &["state"],
    &["bound"],
    &["construct"],
    &["improve", "exact"],
    &["search"],
    &["mod", "facade"],
];

/// Modules of the crate that some may not name although they stand below: by whom, what, and who may all the same.
const APART: [(&str, &str, &[&str]); 2] = [
    // The referee recomputes everything by itself, the modes that rules add included.
    ("check/", "model/expand.rs", &[]),
    // Only the facade asks the referee: the search must not lean on it.
    ("solve/", "check/", &["solve/mod.rs", "solve/facade.rs"]),
];

/// Crates and modules of others that a layer may not name, and why.
const FOREIGN: [(&[&str], &[&str], &str); 5] = [
    (
        &["base/", "model/", "plan/", "check/", "solve/", "schedule/", "scenario/", "explain/", "arbitrate/", "study/"],
        &["prost", "prost_reflect", "prost_types", "pbjson", "pbjson_types"],
        "nothing below wire sees protobuf",
    ),
    (
        &["solve/", "schedule/"],
        &["std::time", "std::fs", "std::io", "std::env", "std::net", "serde", "serde_json"],
        "the engine has no clock, no I/O and no serde",
    ),
    (&["base/", "model/", "plan/", "check/"], &["rayon"], "threads begin in the engine"),
    (
        &[
            "base/",
            "model/",
            "plan/",
            "check/",
            "solve/",
            "schedule/",
            "scenario/",
            "explain/",
            "arbitrate/",
            "wire/",
            "report/",
            "exchange/",
        ],
        &["tokio", "tonic", "tower", "http", "axum", "rustls", "tracing", "opentelemetry"],
        "nothing below api knows of the network or of telemetry",
    ),
    (
        &["job/"],
        &["tonic", "tower", "http", "axum", "rustls", "tracing", "opentelemetry"],
        "jobs know their stores, and nothing else of the network nor of telemetry",
    ),
];

/// Every import that points up or sideways, or at something that is kept apart.
pub(crate) fn breaches(tree: &Tree) -> BTreeSet<String> {
    let mut out = unplaced(tree);
    out.extend(tree.imports.iter().filter_map(points_up));
    out.extend(tree.imports.iter().filter_map(not_apart));
    out.extend(foreign(tree));
    out.extend(engine(tree));
    out
}

/// Files of a layer that has no place in the order.
fn unplaced(tree: &Tree) -> BTreeSet<String> {
    let files = tree.files().into_iter().filter(|file| rank(&LAYERS, layer(file)).is_none());
    files.map(|file| format!("{file}: `{}` has no place in the order of the layers", layer(file))).collect()
}

fn points_up(import: &Import) -> Option<String> {
    let (from, to) = (layer(&import.from), layer(&import.to));
    let (low, high) = (rank(&LAYERS, from)?, rank(&LAYERS, to)?);
    (from != to && low <= high).then(|| {
        let how = if low == high { "beside" } else { "above" };
        format!("{}:{} names {}: {to} stands {how} {from}", import.from, import.line, import.path)
    })
}

fn not_apart(import: &Import) -> Option<String> {
    let kept = APART.iter().find(|(from, to, except)| {
        import.from.starts_with(from) && import.to.starts_with(to) && !except.contains(&&import.from[..])
    });
    kept.map(|(from, to, _)| format!("{}:{} names {}: {from} keeps off {to}", import.from, import.line, import.path))
}

fn foreign(tree: &Tree) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    for mention in &tree.foreign {
        let within = |barred: &&&str| mention.path == **barred || mention.path.starts_with(&format!("{barred}::"));
        for (layers, barred, why) in FOREIGN {
            if layers.iter().any(|layer| mention.from.starts_with(layer)) && barred.iter().find(within).is_some() {
                out.insert(format!("{}:{} names {}: {why}", mention.from, mention.line, mention.path));
            }
        }
    }
    out
}

/// Parts of the engine that reach a part beside or above them.
fn engine(tree: &Tree) -> BTreeSet<String> {
    let mut graph: BTreeMap<&str, BTreeMap<&str, &Import>> = BTreeMap::new();
    for import in tree.imports.iter().filter(|i| !i.handed_on) {
        if let (Some(from), Some(to)) = (part(&import.from), part(&import.to)) {
            graph.entry(from).or_default().entry(to).or_insert(import);
        }
    }
    let mut out = BTreeSet::new();
    for name in ENGINE.concat() {
        let mut reached = vec![name];
        let mut next = 0;
        while next < reached.len() {
            let at = reached[next];
            next += 1;
            for (&to, import) in graph.get(at).into_iter().flatten().filter(|(to, _)| **to != name) {
                match rank(&ENGINE, to) {
                    Some(high) if Some(high) >= rank(&ENGINE, name) => {
                        let place = format!("{}:{} names {}", import.from, import.line, import.path);
                        out.insert(format!("{place}: solve::{name} must not reach solve::{to}"));
                    }
                    Some(_) => {}
                    None if reached.contains(&to) => {}
                    None => reached.push(to),
                }
            }
        }
    }
    out
}

/// `solve/bound/rows.rs` is of the layer `solve`.
fn layer(file: &str) -> &str {
    file.split('/').next().unwrap_or(file).trim_end_matches(".rs")
}

/// `solve/bound/rows.rs` is of the engine's part `bound`.
fn part(file: &str) -> Option<&str> {
    file.strip_prefix("solve/").map(layer)
}

fn rank(order: &[&[&str]], name: &str) -> Option<usize> {
    order.iter().position(|row| row.contains(&name))
}
