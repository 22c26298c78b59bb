//! What a placement lacks, counted over all its phases.

use super::applicant::Applicant;
use super::barrier::{Barrier, Lack, Shortage};
use crate::base::{Centidays, FlowLimitId, Money, ProjectId, RuleId};
use crate::model::SelectionRuleKind;
use crate::solve::exact::Plans;
use crate::solve::instance::{Origin, Resource, Rule, Slot};

/// Everything that the placement runs into, lifted or not; contracts that are lifted (by barrier of the applicant) owe
/// nothing.
pub(super) fn of(applicant: &Applicant, slots: &[Slot], lifted: &[bool]) -> Vec<Shortage> {
    let mut all = resources(applicant, slots);
    all.extend(consumables(applicant, slots, lifted));
    all.extend(flows(applicant, slots));
    all.extend(rules(applicant));
    all.extend(order(applicant, slots));
    all
}

fn resources(applicant: &Applicant, slots: &[Slot]) -> Vec<Shortage> {
    let instance = &applicant.ground.instance;
    let usage = applicant.usage(slots);
    let short = usage.into_iter().filter(|(row, x)| *x > 0 && *x > applicant.rest.free[*row]);
    short
        .map(|(row, x)| {
            let (resource, period) = (row / instance.periods, row % instance.periods);
            let short = Centidays(x - applicant.rest.free[row]);
            let lack = match &instance.resources[resource] {
                Resource::Pool(_) => Lack::Days { period, short },
                Resource::Supply(_, role) => Lack::Supply { role: role.clone(), period, short },
            };
            Shortage { barrier: applicant.ground.resource[resource], lack }
        })
        .collect()
}

fn consumables(applicant: &Applicant, slots: &[Slot], lifted: &[bool]) -> Vec<Shortage> {
    let instance = &applicant.ground.instance;
    let mut taken = vec![0_i64; instance.consumables.len()];
    for slot in slots {
        instance.charges(*slot).iter().for_each(|(row, x)| taken[*row as usize] += x);
    }
    let orders = applicant.orders(slots);
    let mut all = Vec::new();
    for (barrier, is_lifted) in applicant.barriers.iter().zip(lifted) {
        let Barrier::Framework(f) = barrier else { continue };
        let more = orders.iter().find(|o| o.0 == f.index()).map_or(0, |o| o.1);
        let owed = applicant.rest.owed(instance, f.index(), more);
        if *is_lifted && owed > 0 {
            all.push(Shortage { barrier: *barrier, lack: Lack::Minimum { short: Money(owed) } });
        }
        let change = if *is_lifted { 0 } else { owed } - applicant.rest.owed(instance, f.index(), 0);
        instance.frameworks[f.index()].owed.iter().for_each(|row| taken[*row as usize] += change);
    }
    let rows = taken.into_iter().zip(&applicant.rest.room).enumerate();
    let short = rows.filter(|(_, (taken, room))| *taken > 0 && taken > room).map(|(row, (taken, room))| {
        let short = Money(taken - room);
        let lack = match instance.consumables[row].origin {
            Origin::Payments(_, year) => Lack::Payments { year, short },
            Origin::Commitments(_, year) => Lack::Commitments { year, short },
            Origin::Total(_) => Lack::Total { short },
            Origin::Ceiling(_) => Lack::Ceiling { short },
        };
        Shortage { barrier: applicant.ground.consumable[row], lack }
    });
    all.extend(short);
    all
}

fn flows(applicant: &Applicant, slots: &[Slot]) -> Vec<Shortage> {
    let instance = &applicant.ground.instance;
    let (first, end) = instance.span(slots);
    let mut all = Vec::new();
    for f in &instance.projects[applicant.project].flows {
        let flow = &instance.flows[*f];
        let rows = flow.hits(first, end, instance.periods);
        let mut full = rows.filter(|row| applicant.rest.flow_room[*f][*row] <= 0).peekable();
        while let Some(from) = full.next() {
            let mut to = from;
            while full.next_if_eq(&(to + 1)).is_some() {
                to += 1;
            }
            let periods = from..(to + flow.window).min(instance.periods);
            all.push(Shortage { barrier: Barrier::Flow(FlowLimitId::new(*f)), lack: Lack::Full { periods } });
        }
    }
    all
}

/// Rules that the plan with the project in it, wherever it is placed, would break.
pub(super) fn rules(applicant: &Applicant) -> Vec<Shortage> {
    let instance = &applicant.ground.instance;
    let mut all = Vec::new();
    for r in &instance.projects[applicant.project].rules {
        let rule = &instance.rules[*r];
        let is_in = |p: &&usize| applicant.rest.plans[**p].is_some();
        let inside = || rule.projects.iter().filter(is_in);
        let missing = || rule.projects.iter().filter(|p| !is_in(p) && **p != applicant.project);
        let (broken, projects): (bool, Vec<&usize>) = match rule.kind {
            SelectionRuleKind::AtMost => (inside().count() as i64 >= rule.count, inside().collect()),
            SelectionRuleKind::AtLeast => (false, Vec::new()),
            SelectionRuleKind::Together => (missing().next().is_some(), missing().collect()),
            SelectionRuleKind::Implies => {
                (rule.projects[0] == applicant.project && missing().next().is_some(), missing().collect())
            }
        };
        if broken {
            let projects = projects.into_iter().map(|p| ProjectId::new(*p)).collect();
            let lack = Lack::Barred { kind: rule.kind, projects };
            all.push(Shortage { barrier: Barrier::Rule(RuleId::new(*r)), lack });
        }
    }
    all
}

/// Whether the plans break the rule.
pub(super) fn is_broken(rule: &Rule, plans: &Plans) -> bool {
    let inside = rule.projects.iter().filter(|p| plans[**p].is_some()).count() as i64;
    let all = rule.projects.len() as i64;
    match rule.kind {
        SelectionRuleKind::AtMost => inside > rule.count,
        SelectionRuleKind::AtLeast => inside < rule.count,
        SelectionRuleKind::Together => inside > 0 && inside < all,
        SelectionRuleKind::Implies => plans[rule.projects[0]].is_some() && inside < all,
    }
}

/// Other projects that are out and needed, or that this placement does not follow or precede as it has to.
fn order(applicant: &Applicant, slots: &[Slot]) -> Vec<Shortage> {
    let instance = &applicant.ground.instance;
    let p = &instance.projects[applicant.project];
    let mut others: Vec<usize> = Vec::new();
    for (j, slot) in slots.iter().enumerate() {
        let duration = instance.mode(*slot).duration;
        others.extend(applicant.order_broken(p.phases.start + j, slot.start as usize, duration));
    }
    others.sort_unstable();
    others.dedup();
    others
        .into_iter()
        .map(|other| {
            let lack = if applicant.rest.plans[other].is_some() { Lack::Order } else { Lack::Out };
            Shortage { barrier: Barrier::Project(ProjectId::new(other)), lack }
        })
        .collect()
}
