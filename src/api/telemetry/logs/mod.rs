//! The log: one line an event on standard error, with what is known of the request that it belongs to.

mod fields;
mod filter;
mod journal;
mod layer;
mod line;

pub(super) use filter::Filter;
pub(super) use layer::LogLayer;
