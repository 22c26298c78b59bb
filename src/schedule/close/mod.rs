//! Proof: whether there is a schedule within a limit, by lazy clause generation.

mod model;
mod nogoods;
mod solver;
mod store;
mod timetable;

pub(crate) use model::Limit;
pub(crate) use solver::{Solver, Verdict};
