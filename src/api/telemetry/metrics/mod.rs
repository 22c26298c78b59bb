//! What is counted and measured. Names follow the conventions of Prometheus and are the same by OTLP.

mod handle;
mod histogram;
mod instruments;
mod jobs;
mod process;
mod refusal;
mod solves;
mod workspaces;

pub use handle::Metrics;
pub use refusal::Refusal;
pub use solves::{Outcome, Queued, Running};
pub use workspaces::OpenWorkspace;
