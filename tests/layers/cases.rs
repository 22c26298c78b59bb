//! Cases for the checker itself, on made-up sources.

use crate::circles::circles;
use crate::order::breaches;
use crate::tree::Tree;

/// Each found line begins like the expected one, and nothing else is found.
fn check_breaches(files: &[(&str, &str)], expected: &[&str]) {
    compare(breaches(&Tree::new(files.iter().copied())).into_iter().collect(), expected);
}

fn check_circles(files: &[(&str, &str)], expected: &[&str]) {
    compare(circles(&Tree::new(files.iter().copied())).into_iter().collect(), expected);
}

fn compare(found: Vec<String>, expected: &[&str]) {
    let same = found.len() == expected.len() && found.iter().zip(expected).all(|(f, e)| f.starts_with(e));
    assert!(same, "found {found:#?}, expected {expected:#?}");
}

#[test]
fn downward_imports_pass() {
    check_breaches(
        &[
            ("base/mod.rs", "pub mod date; pub use date::Date;"),
            ("base/date.rs", "pub struct Date; mod tests { use super::*; }"),
            ("model/mod.rs", "use crate::base::Date; pub fn f() -> crate::base::Date { Date }"),
        ],
        &[],
    );
}

#[test]
fn an_upward_import_is_found() {
    check_breaches(
        &[("base/mod.rs", "\nuse crate::model::Portfolio;"), ("model/mod.rs", "pub struct Portfolio;")],
        &["base/mod.rs:2 names crate::model::Portfolio: model stands above base"],
    );
}

#[test]
fn an_upward_import_is_found_in_a_nested_tree_a_body_a_macro_and_by_super() {
    let solve = ("solve/mod.rs", "pub struct Plan;");
    for text in [
        "use crate::{base::{Date, Money}, solve::Plan};",
        "fn f() { let _ = crate::solve::Plan; }",
        "fn f() { assert!(g(&[crate::solve::Plan])); }",
        "use super::solve::Plan;",
        "mod tests { use super::super::solve::*; }",
        "use crate as all; fn f() -> all::solve::Plan { panic!() }",
        "pub use crate::solve::Plan as Other;",
    ] {
        check_breaches(&[("model/mod.rs", text), solve], &["model/mod.rs:1 names "]);
    }
}

#[test]
fn words_comments_and_visibilities_are_no_imports() {
    let text = r#"
        //! crate::solve::Plan
        /// [`crate::solve::Plan`]
        pub(in crate::model) fn f() -> &'static str { "crate::solve::Plan" }
    "#;
    check_breaches(&[("model/mod.rs", text), ("solve/mod.rs", "pub struct Plan;")], &[]);
}

#[test]
fn neighbours_on_one_line_keep_apart() {
    check_breaches(
        &[("explain/mod.rs", "use crate::arbitrate::f;"), ("arbitrate/mod.rs", "pub fn f() {}")],
        &["explain/mod.rs:1 names crate::arbitrate::f: arbitrate stands beside explain"],
    );
}

#[test]
fn a_layer_without_a_place_is_found() {
    check_breaches(&[("helpers/mod.rs", "")], &["helpers/mod.rs: `helpers` has no place"]);
}

#[test]
fn the_referee_keeps_off_the_expansion_also_through_a_re_export() {
    check_breaches(
        &[
            ("model/mod.rs", "mod expand; pub use expand::modes;"),
            ("model/expand.rs", "pub fn modes() {}"),
            ("check/mod.rs", "use crate::model::modes;"),
        ],
        &["check/mod.rs:1 names crate::model::modes: check/ keeps off model/expand.rs"],
    );
}

#[test]
fn only_the_facade_asks_the_referee() {
    check_breaches(
        &[
            ("check/mod.rs", "pub fn check() {}"),
            ("solve/mod.rs", "use crate::check::check;"),
            ("solve/search.rs", "use crate::check::check;"),
        ],
        &["solve/search.rs:1 names crate::check::check: solve/ keeps off check/"],
    );
}

#[test]
fn the_engine_has_no_clock_and_the_model_no_protobuf() {
    check_breaches(
        &[
            ("model/mod.rs", "#[derive(prost::Message)] pub struct M;"),
            ("solve/mod.rs", "use std::{sync::Arc, time::Instant};"),
            ("wire/mod.rs", "use prost::Message; use std::time::Instant;"),
        ],
        &["model/mod.rs:1 names prost::Message", "solve/mod.rs:1 names std::time::Instant"],
    );
}

#[test]
fn the_engines_parts_keep_their_order_also_through_helpers() {
    check_breaches(
        &[
            ("solve/state.rs", "use super::helper::f;"),
            ("solve/helper.rs", "pub fn f() { super::improve::g() }"),
            ("solve/improve/mod.rs", "mod lns; pub(super) use lns::g;"),
            ("solve/improve/lns.rs", "use super::super::instance::I; pub fn g() {}"),
            ("solve/instance.rs", "pub struct I;"),
        ],
        &["solve/helper.rs:1 names super::improve::g: solve::state must not reach solve::improve"],
    );
}

#[test]
fn two_files_in_a_circle_are_found() {
    check_circles(
        &[
            ("model/mod.rs", "mod a; mod b;"),
            ("model/a.rs", "use super::b::B; pub struct A;"),
            ("model/b.rs", "pub struct B(super::a::A);"),
        ],
        &["model/a.rs -> model/b.rs -> model/a.rs"],
    );
}

#[test]
fn a_parent_that_declares_and_hands_on_is_in_no_circle() {
    check_circles(
        &[
            ("plan/mod.rs", "mod baseline; pub use baseline::Baseline; pub struct Plan;"),
            ("plan/baseline.rs", "use super::Plan; pub struct Baseline(Plan);"),
        ],
        &[],
    );
}

#[test]
fn a_parent_that_uses_what_it_hands_on_is_in_a_circle() {
    let child = ("plan/baseline.rs", "use super::Plan; pub struct Baseline(Plan);");
    for text in [
        "mod baseline; pub use baseline::Baseline; pub struct Plan(Option<Baseline>);",
        "mod baseline; use baseline::Baseline; pub struct Plan;",
        "mod baseline; pub struct Plan; fn f() { baseline::Baseline::new() }",
    ] {
        check_circles(&[("plan/mod.rs", text), child], &["plan/baseline.rs -> plan/mod.rs -> plan/baseline.rs"]);
    }
}

#[test]
fn siblings_that_meet_in_their_parents_names_are_in_a_circle() {
    check_circles(
        &[
            ("model/mod.rs", "mod a; mod b; pub use {a::A, b::*};"),
            ("model/a.rs", "use super::B; pub struct A;"),
            ("model/b.rs", "use crate::model::A; pub struct B;"),
        ],
        &["model/a.rs -> model/b.rs -> model/a.rs"],
    );
}

#[test]
fn modules_in_a_circle_are_found_though_their_files_are_not() {
    check_circles(
        &[
            ("solve/bound/rows.rs", "pub struct Rows;"),
            ("solve/bound/price.rs", "use crate::solve::guide::G;"),
            ("solve/guide.rs", "use super::bound::rows::Rows; pub struct G;"),
            ("solve/bound/mod.rs", "pub mod rows; mod price;"),
        ],
        &["solve/bound -> solve/guide.rs -> solve/bound"],
    );
}

#[test]
fn three_files_in_a_circle_are_told_once() {
    check_circles(
        &[
            ("model/a.rs", "use super::b::f; pub fn g() { f() }"),
            ("model/b.rs", "use super::c; pub fn f() { c::f() }"),
            ("model/c.rs", "pub fn f() { super::a::g() }"),
            ("model/mod.rs", "mod a; mod b; mod c;"),
        ],
        &["model/a.rs -> model/b.rs -> model/c.rs -> model/a.rs"],
    );
}
