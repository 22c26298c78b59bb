//! Scenarios between messages and drafts.

use super::{portfolio, v1};
use crate::model::draft::scenario::{ChangeDraft, ScenarioDraft};

pub(super) fn draft(m: v1::Scenario) -> ScenarioDraft {
    let changes = m.changes.into_iter().map(change_draft).collect();
    ScenarioDraft { id: m.id, name: m.name, description: m.description, changes }
}

/// None if its kind is not said.
pub(super) fn change_draft(c: v1::Change) -> Option<ChangeDraft> {
    c.change.map(change)
}

pub(super) fn change(c: v1::change::Change) -> ChangeDraft {
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

pub(super) fn message(d: &ScenarioDraft) -> v1::Scenario {
    let change = |c: &Option<ChangeDraft>| c.as_ref().map_or_else(v1::Change::default, change_message);
    let changes = d.changes.iter().map(change).collect();
    v1::Scenario { id: d.id.clone(), name: d.name.clone(), description: d.description.clone(), changes }
}

pub(super) fn change_message(c: &ChangeDraft) -> v1::Change {
    v1::Change { change: Some(kind_message(c)) }
}

fn kind_message(c: &ChangeDraft) -> v1::change::Change {
    use v1::change::Change as C;
    match c {
        ChangeDraft::SetSourcingRule { rule, enabled } => {
            C::SetSourcingRule(v1::SetSourcingRule { rule: rule.clone(), enabled: *enabled })
        }
        ChangeDraft::ScaleStaff { pool, role, from, to, factor } => C::ScaleStaff(v1::ScaleStaff {
            pool: pool.clone(),
            role: role.clone(),
            from: from.clone(),
            to: to.clone(),
            factor: *factor,
        }),
        ChangeDraft::AddStaff { pool, staff } => {
            C::AddStaff(v1::AddStaff { pool: pool.clone(), staff: staff.as_ref().map(portfolio::staff_message) })
        }
        ChangeDraft::PutProject(x) => C::PutProject(portfolio::project_message(x)),
        ChangeDraft::PutPool(x) => C::PutPool(portfolio::pool_message(x)),
        ChangeDraft::PutFramework(x) => C::PutFramework(portfolio::framework_message(x)),
        ChangeDraft::PutFund(x) => C::PutFund(portfolio::fund_message(x)),
        ChangeDraft::PutRule(x) => C::PutRule(portfolio::rule_message(x)),
        ChangeDraft::PutFlowLimit(x) => C::PutFlowLimit(portfolio::flow_limit_message(x)),
        ChangeDraft::RemoveProject(x) => C::RemoveProject(x.clone()),
        ChangeDraft::RemoveFramework(x) => C::RemoveFramework(x.clone()),
        ChangeDraft::RemoveRule(x) => C::RemoveRule(x.clone()),
        ChangeDraft::RemoveFlowLimit(x) => C::RemoveFlowLimit(x.clone()),
        ChangeDraft::SetMustDo { project, must_do } => {
            C::SetMustDo(v1::SetMustDo { project: project.clone(), must_do: *must_do })
        }
        ChangeDraft::ExcludeProject(x) => C::ExcludeProject(x.clone()),
        ChangeDraft::SetWindow { project, earliest_start, deadline, target } => C::SetWindow(v1::SetWindow {
            project: project.clone(),
            earliest_start: earliest_start.clone(),
            deadline: deadline.clone(),
            target: target.clone(),
        }),
        ChangeDraft::SetGoals(goals) => {
            C::SetGoals(v1::SetGoals { goals: goals.iter().map(portfolio::goal_message).collect() })
        }
        ChangeDraft::SetCalendarEnd(x) => C::SetCalendarEnd(x.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::draft::*;

    #[test]
    fn every_change_comes_back_as_it_was() {
        let text = |s: &str| s.to_owned();
        let fund = FundDraft {
            id: text("f"),
            name: text("n"),
            kind: crate::model::FundKind::Grant,
            total: Some(1.5),
            payments: vec![YearAmountDraft { year: 2021, amount: 3.0 }],
            commitments: Vec::new(),
            carry_over: true,
            from: text("2021-01-01"),
            to: String::new(),
        };
        let staff = StaffWindowDraft { from: text("a"), to: text("b"), fte: 2.0, project_share: Some(0.5) };
        let changes = vec![
            ChangeDraft::SetSourcingRule { rule: text("r"), enabled: true },
            ChangeDraft::ScaleStaff { pool: text("p"), role: text("r"), from: text("f"), to: text("t"), factor: 0.5 },
            ChangeDraft::AddStaff { pool: text("p"), staff: Some(staff) },
            ChangeDraft::PutProject(Box::new(ProjectDraft { id: text("p"), ..ProjectDraft::default() })),
            ChangeDraft::PutPool(PoolDraft { id: text("p"), ..PoolDraft::default() }),
            ChangeDraft::PutFramework(FrameworkDraft { id: text("f"), ..FrameworkDraft::default() }),
            ChangeDraft::PutFund(fund),
            ChangeDraft::PutRule(RuleDraft { id: text("r"), count: 2, ..RuleDraft::default() }),
            ChangeDraft::PutFlowLimit(FlowLimitDraft { id: text("l"), max: 3, ..FlowLimitDraft::default() }),
            ChangeDraft::RemoveProject(text("p")),
            ChangeDraft::RemoveFramework(text("f")),
            ChangeDraft::RemoveRule(text("r")),
            ChangeDraft::RemoveFlowLimit(text("l")),
            ChangeDraft::SetMustDo { project: text("p"), must_do: true },
            ChangeDraft::ExcludeProject(text("p")),
            ChangeDraft::SetWindow {
                project: text("p"),
                earliest_start: None,
                deadline: Some(String::new()),
                target: Some(text("2021-01-01")),
            },
            ChangeDraft::SetGoals(vec![GoalDraft { measure: Some(crate::model::Measure::Lateness), slack: 0.1 }]),
            ChangeDraft::SetCalendarEnd(text("2022-12-31")),
        ];
        let changes = changes.into_iter().map(Some).collect();
        let scenario = ScenarioDraft { id: text("s"), name: text("n"), description: text("d"), changes };
        assert_eq!(draft(message(&scenario)), scenario);
    }
}
