//! Insertion on trial: whether a project that is out would fit beside a plan, where, what it would gain, and what it
//! would take to make it fit. What it says is proven: where the effort spent does not settle a question, it says so.

mod applicant;
mod bargain;
mod barrier;
mod ground;
mod inquiry;
mod place;
mod price;
mod rest;
mod room;
mod search;
mod shortage;
mod tables;
mod worth;

use std::sync::Arc;

pub use bargain::Bargain;
pub use barrier::{Barrier, BarrierKind, Lack, Shortage};
pub use inquiry::Inquiry;
pub use place::{Best, Gain, Place, Placement};

use super::answer;
use super::api::Prices;
use crate::base::{ProjectId, RuleId};
use crate::model::Portfolio;
use crate::plan::{Baseline, PhasePlan, Plan};
use ground::Ground;
use price::RowPrices;
use rest::Rest;

/// A plan to try projects beside.
#[derive(Clone, Debug)]
pub struct Probe {
    ground: Arc<Ground>,
    rest: Rest,
}

impl Probe {
    /// A probe of the plan. Of a plan that the portfolio does not know all of, what it knows counts.
    pub fn new(portfolio: &Portfolio, baseline: Option<&Baseline>, plan: &Plan) -> Self {
        let ground = Arc::new(Ground::new(portfolio, baseline));
        let rest = Rest::empty(&ground.instance);
        Self { ground, rest }.of(portfolio, plan)
    }

    /// The same with another plan, or as much of it as the portfolio knows.
    pub fn of(&self, portfolio: &Portfolio, plan: &Plan) -> Self {
        let mut rest = Rest::empty(&self.ground.instance);
        for (p, slots) in answer::from_plan(portfolio, &self.ground.instance, plan).into_iter().enumerate() {
            if let Some(slots) = slots {
                rest.put(&self.ground.instance, p, slots);
            }
        }
        Self { ground: self.ground.clone(), rest }
    }

    /// The same with nothing planned.
    pub fn alone(&self) -> Self {
        Self { ground: self.ground.clone(), rest: Rest::empty(&self.ground.instance) }
    }

    /// The same without a project.
    pub fn without(&self, project: ProjectId) -> Self {
        let mut probe = self.clone();
        probe.rest.take(&self.ground.instance, project.index());
        probe
    }

    /// The same with a project that is out placed there.
    pub fn beside(&self, project: ProjectId, placement: &Placement) -> Self {
        let mut probe = self.clone();
        probe.rest.put(&self.ground.instance, project.index(), placement.slots.clone());
        probe
    }

    /// Whether the project is in.
    pub fn contains(&self, project: ProjectId) -> bool {
        self.rest.plans[project.index()].is_some()
    }

    /// Where the project is, if it is in.
    pub fn placement(&self, project: ProjectId) -> Option<Placement> {
        self.rest.plans[project.index()].clone().map(|slots| Placement { slots })
    }

    /// Whether the placement keeps what concerns the project alone: dates, gates, freezes, open contracts and funds.
    pub fn is_own(&self, project: ProjectId, placement: &Placement) -> bool {
        room::is_own(&self.ground, project.index(), &placement.slots)
    }

    /// Projects that are in and take of what is short; those that a rule or an order of projects is about.
    pub fn takers(&self, shortage: &Shortage) -> Vec<ProjectId> {
        room::takers(&self.ground, &self.rest, shortage)
    }

    /// Rules that what is placed breaks.
    pub fn broken_rules(&self) -> Vec<RuleId> {
        let rules = self.ground.instance.rules.iter().enumerate();
        rules.filter(|(_, rule)| shortage::is_broken(rule, &self.rest.plans)).map(|(r, _)| RuleId::new(r)).collect()
    }

    /// Period after the project's last one, if it is in.
    pub fn end(&self, project: ProjectId) -> Option<usize> {
        self.rest.plans[project.index()].as_ref().map(|slots| self.ground.instance.span(slots).1)
    }

    /// What can be asked about a project that is out.
    pub fn inquire(&self, project: ProjectId) -> Inquiry<'_> {
        assert!(!self.contains(project), "only what is out can be put in");
        let makespan = self.rest.makespan(&self.ground.instance);
        Inquiry::new(&self.ground, &self.rest, project.index(), makespan)
    }

    /// By project: points by which what it takes outweighs what it brings at its best placement, at these prices; 0 if
    /// it brings more, none where no exact figure is at hand.
    pub fn shortfalls(&self, portfolio: &Portfolio, prices: &Prices) -> Vec<Option<f64>> {
        self.worths(portfolio, prices).into_iter().map(|worth| worth.map(|x| (-x).max(0.0))).collect()
    }

    /// By project: points that it brings at its best placement beyond what it takes at these prices, negative if it takes
    /// more; none where no exact figure is at hand.
    pub fn worths(&self, portfolio: &Portfolio, prices: &Prices) -> Vec<Option<f64>> {
        let rows = RowPrices::new(portfolio, &self.ground.instance, prices);
        (0..self.ground.instance.projects.len()).map(|p| price::worth(&self.ground, &rows, p)).collect()
    }

    /// The phases that buy where buying pays at these prices: what the phase takes, days and money, is worth clearly less than
    /// what any of its modes without purchases would take, started when it starts.
    pub fn bargains(&self, portfolio: &Portfolio, prices: &Prices) -> Vec<Bargain> {
        let rows = RowPrices::new(portfolio, &self.ground.instance, prices);
        let placed = self.rest.plans.iter().enumerate().filter_map(|(p, slots)| Some((p, slots.as_deref()?)));
        placed.flat_map(|(p, slots)| bargain::of(&self.ground.instance, &rows, p, slots)).collect()
    }

    /// The placement as a plan writes it; dates and finishes are left to whoever completes the plan.
    pub fn phases(&self, portfolio: &Portfolio, project: ProjectId, placement: &Placement) -> Vec<PhasePlan> {
        answer::phases(portfolio, &self.ground.instance, project, &placement.slots)
    }
}
