//! What has moved between two plans, and whether that follows from what has changed: from an input, from a decision, or
//! from neither, so that it is the engine's choice.
//!
//! What a project lacks where it was, or lacked before where it is now, leads to what differs between the portfolios,
//! directly or through the projects that took its room or left theirs. The referee counts what staying would cost.

mod cause;
mod differences;
mod facts;
mod ground;
mod wording;

pub use facts::{Cause, Difference, Drift, Moved, Part, PartKind, Root};

use std::collections::BTreeSet;

use super::compare::{self, Change, Side};
use crate::base::Lang;
use crate::check::{self, Claims};
use crate::model::Portfolio;
use crate::model::draft::PortfolioDraft;
use crate::plan::{Baseline, MeasureValue, Plan, ProjectPlan};
use cause::{Causes, Found};
use ground::{View, planned};

/// A plan and what it is a plan of.
#[derive(Clone, Copy, Debug)]
pub struct Planning<'a> {
    /// As said.
    pub draft: &'a PortfolioDraft,
    /// As validated.
    pub portfolio: &'a Portfolio,
    /// Its choices; figures are counted anew.
    pub plan: &'a Plan,
    /// What bound it.
    pub baseline: Option<&'a Baseline>,
}

/// The drift from the older plan to the newer one; `before` is the older plan's portfolio, where that is known.
pub fn drift(old: &Plan, before: Option<(&PortfolioDraft, &Portfolio)>, new: &Planning<'_>, lang: Lang) -> Drift {
    let then = before.map_or(new.portfolio, |b| b.1);
    let moved_by = before.map_or(0, |b| periods_gone_by(b.1, new.portfolio));
    // The older plan in the newer portfolio's periods, and the newer one in the older's.
    let (was, is) = (completed(then, None, old), completed(new.portfolio, new.baseline, new.plan));
    let (was_now, is_then) = (shifted(&was, -moved_by), shifted(&is, moved_by));
    let parts = before.map(|b| differences::of(b.0, new.draft)).unwrap_or_default();
    let changes = changes(then, &was_now, new.portfolio, &is);
    let causes = Causes {
        now: View::new(new.portfolio, new.baseline, &is, &was_now),
        then: before.map(|b| View::new(b.1, None, &was, &is_then)),
        parts: &parts,
        old: &was_now,
        new: &is,
        moved: changes.iter().map(|c| &c.project[..]).collect(),
    };
    let told = |change: &Change| {
        let Found { cause, roots, through } = causes.of(&change.project);
        let (fits, losses) = staying(new, &is, &was_now, &change.project);
        let (change, text) = (change.clone(), String::new());
        Moved { change, cause, roots, through, fits, losses, text }
    };
    let mut moved: Vec<Moved> = changes.iter().map(told).collect();
    moved.iter_mut().for_each(|m| m.text = wording::sentence(then, new.portfolio, m, lang));
    let all: BTreeSet<&str> = was.projects.iter().chain(&is.projects).map(|p| &p.project[..]).collect();
    Drift {
        portfolio: new.portfolio.id.clone(),
        differences: compare::differences(&is, &was),
        unmoved: all.len() - moved.len(),
        moved,
        parts,
    }
}

fn completed(portfolio: &Portfolio, baseline: Option<&Baseline>, plan: &Plan) -> Plan {
    check::complete(portfolio, baseline, plan.clone())
}

/// Periods of the older calendar that end before the newer one begins, where both count the same periods.
fn periods_gone_by(old: &Portfolio, new: &Portfolio) -> i32 {
    if old.calendar.unit() != new.calendar.unit() {
        return 0;
    }
    let (a, b) = (old.calendar.start(), new.calendar.start());
    let gone = if a <= b {
        old.calendar.periods().iter().filter(|p| p.last < b).count() as i64
    } else {
        -(new.calendar.periods().iter().filter(|p| p.last < a).count() as i64)
    };
    i32::try_from(gone).unwrap_or(0)
}

/// The same plan in a calendar that begins so many periods earlier.
fn shifted(plan: &Plan, by: i32) -> Plan {
    let mut plan = plan.clone();
    for phase in plan.projects.iter_mut().flat_map(|p| &mut p.phases) {
        phase.start_period = phase.start_period.saturating_add(by);
        phase.finish_period = phase.finish_period.saturating_add(by);
    }
    plan
}

/// Every project that is not as it was: the newer portfolio's, then those that it no longer has.
fn changes(then: &Portfolio, old: &Plan, now: &Portfolio, new: &Plan) -> Vec<Change> {
    let own = now.projects.iter().map(|p| &p.id[..]);
    let gone = old.projects.iter().map(|p| &p.project[..]).filter(|id| now.projects.iter().all(|p| p.id != *id));
    let change = |id: &str| {
        let (before, after) = (planned(old, id), planned(new, id));
        compare::change(id, Side { portfolio: then, plan: before }, Side { portfolio: now, plan: after })
    };
    own.chain(gone).filter_map(change).collect()
}

/// Whether the project fits where it was, beside the rest of the plan; and if so what each goal would lose.
fn staying(new: &Planning<'_>, is: &Plan, was: &Plan, project: &str) -> (bool, Vec<MeasureValue>) {
    if new.portfolio.projects.iter().all(|p| p.id != project) {
        return (false, Vec::new());
    }
    let choices = |p: &ProjectPlan| {
        let source = if p.project == project { planned(was, project) } else { Some(p).filter(|p| p.selected) };
        ProjectPlan {
            project: p.project.clone(),
            selected: source.is_some(),
            phases: source.map(|p| p.phases.clone()).unwrap_or_default(),
            ..ProjectPlan::default()
        }
    };
    let plan = Plan { projects: is.projects.iter().map(choices).collect(), ..Plan::default() };
    let verdict = check::check(new.portfolio, new.baseline, &plan, Claims::Ignored);
    if !verdict.holds() {
        return (false, Vec::new());
    }
    let goals = new.portfolio.policy.goals.iter().map(|g| g.measure);
    let loss = |measure: crate::model::Measure| {
        let change = is.measure(measure).unwrap_or(0.0) - verdict.figures.measure(measure);
        MeasureValue { measure, value: if measure.is_maximised() { change } else { -change } }
    };
    (true, goals.map(loss).collect())
}
