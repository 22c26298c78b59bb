//! What is said of one project of a plan: facts, field by field as in `proto/arbitre/v1/explanation.proto`.

use crate::model::draft::scenario::ChangeDraft;
use crate::plan::{MeasureValue, Plan, Reason};
use crate::study::compare::Change;

/// Why a project is as it is.
#[derive(Clone, Debug, Default)]
pub struct ProjectExplanation {
    /// Its id.
    pub project: String,
    /// It is in the plan.
    pub selected: bool,
    /// First day, ISO; empty if it is out.
    pub start: String,
    /// Last day.
    pub finish: String,
    /// Why it is out, late or bought.
    pub reasons: Vec<Reason>,
    /// Why it does not end by the day that was asked.
    pub not_by: Option<WhyNotBy>,
}

/// Why a project does not end by a day, and what would have it.
#[derive(Clone, Debug, Default)]
pub struct WhyNotBy {
    /// The day, ISO.
    pub by: String,
    /// It does.
    pub is_met: bool,
    /// Proven: no plan has it by then, whatever moves.
    pub is_infeasible: bool,
    /// What bars it beside the rest of the plan.
    pub reasons: Vec<Reason>,
    /// What would have it, the least first.
    pub ways: Vec<WayIn>,
}

/// One way of having a project by a day, with a plan that has passed the referee.
#[derive(Clone, Debug)]
pub struct WayIn {
    /// In a word.
    pub kind: WayKind,
    /// What has to change in the portfolio.
    pub changes: Vec<ChangeDraft>,
    /// Every project that is not as in the plan asked about, the one asked about first.
    pub moves: Vec<Change>,
    /// The plan's measures less those of the plan asked about.
    pub differences: Vec<MeasureValue>,
    /// Proven: no plan without changes moves others less.
    pub is_least: bool,
    /// Proven: no plan without changes moves fewer of the projects that are in.
    pub is_fewest: bool,
    /// The plan.
    pub plan: Plan,
    /// One sentence.
    pub headline: String,
}

/// A way in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum WayKind {
    Fits,
    Staff,
    Fund,
    Framework,
    FlowLimit,
    Rule,
    Sourcing,
    Several,
    Displace,
    Deadline,
}
