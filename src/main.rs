//! Arbitre.
fn main() {}
