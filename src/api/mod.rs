//! The engine as a gRPC service. tokio starts here; searches never run on its threads.

mod admission;
mod browsers;
mod caller;
mod case;
mod clock;
pub mod codec;
pub mod config;
mod deadline;
mod door;
pub mod jobs;
mod lane;
mod language;
mod limits;
mod mailbox;
mod nice;
mod observed;
pub mod rights;
mod room;
pub mod security;
mod server;
mod service;
mod solves;
mod status;
pub mod telemetry;
mod telltale;
mod work;
mod workspaces;

pub use observed::settings;
pub use server::{ServeError, Server};
