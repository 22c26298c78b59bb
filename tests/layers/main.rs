//! Holds the map of the layers (ARCHITECTURE.md): imports point down, and no two modules import each other in a circle.
//! Unit tests inside `src` are held to it too; what needs more than one layer is tested from `tests/`.

mod cases;
mod circles;
mod order;
mod scan;
mod tree;

use std::collections::BTreeSet;
use std::path::Path;

use tree::Tree;

fn source() -> Tree {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let tree = Tree::read(&src).expect("the source can be read");
    assert!(tree.files().contains("lib.rs") && tree.imports.len() > 50, "the source was not found: {tree:?}");
    tree
}

fn assert_none(what: &str, found: &BTreeSet<String>) {
    let list: String = found.iter().map(|line| format!("\n  {line}")).collect();
    assert!(found.is_empty(), "{what}:{list}");
}

#[test]
fn imports_point_down() {
    assert_none("these point up, sideways or where they must not", &order::breaches(&source()));
}

#[test]
fn no_modules_form_a_circle() {
    assert_none("these go round in circles", &circles::circles(&source()));
}
