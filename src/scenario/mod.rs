//! What-if: a scenario's changes, made to a portfolio as said. The outcome is a draft like any other, validated like any
//! other; it must not know how a portfolio is planned.

mod apply;
mod lists;
mod referrers;
mod staff;

pub use apply::apply;
