//! The engine: finds plans and proves bounds. No clock, no I/O, no protobuf: callers pass [`Stop`](crate::base::Stop)
//! and an [`Observer`].

mod api;

pub use api::{Answer, InternalError, Observer, Options, Prices, Progress, Question, Silent};
