//! The command line from outside: what the process prints where, and how it ends.

mod check;
mod documents;
mod expand;
mod plan;
mod scenario;
mod streams;
mod support;
