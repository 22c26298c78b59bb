//! Scenarios from messages.

use super::{portfolio, v1};
use crate::model::draft::scenario::{ChangeDraft, ScenarioDraft};

pub(super) fn draft(m: v1::Scenario) -> ScenarioDraft {
    let changes = m.changes.into_iter().map(|c| c.change.map(change)).collect();
    ScenarioDraft { id: m.id, name: m.name, description: m.description, changes }
}

fn change(c: v1::change::Change) -> ChangeDraft {
    use v1::change::Change as C;
    match c {
        C::SetSourcingRule(x) => ChangeDraft::SetSourcingRule { rule: x.rule, enabled: x.enabled },
        C::ScaleStaff(x) => {
            ChangeDraft::ScaleStaff { pool: x.pool, role: x.role, from: x.from, to: x.to, factor: x.factor }
        }
        C::AddStaff(x) => ChangeDraft::AddStaff { pool: x.pool, staff: x.staff.map(portfolio::staff) },
        C::PutProject(x) => ChangeDraft::PutProject(Box::new(portfolio::project(x))),
        C::PutPool(x) => ChangeDraft::PutPool(portfolio::pool(x)),
        C::PutFramework(x) => ChangeDraft::PutFramework(portfolio::framework(x)),
        C::PutFund(x) => ChangeDraft::PutFund(portfolio::fund(x)),
        C::PutRule(x) => ChangeDraft::PutRule(portfolio::rule(x)),
        C::PutFlowLimit(x) => ChangeDraft::PutFlowLimit(portfolio::flow_limit(x)),
        C::RemoveProject(x) => ChangeDraft::RemoveProject(x),
        C::RemoveFramework(x) => ChangeDraft::RemoveFramework(x),
        C::RemoveRule(x) => ChangeDraft::RemoveRule(x),
        C::RemoveFlowLimit(x) => ChangeDraft::RemoveFlowLimit(x),
        C::SetMustDo(x) => ChangeDraft::SetMustDo { project: x.project, must_do: x.must_do },
        C::ExcludeProject(x) => ChangeDraft::ExcludeProject(x),
        C::SetWindow(x) => ChangeDraft::SetWindow {
            project: x.project,
            earliest_start: x.earliest_start,
            deadline: x.deadline,
            target: x.target,
        },
        C::SetGoals(x) => ChangeDraft::SetGoals(x.goals.into_iter().map(portfolio::goal).collect()),
        C::SetCalendarEnd(x) => ChangeDraft::SetCalendarEnd(x),
    }
}
