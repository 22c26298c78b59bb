//! The validated portfolio. Field by field it means what `proto/arbitre/v1/portfolio.proto` says; here references are
//! typed positions, dates are dates and amounts are exact.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::{
    Calendar, Centidays, Date, FrameworkId, FundId, Money, PhaseId, PoolId, ProjectId, Rate, SourcingRuleId,
};

/// A portfolio that has been validated: whatever refers to something refers to something that exists.
#[derive(Clone, Debug, PartialEq)]
pub struct Portfolio {
    /// The caller's id.
    pub id: String,
    /// For people.
    pub name: String,
    /// ISO 4217.
    pub currency: String,
    /// The window and its periods; at least one.
    pub calendar: Calendar,
    /// Axes of the strategy.
    pub objectives: Vec<Objective>,
    /// People.
    pub pools: Vec<Pool>,
    /// Contracts to buy days from.
    pub frameworks: Vec<Framework>,
    /// How own work may be bought instead.
    pub sourcing_rules: Vec<SourcingRule>,
    /// Money.
    pub funds: Vec<Fund>,
    /// What is asked for.
    pub projects: Vec<Arc<Project>>,
    /// Which projects go together or not.
    pub rules: Vec<SelectionRule>,
    /// How plans are judged.
    pub policy: Policy,
}

/// An axis of the strategy.
#[derive(Clone, Debug, PartialEq)]
pub struct Objective {
    /// Unique.
    pub id: String,
    /// For people.
    pub name: String,
    /// Points for each point of score.
    pub weight: f64,
}

/// People who can stand in for one another.
#[derive(Clone, Debug, PartialEq)]
pub struct Pool {
    /// Unique.
    pub id: String,
    /// For people.
    pub name: String,
    /// What they do; may be empty.
    pub role: String,
    /// Windows add up.
    pub staff: Vec<StaffWindow>,
    /// Taken by other work.
    pub reserved: Vec<StaffWindow>,
    /// Share of capacity by which load may exceed it.
    pub max_overload: f64,
    /// Cost of one of their days.
    pub day_cost: Rate,
}

/// People at work between two days, both inclusive.
#[derive(Clone, Debug, PartialEq)]
pub struct StaffWindow {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// Full-time equivalents.
    pub fte: f64,
    /// Share of their time for projects, in (0, 1].
    pub project_share: f64,
}

/// A contract that days are bought under.
#[derive(Clone, Debug, PartialEq)]
pub struct Framework {
    /// Unique.
    pub id: String,
    /// For people.
    pub name: String,
    /// First day.
    pub start: Date,
    /// Last day.
    pub end: Date,
    /// One per role.
    pub rates: Vec<RateLine>,
    /// Owed as soon as anything is ordered.
    pub min_amount: Money,
    /// Ceiling on orders.
    pub max_amount: Option<Money>,
    /// Periods at its beginning in which nobody works yet.
    pub lead_periods: u32,
    /// Pays for it.
    pub fund: FundId,
}

/// What a day of a role costs under a framework.
#[derive(Clone, Debug, PartialEq)]
pub struct RateLine {
    /// The role.
    pub role: String,
    /// Price of a day.
    pub day_rate: Rate,
    /// Most days of this role in one period.
    pub max_days_per_period: Option<Centidays>,
}

/// How own work may be bought instead.
#[derive(Clone, Debug, PartialEq)]
pub struct SourcingRule {
    /// Unique.
    pub id: String,
    /// For people.
    pub name: String,
    /// What is bought where.
    pub shares: Vec<SourcingShare>,
    /// Times the duration, rounded up.
    pub duration_factor: f64,
    /// Off adds nothing.
    pub enabled: bool,
}

/// The share of a role that is bought.
#[derive(Clone, Debug, PartialEq)]
pub struct SourcingShare {
    /// The role.
    pub role: String,
    /// From whom; it has a rate for the role.
    pub framework: FrameworkId,
    /// In (0, 1].
    pub share: f64,
    /// Own days for each bought day.
    pub oversight: f64,
}

/// Money that can be spent.
#[derive(Clone, Debug, PartialEq)]
pub struct Fund {
    /// Unique.
    pub id: String,
    /// For people.
    pub name: String,
    /// What kind of money.
    pub kind: FundKind,
    /// Ceiling in all.
    pub total: Option<Money>,
    /// Ceilings on payments, by year, each year once.
    pub payments: Vec<YearAmount>,
    /// Ceilings on commitments, by year, each year once.
    pub commitments: Vec<YearAmount>,
    /// Unused ceilings add to the next year's.
    pub carry_over: bool,
    /// Ceilings on payments besides, by year, which carry nothing over: nothing that a portfolio says, but what a caller
    /// of the engine holds plans to.
    pub held: Vec<YearAmount>,
    /// First day on which it pays; open if none.
    pub from: Option<Date>,
    /// Last day on which it pays; open if none.
    pub to: Option<Date>,
}

/// What kind of money a fund holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FundKind {
    /// Not said.
    Unspecified,
    /// Investissement.
    Investment,
    /// Fonctionnement.
    Operating,
    /// Subvention.
    Grant,
}

/// An amount for a calendar year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct YearAmount {
    /// The year.
    pub year: i32,
    /// The amount.
    pub amount: Money,
}

/// A project that is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Project {
    /// Unique.
    pub id: String,
    /// For people.
    pub name: String,
    /// The direction that asks.
    pub sponsor: String,
    /// Free words.
    pub tags: Vec<String>,
    /// Points: the figure given, or the weighted sum of the scores.
    pub value: f64,
    /// As given; they make up `value` unless that was given.
    pub scores: Vec<ObjectiveScore>,
    /// Whether `value` was given rather than summed.
    pub value_given: bool,
    /// Has to be in every plan.
    pub must_do: bool,
    /// Not before this day.
    pub earliest_start: Option<Date>,
    /// Not after this day.
    pub deadline: Option<Date>,
    /// Wished for.
    pub target: Option<Date>,
    /// Points lost for each period after the target.
    pub late_penalty: f64,
    /// At least one.
    pub phases: Vec<Phase>,
    /// Who serves a role where effort is derived.
    pub role_pools: BTreeMap<String, PoolId>,
    /// Who pays a share in the charged fund's place.
    pub grants: Vec<GrantShare>,
    /// Weight in DISRUPTION.
    pub commitment_weight: f64,
}

/// What a project brings on an axis.
#[derive(Clone, Debug, PartialEq)]
pub struct ObjectiveScore {
    /// Position of the objective.
    pub objective: usize,
    /// Its score.
    pub score: f64,
}

/// The share that a grant pays.
#[derive(Clone, Debug, PartialEq)]
pub struct GrantShare {
    /// The grant.
    pub fund: FundId,
    /// In (0, 1]; a project's shares sum to at most 1.
    pub share: f64,
}

/// Work that runs without a break.
#[derive(Clone, Debug, PartialEq)]
pub struct Phase {
    /// Unique in its project.
    pub id: String,
    /// For people.
    pub name: String,
    /// As given, before ratios and sourcing; at least one.
    pub modes: Vec<Mode>,
    /// What comes before.
    pub after: Vec<Dependency>,
    /// Rules that may add modes.
    pub sourcing: Vec<SourcingRuleId>,
}

/// One way of doing a phase.
#[derive(Clone, Debug, PartialEq)]
pub struct Mode {
    /// Unique in its phase.
    pub id: String,
    /// Periods; 0 for a milestone, which uses nothing.
    pub duration: u32,
    /// Own days.
    pub effort: Vec<Effort>,
    /// Bought days.
    pub purchases: Vec<Purchase>,
    /// Other spending.
    pub costs: Vec<Cost>,
}

/// Own days.
#[derive(Clone, Debug, PartialEq)]
pub struct Effort {
    /// Whose.
    pub pool: PoolId,
    /// How many.
    pub days: Centidays,
}

/// Bought days.
#[derive(Clone, Debug, PartialEq)]
pub struct Purchase {
    /// Under which contract; it has a rate for the role.
    pub framework: FrameworkId,
    /// Of which role.
    pub role: String,
    /// How many.
    pub days: Centidays,
}

/// Spending.
#[derive(Clone, Debug, PartialEq)]
pub struct Cost {
    /// Who pays.
    pub fund: FundId,
    /// How much.
    pub amount: Money,
    /// For people.
    pub label: String,
}

/// A phase that must have finished, and the periods to go by after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dependency {
    /// Of which project; the phase's own if none.
    pub project: Option<ProjectId>,
    /// Which phase; all of them if none.
    pub phase: Option<PhaseId>,
    /// Periods in between; negative lets them overlap.
    pub lag: i32,
}

/// Which projects go together.
#[derive(Clone, Debug, PartialEq)]
pub struct SelectionRule {
    /// Unique.
    pub id: String,
    /// What it asks.
    pub kind: SelectionRuleKind,
    /// Of whom; each once, at least one.
    pub projects: Vec<ProjectId>,
    /// For the counting kinds.
    pub count: i32,
}

/// What a selection rule asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SelectionRuleKind {
    /// At most `count` of them.
    AtMost,
    /// At least `count` of them.
    AtLeast,
    /// All or none.
    Together,
    /// The first brings all others.
    Implies,
}

/// How plans are judged.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// In [0, 1): share of value lost with each period.
    pub value_decay: f64,
    /// Effort that follows from other effort, in order.
    pub effort_ratios: Vec<EffortRatio>,
    /// How much may be under way, start or finish.
    pub flow_limits: Vec<FlowLimit>,
    /// Days in whose periods projects may start; anywhere if empty.
    pub start_gates: Vec<Date>,
    /// In order of importance; never empty (VALUE alone by default).
    pub goals: Vec<Goal>,
}

/// Effort that follows from other effort.
#[derive(Clone, Debug, PartialEq)]
pub struct EffortRatio {
    /// What brings it.
    pub from_role: String,
    /// What it brings.
    pub to_role: String,
    /// Days for each day.
    pub ratio: f64,
}

/// A limit on projects under way, starting or finishing.
#[derive(Clone, Debug, PartialEq)]
pub struct FlowLimit {
    /// Unique.
    pub id: String,
    /// What is counted.
    pub kind: FlowKind,
    /// The most.
    pub max: u32,
    /// Periods in a row; at least 1.
    pub window: u32,
    /// Only of this sponsor, unless empty.
    pub sponsor: String,
    /// Only with this tag, unless empty.
    pub tag: String,
}

impl FlowLimit {
    /// Whether it counts this project.
    pub fn counts(&self, project: &Project) -> bool {
        (self.sponsor.is_empty() || self.sponsor == project.sponsor)
            && (self.tag.is_empty() || project.tags.contains(&self.tag))
    }
}

/// What a flow limit counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlowKind {
    /// From first start to last finish.
    UnderWay,
    /// First starts.
    Starts,
    /// Last finishes.
    Finishes,
}

/// Something to optimise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Goal {
    /// What.
    pub measure: Measure,
    /// Share of the best figure that later goals may give up; in [0, 1] for VALUE, at least 0 for the others.
    pub slack: f64,
}

/// What a plan is judged by. VALUE is maximised, every other measure is minimised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    /// Points delivered, late penalties taken off.
    Value,
    /// Project-periods of finish after the target.
    Lateness,
    /// Weighted periods by which committed projects move.
    Disruption,
    /// Bought days at their rates and what is owed.
    ExternalSpend,
    /// External spend, costs and own days.
    TotalCost,
    /// Person-days above capacity.
    Overload,
    /// Periods until the last finish.
    Makespan,
}

impl Measure {
    /// All of them, in the contract's order.
    pub const ALL: [Self; 7] = [
        Self::Value,
        Self::Lateness,
        Self::Disruption,
        Self::ExternalSpend,
        Self::TotalCost,
        Self::Overload,
        Self::Makespan,
    ];

    /// Whether more is better.
    pub fn is_maximised(self) -> bool {
        self == Self::Value
    }

    /// The contract's name, without its prefix.
    pub fn name(self) -> &'static str {
        match self {
            Self::Value => "VALUE",
            Self::Lateness => "LATENESS",
            Self::Disruption => "DISRUPTION",
            Self::ExternalSpend => "EXTERNAL_SPEND",
            Self::TotalCost => "TOTAL_COST",
            Self::Overload => "OVERLOAD",
            Self::Makespan => "MAKESPAN",
        }
    }
}
