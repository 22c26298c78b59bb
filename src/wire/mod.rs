//! The messages of `proto/arbitre/v1`, their JSON and binary forms, and the way between them and the engine's types.
//! Nothing below this layer sees protobuf.

mod arbitration;
mod binary;
mod comparison;
mod frontier;
mod json;
mod messages;
mod plan;
mod planning;
mod portfolio;
mod read;
mod scenario;
mod schema;

pub use arbitration::arbitration_message;
pub use comparison::comparison_message;
pub use frontier::{frontier_message, frontier_point_message};
pub use messages::{DESCRIPTORS, v1};
pub use planning::{
    Check, Decided, Order, Subject, Wishes, plan_message, portfolio_message, problem_message, progress_message,
    read_check_request, read_expand_request, read_plan_request, read_stream_plan_request, read_validate_request,
    verdict_message,
};
pub use read::{
    Form, plan_to_bytes, portfolio_to_bytes, read_demand, read_message, read_plan, read_portfolio, read_scenario,
    write_arbitration, write_comparison, write_frontier, write_plan, write_portfolio,
};
