//! Changes, one after the other, each on what the ones before it left.

use std::sync::Arc;

use super::{lists, referrers};
use crate::model::draft::scenario::{ChangeDraft, ScenarioDraft};
use crate::model::draft::{PortfolioDraft, ProjectDraft, RuleDraft};
use crate::model::{Problem, ProblemCode, SelectionRuleKind};

/// The portfolio after the scenario's changes, not yet validated; or every change that cannot be made, each at its path
/// in the scenario. A change that cannot be made is passed over for the ones after it, so that one mistake is named once.
pub fn apply(draft: &PortfolioDraft, scenario: &ScenarioDraft) -> Result<PortfolioDraft, Vec<Problem>> {
    let mut changing = Changing { draft: draft.clone(), scenario, problems: Vec::new() };
    for (i, change) in scenario.changes.iter().enumerate() {
        let at = format!("changes[{i}]");
        match change {
            Some(change) => changing.change(&format!("{at}.{}", field(change)), change),
            None => changing.problem(ProblemCode::Missing, &at, ""),
        }
    }
    if changing.problems.is_empty() { Ok(changing.draft) } else { Err(changing.problems) }
}

/// The change's field in the document.
fn field(change: &ChangeDraft) -> &'static str {
    use ChangeDraft as C;
    match change {
        C::SetSourcingRule { .. } => "setSourcingRule",
        C::ScaleStaff { .. } => "scaleStaff",
        C::AddStaff { .. } => "addStaff",
        C::PutProject(_) => "putProject",
        C::PutPool(_) => "putPool",
        C::PutFramework(_) => "putFramework",
        C::PutFund(_) => "putFund",
        C::PutRule(_) => "putRule",
        C::PutFlowLimit(_) => "putFlowLimit",
        C::RemoveProject(_) => "removeProject",
        C::RemoveFramework(_) => "removeFramework",
        C::RemoveRule(_) => "removeRule",
        C::RemoveFlowLimit(_) => "removeFlowLimit",
        C::SetMustDo { .. } => "setMustDo",
        C::ExcludeProject(_) => "excludeProject",
        C::SetWindow { .. } => "setWindow",
        C::SetGoals(_) => "setGoals",
        C::SetCalendarEnd(_) => "setCalendarEnd",
    }
}

/// The portfolio half-way through its changes, and what could not be made of them.
pub(super) struct Changing<'a> {
    pub draft: PortfolioDraft,
    scenario: &'a ScenarioDraft,
    problems: Vec<Problem>,
}

impl Changing<'_> {
    /// Makes the change that stands at `at`.
    fn change(&mut self, at: &str, change: &ChangeDraft) {
        use ChangeDraft as C;
        match change {
            C::SetSourcingRule { rule, enabled } => self.set_sourcing_rule(at, rule, *enabled),
            C::ScaleStaff { pool, role, from, to, factor } => self.scale_staff(at, (pool, role), (from, to), *factor),
            C::AddStaff { pool, staff } => self.add_staff(at, pool, staff.as_ref()),
            C::PutProject(p) => self.put(at, |d| &mut d.projects, Arc::new((**p).clone())),
            C::PutPool(p) => self.put(at, |d| &mut d.pools, p.clone()),
            C::PutFramework(f) => self.put(at, |d| &mut d.frameworks, f.clone()),
            C::PutFund(f) => self.put(at, |d| &mut d.funds, f.clone()),
            C::PutRule(r) => self.put(at, |d| &mut d.rules, r.clone()),
            C::PutFlowLimit(f) => self.put(at, |d| &mut d.policy.flow_limits, f.clone()),
            C::RemoveProject(id) => self.remove(at, |d| &mut d.projects, id, referrers::of_project),
            C::RemoveFramework(id) => self.remove(at, |d| &mut d.frameworks, id, referrers::of_framework),
            C::RemoveRule(id) => self.remove(at, |d| &mut d.rules, id, referrers::none),
            C::RemoveFlowLimit(id) => self.remove(at, |d| &mut d.policy.flow_limits, id, referrers::none),
            C::SetMustDo { project, must_do } => {
                self.project(&format!("{at}.project"), project, |p| p.must_do = *must_do);
            }
            C::ExcludeProject(id) => self.exclude(at, id),
            C::SetWindow { project, earliest_start, deadline, target } => {
                self.project(&format!("{at}.project"), project, |p| {
                    replace(&mut p.earliest_start, earliest_start.as_ref());
                    replace(&mut p.deadline, deadline.as_ref());
                    replace(&mut p.target, target.as_ref());
                });
            }
            C::SetGoals(goals) => self.draft.policy.goals.clone_from(goals),
            C::SetCalendarEnd(end) => self.set_calendar_end(at, end),
        }
    }

    pub(super) fn problem(&mut self, code: ProblemCode, path: &str, value: impl ToString) {
        self.problems.push(Problem::new(code, path, value));
    }

    pub(super) fn problem_with(&mut self, code: ProblemCode, path: &str, value: impl ToString, detail: &str) {
        self.problems.push(Problem::new(code, path, value).with(detail));
    }

    /// Says that `id`, at `path`, names nothing.
    pub(super) fn unknown(&mut self, path: &str, id: &str) {
        self.problem(if id.is_empty() { ProblemCode::Missing } else { ProblemCode::UnknownId }, path, id);
    }

    /// The calendar's last day as the scenario leaves it, if it changes it.
    pub(super) fn last_calendar_end(&self) -> Option<&str> {
        self.scenario.changes.iter().flatten().rev().find_map(|c| match c {
            ChangeDraft::SetCalendarEnd(end) => Some(&end[..]),
            _ => None,
        })
    }

    fn put<T: lists::Named>(&mut self, at: &str, list: fn(&mut PortfolioDraft) -> &mut Vec<T>, item: T) {
        if item.id().is_empty() {
            return self.problem(ProblemCode::EmptyId, &format!("{at}.id"), "");
        }
        lists::put(list(&mut self.draft), item);
    }

    fn remove<T: lists::Named>(
        &mut self,
        at: &str,
        list: fn(&mut PortfolioDraft) -> &mut Vec<T>,
        id: &str,
        referrers: fn(&PortfolioDraft, &str) -> Vec<String>,
    ) {
        let Some(position) = lists::position(list(&mut self.draft), id) else { return self.unknown(at, id) };
        let referrers = referrers(&self.draft, id);
        if !referrers.is_empty() {
            return self.problem_with(ProblemCode::StillReferred, at, id, &referrers.join(", "));
        }
        list(&mut self.draft).remove(position);
    }

    fn project(&mut self, path: &str, id: &str, change: impl FnOnce(&mut ProjectDraft)) {
        match lists::position(&self.draft.projects, id) {
            Some(i) => change(Arc::make_mut(&mut self.draft.projects[i])),
            None => self.unknown(path, id),
        }
    }

    fn set_sourcing_rule(&mut self, at: &str, id: &str, enabled: bool) {
        match lists::position(&self.draft.sourcing_rules, id) {
            Some(i) => self.draft.sourcing_rules[i].enabled = enabled,
            None => self.unknown(&format!("{at}.rule"), id),
        }
    }

    fn set_calendar_end(&mut self, at: &str, end: &str) {
        match &mut self.draft.calendar {
            Some(calendar) => end.clone_into(&mut calendar.end),
            None => self.problem_with(ProblemCode::Missing, at, end, "calendar"),
        }
    }

    /// A project stays out by a rule that lets none of it in.
    fn exclude(&mut self, at: &str, id: &str) {
        if lists::position(&self.draft.projects, id).is_none() {
            return self.unknown(at, id);
        }
        let rule = RuleDraft {
            id: self.free_rule_id(&format!("exclude-{id}")),
            kind: Some(SelectionRuleKind::AtMost),
            projects: vec![id.to_owned()],
            count: 0,
        };
        self.draft.rules.push(rule);
    }

    /// `wish`, or `wish-2`, `wish-3`, ...: the first that no rule has and that the scenario does not speak of, so that a
    /// later change of its own doesn't meet this rule.
    fn free_rule_id(&self, wish: &str) -> String {
        let spoken_of = |id: &str| {
            self.scenario.changes.iter().flatten().any(|c| match c {
                ChangeDraft::PutRule(r) => r.id == id,
                ChangeDraft::RemoveRule(removed) => removed == id,
                _ => false,
            })
        };
        let taken = |id: &str| lists::position(&self.draft.rules, id).is_some() || spoken_of(id);
        let numbered = (2..).map(|n: u64| format!("{wish}-{n}"));
        let mut candidates = std::iter::once(wish.to_owned()).chain(numbered);
        candidates.find(|id| !taken(id)).expect("there are more numbers than rules")
    }
}

/// An unset date stays; an empty one takes the old one away.
fn replace(date: &mut String, new: Option<&String>) {
    if let Some(new) = new {
        date.clone_from(new);
    }
}
