//! What-if before a committee: scenarios planned together and put side by side, changes worth asking about, and what a
//! measure buys. Every plan is one that [`solve`](crate::solve) gave and its referee passed; what is said of plans beside
//! one another are facts, for `wire` and `report` to put into messages and words. It has no clock: whoever watches may.

mod case;
mod legs;
mod task;
mod together;

mod compare;
mod drift;
mod evaluate;
mod fairness;
mod frontier;
mod margins;
mod morning;
mod propose;
mod sitting;
mod whynot;
mod workspace;

pub use crate::base::Slice;
pub use case::{Case, Decided, Prepared, cases};
pub use compare::*;
pub use drift::{Cause, Difference, Drift, Moved, Part, PartKind, Planning, Root, drift};
pub use evaluate::{Candidate, Evaluated, Evaluating, Evaluation, Wish, evaluate};
pub use fairness::{Fairness, FairnessRow, fairness, limits as fairness_limits};
pub use frontier::{Axis, Exploration, Frontier, FrontierError, FrontierPoint, POINT_SECONDS, PointWatch, explore};
pub use legs::Legs;
pub use margins::{Margin, MarginKind, Margins, Pricing, Sample, margins};
pub use morning::{Late, Morning, Shifted, lateness, morning, rebased};
pub use propose::{Proposing, Worth, propose, worth};
pub use sitting::Sitting;
pub use together::{Planned, plan_all};
pub use watch::{Unwatched, Watch};
pub use whynot::{Explaining, ProjectExplanation, WayIn, WayKind, WhyNotBy, explain_project};
pub use workspace::{AskError, Asking, Opening, Reply, Searching, Workspace};

mod watch;
