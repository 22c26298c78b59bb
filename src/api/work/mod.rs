//! What searches do on their threads: a file for each kind.

mod kind;

mod about;
mod arbitrate;
mod compare;
mod frontier;
mod herald;
mod open;
mod plan;
mod question;
mod teller;

pub(super) use self::about::{About, Evaluate, Explain, Price};
pub(super) use self::arbitrate::{Arbitrate, Triages};
pub(super) use self::compare::Compare;
pub(super) use self::frontier::{Explore, Points};
pub(super) use self::herald::News;
pub(super) use self::kind::{Ending, Patience, Trouble, Work, Workplace};
pub(super) use self::open::Open;
pub(super) use self::plan::Solve;
pub(super) use self::question::Question;
pub(super) use self::teller::Audience;
