//! Who takes what a placement lacks, and whether a placement is the project's own to take.

use super::barrier::{Barrier, Lack, Shortage};
use super::ground::Ground;
use super::rest::Rest;
use crate::base::ProjectId;
use crate::solve::instance::{Origin, Resource, Slot};

/// Projects that are in and take of what is short, in order.
pub(super) fn takers(ground: &Ground, rest: &Rest, shortage: &Shortage) -> Vec<ProjectId> {
    match (&shortage.lack, shortage.barrier) {
        (Lack::Barred { projects, .. }, _) => projects.clone(),
        (Lack::Out | Lack::Order, Barrier::Project(other)) => vec![other],
        _ => {
            let placed = rest.plans.iter().enumerate().filter_map(|(p, slots)| Some((p, slots.as_deref()?)));
            let own = placed.filter(|(p, slots)| takes(ground, *p, slots, shortage));
            own.map(|(p, _)| ProjectId::new(p)).collect()
        }
    }
}

fn takes(ground: &Ground, project: usize, slots: &[Slot], shortage: &Shortage) -> bool {
    match (&shortage.lack, shortage.barrier) {
        (Lack::Days { period, .. }, Barrier::Pool(pool)) => {
            uses(ground, slots, *period, |r| *r == Resource::Pool(pool))
        }
        (Lack::Supply { role, period, .. }, Barrier::Framework(f)) => {
            uses(ground, slots, *period, |r| *r == Resource::Supply(f, role.clone()))
        }
        (Lack::Ceiling { .. } | Lack::Minimum { .. }, Barrier::Framework(f)) => {
            slots.iter().any(|s| ground.instance.mode(*s).orders.iter().any(|o| o.0 == f.index()))
        }
        (Lack::Payments { year, .. }, Barrier::Fund(fund)) => charged(ground, slots, &Origin::Payments(fund, *year)),
        (Lack::Commitments { year, .. }, Barrier::Fund(fund)) => {
            charged(ground, slots, &Origin::Commitments(fund, *year))
        }
        (Lack::Total { .. }, Barrier::Fund(fund)) => charged(ground, slots, &Origin::Total(fund)),
        (Lack::Full { periods }, Barrier::Flow(limit)) => {
            let instance = &ground.instance;
            let flow = &instance.flows[limit.index()];
            let rows = periods.start..(periods.end + 1).saturating_sub(flow.window);
            let (first, end) = instance.span(slots);
            let own = flow.hits(first, end, instance.periods);
            instance.projects[project].flows.contains(&limit.index()) && own.start < rows.end && rows.start < own.end
        }
        _ => false,
    }
}

fn uses(ground: &Ground, slots: &[Slot], period: usize, is_it: impl Fn(&Resource) -> bool) -> bool {
    let instance = &ground.instance;
    slots.iter().any(|slot| {
        let mode = instance.mode(*slot);
        let at = period.checked_sub(slot.start as usize).filter(|k| *k < mode.duration);
        let used = |k: usize| {
            mode.uses.iter().any(|u| is_it(&instance.resources[u.resource]) && instance.spread(mode, u)[k] > 0)
        };
        at.is_some_and(used)
    })
}

fn charged(ground: &Ground, slots: &[Slot], origin: &Origin) -> bool {
    let charges = slots.iter().flat_map(|s| ground.instance.charges(*s));
    { charges }.any(|(row, x)| *x > 0 && ground.instance.consumables[*row as usize].origin == *origin)
}

/// Whether the placement keeps what concerns the project alone: dates, gates, freezes, open contracts and funds, the
/// order of its phases.
pub(super) fn is_own(ground: &Ground, project: usize, slots: &[Slot]) -> bool {
    let instance = &ground.instance;
    let p = &instance.projects[project];
    let in_order = |(j, s): (usize, &Slot)| {
        let option = instance.option(*s);
        let ready = |(pred, lag): &(usize, i64)| instance.end(slots[pred - p.phases.start]) + lag;
        let preds = &instance.phases[p.phases.start + j].preds;
        instance.allowed[option] && preds.iter().all(|pred| i64::from(s.start) >= ready(pred))
    };
    p.may_start[instance.span(slots).0] && slots.iter().enumerate().all(in_order)
}
