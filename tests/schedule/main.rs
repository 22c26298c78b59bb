//! The scheduling kernel and selections, against exhaustive search on tiny instances and from one thread to several; and the readers of
//! public formats, on tiny files written by hand and on what is left of them when they are broken. Public instances stay out
//! of the repository: `benches/public` measures on those.

mod exhaustive;
mod fuzz;
mod kernel;
mod portfolios;
mod random;
mod readers;
mod selection;
