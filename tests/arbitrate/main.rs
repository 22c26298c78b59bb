//! What gives way to new demands, on random small portfolios: the fewest changes and their proof, the menu and what makes
//! it up, and what is said where there is none, held against exhaustive search and against both referees.

#[path = "../common/mod.rs"]
mod common;

mod asked;
mod fewest;
mod levers;
mod menu;
mod refused;
mod wider;
