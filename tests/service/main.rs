//! The planning service, called over loopback by a client that sends whatever bytes it likes.

#[path = "../common/mod.rs"]
mod common;

mod limits;
mod mutants;
mod render;
mod search;
mod support;
