//! Watches every call: gives it its id and its span, counts it, writes its last line. It belongs inside gRPC-Web's layer,
//! so that it sees gRPC alone, and outside everything else, authentication included.

mod body;
mod service;

pub use service::{TelemetryLayer, TelemetryService};
