//! The scheduling kernel: when the activities of one project or several are done, and in which modes, under precedence
//! and scarce resources (RCPSP, multi-mode and multi-project). Finds schedules, proves bounds, and closes small instances.
//!
//! It has no clock, no files and no serde: callers pass a [`Stop`](crate::base::Stop), a seed and a budget of steps. The
//! same seed and steps give the same answer on any number of threads. Every schedule that leaves has passed [`check`].

mod account;
mod bound;
mod check;
mod close;
mod instance;
mod justify;
mod network;
mod path;
mod profile;
mod search;
mod sgs;
mod solution;
mod stock;

pub use check::{Breach, check};
pub use instance::{Activity, Fault, Instance, MAX_HORIZON, MAX_MODES, MAX_UNITS, Mode, Objective, Project, Value};
pub use search::{Answer, Control, Progress, Status, solve};
pub use solution::{Schedule, Valued};
