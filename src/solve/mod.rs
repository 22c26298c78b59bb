//! The engine: finds plans and proves bounds. No clock, no I/O, no protobuf: callers pass a [`Stop`](crate::base::Stop)
//! and an [`Observer`]. From the bottom up: the lowered [`instance`], a [`stage`] for each goal, the [`state`] of a plan in
//! the making, bounds from prices, construction and improvement at prices, exact closing, the search that runs them,
//! goals in order, the way in, and a probe of what would fit beside a plan.

mod cut_name;
mod proof;
mod selection;
mod terms;
mod tie;

mod api;

mod instance;
mod stage;

mod members;
mod path;
mod state;

mod bound;
mod fitness;
mod fitting;
mod guide;
mod insert;

mod compulsory;
mod construct;
mod improve;

mod branch;
mod decision;
mod dive;
mod exact;
mod examine;
mod keep;
mod open;
mod propagate;
mod record;

mod prover;
mod pseudocost;
mod split;

mod search;

mod aims;
mod goals;
mod makespan;
mod part;
mod settle;

mod fewest;
mod giving;

mod named;
mod repriced;

mod answer;
mod facade;
mod probe;

mod select;

pub use api::{
    Answer, InternalError, Limit, Observer, Options, PricedClique, PricedCut, Prices, Progress, Question, Silent, Start,
};
pub use cut_name::{Capacity, CliqueMember, CutMember, NamedClique, NamedCut};
pub use facade::{on_threads, plan, plan_from};
pub use probe::{Bargain, Barrier, BarrierKind, Best, Gain, Inquiry, Lack, Place, Placement, Probe, Shortage};
pub use proof::Proof;
pub use select::{Selected, select};
pub use selection::{Candidate, Selection};
pub use terms::{Aim, Changed, Giving, Levers};
pub use tie::{Dependency, Tie};
