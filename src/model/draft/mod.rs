//! What a caller says, before anything is checked: plain data by id, field by field as in
//! `proto/arbitre/v1/portfolio.proto`, with absent fields as `None` or empty.

pub mod scenario;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{FlowKind, FundKind, Measure, SelectionRuleKind};
use crate::base::PeriodUnit;

/// A portfolio as said.
#[derive(Clone, Debug, Default, PartialEq)]
#[allow(missing_docs)]
pub struct PortfolioDraft {
    pub id: String,
    pub name: String,
    pub currency: String,
    pub calendar: Option<CalendarDraft>,
    pub objectives: Vec<ObjectiveDraft>,
    pub pools: Vec<PoolDraft>,
    pub frameworks: Vec<FrameworkDraft>,
    pub sourcing_rules: Vec<SourcingRuleDraft>,
    pub funds: Vec<FundDraft>,
    pub projects: Vec<Arc<ProjectDraft>>,
    pub rules: Vec<RuleDraft>,
    pub policy: PolicyDraft,
}

/// A calendar as said.
#[derive(Clone, Debug, Default, PartialEq)]
#[allow(missing_docs)]
pub struct CalendarDraft {
    pub start: String,
    pub end: String,
    pub unit: Option<PeriodUnit>,
    pub public_holidays: String,
    pub closed_days: Vec<String>,
}

/// An objective as said.
#[derive(Clone, Debug, Default, PartialEq)]
#[allow(missing_docs)]
pub struct ObjectiveDraft {
    pub id: String,
    pub name: String,
    pub weight: f64,
}

/// A pool as said.
#[derive(Clone, Debug, Default, PartialEq)]
#[allow(missing_docs)]
pub struct PoolDraft {
    pub id: String,
    pub name: String,
    pub role: String,
    pub staff: Vec<StaffWindowDraft>,
    pub reserved: Vec<StaffWindowDraft>,
    pub max_overload: f64,
    pub day_cost: f64,
}

/// A staff window as said.
#[derive(Clone, Debug, Default, PartialEq)]
#[allow(missing_docs)]
pub struct StaffWindowDraft {
    pub from: String,
    pub to: String,
    pub fte: f64,
    pub project_share: Option<f64>,
}

/// A framework as said.
#[derive(Clone, Debug, Default, PartialEq)]
#[allow(missing_docs)]
pub struct FrameworkDraft {
    pub id: String,
    pub name: String,
    pub start: String,
    pub end: String,
    pub rates: Vec<RateLineDraft>,
    pub min_amount: f64,
    pub max_amount: Option<f64>,
    pub lead_periods: i32,
    pub fund: String,
}

/// A rate as said.
#[derive(Clone, Debug, Default, PartialEq)]
#[allow(missing_docs)]
pub struct RateLineDraft {
    pub role: String,
    pub day_rate: f64,
    pub max_days_per_period: Option<f64>,
}

/// A sourcing rule as said.
#[derive(Clone, Debug, Default, PartialEq)]
#[allow(missing_docs)]
pub struct SourcingRuleDraft {
    pub id: String,
    pub name: String,
    pub shares: Vec<SourcingShareDraft>,
    pub duration_factor: Option<f64>,
    pub enabled: bool,
}

/// A sourcing share as said.
#[derive(Clone, Debug, Default, PartialEq)]
#[allow(missing_docs)]
pub struct SourcingShareDraft {
    pub role: String,
    pub framework: String,
    pub share: f64,
    pub oversight: f64,
}

/// A fund as said.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub struct FundDraft {
    pub id: String,
    pub name: String,
    pub kind: FundKind,
    pub total: Option<f64>,
    pub payments: Vec<YearAmountDraft>,
    pub commitments: Vec<YearAmountDraft>,
    pub carry_over: bool,
    pub from: String,
    pub to: String,
}

/// A year's amount as said.
#[derive(Clone, Debug, Default, PartialEq)]
#[allow(missing_docs)]
pub struct YearAmountDraft {
    pub year: i32,
    pub amount: f64,
}

/// A project as said.
#[derive(Clone, Debug, Default, PartialEq)]
#[allow(missing_docs)]
pub struct ProjectDraft {
    pub id: String,
    pub name: String,
    pub sponsor: String,
    pub tags: Vec<String>,
    pub value: Option<f64>,
    pub scores: Vec<ScoreDraft>,
    pub must_do: bool,
    pub earliest_start: String,
    pub deadline: String,
    pub target: String,
    pub late_penalty: f64,
    pub phases: Vec<PhaseDraft>,
    pub role_pools: BTreeMap<String, String>,
    pub grants: Vec<GrantDraft>,
    pub commitment_weight: Option<f64>,
}

/// A score as said.
#[derive(Clone, Debug, Default, PartialEq)]
#[allow(missing_docs)]
pub struct ScoreDraft {
    pub objective: String,
    pub score: f64,
}

/// A grant as said.
#[derive(Clone, Debug, Default, PartialEq)]
#[allow(missing_docs)]
pub struct GrantDraft {
    pub fund: String,
    pub share: f64,
}

/// A phase as said.
#[derive(Clone, Debug, Default, PartialEq)]
#[allow(missing_docs)]
pub struct PhaseDraft {
    pub id: String,
    pub name: String,
    pub modes: Vec<ModeDraft>,
    pub after: Vec<DependencyDraft>,
    pub sourcing: Vec<String>,
}

/// A mode as said.
#[derive(Clone, Debug, Default, PartialEq)]
#[allow(missing_docs)]
pub struct ModeDraft {
    pub id: String,
    pub duration: i32,
    pub effort: Vec<EffortDraft>,
    pub purchases: Vec<PurchaseDraft>,
    pub costs: Vec<CostDraft>,
}

/// Effort as said.
#[derive(Clone, Debug, Default, PartialEq)]
#[allow(missing_docs)]
pub struct EffortDraft {
    pub pool: String,
    pub days: f64,
}

/// A purchase as said.
#[derive(Clone, Debug, Default, PartialEq)]
#[allow(missing_docs)]
pub struct PurchaseDraft {
    pub framework: String,
    pub role: String,
    pub days: f64,
}

/// A cost as said.
#[derive(Clone, Debug, Default, PartialEq)]
#[allow(missing_docs)]
pub struct CostDraft {
    pub fund: String,
    pub amount: f64,
    pub label: String,
}

/// A dependency as said.
#[derive(Clone, Debug, Default, PartialEq)]
#[allow(missing_docs)]
pub struct DependencyDraft {
    pub project: String,
    pub phase: String,
    pub lag: i32,
}

/// A selection rule as said.
#[derive(Clone, Debug, Default, PartialEq)]
#[allow(missing_docs)]
pub struct RuleDraft {
    pub id: String,
    pub kind: Option<SelectionRuleKind>,
    pub projects: Vec<String>,
    pub count: i32,
}

/// A policy as said.
#[derive(Clone, Debug, Default, PartialEq)]
#[allow(missing_docs)]
pub struct PolicyDraft {
    pub value_decay: f64,
    pub effort_ratios: Vec<EffortRatioDraft>,
    pub flow_limits: Vec<FlowLimitDraft>,
    pub start_gates: Vec<String>,
    pub goals: Vec<GoalDraft>,
}

/// A flow limit as said.
#[derive(Clone, Debug, Default, PartialEq)]
#[allow(missing_docs)]
pub struct FlowLimitDraft {
    pub id: String,
    pub kind: Option<FlowKind>,
    pub max: i32,
    pub window: Option<i32>,
    pub sponsor: String,
    pub tag: String,
}

/// An effort ratio as said.
#[derive(Clone, Debug, Default, PartialEq)]
#[allow(missing_docs)]
pub struct EffortRatioDraft {
    pub from_role: String,
    pub to_role: String,
    pub ratio: f64,
}

/// A goal as said.
#[derive(Clone, Debug, Default, PartialEq)]
#[allow(missing_docs)]
pub struct GoalDraft {
    pub measure: Option<Measure>,
    pub slack: f64,
}
