//! What a comparison says: facts by id, field by field as in `proto/arbitre/v1/comparison.proto`.

use crate::model::draft::scenario::ScenarioDraft;
use crate::model::{Measure, Problem};
use crate::plan::{ChangeKind, MeasureValue, PeriodLoad, Plan, PlanStatus, Reason};

/// Scenarios side by side.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// The portfolio's id.
    pub portfolio: String,
    /// In the order asked.
    pub scenarios: Vec<Compared>,
    /// Position of the scenario that the others are compared with: the first that has a plan.
    pub reference: Option<usize>,
    /// Every project of any scenario.
    pub projects: Vec<ComparedProject>,
    /// Every pool of any scenario.
    pub pools: Vec<ComparedPool>,
    /// What the plans have in common; none if fewer than two scenarios have a plan.
    pub backbone: Option<Backbone>,
    /// Changes worth asking about.
    pub proposals: Vec<Proposal>,
}

/// One of the scenarios.
#[derive(Clone, Debug)]
pub struct Compared {
    /// The scenario, of empty id for the portfolio as it stands.
    pub scenario: ScenarioDraft,
    /// Why it cannot be planned, if it cannot.
    pub problems: Vec<Problem>,
    /// Position of an earlier scenario that makes the same portfolio.
    pub same_as: Option<usize>,
    /// What came of it, with reasons; none if it cannot be planned.
    pub plan: Option<Plan>,
    /// Every measure less the reference's.
    pub differences: Vec<MeasureValue>,
    /// Every project that is not as in the reference's plan.
    pub changes: Vec<Change>,
    /// What is short in its plan.
    pub bottleneck: Option<Bottleneck>,
}

/// What becomes of a project, less what becomes of it in the reference.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Its id.
    pub project: String,
    /// In a word.
    pub kind: ChangeKind,
    /// Periods by which its finish moves; 0 unless it is in both plans.
    pub finish_shift: i32,
    /// Phases that buy here and not there.
    pub bought: Vec<String>,
    /// Phases that buy there and not here.
    pub taken_back: Vec<String>,
    /// Points.
    pub value: f64,
    /// Currency.
    pub external_spend: f64,
    /// Why: the position of the scenario whose plan the reason holds of, and the reason.
    pub reasons: Vec<(usize, Reason)>,
}

/// A project in all scenarios.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparedProject {
    /// Its id.
    pub project: String,
    /// For people.
    pub name: String,
    /// The direction that asks.
    pub sponsor: String,
    /// What the plans say of it together.
    pub verdict: Verdict,
    /// By scenario with a plan: its position, and what becomes of the project.
    pub placements: Vec<(usize, Placed)>,
}

/// What plans say of a project together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// In everywhere, in the same modes and periods.
    Same,
    /// In everywhere, not always so.
    Moves,
    /// In some plans, out of others.
    Depends,
    /// Out of all.
    Out,
}

/// What becomes of a project in a plan.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Placed {
    /// Whether it is in.
    pub selected: bool,
    /// First day, ISO.
    pub start: String,
    /// Last day, ISO.
    pub finish: String,
    /// Some phase buys days.
    pub bought: bool,
    /// Points.
    pub value: f64,
    /// Currency.
    pub external_spend: f64,
}

/// A pool in all scenarios.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparedPool {
    /// Its id.
    pub pool: String,
    /// For people.
    pub name: String,
    /// What they do.
    pub role: String,
    /// By scenario with a plan: its position, and every period.
    pub uses: Vec<(usize, Vec<PeriodLoad>)>,
}

/// What is decided whatever the scenario. Positions in [`Comparison::projects`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Backbone {
    /// In everywhere, in the same modes and periods.
    pub same: Vec<usize>,
    /// In everywhere, not always so.
    pub moves: Vec<usize>,
    /// Out of all.
    pub out: Vec<usize>,
    /// By the scenarios (positions) that have them in.
    pub decisions: Vec<(Vec<usize>, Vec<usize>)>,
    /// Share of the least valuable plan's points that the first two bring at least.
    pub value_share: f64,
}

/// What is short in a plan after all that is bought.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bottleneck {
    /// Pools where a day more would bring points, the shortest first.
    pub pools: Vec<BindingPool>,
    /// Ceilings on money, the dearest first.
    pub money: Vec<MoneyMargin>,
}

/// A pool that is short.
#[derive(Clone, Debug, PartialEq)]
pub struct BindingPool {
    /// Its id.
    pub pool: String,
    /// Where.
    pub periods: Vec<i32>,
    /// Points that a day more in each of them would bring, at the margin.
    pub marginal_value: f64,
    /// Load over capacity there.
    pub tightness: f64,
    /// Days of its load in phases that buy.
    pub load_beside_bought: f64,
    /// No phase can be done with fewer of its days by buying.
    pub unmoved_by_money: bool,
}

/// A ceiling on money.
#[derive(Clone, Debug, PartialEq)]
pub struct MoneyMargin {
    /// What it limits.
    pub kind: MoneyKind,
    /// A fund or a framework.
    pub subject: String,
    /// Its year; none for the whole horizon.
    pub year: Option<i32>,
    /// The ceiling, with what was carried over.
    pub ceiling: f64,
    /// What the plan uses of it.
    pub used: f64,
    /// Points that a unit of currency would bring, at the margin.
    pub price: f64,
}

/// What a ceiling limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoneyKind {
    /// A fund's payments in a year.
    Payments,
    /// A fund's commitments in a year.
    Commitments,
    /// A fund in all.
    Total,
    /// What is ordered under a framework.
    Framework,
}

/// A change worth asking about, planned.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// The change, after the reference's own.
    pub scenario: ScenarioDraft,
    /// What kind of change.
    pub kind: ProposalKind,
    /// What it is about.
    pub subject: String,
    /// Points that prices promised.
    pub promised: f64,
    /// What came of it.
    pub plan: Plan,
    /// What its first goal's figure gains over the reference's.
    pub gain: f64,
    /// Proven: by so much at least the best with the change is better than the best without.
    pub least_gain: f64,
    /// Proven: by so much at most.
    pub most_gain: Option<f64>,
    /// One sentence.
    pub headline: String,
}

/// What kind of change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProposalKind {
    /// Two more people in a pool for a quarter.
    Staff,
    /// A tenth more of a ceiling.
    Ceiling,
    /// A deadline lifted.
    Deadline,
    /// One more project under a flow limit.
    Flow,
}

impl Comparison {
    /// The scenarios that have a plan, with their positions.
    pub fn planned(&self) -> impl Iterator<Item = (usize, &Plan)> {
        let plans = self.scenarios.iter().enumerate();
        plans.filter_map(|(i, s)| Some((i, s.plan.as_ref().filter(|p| p.status.has_plan())?)))
    }
}

impl Compared {
    /// What is known of its plan.
    pub fn status(&self) -> PlanStatus {
        self.plan.as_ref().map_or(PlanStatus::Unspecified, |p| p.status)
    }
}

/// `a`'s measures less `b`'s.
pub(in crate::study) fn differences(a: &Plan, b: &Plan) -> Vec<MeasureValue> {
    let of = |measure: Measure| Some(MeasureValue { measure, value: a.measure(measure)? - b.measure(measure)? });
    Measure::ALL.into_iter().filter_map(of).collect()
}
