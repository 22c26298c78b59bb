//! The answer, and, as a baseline, the decisions that a new plan starts from. Plain data, by id, immutable once made:
//! a plan may come from the engine, from a file or from somebody's hand, so nothing here is taken for granted.
//! Field by field it means what `proto/arbitre/v1/plan.proto` says.

mod baseline;
mod change;

pub use baseline::{Baseline, CommittedProject, ProposedProject};
pub use change::{ChangeKind, finish_shift};

use crate::model::Measure;

/// A plan.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// The portfolio's id.
    pub portfolio: String,
    /// The scenario's id; empty for the portfolio as it stands.
    pub scenario: String,
    /// What is known of it.
    pub status: PlanStatus,
    /// One per goal, in the goals' order.
    pub goals: Vec<GoalResult>,
    /// Every measure.
    pub measures: Vec<MeasureValue>,
    /// Every project of the portfolio, in its order.
    pub projects: Vec<ProjectPlan>,
    /// By pool, in the portfolio's order.
    pub pool_loads: Vec<PoolLoad>,
    /// By framework, in the portfolio's order.
    pub framework_uses: Vec<FrameworkUse>,
    /// By fund, in the portfolio's order.
    pub fund_uses: Vec<FundUse>,
    /// How it came about.
    pub solve: Option<SolveSummary>,
}

/// What is known of a plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PlanStatus {
    /// Not said.
    #[default]
    Unspecified,
    /// Proven: every goal's gap is 0.
    Optimal,
    /// It holds.
    Feasible,
    /// Proven: no plan can meet the constraints.
    Infeasible,
    /// No plan was found, nor its absence proven.
    Unknown,
}

impl PlanStatus {
    /// Whether there is a plan to speak of, beside its status.
    pub fn has_plan(self) -> bool {
        match self {
            Self::Unspecified | Self::Optimal | Self::Feasible => true,
            Self::Infeasible | Self::Unknown => false,
        }
    }
}

/// What a goal came to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GoalResult {
    /// Which.
    pub measure: Measure,
    /// This plan's figure.
    pub value: f64,
    /// Proven: no plan that keeps the earlier goals does better.
    pub bound: f64,
    /// |bound - value| / max(|value|, 1e-9).
    pub gap: f64,
}

/// A measure of a plan.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MeasureValue {
    /// Which.
    pub measure: Measure,
    /// Its figure.
    pub value: f64,
}

/// What becomes of a project.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ProjectPlan {
    /// Its id.
    pub project: String,
    /// Whether it is in.
    pub selected: bool,
    /// First day of its first phase, ISO; empty if it is out.
    pub start: String,
    /// Last day of its last phase, ISO; empty if it is out.
    pub finish: String,
    /// Each phase, in the portfolio's order.
    pub phases: Vec<PhasePlan>,
    /// In a baseline: what a new plan may do to it.
    pub commitment: Commitment,
    /// Points it brings.
    pub value: f64,
    /// Bought days, in the currency.
    pub external_spend: f64,
    /// With costs and own days.
    pub total_cost: f64,
    /// Why it is out, late or bought.
    pub reasons: Vec<Reason>,
}

/// What a new plan may do to a project of its baseline.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Commitment {
    /// Proposed only: free to change.
    #[default]
    Unspecified,
    /// May be moved or dropped.
    Decided,
    /// May be moved, not dropped.
    Protected,
    /// Stays as it is.
    Frozen,
}

/// How and when a phase is done.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PhasePlan {
    /// Its id.
    pub phase: String,
    /// The mode's id.
    pub mode: String,
    /// Period in which it starts.
    pub start_period: i32,
    /// `start_period + duration - 1`.
    pub finish_period: i32,
    /// First day, ISO.
    pub start: String,
    /// Last day, ISO.
    pub finish: String,
}

/// What a pool carries.
#[derive(Clone, Debug, PartialEq)]
pub struct PoolLoad {
    /// Its id.
    pub pool: String,
    /// Every period in order.
    pub periods: Vec<PeriodLoad>,
}

/// What a pool carries in a period, in person-days.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PeriodLoad {
    /// The period.
    pub period: i32,
    /// Planned.
    pub load: f64,
    /// There is.
    pub capacity: f64,
    /// Points of the first goal that one more person-day would bring, at the margin.
    pub marginal_value: f64,
}

/// What is bought under a framework, in the currency.
#[derive(Clone, Debug, PartialEq)]
pub struct FrameworkUse {
    /// Its id.
    pub framework: String,
    /// Bought days at their rates.
    pub ordered: f64,
    /// Short of the minimum and owed all the same.
    pub owed: f64,
    /// Its ceiling.
    pub max_amount: Option<f64>,
    /// Where anything is bought, by period and role.
    pub periods: Vec<PeriodPurchase>,
}

/// What is bought in a period.
#[derive(Clone, Debug, PartialEq)]
pub struct PeriodPurchase {
    /// The period.
    pub period: i32,
    /// The role.
    pub role: String,
    /// Days.
    pub days: f64,
    /// What they cost.
    pub amount: f64,
}

/// What a fund pays.
#[derive(Clone, Debug, PartialEq)]
pub struct FundUse {
    /// Its id.
    pub fund: String,
    /// Every year of the calendar.
    pub years: Vec<YearUse>,
}

/// What a fund pays in a year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct YearUse {
    /// The year.
    pub year: i32,
    /// Committed by what starts in it.
    pub committed: f64,
    /// Paid in it.
    pub paid: f64,
    /// Ceiling with what was carried over.
    pub commitment_ceiling: Option<f64>,
    /// Ceiling with what was carried over.
    pub payment_ceiling: Option<f64>,
}

/// Why a project is out, late or bought; verified against the plan that carries it.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// What kind of reason.
    pub code: ReasonCode,
    /// Ids that the code speaks of.
    pub subjects: Vec<String>,
    /// Periods that it speaks of.
    pub periods: Vec<i32>,
    /// Points by which the project is outweighed.
    pub shortfall: f64,
    /// One sentence.
    pub text: String,
}

/// What kind of reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReasonCode {
    /// Fits in no place, whatever else is planned.
    NeverFits,
    /// What it needs is worth more elsewhere.
    Capacity,
    /// No money.
    Fund,
    /// The contract does not give it.
    Framework,
    /// A selection rule bars it.
    Rule,
    /// What it depends on is out or too late.
    Dependency,
    /// Too much is under way, starts or finishes.
    Concurrency,
    /// It brings nothing.
    NoValue,
    /// It would fit and bring something: the search ended before it was tried.
    Overlooked,
    /// Neither a place for it nor the absence of one was found.
    Undecided,
}

/// How a plan came about.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SolveSummary {
    /// Time it took.
    pub wall_seconds: f64,
    /// Seed of the random streams.
    pub seed: u64,
    /// Version of the engine.
    pub engine_version: String,
}

impl PlanStatus {
    /// The contract's name, without its prefix.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unspecified => "UNSPECIFIED",
            Self::Optimal => "OPTIMAL",
            Self::Feasible => "FEASIBLE",
            Self::Infeasible => "INFEASIBLE",
            Self::Unknown => "UNKNOWN",
        }
    }
}

impl ReasonCode {
    /// The contract's name, without its prefix.
    pub fn name(self) -> &'static str {
        match self {
            Self::NeverFits => "NEVER_FITS",
            Self::Capacity => "CAPACITY",
            Self::Fund => "FUND",
            Self::Framework => "FRAMEWORK",
            Self::Rule => "RULE",
            Self::Dependency => "DEPENDENCY",
            Self::Concurrency => "CONCURRENCY",
            Self::NoValue => "NO_VALUE",
            Self::Overlooked => "OVERLOOKED",
            Self::Undecided => "UNDECIDED",
        }
    }
}

impl Plan {
    /// The plan's figure for a measure, if it claims one.
    pub fn measure(&self, measure: Measure) -> Option<f64> {
        self.measures.iter().find(|m| m.measure == measure).map(|m| m.value)
    }
}
