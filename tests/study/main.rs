//! Scenarios side by side, and what a measure buys: on random small portfolios and random scenarios, held against the
//! referees and against exhaustive search.

#[path = "../common/mod.rs"]
mod common;

mod backbone;
mod compare;
mod frontier;
mod meeting;
mod proposals;
mod scenarios;
mod whynot;
