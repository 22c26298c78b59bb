//! The services, called over loopback by a client that sends whatever bytes it likes.

#[path = "../common/mod.rs"]
mod common;

mod arbitrate;
mod explanation;
mod limits;
mod mutants;
mod render;
mod scenarios;
mod search;
mod served;
mod support;
mod workspace;
