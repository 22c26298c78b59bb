//! Large-neighbourhood search (Shaw 1998; ruin and recreate, Schrimpf et al. 2000): lifts a few related projects and
//! places them, and what was out, again at priced best. Streams of it walk alone, or, in large portfolios, together.

mod cooling;
mod district;
mod ruin;
mod sample;
mod stream;
mod team;
mod walk;

pub(crate) use cooling::{Cooling, Course};
pub(crate) use stream::{Stream, meet};
pub(crate) use walk::{Steps, walk};
