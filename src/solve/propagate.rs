//! What follows from what a branch has settled: options, projects and rules that no plan in scope can use any more.

use super::bound::{Scope, Status, options};
use super::compulsory::Compulsory;
use super::instance::{Instance, Mode, Slot};
use super::stage::Stage;
use crate::model::{FlowKind, SelectionRuleKind};

/// No plan is in scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Empty;

/// Shrinks the scope until nothing follows any more. What it takes away no plan of the stage in the scope uses.
pub(crate) fn propagate(stage: &Stage, scope: &mut Scope) -> Result<(), Empty> {
    let pass = Pass { instance: stage.instance };
    loop {
        let mut changed = pass.rules(scope)?;
        changed |= pass.changed(scope)?;
        changed |= pass.links(scope)?;
        changed |= pass.windows(scope)?;
        changed |= pass.gates(scope)?;
        changed |= pass.flows(scope)?;
        if !changed {
            changed |= pass.sure_use(scope)?;
        }
        if !changed {
            changed |= pass.consumables(scope)?;
        }
        if !changed {
            return Ok(());
        }
    }
}

/// The plan that is left if every project has one or none; `None` while something is open.
pub(crate) fn only_plan(instance: &Instance, scope: &Scope) -> Option<Vec<Option<Vec<Slot>>>> {
    let of = |p: usize| match scope.status[p] {
        Status::Free => None,
        Status::Out => Some(None),
        Status::In => {
            let slots: Option<Vec<Slot>> =
                instance.projects[p].phases.clone().map(|ph| only_option(instance, scope, ph)).collect();
            slots.map(Some)
        }
    };
    (0..instance.projects.len()).map(of).collect()
}

fn only_option(instance: &Instance, scope: &Scope, phase: usize) -> Option<Slot> {
    let mut left = options(instance, scope, phase);
    let (m, _, s) = left.next()?;
    left.next().is_none().then_some(Slot { mode: m as u32, start: s as u32 })
}

/// First start at the earliest and at the latest, last end at the earliest.
struct Span {
    earliest_start: usize,
    latest_start: usize,
    earliest_end: usize,
}

struct Pass<'a> {
    instance: &'a Instance,
}

impl Pass<'_> {
    fn rules(&self, scope: &mut Scope) -> Result<bool, Empty> {
        let mut changed = false;
        for rule in &self.instance.rules {
            let count = |s: Status| rule.projects.iter().filter(|p| scope.status[**p] == s).count() as i64;
            let (inside, free) = (count(Status::In), count(Status::Free));
            let all = rule.projects.len() as i64;
            let (rest, head) = (&rule.projects[1..], rule.projects[0]);
            match rule.kind {
                SelectionRuleKind::AtMost if inside > rule.count => return Err(Empty),
                SelectionRuleKind::AtMost if inside == rule.count => {
                    changed |= settle_free(scope, &rule.projects, Status::Out);
                }
                SelectionRuleKind::AtLeast if inside + free < rule.count => return Err(Empty),
                SelectionRuleKind::AtLeast if inside + free == rule.count => {
                    changed |= settle_free(scope, &rule.projects, Status::In);
                }
                SelectionRuleKind::Together if inside > 0 => {
                    if inside + free < all {
                        return Err(Empty);
                    }
                    changed |= settle_free(scope, &rule.projects, Status::In);
                }
                SelectionRuleKind::Together if inside + free < all => {
                    changed |= settle_free(scope, &rule.projects, Status::Out);
                }
                SelectionRuleKind::Implies if scope.status[head] == Status::In => {
                    if inside + free < all {
                        return Err(Empty);
                    }
                    changed |= settle_free(scope, rest, Status::In);
                }
                SelectionRuleKind::Implies if rest.iter().any(|p| scope.status[*p] == Status::Out) => {
                    changed |= settle_free(scope, &rule.projects[..1], Status::Out);
                }
                SelectionRuleKind::AtMost
                | SelectionRuleKind::AtLeast
                | SelectionRuleKind::Together
                | SelectionRuleKind::Implies => {}
            }
        }
        Ok(changed)
    }

    /// A project that is not kept is out where it has no other option; where one phase alone has, it takes one of those.
    fn changed(&self, scope: &mut Scope) -> Result<bool, Empty> {
        let mut changed = false;
        for (p, project) in self.instance.projects.iter().enumerate() {
            let Some(kept) = self.instance.kept[p].as_deref().filter(|_| scope.changed[p]) else { continue };
            if scope.status[p] == Status::Out {
                continue;
            }
            let differs = |ph: usize, slot: Slot| options(self.instance, scope, ph).any(|o| slot_of(o.0, o.2) != slot);
            let phases = project.phases.clone().zip(kept.iter().copied());
            let open: Vec<(usize, Slot)> = phases.filter(|(ph, slot)| differs(*ph, *slot)).collect();
            match open[..] {
                [] if scope.status[p] == Status::In => return Err(Empty),
                [] => {
                    scope.status[p] = Status::Out;
                    changed = true;
                }
                [(phase, slot)] => {
                    let first = self.instance.phases[phase].modes.start;
                    changed |= self.keep(scope, phase, |m, start| slot_of(first + m.index, start) != slot);
                }
                _ => {}
            }
        }
        Ok(changed)
    }

    /// A successor needs its predecessor in, and starts late enough for it; a predecessor whose successor is in ends
    /// early enough for that.
    fn links(&self, scope: &mut Scope) -> Result<bool, Empty> {
        let instance = self.instance;
        let mut changed = false;
        for link in &instance.links {
            match (scope.status[link.pred], scope.status[link.succ]) {
                (Status::Out, Status::In) => return Err(Empty),
                (Status::Out, Status::Free) => {
                    scope.status[link.succ] = Status::Out;
                    changed = true;
                    continue;
                }
                (_, Status::Out) => continue,
                (Status::Free, Status::In) => {
                    scope.status[link.pred] = Status::In;
                    changed = true;
                }
                (Status::Free | Status::In, _) => {}
            }
            let waits_for: Vec<usize> = match link.pred_phase {
                Some(phase) => vec![phase],
                None => instance.projects[link.pred].phases.clone().collect(),
            };
            let earliest = waits_for.iter().map(|ph| self.earliest_end(scope, *ph)).max().unwrap_or(0);
            changed |= self.keep(scope, link.succ_phase, |_, start| start as i64 >= earliest + link.lag);
            if scope.status[link.succ] == Status::In {
                let latest = options(instance, scope, link.succ_phase).map(|o| o.2 as i64).max().unwrap_or(-1);
                for phase in waits_for {
                    changed |= self.keep(scope, phase, |m, s| (s + m.duration) as i64 + link.lag <= latest);
                }
            }
        }
        Ok(changed)
    }

    fn earliest_end(&self, scope: &Scope, phase: usize) -> i64 {
        let never = 2 * self.instance.periods as i64 + 2;
        options(self.instance, scope, phase).map(|(_, m, s)| (s + m.duration) as i64).min().unwrap_or(never)
    }

    /// Precedences and gates inside each project; a project with a phase that can be done nowhere is out.
    fn windows(&self, scope: &mut Scope) -> Result<bool, Empty> {
        let instance = self.instance;
        let mut changed = false;
        for (p, project) in instance.projects.iter().enumerate() {
            if scope.status[p] == Status::Out {
                continue;
            }
            for phase in project.phases.clone() {
                for (pred, lag) in &instance.phases[phase].preds {
                    let earliest = self.earliest_end(scope, *pred);
                    changed |= self.keep(scope, phase, |_, s| s as i64 >= earliest + lag);
                }
            }
            for phase in project.phases.clone().rev() {
                let latest = options(instance, scope, phase).map(|o| o.2 as i64).max();
                let Some(latest) = latest else {
                    if scope.status[p] == Status::In {
                        return Err(Empty);
                    }
                    scope.status[p] = Status::Out;
                    changed = true;
                    break;
                };
                for (pred, lag) in &instance.phases[phase].preds {
                    changed |= self.keep(scope, *pred, |m, s| (s + m.duration) as i64 + lag <= latest);
                }
            }
        }
        Ok(changed)
    }

    /// A project starts in a period in which it may: its earliest option there or later, and some such period is left.
    fn gates(&self, scope: &mut Scope) -> Result<bool, Empty> {
        let instance = self.instance;
        let mut changed = false;
        for (p, project) in instance.projects.iter().enumerate() {
            if scope.status[p] == Status::Out {
                continue;
            }
            let span = self.span(scope, p);
            match (span.earliest_start..=span.latest_start).find(|t| project.may_start[*t]) {
                Some(first) => {
                    for phase in project.phases.clone() {
                        changed |= self.keep(scope, phase, |_, start| start >= first);
                    }
                }
                None if scope.status[p] == Status::In => return Err(Empty),
                None => {
                    scope.status[p] = Status::Out;
                    changed = true;
                }
            }
        }
        Ok(changed)
    }

    /// Periods in which as many projects are under way for certain as may be are closed to all others.
    fn flows(&self, scope: &mut Scope) -> Result<bool, Empty> {
        let instance = self.instance;
        let mut changed = false;
        for (f, flow) in instance.flows.iter().enumerate().filter(|(_, f)| f.kind == FlowKind::UnderWay) {
            let counted = |p: &usize| instance.projects[*p].flows.contains(&f) && scope.status[*p] != Status::Out;
            let projects: Vec<usize> = (0..instance.projects.len()).filter(counted).collect();
            let mut room = vec![flow.max; instance.periods];
            let mut certain = vec![0..0; instance.projects.len()];
            for p in projects.iter().copied().filter(|p| scope.status[*p] == Status::In) {
                let span = self.span(scope, p);
                certain[p] = span.latest_start..span.earliest_end.max(span.latest_start);
                room[certain[p].clone()].iter_mut().for_each(|x| *x -= 1);
            }
            if room.iter().any(|x| *x < 0) {
                return Err(Empty);
            }
            for p in projects {
                let closed = |t: usize| room[t] == 0 && !certain[p].contains(&t);
                for phase in instance.projects[p].phases.clone() {
                    changed |= self.keep(scope, phase, |m, start| !(start..start + m.duration).any(closed));
                }
            }
        }
        Ok(changed)
    }

    /// When a project may start and must have ended, from the options that are left; it has some in each phase.
    fn span(&self, scope: &Scope, project: usize) -> Span {
        let mut span = Span { earliest_start: usize::MAX, latest_start: usize::MAX, earliest_end: 0 };
        for phase in self.instance.projects[project].phases.clone() {
            let (mut earliest, mut latest, mut end) = (usize::MAX, 0, usize::MAX);
            for (_, mode, start) in options(self.instance, scope, phase) {
                (earliest, latest, end) = (earliest.min(start), latest.max(start), end.min(start + mode.duration));
            }
            if earliest == usize::MAX {
                // Nothing is left of it, which the windows find.
                return Span { earliest_start: 0, latest_start: self.instance.periods, earliest_end: 0 };
            }
            span.earliest_start = span.earliest_start.min(earliest);
            span.latest_start = span.latest_start.min(latest);
            span.earliest_end = span.earliest_end.max(end);
        }
        span
    }

    /// Phases of projects that may be in fit beside what others use of renewable resources for sure.
    fn sure_use(&self, scope: &mut Scope) -> Result<bool, Empty> {
        let instance = self.instance;
        let compulsory = Compulsory::new(instance, scope).ok_or(Empty)?;
        let mut changed = false;
        for (p, project) in instance.projects.iter().enumerate() {
            if scope.status[p] == Status::Out {
                continue;
            }
            for phase in project.phases.clone() {
                changed |= self.keep(scope, phase, |mode, start| compulsory.fits(phase, mode, start));
            }
        }
        Ok(changed)
    }

    /// The least that the phases of projects that are in are charged leaves so much for each option.
    fn consumables(&self, scope: &mut Scope) -> Result<bool, Empty> {
        let instance = self.instance;
        let mut changed = false;
        for (row, consumable) in instance.consumables.iter().enumerate() {
            let least = |scope: &Scope, phase: usize| {
                let amounts = options(instance, scope, phase).map(|(_, m, s)| charge(instance, m, s, row));
                amounts.min().unwrap_or(0)
            };
            let inside =
                (0..instance.phases.len()).filter(|ph| scope.status[instance.phases[*ph].project] == Status::In);
            let mins: Vec<(usize, i64)> = inside.map(|ph| (ph, least(scope, ph))).collect();
            let left = consumable.limit - mins.iter().map(|m| m.1).sum::<i64>();
            if left < 0 {
                return Err(Empty);
            }
            let mut own = vec![0; instance.phases.len()];
            mins.iter().for_each(|(ph, x)| own[*ph] = *x);
            for (phase, own) in own.iter().enumerate() {
                if scope.status[instance.phases[phase].project] != Status::Out {
                    changed |= self.keep(scope, phase, |m, s| charge(instance, m, s, row) - own <= left);
                }
            }
        }
        Ok(changed)
    }

    /// Keeps the options of a phase that `holds` accepts; says whether any went.
    fn keep(&self, scope: &mut Scope, phase: usize, holds: impl Fn(&Mode, usize) -> bool) -> bool {
        let mut changed = false;
        for mode in &self.instance.modes[self.instance.phases[phase].modes.clone()] {
            for start in 0..mode.starts {
                let option = mode.first_option + start;
                if scope.allowed[option] && !holds(mode, start) {
                    scope.allowed[option] = false;
                    changed = true;
                }
            }
        }
        changed
    }
}

fn slot_of(mode: usize, start: usize) -> Slot {
    Slot { mode: mode as u32, start: start as u32 }
}

fn charge(instance: &Instance, mode: &Mode, start: usize, row: usize) -> i64 {
    let charges = &instance.spendings[instance.spending[mode.first_option + start] as usize];
    charges.iter().find(|c| c.0 as usize == row).map_or(0, |c| c.1)
}

fn settle_free(scope: &mut Scope, projects: &[usize], status: Status) -> bool {
    let mut changed = false;
    for p in projects {
        if scope.status[*p] == Status::Free {
            scope.status[*p] = status;
            changed = true;
        }
    }
    changed
}

#[cfg(test)]
mod tests {
    use super::super::state::State;
    use super::super::state::tests::{anywhere, on_some_stage};
    use super::*;
    use crate::base::Rng;

    /// Whatever else is left, a plan that keeps every row stays; and what is left of the others is less than without.
    #[test]
    fn no_plan_is_lost() {
        let (mut plans, mut barred) = (0, 0);
        for seed in 0..2_000 {
            on_some_stage(&mut Rng::new(seed), |stage, rng| {
                let instance = stage.instance;
                let mut state = State::new(stage);
                for _ in 0..40 {
                    let p = rng.below(instance.projects.len());
                    if !state.contains(p) {
                        state.try_place(p, &anywhere(instance, p, rng));
                    }
                }
                if !state.is_sound() {
                    return;
                }
                plans += 1;
                let mut scope = Scope::root(stage);
                let keep = 0.02 + 0.1 * rng.unit();
                scope.allowed.iter_mut().for_each(|allowed| *allowed &= rng.chance(keep));
                for (p, slots) in state.plans.iter().enumerate() {
                    let settled = if slots.is_some() { Status::In } else { Status::Out };
                    scope.status[p] = if rng.chance(0.7) { settled } else { scope.status[p] };
                    slots.iter().flatten().for_each(|slot| scope.allowed[instance.option(*slot)] = true);
                }
                let before = scope.clone();
                if let Some(compulsory) = Compulsory::new(instance, &before) {
                    let fits =
                        |ph: usize| options(instance, &before, ph).filter(|o| !compulsory.fits(ph, o.1, o.2)).count();
                    barred += (0..instance.phases.len()).map(fits).sum::<usize>();
                }
                assert!(propagate(stage, &mut scope).is_ok(), "seed {seed}");
                let has = |slot: &Slot| scope.allowed[instance.option(*slot)];
                for (p, slots) in state.plans.iter().enumerate() {
                    let other = if slots.is_some() { Status::Out } else { Status::In };
                    assert!(scope.status[p] != other && slots.iter().flatten().all(has), "seed {seed}, project {p}");
                }
            });
        }
        assert!(plans > 500 && barred > 100, "{plans} plans, {barred} options barred");
    }
}
