//! What the tests share: random small portfolios, an exhaustive search over their plans, and the reference referee.
//! Every test binary compiles all of it and uses a part.
#![allow(dead_code, unused_imports)]

pub(crate) mod contract;
pub(crate) mod door;
pub(crate) mod mutate;
pub(crate) mod oracle;
pub(crate) mod parallel;
pub(crate) mod referee;
pub(crate) mod relax;
pub(crate) mod shared;
pub(crate) mod small;
