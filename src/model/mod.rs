//! The question: a portfolio, validated once, with every id resolved, every date read and every amount exact.

mod portfolio;

pub use portfolio::{
    Cost, Dependency, Effort, EffortRatio, FlowKind, FlowLimit, Framework, Fund, FundKind, Goal, GrantShare, Measure,
    Mode, Objective, ObjectiveScore, Phase, Policy, Pool, Portfolio, Project, Purchase, RateLine, SelectionRule,
    SelectionRuleKind, SourcingRule, SourcingShare, StaffWindow, YearAmount,
};
