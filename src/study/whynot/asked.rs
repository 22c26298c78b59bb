//! The question about one project, with what binds, and what can be had beside the rest of the plan.

use std::collections::BTreeSet;

use super::facts::WayIn;
use super::relief;
use crate::base::{Date, Lang, ProjectId, Stop};
use crate::check::{self, Claims};
use crate::explain;
use crate::model::draft::PortfolioDraft;
use crate::model::draft::scenario::{ChangeDraft, ScenarioDraft};
use crate::model::{Measure, Portfolio};
use crate::plan::{Baseline, Plan, PlanStatus, ProjectPlan};
use crate::solve::{self, InternalError, Options, Place, Placement, Probe, Question, Silent};
use crate::study::case::{Decided, prepare};
use crate::study::compare::{self, Change, Side};

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Explaining<'a> {
    /// As said, changes made.
    pub draft: &'a PortfolioDraft,
    /// As validated.
    pub portfolio: &'a Portfolio,
    /// It keeps every constraint.
    pub plan: &'a Plan,
    /// What bound it.
    pub decided: Decided<'a>,
    /// Of which project.
    pub project: ProjectId,
    /// By when it is wanted.
    pub by: Option<Date>,
    /// The language of sentences.
    pub lang: Lang,
}

/// The question, with what binds and the plan's figures as the referee counts them.
pub(super) struct Asked<'a> {
    pub asked: &'a Explaining<'a>,
    pub baseline: Option<Baseline>,
    pub plan: Plan,
    pub probe: Probe,
}

impl<'a> Asked<'a> {
    pub(super) fn new(asked: &'a Explaining<'a>) -> Self {
        let baseline = asked.decided.baseline(asked.portfolio);
        let plan = check::complete(asked.portfolio, baseline.as_ref(), asked.plan.clone());
        let probe = Probe::new(asked.portfolio, baseline.as_ref(), &plan);
        Self { asked, baseline, plan, probe }
    }

    pub(super) fn id(&self) -> &'a str {
        &self.asked.portfolio.projects[self.asked.project.index()].id
    }

    pub(super) fn planned(&self, id: &str) -> Option<&ProjectPlan> {
        self.plan.projects.iter().find(|p| p.project == id && p.selected)
    }

    /// Why it is out, late or bought in the plan, at prices of a short search from it.
    pub(super) fn reasons(
        &self,
        options: &Options,
        stop: &dyn Stop,
    ) -> Result<Vec<crate::plan::Reason>, InternalError> {
        let (portfolio, baseline) = (self.asked.portfolio, self.baseline.as_ref());
        let question = Question { portfolio, baseline, hint: Some(&self.plan) };
        let answer = solve::plan(&question, options, stop, &Silent)?;
        // Bounds of goals, which some reasons need, are those of the search; what is explained is the plan asked about.
        let mut plan = self.plan.clone();
        plan.status = PlanStatus::Feasible;
        plan.goals = answer.plan.goals.clone();
        for goal in &mut plan.goals {
            goal.value = plan.measures.iter().find(|m| m.measure == goal.measure).map_or(goal.value, |m| m.value);
        }
        let explained =
            || explain::explain(portfolio, baseline, plan, &answer.prices, self.asked.lang, &crate::base::Never);
        let plan = solve::on_threads(options.threads, explained)?;
        Ok(plan.projects.into_iter().find(|p| p.project == self.id()).map(|p| p.reasons).unwrap_or_default())
    }

    /// Beside the rest of the plan: why not, and what would have it with all else where it is.
    pub(super) fn beside(&self, end: usize) -> (Vec<crate::plan::Reason>, Vec<WayIn>) {
        let (portfolio, project) = (self.asked.portfolio, self.asked.project);
        let rest = self.probe.without(project);
        let inquiry = rest.inquire(project).ending_by(end);
        if let Place::At(placement) = inquiry.place(&BTreeSet::new()) {
            return (Vec::new(), self.with(&rest, &placement, Vec::new()).into_iter().collect());
        }
        let ways = explain::ways_out(&inquiry);
        let reasons = explain::why_not_beside(portfolio, &inquiry, end, &ways, self.asked.lang);
        let of = |short: &Vec<crate::solve::Shortage>| {
            let lifted: BTreeSet<_> = short.iter().map(|s| s.barrier).collect();
            let Place::At(placement) = inquiry.place(&lifted) else { return None };
            self.with(&rest, &placement, relief::of(self.asked.draft, portfolio, short)?)
        };
        (reasons, ways.iter().filter_map(of).collect())
    }

    /// With a sourcing rule turned on, and all else where it is.
    pub(super) fn sourced(&self, end: usize) -> Vec<WayIn> {
        let off = self.asked.draft.sourcing_rules.iter().filter(|r| !r.enabled);
        let on = off.filter_map(|rule| {
            let change = ChangeDraft::SetSourcingRule { rule: rule.id.clone(), enabled: true };
            let case = prepare(self.asked.draft, &scenario(vec![change.clone()]), &self.asked.decided).ok()?;
            let rest = Probe::new(&case.portfolio, self.baseline.as_ref(), &self.plan).without(self.asked.project);
            match rest.inquire(self.asked.project).ending_by(end).place(&BTreeSet::new()) {
                Place::At(placement) => self.placed(&case.portfolio, &rest, &placement, vec![change]),
                Place::Nowhere | Place::Unsettled => None,
            }
        });
        on.collect()
    }

    fn with(&self, rest: &Probe, placement: &Placement, changes: Vec<ChangeDraft>) -> Option<WayIn> {
        let case = prepare(self.asked.draft, &scenario(changes.clone()), &self.asked.decided).ok()?;
        self.placed(&case.portfolio, rest, placement, changes)
    }

    /// The plan with the project placed so, under the changes.
    fn placed(
        &self,
        portfolio: &Portfolio,
        rest: &Probe,
        placement: &Placement,
        changes: Vec<ChangeDraft>,
    ) -> Option<WayIn> {
        let phases = rest.phases(portfolio, self.asked.project, placement);
        let mut plan = self.plan.clone();
        let own = plan.projects.iter_mut().find(|p| p.project == self.id())?;
        (own.selected, own.phases) = (true, phases);
        self.way(portfolio, plan, changes)
    }

    /// The choices as a plan under the changes, if it keeps every constraint.
    pub(super) fn way(&self, portfolio: &Portfolio, plan: Plan, changes: Vec<ChangeDraft>) -> Option<WayIn> {
        let choices = |p: &ProjectPlan| ProjectPlan {
            project: p.project.clone(),
            selected: p.selected,
            phases: p.phases.clone(),
            ..ProjectPlan::default()
        };
        let bare = Plan {
            portfolio: portfolio.id.clone(),
            status: PlanStatus::Feasible,
            projects: plan.projects.iter().map(choices).collect(),
            ..Plan::default()
        };
        let plan = check::complete(portfolio, self.baseline.as_ref(), bare);
        if !check::check(portfolio, self.baseline.as_ref(), &plan, Claims::Ignored).holds() {
            return None;
        }
        Some(WayIn {
            kind: relief::kind(&changes),
            moves: self.moves(portfolio, &plan),
            differences: compare::differences(&plan, &self.plan),
            is_least: false,
            is_fewest: false,
            changes,
            plan,
            headline: String::new(),
        })
    }

    /// What is not as in the plan asked about, the project asked about first.
    pub(super) fn moves(&self, portfolio: &Portfolio, plan: &Plan) -> Vec<Change> {
        let of = |id: &str| {
            let new = plan.projects.iter().find(|p| p.project == id && p.selected);
            let old = Side { portfolio: self.asked.portfolio, plan: self.planned(id) };
            compare::change(id, old, Side { portfolio, plan: new })
        };
        let others = self.asked.portfolio.projects.iter().map(|p| &p.id[..]).filter(|id| *id != self.id());
        std::iter::once(self.id()).chain(others).filter_map(of).collect()
    }
}

pub(super) fn scenario(changes: Vec<ChangeDraft>) -> ScenarioDraft {
    ScenarioDraft { changes: changes.into_iter().map(Some).collect(), ..ScenarioDraft::default() }
}

/// Whether a measure is one that a plan moves others by.
pub(super) fn is_disruption(goal: &crate::model::draft::GoalDraft) -> bool {
    goal.measure == Some(Measure::Disruption)
}
