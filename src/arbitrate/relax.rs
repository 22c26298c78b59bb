//! What would let the demands in. Whatever does has a part in every conflict, so that the parts of one are all that have
//! to be tried; each relaxation is planned before it is named.

use std::collections::BTreeMap;

use super::facts::{Clash, Relaxation};
use super::ground::Ground;
use super::lift::lifted;
use super::searches::Searches;
use crate::base::{Date, date};
use crate::model::draft::scenario::{ChangeDraft, ScenarioDraft};
use crate::model::draft::{FrameworkDraft, FundDraft, StaffWindowDraft};
use crate::model::{self, Goal, Measure, Portfolio};
use crate::plan::Plan;
use crate::scenario;
use crate::solve::{Aim, Giving, InternalError};

/// Share of what is left of the budget for one question.
const SHARE: f64 = 0.06;

/// How often an amount is halved in search of the least.
const HALVINGS: usize = 5;

/// Overload that bars nothing, as a share of capacity.
const ANY_OVERLOAD: f64 = 1e6;

/// Relaxations that were found to do, in the order of the conflict.
pub(super) fn cheapest(
    ground: &Ground,
    conflict: &[Clash],
    searches: &mut Searches,
) -> Result<Vec<Relaxation>, InternalError> {
    let mut out = Vec::new();
    for clash in conflict {
        let mut trial = Trial { ground, searches };
        out.extend(match clash {
            Clash::Deadline(id) => trial.later(clash, id)?,
            Clash::Pool(id) => trial.staff(clash, id)?,
            Clash::Fund(id) => trial.money(clash, id)?,
            Clash::Framework(id) => trial.ceiling(clash, id)?,
            Clash::Flow(id) => trial.flow(clash, id)?,
            Clash::Rule(id) => trial.changed(clash, vec![ChangeDraft::RemoveRule(id.clone())], 0.0, String::new())?,
            Clash::Commitment(_) | Clash::Freeze | Clash::Terms => trial.lifted(clash)?,
            // A demand alone cannot be left out of itself.
            Clash::Demand(_) if ground.demands.len() < 2 => None,
            Clash::Demand(id) | Clash::Obligation(id) => {
                let out = ChangeDraft::SetMustDo { project: id.clone(), must_do: false };
                trial.changed(clash, vec![out], 0.0, String::new())?
            }
        });
    }
    out.sort_by_key(|r| order(&r.of));
    Ok(out)
}

/// Money and people before what a committee has decided.
fn order(clash: &Clash) -> u8 {
    match clash {
        Clash::Deadline(_) => 0,
        Clash::Pool(_) => 1,
        Clash::Fund(_) => 2,
        Clash::Framework(_) => 3,
        Clash::Flow(_) => 4,
        Clash::Rule(_) => 5,
        Clash::Obligation(_) | Clash::Commitment(_) => 6,
        Clash::Freeze => 7,
        Clash::Terms => 8,
        Clash::Demand(_) => 9,
    }
}

struct Trial<'g, 's, 'o> {
    ground: &'g Ground,
    searches: &'s mut Searches<'o>,
}

impl Trial<'_, '_, '_> {
    /// How many committed projects change in a plan of the question; none if no plan was found.
    fn fits(&mut self, ground: &Ground) -> Result<Option<usize>, InternalError> {
        let giving = Giving { aim: Aim::Any, ..ground.giving() };
        let found = self.searches.run(ground, &[&ground.decided], &giving, &[], SHARE)?;
        Ok(found.changed.and_then(|c| c.count))
    }

    /// The relaxation, if the portfolio takes the changes and a plan is found with them.
    fn changed(
        &mut self,
        of: &Clash,
        changes: Vec<ChangeDraft>,
        amount: f64,
        when: String,
    ) -> Result<Option<Relaxation>, InternalError> {
        let Some(ground) = with(self.ground, &changes) else { return Ok(None) };
        let found = self.fits(&ground)?;
        let named = |changed| Relaxation { of: of.clone(), headline: String::new(), changes, amount, when, changed };
        Ok(found.map(named))
    }

    /// What is no part of the portfolio.
    fn lifted(&mut self, of: &Clash) -> Result<Option<Relaxation>, InternalError> {
        let found = self.fits(&lifted(self.ground, std::slice::from_ref(of)))?;
        let (headline, when) = (String::new(), String::new());
        Ok(found.map(|changed| Relaxation {
            of: of.clone(),
            headline,
            changes: Vec::new(),
            amount: 0.0,
            when,
            changed,
        }))
    }

    /// The first period whose end as a deadline does.
    fn later(&mut self, of: &Clash, id: &str) -> Result<Option<Relaxation>, InternalError> {
        let calendar = &self.ground.portfolio.calendar;
        let project = self.ground.portfolio.projects.iter().find(|p| p.id == id);
        let Some(deadline) = project.and_then(|p| p.deadline) else { return Ok(None) };
        let (was, last) = (calendar.periods_ended_by(deadline), calendar.len());
        let to = |period: usize| ChangeDraft::SetWindow {
            project: id.to_owned(),
            earliest_start: None,
            deadline: Some(date::iso(calendar.periods()[period - 1].last)),
            target: None,
        };
        let (mut low, mut high, mut best) = (was + 1, last, None);
        while low <= high {
            let middle = low + (high - low) / 2;
            let later = (middle - was) as f64;
            match self.changed(of, vec![to(middle)], later, date::iso(calendar.periods()[middle - 1].last))? {
                Some(found) => {
                    best = Some(found);
                    high = middle - 1;
                }
                None => low = middle + 1,
            }
        }
        Ok(best)
    }

    /// The least overload of one pool that lets the demands in is the work that people are missing for, by quarter.
    fn staff(&mut self, of: &Clash, id: &str) -> Result<Option<Relaxation>, InternalError> {
        let mut ground = self.ground.clone();
        let Some(pool) = ground.portfolio.pools.iter().position(|p| p.id == id) else { return Ok(None) };
        ground.portfolio.pools[pool].max_overload = ANY_OVERLOAD;
        ground.portfolio.policy.goals = vec![Goal { measure: Measure::Overload, slack: 0.0 }];
        ground.loads.clear();
        let found = self.searches.run(&ground, &[&ground.decided], &ground.giving(), &[], 2.0 * SHARE)?;
        if !found.plan.status.has_plan() {
            return Ok(None);
        }
        let missing = missing_staff(&self.ground.portfolio, pool, &found.plan);
        let Some(first) = missing.keys().next().copied() else { return Ok(None) };
        let days = missing.values().map(|q| q.days).sum();
        let changes = missing.values().map(|q| q.change(id)).collect();
        self.changed(of, changes, days, date::iso(first))
    }

    /// The least share of what a plan without the fund's ceilings takes beyond them.
    fn money(&mut self, of: &Clash, id: &str) -> Result<Option<Relaxation>, InternalError> {
        let Some(position) = self.ground.portfolio.funds.iter().position(|f| f.id == id) else { return Ok(None) };
        let Some(found) = self.cheapest_without(of)? else { return Ok(None) };
        let Some(fund) = self.ground.draft.funds.iter().find(|f| f.id == id).cloned() else { return Ok(None) };
        let over = Over::of(&fund, &found, position);
        let when = over.when();
        self.least(of, over.amount(), &when, |share| ChangeDraft::PutFund(over.put(&fund, share)))
    }

    /// The least that has to be added to a contract's ceiling.
    fn ceiling(&mut self, of: &Clash, id: &str) -> Result<Option<Relaxation>, InternalError> {
        let Some(position) = self.ground.portfolio.frameworks.iter().position(|f| f.id == id) else { return Ok(None) };
        let Some(found) = self.cheapest_without(of)? else { return Ok(None) };
        let Some(own) = self.ground.draft.frameworks.iter().find(|f| f.id == id).cloned() else { return Ok(None) };
        let Some(most) = own.max_amount else { return Ok(None) };
        let over = (found.framework_uses[position].ordered - most).max(0.0);
        let put = |share: f64| {
            ChangeDraft::PutFramework(FrameworkDraft { max_amount: Some(most + cents(over * share)), ..own.clone() })
        };
        self.least(of, over, "", put)
    }

    /// One more, or two or three.
    fn flow(&mut self, of: &Clash, id: &str) -> Result<Option<Relaxation>, InternalError> {
        let Some(own) = self.ground.draft.policy.flow_limits.iter().find(|f| f.id == id).cloned() else {
            return Ok(None);
        };
        for more in 1..=3 {
            let mut put = own.clone();
            put.max += more;
            let found = self.changed(of, vec![ChangeDraft::PutFlowLimit(put)], f64::from(more), String::new())?;
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    /// The plan of least cost without the clash, if one is found.
    fn cheapest_without(&mut self, of: &Clash) -> Result<Option<Plan>, InternalError> {
        let mut ground = lifted(self.ground, std::slice::from_ref(of));
        ground.portfolio.policy.goals = vec![Goal { measure: Measure::TotalCost, slack: 0.0 }];
        let found = self.searches.run(&ground, &[&ground.decided], &ground.giving(), &[], 2.0 * SHARE)?;
        Ok(found.plan.status.has_plan().then_some(found.plan))
    }

    /// The relaxation with the least share of `amount` that is found to do.
    fn least(
        &mut self,
        of: &Clash,
        amount: f64,
        when: &str,
        change: impl Fn(f64) -> ChangeDraft,
    ) -> Result<Option<Relaxation>, InternalError> {
        let (mut low, mut high) = (0.0, 1.0);
        let mut best = self.changed(of, vec![change(high)], amount, when.to_owned())?;
        for _ in 0..HALVINGS {
            if best.is_none() {
                break;
            }
            let middle = (low + high) / 2.0;
            match self.changed(of, vec![change(middle)], cents(amount * middle), when.to_owned())? {
                Some(found) => (best, high) = (Some(found), middle),
                None => low = middle,
            }
        }
        Ok(best)
    }
}

/// The question of the portfolio with these changes.
fn with(ground: &Ground, changes: &[ChangeDraft]) -> Option<Ground> {
    let scenario = ScenarioDraft { changes: changes.iter().cloned().map(Some).collect(), ..ScenarioDraft::default() };
    let draft = scenario::apply(&ground.draft, &scenario).ok()?;
    let mut portfolio = model::validate(&draft).ok()?;
    for (new, old) in portfolio.funds.iter_mut().zip(&ground.portfolio.funds) {
        new.held.clone_from(&old.held);
    }
    Some(Ground { draft, portfolio, ..ground.clone() })
}

/// Up to whole cents.
fn cents(x: f64) -> f64 {
    (x * 100.0).ceil() / 100.0
}

/// What a quarter is short of.
struct Quarter {
    from: Date,
    to: Date,
    days: f64,
    fte: f64,
}

impl Quarter {
    fn change(&self, pool: &str) -> ChangeDraft {
        let (from, to) = (date::iso(self.from), date::iso(self.to));
        let staff = StaffWindowDraft { from, to, fte: (self.fte * 100.0).ceil() / 100.0, project_share: None };
        ChangeDraft::AddStaff { pool: pool.to_owned(), staff: Some(staff) }
    }
}

/// By the quarter's first day in the calendar: what the plan takes of the pool beyond its limit, and the people for that.
fn missing_staff(portfolio: &Portfolio, pool: usize, plan: &Plan) -> BTreeMap<Date, Quarter> {
    let calendar = &portfolio.calendar;
    let room = 1.0 + portfolio.pools[pool].max_overload;
    let mut out: BTreeMap<Date, Quarter> = BTreeMap::new();
    for (period, load) in calendar.periods().iter().zip(&plan.pool_loads[pool].periods) {
        let over = load.load - load.capacity * room;
        let worked = calendar.working_days(period.first, period.last);
        if over <= 1e-6 || worked == 0 {
            continue;
        }
        let (from, to) = quarter(portfolio, period.first);
        let quarter = out.entry(from).or_insert(Quarter { from, to, days: 0.0, fte: 0.0 });
        quarter.days += over;
        quarter.fte = quarter.fte.max(over / room / worked as f64);
    }
    out
}

/// First and last day of the day's quarter, within the calendar.
fn quarter(portfolio: &Portfolio, day: Date) -> (Date, Date) {
    use chrono::{Datelike, Months};
    let calendar = &portfolio.calendar;
    let month = day.month0() / 3 * 3 + 1;
    let first = Date::from_ymd_opt(day.year(), month, 1).unwrap_or(day);
    let last = first.checked_add_months(Months::new(3)).and_then(|d| d.pred_opt()).unwrap_or(day);
    (first.max(calendar.start()), last.min(calendar.end()))
}

/// What a plan takes of a fund beyond its ceilings.
struct Over {
    total: f64,
    payments: Vec<(i32, f64)>,
    commitments: Vec<(i32, f64)>,
}

impl Over {
    /// With carry-over, what is beyond all ceilings up to a year is asked for in it.
    fn of(fund: &FundDraft, plan: &Plan, position: usize) -> Self {
        let years = &plan.fund_uses[position].years;
        let beyond = |ceilings: &[model::draft::YearAmountDraft], used: fn(&crate::plan::YearUse) -> f64| {
            let (mut left, mut out) = (0.0, Vec::new());
            for y in years {
                let Some(ceiling) = ceilings.iter().find(|c| c.year == y.year) else { continue };
                let room = ceiling.amount + if fund.carry_over { left } else { 0.0 };
                left = (room - used(y)).max(0.0);
                out.push((y.year, (used(y) - room).max(0.0)));
            }
            out
        };
        let paid: f64 = years.iter().map(|y| y.paid).sum();
        Self {
            total: fund.total.map_or(0.0, |total| (paid - total).max(0.0)),
            payments: beyond(&fund.payments, |y| y.paid),
            commitments: beyond(&fund.commitments, |y| y.committed),
        }
    }

    fn amount(&self) -> f64 {
        let sum = |all: &[(i32, f64)]| all.iter().map(|x| x.1).sum::<f64>();
        self.total.max(sum(&self.payments)).max(sum(&self.commitments))
    }

    /// The first year of which more is needed.
    fn when(&self) -> String {
        let all = self.payments.iter().chain(&self.commitments);
        let first = all.filter(|x| x.1 > 0.0).map(|x| x.0).min();
        first.map(|y| y.to_string()).unwrap_or_default()
    }

    fn put(&self, fund: &FundDraft, share: f64) -> FundDraft {
        let mut out = fund.clone();
        out.total = out.total.map(|total| total + cents(self.total * share));
        let raise = |all: &mut Vec<model::draft::YearAmountDraft>, over: &[(i32, f64)]| {
            for y in all {
                y.amount += over.iter().find(|x| x.0 == y.year).map_or(0.0, |x| cents(x.1 * share));
            }
        };
        raise(&mut out.payments, &self.payments);
        raise(&mut out.commitments, &self.commitments);
        out
    }
}
