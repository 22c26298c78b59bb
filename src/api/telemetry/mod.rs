//! What an operator sees of the service: logs, metrics and traces. `docs/operations-serve.md` describes every name that
//! appears in them.
//!
//! Neither secrets nor what a portfolio says may come into any of it: the modules here record who asked, what was
//! asked, how long it took and how it ended, and nothing else of a request.

mod call;
mod code;
mod export;
mod incident;
mod layer;
mod logs;
mod methods;
mod metrics;
mod panics;
mod prometheus;
mod request_id;
mod settings;
mod stage;
mod start;
mod trace;

pub use call::Call;
pub use incident::IncidentId;
pub use layer::{TelemetryLayer, TelemetryService};
pub use methods::Methods;
pub use metrics::{Metrics, OpenWorkspace, Outcome, Queued, Refusal, Running};
pub use request_id::RequestId;
pub use settings::{Form, Settings};
pub use stage::Stage;
pub use start::{StartError, Telemetry};
