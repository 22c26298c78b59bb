//! Arbitre plans project portfolios: what is done, when, by whom, with a proven bound and reasons.
//!
//! The layers, from the bottom up; a module imports only from those before it in this list, and `tests/layers`
//! holds it.

pub mod base;
pub mod model;
pub mod plan;

pub mod check;

pub mod schedule;
pub mod solve;

pub mod scenario;

pub mod arbitrate;
pub mod explain;

pub mod study;

pub mod wire;

pub mod job;

pub mod exchange;
pub mod report;

pub mod api;

pub mod cli;
