//! What a plan says of itself, against what the referee counts.

use std::collections::HashMap;

use super::amount::{close, days, units};
use super::chosen::Chosen;
use super::framework::Order;
use super::mode::NamedMode;
use super::recount::Recount;
use super::violation::find;
use super::{Claimed, Violation, When};
use crate::base::{ProjectId, date};
use crate::model::{Measure, Portfolio};
use crate::plan::{GoalResult, Plan, PlanStatus, ProjectPlan};

/// Says so for each figure that is not right.
pub(super) fn check(
    portfolio: &Portfolio,
    plan: &Plan,
    chosen: &Chosen,
    recount: &Recount,
    violations: &mut Vec<Violation>,
) {
    let mut claims = Claims { portfolio, recount, violations };
    let measures = plan.measures.iter().map(|m| (m.measure, m.value));
    for (measure, value) in measures.chain(plan.goals.iter().map(|g| (g.measure, g.value))) {
        claims.figure(|| Claimed::Measure { measure }, value, recount.figures.measure(measure));
    }
    plan.goals.iter().for_each(|g| claims.goal(g, plan.status));
    if !plan.projects.iter().map(|p| &p.project).eq(portfolio.projects.iter().map(|p| &p.id)) {
        claims.violations.push(Violation::WrongOrder);
    }
    for p in plan.projects.iter().filter(|p| p.selected) {
        // A project that is unknown has its own violation.
        if let Some(id) = chosen.id(&p.project) {
            claims.project(id, p);
        }
    }
    claims.pools(plan);
    claims.frameworks(plan);
    claims.funds(plan);
}

struct Claims<'c> {
    portfolio: &'c Portfolio,
    recount: &'c Recount<'c>,
    violations: &'c mut Vec<Violation>,
}

impl Claims<'_> {
    /// `what` is only asked for where the figure is wrong: most are right, and there are many.
    fn figure(&mut self, what: impl FnOnce() -> Claimed, claimed: f64, actual: f64) {
        if !close(claimed, actual) {
            self.violations.push(Violation::WrongFigure { what: what(), claimed, actual });
        }
    }

    fn goal(&mut self, goal: &GoalResult, status: PlanStatus) {
        let GoalResult { measure, value, bound, .. } = *goal;
        let slack = 1e-6 * value.abs().max(1.0);
        // Written so that a bound that is no number contradicts too.
        let fits = if measure == Measure::Value { bound >= value - slack } else { bound <= value + slack };
        if !fits {
            self.violations.push(Violation::BoundContradicted { measure, value, bound });
        }
        if status == PlanStatus::Optimal && !close(value, bound) {
            self.violations.push(Violation::GapLeft { measure, value, bound });
        }
    }

    fn project(&mut self, id: ProjectId, plan: &ProjectPlan) {
        let outcome = self.recount.schedule.outcomes[id.index()];
        let calendar = &self.portfolio.calendar;
        let ends = outcome.and_then(|o| Some([find(calendar, o.first)?.first, find(calendar, o.last)?.last]));
        if let Some(actual) = ends.filter(|ends| ends.map(date::iso) != [&plan.start[..], &plan.finish]) {
            let claimed = [plan.start.clone(), plan.finish.clone()];
            self.violations.push(Violation::WrongDates { project: plan.project.clone(), claimed, actual });
        }
        let what = || Claimed::ProjectValue { project: plan.project.clone() };
        self.figure(what, plan.value, outcome.map_or(0.0, |o| o.worth));
        self.finish_periods(id, plan);
    }

    fn finish_periods(&mut self, id: ProjectId, plan: &ProjectPlan) {
        let project = &self.portfolio.projects[id.index()];
        for ph in &plan.phases {
            let phase = project.phases.iter().find(|x| x.id == ph.phase);
            let mode = phase.and_then(|x| NamedMode::find(self.portfolio, project, x, &ph.mode));
            let Some(mode) = mode else { continue };
            let (claimed, actual) = (i64::from(ph.finish_period), i64::from(ph.start_period) + mode.duration() - 1);
            if claimed != actual {
                let (project, phase) = (plan.project.clone(), ph.phase.clone());
                self.violations.push(Violation::WrongFinishPeriod { project, phase, claimed, actual });
            }
        }
    }

    fn pools(&mut self, plan: &Plan) {
        let loads = positions(self.portfolio.pools.iter().map(|p| &p.id[..]));
        for row in &plan.pool_loads {
            let pool = || row.pool.clone();
            let Some(load) = loads.get(&row.pool[..]).map(|i| &self.recount.loads.pools[*i]) else {
                self.violations.push(Violation::UnknownPool { pool: pool() });
                continue;
            };
            for x in &row.periods {
                let period = When::first_day(&self.portfolio.calendar, x.period.into());
                let Some(t) = usize::try_from(x.period).ok().filter(|t| *t < load.load.len()) else {
                    self.violations.push(Violation::UnknownPeriod { pool: pool(), period: period.period });
                    continue;
                };
                self.figure(|| Claimed::Load { pool: pool(), period }, x.load, days(load.load[t]));
                self.figure(|| Claimed::Capacity { pool: pool(), period }, x.capacity, days(load.capacity[t]));
            }
        }
    }

    fn frameworks(&mut self, plan: &Plan) {
        let orders = positions(self.portfolio.frameworks.iter().map(|f| &f.id[..]));
        for row in &plan.framework_uses {
            let framework = || row.framework.clone();
            let Some(i) = orders.get(&row.framework[..]) else {
                self.violations.push(Violation::UnknownFramework { framework: framework() });
                continue;
            };
            let Order { ordered, owed, .. } = self.recount.orders.0[*i];
            self.figure(|| Claimed::Ordered { framework: framework() }, row.ordered, units(ordered));
            self.figure(|| Claimed::Owed { framework: framework() }, row.owed, units(owed));
        }
    }

    /// A fund or a year that is unknown has nothing paid and nothing committed.
    fn funds(&mut self, plan: &Plan) {
        let funds = positions(self.portfolio.funds.iter().map(|f| &f.id[..]));
        let first_year = i64::from(*self.portfolio.calendar.years().start());
        for row in &plan.fund_uses {
            let account = funds.get(&row.fund[..]).map(|i| &self.recount.spending.funds[*i]);
            for y in &row.years {
                let at = usize::try_from(i64::from(y.year) - first_year).ok();
                let used = |years: &[i128]| units(at.and_then(|i| years.get(i)).copied().unwrap_or(0));
                let (fund, year) = (|| row.fund.clone(), y.year);
                let paid = account.map_or(0.0, |a| used(&a.paid));
                self.figure(|| Claimed::Paid { fund: fund(), year }, y.paid, paid);
                let committed = account.map_or(0.0, |a| used(&a.committed));
                self.figure(|| Claimed::Committed { fund: fund(), year }, y.committed, committed);
            }
        }
    }
}

fn positions<'a>(ids: impl Iterator<Item = &'a str>) -> HashMap<&'a str, usize> {
    ids.enumerate().map(|(i, id)| (id, i)).collect()
}
