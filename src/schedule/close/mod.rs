//! Proof: whether there is a schedule within a limit, by lazy clause generation.

mod implied;
mod literals;
mod model;
mod nogoods;
mod orders;
mod solver;
mod store;
#[cfg(test)]
mod tests;
mod timetable;

pub(crate) use literals::Sense;
pub(crate) use model::Limit;
pub(crate) use solver::{News, Solver, Verdict};
