//! Both plans, each beside its own portfolio and beside the other's.

use super::facts::{Part, PartKind};
use crate::base::ProjectId;
use crate::model::Portfolio;
use crate::plan::{Baseline, Plan, ProjectPlan};
use crate::solve::{Barrier, Probe, Shortage};

/// A plan beside a portfolio, and the other plan beside the same portfolio.
pub(super) struct View<'a> {
    pub portfolio: &'a Portfolio,
    /// The portfolio's own plan.
    pub own: Probe,
    /// The other plan, as far as the portfolio knows it.
    pub other: Probe,
}

impl<'a> View<'a> {
    pub(super) fn new(portfolio: &'a Portfolio, baseline: Option<&Baseline>, own: &Plan, other: &Plan) -> Self {
        let own = Probe::new(portfolio, baseline, own);
        let other = own.of(portfolio, other);
        Self { portfolio, own, other }
    }

    pub(super) fn find(&self, project: &str) -> Option<ProjectId> {
        self.portfolio.projects.iter().position(|p| p.id == project).map(ProjectId::new)
    }

    /// What the project would lack where the other plan has it, beside the rest of the own plan. None where that is no
    /// place of its own: no mode of its own, outside its dates, gates, contracts or funds.
    pub(super) fn lacks(&self, project: ProjectId) -> Option<Vec<(Shortage, Vec<ProjectId>)>> {
        let placement = self.other.placement(project).filter(|p| self.own.is_own(project, p))?;
        let rest = self.own.without(project);
        let short = rest.inquire(project).shortages(&placement, &std::collections::BTreeSet::new());
        Some(
            short
                .into_iter()
                .map(|s| {
                    let takers = rest.takers(&s);
                    (s, takers)
                })
                .collect(),
        )
    }

    /// The part of the portfolio that a shortage is of.
    pub(super) fn part(&self, barrier: Barrier) -> Option<(PartKind, &str)> {
        let p = self.portfolio;
        Some(match barrier {
            Barrier::Pool(i) => (PartKind::Pool, &p.pools[i.index()].id),
            Barrier::Framework(i) => (PartKind::Framework, &p.frameworks[i.index()].id),
            Barrier::Fund(i) => (PartKind::Fund, &p.funds[i.index()].id),
            Barrier::Flow(i) => (PartKind::FlowLimit, &p.policy.flow_limits[i.index()].id),
            Barrier::Rule(i) => (PartKind::Rule, &p.rules[i.index()].id),
            Barrier::Project(_) => return None,
        })
    }
}

/// The parts among those that differ that are this one.
pub(super) fn differing<'a>(
    parts: &'a [Part],
    part: Option<(PartKind, &'a str)>,
) -> impl Iterator<Item = &'a Part> + 'a {
    parts.iter().filter(move |x| part.is_some_and(|(kind, id)| x.kind == kind && x.id == id))
}

/// The project's plan, if it is in.
pub(super) fn planned<'a>(plan: &'a Plan, project: &str) -> Option<&'a ProjectPlan> {
    plan.projects.iter().find(|p| p.project == project && p.selected)
}
