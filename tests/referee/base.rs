//! A small portfolio with a plan that meets every constraint with nothing to spare, and cases that differ from it.

use arbitre::check::Claims;
use arbitre::plan::{GoalResult, MeasureValue, Plan, PlanStatus, ProjectPlan};
use serde_json::Value;

use super::plans::selected;
use super::{Scene, check, read};

/// Three projects in, one out, each constraint met with nothing to spare.
pub(crate) fn base_portfolio() -> Value {
    serde_json::from_str(include_str!("base.json")).expect("it is JSON")
}

/// `a` runs in March to July 2021, `b` in August to November, `d` in April and May 2022.
pub(crate) fn base_plan() -> Plan {
    Plan {
        projects: vec![
            selected("a", &[("design", "own", 2), ("build", "own+ext", 4)]),
            selected("b", &[("start", "own", 7), ("end", "own", 9)]),
            selected("d", &[("do", "own", 15), ("close", "own", 16)]),
        ],
        ..Plan::default()
    }
}

/// One thing that differs from the base.
pub(crate) enum Edit {
    /// A field of the portfolio, by its JSON pointer.
    Field(&'static str, Value),
    /// The plan's choices; everything that follows from them is filled in afterwards.
    Choices(fn(&mut Plan)),
    /// What the plan says of itself.
    Words(fn(&mut Plan)),
    /// The baseline, which is the plan unless it is changed, and the day until which it is frozen.
    Baseline(fn(&mut Plan), &'static str),
}
pub(crate) struct Case {
    pub(crate) name: &'static str,
    edits: Vec<Edit>,
    /// Names of the violations, sorted.
    pub(crate) expected: &'static [&'static str],
    /// Whether `check_plan.py` can say it too: it stops at ids that it does not know, and lets repetitions pass.
    pub(crate) python: bool,
}

pub(crate) fn case(name: &'static str, edits: Vec<Edit>, expected: &'static [&'static str]) -> Case {
    Case { name, edits, expected, python: true }
}

/// What `check_plan.py` cannot say.
pub(crate) fn ours(name: &'static str, edits: Vec<Edit>, expected: &'static [&'static str]) -> Case {
    Case { python: false, ..case(name, edits, expected) }
}

impl Case {
    pub(crate) fn scene(&self) -> Scene {
        let mut portfolio = base_portfolio();
        for edit in &self.edits {
            if let Edit::Field(pointer, value) = edit {
                let (parent, field) = pointer.rsplit_once('/').expect("a pointer");
                let parent = portfolio.pointer_mut(parent).unwrap_or_else(|| panic!("{pointer}"));
                match parent {
                    Value::Array(items) => items[field.parse::<usize>().expect("a position")] = value.clone(),
                    other => other[field] = value.clone(),
                }
            }
        }
        let portfolio = portfolio.to_string();
        let (mut baseline, mut frozen_until) = (None, None);
        let mut plan = base_plan();
        self.edits.iter().for_each(|edit| {
            if let Edit::Choices(change) = edit {
                change(&mut plan)
            }
        });
        if let Some(Edit::Baseline(change, day)) = self.edits.iter().find(|e| matches!(e, Edit::Baseline(..))) {
            let mut old = check::complete(&read(&portfolio), None, base_plan());
            change(&mut old);
            baseline = Some(old);
            frozen_until = (!day.is_empty()).then(|| (*day).to_owned());
        }
        let mut scene =
            Scene { name: self.name.to_owned(), portfolio, baseline, frozen_until, plan, claims: Claims::Checked };
        let model = read(&scene.portfolio);
        scene.plan = check::complete(&model, scene.decided(&model).as_ref(), scene.plan);
        let goal = |m: &MeasureValue| GoalResult { measure: m.measure, value: m.value, bound: m.value, gap: 0.0 };
        scene.plan.goals = scene.plan.measures[..2].iter().map(goal).collect();
        scene.plan.status = PlanStatus::Optimal;
        self.edits.iter().for_each(|edit| {
            if let Edit::Words(change) = edit {
                change(&mut scene.plan)
            }
        });
        scene
    }
}

/// The start of a phase of the plan.
pub(crate) fn start<'p>(plan: &'p mut Plan, project: &str, phase: usize) -> &'p mut i32 {
    &mut find(plan, project).phases[phase].start_period
}

pub(crate) fn find<'p>(plan: &'p mut Plan, project: &str) -> &'p mut ProjectPlan {
    plan.projects.iter_mut().find(|p| p.project == project).expect("the plan names it")
}
