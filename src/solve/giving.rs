//! What committed projects may give: how each of them may change, and how many of them. A committed project is changed
//! where its plan is not exactly the baseline's: it is out, or some phase has another mode or start.

use super::answer;
use super::goals::at_most;
use super::instance::{Functional, Instance, Mode, Slot};
use super::terms::{Giving, Levers};
use crate::base::ProjectId;
use crate::model::{Measure, Portfolio};
use crate::plan::Baseline;

/// What one changed project counts for. Prices are looked for in steps of no less than one, which is to be little.
const ONE: i64 = 1 << 20;

/// Remembers what the baseline has, and takes away what the levers rule out.
pub(crate) fn apply(instance: &mut Instance, portfolio: &Portfolio, baseline: Option<&Baseline>, giving: &Giving) {
    let periods = instance.periods;
    for (i, most) in giving.loads.iter().flatten().enumerate() {
        // Pools come first among the resources.
        assert!(i < portfolio.pools.len() * periods, "a load for each pool and period");
        instance.limit[i] = instance.limit[i].min(instance.capacity[i].max(most.0));
    }
    let Some(baseline) = baseline else { return };
    instance.kept = answer::from_baseline(portfolio, instance, baseline);
    // What was only proposed is free.
    let committed = committed(portfolio, Some(baseline));
    for (p, kept) in instance.kept.iter_mut().enumerate() {
        kept.take_if(|_| !committed.contains(&ProjectId::new(p)));
    }
    for (p, levers) in giving.levers.iter().enumerate() {
        if let Some(kept) = instance.kept[p].clone() {
            restrict(instance, p, &kept, *levers);
        }
    }
}

fn restrict(instance: &mut Instance, project: usize, kept: &[Slot], levers: Levers) {
    let (_, end) = instance.span(kept);
    instance.projects[project].must |= !levers.drop;
    for (phase, slot) in instance.projects[project].phases.clone().zip(kept) {
        for m in instance.phases[phase].modes.clone() {
            let Instance { modes, allowed, .. } = instance;
            for start in 0..modes[m].starts {
                let may = (m == slot.mode as usize || levers.source) && may_start(&modes[m], start, *slot, end, levers);
                allowed[modes[m].first_option + start] &= may;
            }
        }
    }
}

fn may_start(mode: &Mode, start: usize, kept: Slot, end: usize, levers: Levers) -> bool {
    let was = kept.start as usize;
    let in_time = start + mode.duration <= end;
    let moves = match start.cmp(&was) {
        std::cmp::Ordering::Less => levers.rearrange,
        std::cmp::Ordering::Equal => true,
        std::cmp::Ordering::Greater => levers.delay || (levers.rearrange && in_time),
    };
    moves && (in_time || levers.delay)
}

/// The number of committed projects that change, of `among` or of all.
pub(crate) fn changes(
    instance: &Instance,
    portfolio: &Portfolio,
    baseline: Option<&Baseline>,
    among: Option<&[ProjectId]>,
) -> Functional {
    // The contract has no measure for it; it is DISRUPTION in its plainest form.
    let mut f = Functional { unit: ONE as f64, ..Functional::zero(instance, Measure::Disruption) };
    for p in committed(portfolio, baseline) {
        if among.is_none_or(|all| all.contains(&p)) {
            f.by_end[p.index()].fill(ONE);
            f.out[p.index()] = ONE;
            f.kept[p.index()] = if instance.kept[p.index()].is_some() { -ONE } else { 0 };
        }
    }
    f
}

/// What keeps the limits.
pub(crate) fn caps(
    instance: &Instance,
    portfolio: &Portfolio,
    baseline: Option<&Baseline>,
    giving: &Giving,
) -> Vec<(Functional, i64)> {
    let cap = |(among, most): &(Vec<ProjectId>, u32)| {
        at_most(changes(instance, portfolio, baseline, Some(among)), f64::from(*most))
    };
    giving.limits.iter().map(cap).collect()
}

/// How many committed projects the plans change.
pub(crate) fn count(
    instance: &Instance,
    portfolio: &Portfolio,
    baseline: Option<&Baseline>,
    plans: &[Option<Vec<Slot>>],
) -> usize {
    let is_kept = |p: usize| plans[p].as_deref().is_some_and(|slots| instance.is_kept(p, slots));
    committed(portfolio, baseline).into_iter().filter(|p| !is_kept(p.index())).count()
}

/// The committed projects that the portfolio has.
fn committed(portfolio: &Portfolio, baseline: Option<&Baseline>) -> Vec<ProjectId> {
    let committed = baseline.map(|b| &b.projects[..]).unwrap_or_default().iter();
    committed.filter_map(|c| portfolio.projects.iter().position(|p| p.id == c.project)).map(ProjectId::new).collect()
}
