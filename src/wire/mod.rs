//! The messages of `proto/arbitre/v1`, their JSON and binary forms, and the way between them and the engine's types.
//! Nothing below this layer sees protobuf.

mod binary;
mod json;
mod messages;
mod plan;
mod portfolio;
mod read;
mod scenario;
mod schema;

pub use messages::v1;
pub use read::{
    Form, plan_to_bytes, portfolio_to_bytes, read_plan, read_portfolio, read_scenario, write_plan, write_portfolio,
};
