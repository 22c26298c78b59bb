//! Durable jobs in this process: the store, workers if there are any, and what is done for the store now and then.

mod ear;
mod staff;

pub use staff::Staff;
