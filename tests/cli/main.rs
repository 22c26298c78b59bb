//! The command line from outside: what the process prints where, and how it ends.

// Clippy's leave to unwrap in tests covers the tests, not what they share.
#![allow(clippy::unwrap_used)]

mod about;
mod arbitrate;
mod ask;
mod check;
mod compare;
mod documents;
mod expand;
mod frontier;
mod instances;
mod plan;
mod replan;
mod report;
mod scenario;
mod service;
mod streams;
mod support;
