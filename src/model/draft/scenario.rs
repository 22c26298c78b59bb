//! A scenario as said: changes to a portfolio, as in `proto/arbitre/v1/scenario.proto`.

use super::{
    FlowLimitDraft, FrameworkDraft, FundDraft, GoalDraft, PoolDraft, ProjectDraft, RuleDraft, StaffWindowDraft,
};

/// A list of changes.
#[derive(Clone, Debug, Default, PartialEq)]
#[allow(missing_docs)]
pub struct ScenarioDraft {
    pub id: String,
    pub name: String,
    pub description: String,
    /// A change whose kind is not said is `None`.
    pub changes: Vec<Option<ChangeDraft>>,
}

/// One change.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub enum ChangeDraft {
    SetSourcingRule { rule: String, enabled: bool },
    ScaleStaff { pool: String, role: String, from: String, to: String, factor: f64 },
    AddStaff { pool: String, staff: Option<StaffWindowDraft> },
    PutProject(Box<ProjectDraft>),
    PutPool(PoolDraft),
    PutFramework(FrameworkDraft),
    PutFund(FundDraft),
    PutRule(RuleDraft),
    PutFlowLimit(FlowLimitDraft),
    RemoveProject(String),
    RemoveFramework(String),
    RemoveRule(String),
    RemoveFlowLimit(String),
    SetMustDo { project: String, must_do: bool },
    ExcludeProject(String),
    SetWindow { project: String, earliest_start: Option<String>, deadline: Option<String>, target: Option<String> },
    SetGoals(Vec<GoalDraft>),
    SetCalendarEnd(String),
}
