//! The question with one thing after another taken out of the way.

use std::sync::Arc;

use super::facts::Clash;
use super::ground::Ground;
use crate::base::Money;
use crate::model::{Project, SelectionRuleKind, StaffWindow};
use crate::plan::Commitment;
use crate::solve::Levers;

/// More people than any project asks for.
const CROWD: f64 = 1e5;

/// Everything that may have a part in a conflict; what is to be named last comes first.
pub(super) fn all(ground: &Ground) -> Vec<Clash> {
    let p = &ground.portfolio;
    let mut out: Vec<Clash> = p.rules.iter().map(|r| Clash::Rule(r.id.clone())).collect();
    out.extend(p.policy.flow_limits.iter().map(|f| Clash::Flow(f.id.clone())));
    out.extend(p.funds.iter().map(|f| Clash::Fund(f.id.clone())));
    out.extend(p.frameworks.iter().map(|f| Clash::Framework(f.id.clone())));
    let others = p.projects.iter().enumerate().filter(|(i, _)| !ground.demands.iter().any(|d| d.index() == *i));
    out.extend(others.filter(|(_, q)| q.must_do).map(|(_, q)| Clash::Obligation(q.id.clone())));
    let is_firm = |c: Commitment| matches!(c, Commitment::Protected | Commitment::Frozen);
    let firm = ground.baseline.projects.iter().filter(|c| is_firm(c.commitment));
    out.extend(firm.map(|c| Clash::Commitment(c.project.clone())));
    if ground.baseline.frozen_before > 0 {
        out.push(Clash::Freeze);
    }
    if ground.levers != Levers::ALL || !ground.loads.is_empty() || p.funds.iter().any(|f| !f.held.is_empty()) {
        out.push(Clash::Terms);
    }
    out.extend(p.pools.iter().map(|pool| Clash::Pool(pool.id.clone())));
    let demands = || ground.demands.iter().map(|d| &p.projects[d.index()]);
    out.extend(demands().filter(|d| d.deadline.is_some()).map(|d| Clash::Deadline(d.id.clone())));
    out.extend(demands().map(|d| Clash::Demand(d.id.clone())));
    out
}

/// The question without all of these.
pub(super) fn lifted(ground: &Ground, clashes: &[Clash]) -> Ground {
    let mut out = ground.clone();
    clashes.iter().for_each(|c| lift(&mut out, c));
    out
}

fn lift(ground: &mut Ground, clash: &Clash) {
    match clash {
        Clash::Demand(id) | Clash::Obligation(id) => with_project(ground, id, |p| p.must_do = false),
        Clash::Deadline(id) => with_project(ground, id, |p| p.deadline = None),
        Clash::Commitment(id) => {
            let own = ground.baseline.projects.iter_mut().filter(|c| c.project == *id);
            own.for_each(|c| c.commitment = Commitment::Decided);
        }
        Clash::Freeze => ground.baseline.frozen_before = 0,
        Clash::Pool(id) => crowd(ground, id),
        Clash::Framework(id) => {
            for f in ground.portfolio.frameworks.iter_mut().filter(|f| f.id == *id) {
                (f.max_amount, f.min_amount) = (None, Money(0));
                f.rates.iter_mut().for_each(|r| r.max_days_per_period = None);
            }
        }
        Clash::Fund(id) => {
            for f in ground.portfolio.funds.iter_mut().filter(|f| f.id == *id) {
                f.total = None;
                f.payments.clear();
                f.commitments.clear();
                f.held.clear();
            }
        }
        Clash::Flow(id) => {
            let own = ground.portfolio.policy.flow_limits.iter_mut().filter(|f| f.id == *id);
            own.for_each(|f| f.max = i32::MAX.try_into().unwrap_or(f.max));
        }
        Clash::Rule(id) => {
            for rule in ground.portfolio.rules.iter_mut().filter(|r| r.id == *id) {
                rule.kind = SelectionRuleKind::AtMost;
                rule.count = i32::try_from(rule.projects.len()).unwrap_or(i32::MAX);
            }
        }
        Clash::Terms => {
            ground.levers = Levers::ALL;
            ground.loads.clear();
            ground.portfolio.funds.iter_mut().for_each(|f| f.held.clear());
        }
    }
}

fn with_project(ground: &mut Ground, id: &str, change: impl Fn(&mut Project)) {
    let own = ground.portfolio.projects.iter_mut().filter(|p| p.id == id);
    own.for_each(|p| change(Arc::make_mut(p)));
}

fn crowd(ground: &mut Ground, id: &str) {
    let (from, to) = (ground.portfolio.calendar.start(), ground.portfolio.calendar.end());
    let staff = StaffWindow { from, to, fte: CROWD, project_share: 1.0 };
    ground.portfolio.pools.iter_mut().filter(|p| p.id == id).for_each(|p| p.staff.push(staff.clone()));
}
