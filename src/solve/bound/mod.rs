//! Bounds from prices. Every shared row gets a price; each project then finds its own best plan alone, and what the
//! rows are worth on top bounds every plan's profit (Lagrangian relaxation; Fisher 1981). [`volume`] looks for the
//! prices that bound best.

mod best;
mod clash;
mod clique;
mod conflict_graph;
mod cut;
mod cuts;
mod cutting;
mod mix;
mod packing;
mod plane;
mod pricing;
mod rows;
mod scope;
mod separate;
mod tariff;
#[cfg(test)]
mod tests;
mod volume;

pub(crate) use clique::Clique;
pub(crate) use cut::{Cut, Member};
pub(crate) use cuts::Cuts;
pub(crate) use cutting::EVERY;
pub(crate) use mix::Mix;
pub(crate) use plane::{Plane, Planes};
pub(crate) use pricing::{Priced, Pricer, option_costs};
pub(crate) use rows::{Dual, Rows};
pub(crate) use scope::{Scope, Status, options};
pub(crate) use volume::Volume;
