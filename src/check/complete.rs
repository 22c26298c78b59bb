//! Fills in everything that follows from a plan's choices, as the referee counts it.

use std::collections::HashMap;

use super::amount::{days, units};
use super::chosen::{Chosen, ChosenProject, project_ids};
use super::framework::Order;
use super::mode::{Mode, Purchase};
use super::recount::Recount;
use super::violation::find;
use crate::base::{Calendar, PoolId, date};
use crate::model::{Framework, Measure, Portfolio};
use crate::plan::{
    Baseline, FrameworkUse, FundUse, MeasureValue, PeriodLoad, PeriodPurchase, PhasePlan, Plan, PoolLoad, ProjectPlan,
    YearUse,
};

/// The plan with all that follows from its choices (which projects; each phase's mode and start): projects and phases
/// in the portfolio's order, periods, days, figures, measures and uses. Marginal values stay as they are, 0 where there
/// are none; status, goals, reasons, commitments and `solve` are left alone. What the portfolio does not know
/// comes last and stays as it is, for the referee to name.
pub fn complete(portfolio: &Portfolio, baseline: Option<&Baseline>, mut plan: Plan) -> Plan {
    // First of all the order, so that sums of points come out as they will when the plan is checked.
    plan.projects = in_order(portfolio, plan.projects);
    // Only the count matters here: a plan that breaks something is completed all the same.
    let mut violations = Vec::new();
    let chosen = Chosen::read(portfolio, &plan, &mut violations);
    let recount = Recount::new(portfolio, baseline, &chosen, &mut violations);
    let count = Completion { portfolio, chosen: &chosen, recount: &recount };
    let measure = |m| MeasureValue { measure: m, value: recount.figures.measure(m) };
    Plan {
        portfolio: portfolio.id.clone(),
        scenario: plan.scenario.clone(),
        status: plan.status,
        goals: plan.goals.clone(),
        measures: Measure::ALL.map(measure).to_vec(),
        projects: plan.projects.iter().map(|p| count.project(p)).collect(),
        pool_loads: count.pool_loads(&plan),
        framework_uses: count.framework_uses(),
        fund_uses: count.fund_uses(),
        solve: plan.solve.clone(),
    }
}

/// The plan's projects in the portfolio's order, those that it does not name as not selected, unknown ones last.
fn in_order(portfolio: &Portfolio, plans: Vec<ProjectPlan>) -> Vec<ProjectPlan> {
    let ids = project_ids(portfolio);
    let mut named: Vec<Vec<ProjectPlan>> = vec![Vec::new(); portfolio.projects.len() + 1];
    for p in plans {
        let position = ids.get(&p.project[..]).map_or(portfolio.projects.len(), |id| id.index());
        named[position].push(p);
    }
    for (plans, project) in named.iter_mut().zip(&portfolio.projects).filter(|(plans, _)| plans.is_empty()) {
        plans.push(ProjectPlan { project: project.id.clone(), ..ProjectPlan::default() });
    }
    named.into_iter().flatten().collect()
}

struct Completion<'c> {
    portfolio: &'c Portfolio,
    chosen: &'c Chosen<'c>,
    recount: &'c Recount<'c>,
}

impl Completion<'_> {
    fn project(&self, plan: &ProjectPlan) -> ProjectPlan {
        let Some(id) = self.chosen.id(&plan.project) else { return plan.clone() };
        let mut out = ProjectPlan {
            project: plan.project.clone(),
            selected: plan.selected,
            commitment: plan.commitment,
            reasons: plan.reasons.clone(),
            ..ProjectPlan::default()
        };
        let Some(chosen) = self.chosen.get(id).filter(|_| plan.selected) else { return out };
        out.phases = self.phases(chosen, plan);
        if let Some(outcome) = self.recount.schedule.outcomes[id.index()] {
            (out.start, out.finish) = span(&self.portfolio.calendar, outcome.first, outcome.last);
            out.value = outcome.worth;
        }
        let modes = || chosen.phases.iter().filter_map(|ph| ph.mode.as_ref());
        let external: i128 = modes().map(|m| self.external(m)).sum();
        let own: i128 = modes().map(|m| self.own(m)).sum();
        out.external_spend = units(external);
        out.total_cost = units(external + own);
        out
    }

    fn phases(&self, chosen: &ChosenProject, plan: &ProjectPlan) -> Vec<PhasePlan> {
        let position = |name: &str| chosen.project.phases.iter().position(|ph| ph.id == name).unwrap_or(usize::MAX);
        let mut phases: Vec<PhasePlan> = plan.phases.iter().map(|ph| self.phase(chosen, ph)).collect();
        phases.sort_by_key(|ph| position(&ph.phase));
        phases
    }

    fn phase(&self, chosen: &ChosenProject, plan: &PhasePlan) -> PhasePlan {
        let known = chosen.phase(&plan.phase).filter(|ph| ph.start == i64::from(plan.start_period));
        let Some(mode) = known.and_then(|ph| ph.mode.as_ref()) else { return plan.clone() };
        let first = i64::from(plan.start_period);
        let last = first + mode.duration - 1;
        let (start, finish) = span(&self.portfolio.calendar, first, last);
        let finish_period = last.clamp(i32::MIN.into(), i32::MAX.into()) as i32;
        PhasePlan { finish_period, start, finish, ..plan.clone() }
    }

    /// What its purchases cost at their rates.
    fn external(&self, mode: &Mode) -> i128 {
        if mode.duration == 0 {
            return 0;
        }
        let rate = |p: &Purchase| i128::from(self.portfolio.frameworks[p.framework.index()].rates[p.line].day_rate.0);
        mode.purchases.iter().map(|p| p.centidays * rate(p)).sum()
    }

    /// What its costs and own days come to.
    fn own(&self, mode: &Mode) -> i128 {
        let costs: i128 = mode.costs.iter().map(|c| i128::from(c.amount.0)).sum();
        let rate = |pool: PoolId| i128::from(self.portfolio.pools[pool.index()].day_cost.0);
        costs + mode.effort.iter().map(|(pool, centidays)| centidays * rate(*pool)).sum::<i128>()
    }

    fn pool_loads(&self, plan: &Plan) -> Vec<PoolLoad> {
        let mut marginal: HashMap<(&str, i32), f64> = HashMap::new();
        for row in &plan.pool_loads {
            marginal.extend(row.periods.iter().map(|x| ((&row.pool[..], x.period), x.marginal_value)));
        }
        let mut out = Vec::with_capacity(self.portfolio.pools.len());
        for (pool, row) in self.portfolio.pools.iter().zip(&self.recount.loads.pools) {
            let period = |(period, (load, capacity)): (i32, (&i128, &i128))| PeriodLoad {
                period,
                load: days(*load),
                capacity: days(*capacity),
                marginal_value: marginal.get(&(&pool.id[..], period)).copied().unwrap_or(0.0),
            };
            let periods = (0..).zip(row.load.iter().zip(&row.capacity)).map(period).collect();
            out.push(PoolLoad { pool: pool.id.clone(), periods });
        }
        out
    }

    fn framework_uses(&self) -> Vec<FrameworkUse> {
        let pairs = self.portfolio.frameworks.iter().zip(&self.recount.orders.0);
        let used = |(framework, order): (&Framework, &Order)| FrameworkUse {
            framework: framework.id.clone(),
            ordered: units(order.ordered),
            owed: units(order.owed),
            max_amount: framework.max_amount.map(|m| m.units()),
            periods: purchases(framework, order, self.portfolio.calendar.len()),
        };
        pairs.map(used).collect()
    }

    fn fund_uses(&self) -> Vec<FundUse> {
        let calendar = &self.portfolio.calendar;
        let mut out = Vec::with_capacity(self.portfolio.funds.len());
        for (fund, account) in self.portfolio.funds.iter().zip(&self.recount.spending.funds) {
            let (payments, commitments) =
                (account.payment_rooms(calendar, fund), account.commitment_rooms(calendar, fund));
            let year = |(i, year): (usize, i32)| YearUse {
                year,
                committed: units(account.committed[i]),
                paid: units(account.paid[i]),
                commitment_ceiling: commitments[i].map(units),
                payment_ceiling: payments[i].map(units),
            };
            out.push(FundUse { fund: fund.id.clone(), years: calendar.years().enumerate().map(year).collect() });
        }
        out
    }
}

/// By period, then in the order of the rates: where anything is bought.
fn purchases(framework: &Framework, order: &Order, periods: usize) -> Vec<PeriodPurchase> {
    let mut out = Vec::new();
    for t in 0..periods {
        for (rate, row) in framework.rates.iter().zip(&order.bought).filter(|(_, row)| row[t] != 0) {
            let amount = units(row[t] * i128::from(rate.day_rate.0));
            out.push(PeriodPurchase { period: t as i32, role: rate.role.clone(), days: days(row[t]), amount });
        }
    }
    out
}

/// First day of a period and last day of another; empty where the calendar has no such period, as for a milestone at
/// its very end.
fn span(calendar: &Calendar, first: i64, last: i64) -> (String, String) {
    let start = find(calendar, first).map_or(String::new(), |p| date::iso(p.first));
    (start, find(calendar, last).map_or(String::new(), |p| date::iso(p.last)))
}
