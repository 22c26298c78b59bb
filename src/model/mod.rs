//! The question: a portfolio, validated once, with every id resolved, every date read and every amount exact.
//!
//! [`draft`] is what a caller says, by name and in plain numbers; [`validate`] turns it into a [`Portfolio`] or into
//! the list of everything that is wrong with it; [`expand`] gives each phase all its modes, and [`expanded`] writes them
//! all down.

pub mod draft;
pub mod expand;
mod expanded;
mod portfolio;
mod problem;
mod validate;

pub use expanded::expanded;
pub use portfolio::{
    Cost, Dependency, Effort, EffortRatio, FlowKind, FlowLimit, Framework, Fund, FundKind, Goal, GrantShare, Measure,
    Mode, Objective, ObjectiveScore, Phase, Policy, Pool, Portfolio, Project, Purchase, RateLine, SelectionRule,
    SelectionRuleKind, SourcingRule, SourcingShare, StaffWindow, YearAmount,
};
pub use problem::{Problem, ProblemCode};
pub use validate::validate;
