//! From the engine's slots to a plan by ids and back, and prices in the contract's units.

use super::api::Prices;
use super::exact::Plans;
use super::instance::{Functional, Instance, Origin, Resource, Slot};
use crate::base::{FundId, PoolId, ProjectId};
use crate::model::{Phase, Portfolio, Project, expand};
use crate::plan::{Baseline, PeriodLoad, PhasePlan, Plan, PoolLoad, ProjectPlan};

/// The choices of a plan by id: what is in, and each phase's mode and start.
pub(crate) fn choices(portfolio: &Portfolio, instance: &Instance, plans: &Plans) -> Vec<ProjectPlan> {
    let projects = portfolio.projects.iter().zip(plans).enumerate();
    projects
        .map(|(p, (project, slots))| {
            let of = |slots: &Vec<Slot>| phases(portfolio, instance, ProjectId::new(p), slots);
            let phases = slots.as_ref().map(of).unwrap_or_default();
            ProjectPlan { project: project.id.clone(), selected: slots.is_some(), phases, ..ProjectPlan::default() }
        })
        .collect()
}

/// A project's slots by id, in its phases' order.
pub(crate) fn phases(portfolio: &Portfolio, instance: &Instance, id: ProjectId, slots: &[Slot]) -> Vec<PhasePlan> {
    let (project, order) = (&portfolio.projects[id.index()], &instance.projects[id.index()].order);
    let own = project.phases.iter().zip(order);
    own.map(|(phase, at)| phase_plan(portfolio, project, phase, instance, slots[*at])).collect()
}

fn phase_plan(portfolio: &Portfolio, project: &Project, phase: &Phase, instance: &Instance, slot: Slot) -> PhasePlan {
    let modes = expand::phase_modes(portfolio, project, phase);
    PhasePlan {
        phase: phase.id.clone(),
        mode: modes[instance.mode(slot).index].id.clone(),
        start_period: slot.start as i32,
        ..PhasePlan::default()
    }
}

/// What of a plan the instance knows: projects with all their phases, in modes and periods that exist.
pub(crate) fn from_plan(portfolio: &Portfolio, instance: &Instance, plan: &Plan) -> Plans {
    slots(portfolio, instance, |id| {
        let planned = plan.projects.iter().find(|p| p.selected && p.project == id)?;
        Some(planned.phases.iter().map(|ph| (&ph.phase[..], &ph.mode[..], ph.start_period)).collect())
    })
}

/// What of a baseline the instance knows.
pub(crate) fn from_baseline(portfolio: &Portfolio, instance: &Instance, baseline: &Baseline) -> Plans {
    slots(portfolio, instance, |id| {
        let phases = baseline.phases(id)?;
        Some(phases.iter().map(|(ph, (mode, start))| (&ph[..], &mode[..], *start)).collect())
    })
}

/// Phase, mode and start.
type Choice<'a> = (&'a str, &'a str, i32);

fn slots<'a>(portfolio: &Portfolio, instance: &Instance, choices: impl Fn(&str) -> Option<Vec<Choice<'a>>>) -> Plans {
    let of = |(i, project): (usize, &std::sync::Arc<Project>)| -> Option<Vec<Slot>> {
        let choices = choices(&project.id)?;
        let lowered = &instance.projects[i];
        let mut slots = vec![Slot { mode: 0, start: 0 }; project.phases.len()];
        for (j, phase) in project.phases.iter().enumerate() {
            let (_, mode, start) = choices.iter().find(|c| c.0 == phase.id)?;
            let index = expand::phase_modes(portfolio, project, phase).iter().position(|m| m.id == *mode)?;
            let at = lowered.order[j];
            let mode = instance.phases[lowered.phases.start + at].modes.start + index;
            let start = usize::try_from(*start).ok().filter(|s| *s < instance.modes[mode].starts)?;
            slots[at] = Slot { mode: mode as u32, start: start as u32 };
        }
        Some(slots)
    };
    portfolio.projects.iter().enumerate().map(of).collect()
}

/// Marginal values of person-days, for the plan's pool loads.
pub(crate) fn pool_loads(portfolio: &Portfolio, prices: &Prices) -> Vec<PoolLoad> {
    let of = |i: usize| {
        let value = |t: usize| prices.person_day(PoolId::new(i), t);
        (0..portfolio.calendar.len())
            .map(|t| PeriodLoad { period: t as i32, load: 0.0, capacity: 0.0, marginal_value: value(t) })
            .collect()
    };
    let pools = portfolio.pools.iter().enumerate();
    pools.map(|(i, pool)| PoolLoad { pool: pool.id.clone(), periods: of(i) }).collect()
}

/// The engine's prices, by row and in integers of the measure, in points for each person-day or unit of currency.
/// `caps` are those that the first goal was pursued under.
pub(crate) fn prices(
    portfolio: &Portfolio,
    instance: &Instance,
    rows: &[f64],
    unit: f64,
    caps: &[(Functional, i64)],
) -> Prices {
    let mut out = Prices::default();
    let (resources, rest) = rows.split_at(instance.limit.len());
    for (r, resource) in instance.resources.iter().enumerate() {
        let own = &resources[r * instance.periods..(r + 1) * instance.periods];
        let days: Vec<f64> = own.iter().map(|u| u * 100.0 / unit).collect();
        match resource {
            Resource::Pool(_) => out.pools.push(days),
            Resource::Supply(framework, role) => out.supply.push((*framework, role.clone(), days)),
        }
    }
    let money = |price: f64| price * 10_000.0 / unit;
    for (c, consumable) in instance.consumables.iter().enumerate() {
        match consumable.origin {
            Origin::Payments(fund, year) => {
                let is_later = |o: &Origin| matches!(o, Origin::Payments(f, y) if *f == fund && *y >= year);
                out.payments.push((fund, year, money(yearly(portfolio, instance, rest, c, fund, is_later))));
            }
            Origin::Commitments(fund, year) => {
                let is_later = |o: &Origin| matches!(o, Origin::Commitments(f, y) if *f == fund && *y >= year);
                out.commitments.push((fund, year, money(yearly(portfolio, instance, rest, c, fund, is_later))));
            }
            Origin::Total(fund) => out.totals.push((fund, money(rest[c]))),
            Origin::Ceiling(framework) => out.ceilings.push((framework, money(rest[c]))),
        }
    }
    let mut first = instance.consumables.len() + caps.len();
    let limits = rest[instance.consumables.len()..first].iter().zip(caps);
    out.limits = limits.map(|(price, (own, _))| price * own.unit / unit).collect();
    for flow in &instance.flows {
        out.flows.push((flow.origin, rest[first..first + flow.rows].iter().map(|u| u / unit).collect()));
        first += flow.rows;
    }
    out
}

/// The price of a unit more in a year: with carry-over it is there in all later years as well.
fn yearly(
    portfolio: &Portfolio,
    instance: &Instance,
    rows: &[f64],
    row: usize,
    fund: FundId,
    is_later: impl Fn(&Origin) -> bool,
) -> f64 {
    if !portfolio.funds[fund.index()].carry_over {
        return rows[row];
    }
    let later = instance.consumables.iter().enumerate().filter(|(_, c)| is_later(&c.origin));
    later.map(|(c, _)| rows[c]).sum()
}
