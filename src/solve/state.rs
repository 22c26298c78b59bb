//! A plan in the making: what is placed, what is left of every row, and what the stage's profit comes to, kept up to
//! date as projects are placed and lifted. `tests` hold it to a full recount.

#[cfg(test)]
pub(crate) mod tests;

use std::collections::BTreeSet;

use super::instance::{Functional, Instance, Slot};
use super::members::Members;
use super::stage::{self, Stage};
use crate::model::SelectionRuleKind;

/// Placed projects and what they use.
#[derive(Clone, Debug)]
pub(crate) struct State<'a> {
    pub stage: &'a Stage<'a>,
    pub plans: Vec<Option<Vec<Slot>>>,
    members: Members,
    /// By resource and period: what is left.
    pub free: Vec<i64>,
    /// By consumable: what is left, owed amounts taken off.
    pub room: Vec<i64>,
    /// By framework: ordered.
    pub ordered: Vec<i64>,
    /// By flow limit and row: how many more.
    pub flow_room: Vec<Vec<i64>>,
    /// By rule: how many of its projects are in.
    pub in_rule: Vec<i64>,
    /// Sums of the profit and the caps' functionals, owed and overload included.
    profit: i64,
    capped: Vec<i64>,
    overload: i64,
    owed: i64,
    missing: usize,
    /// By how much rules are not met, together.
    rules_unmet: i64,
    /// What was done since [`commit`](Self::commit): a project and, if it was lifted, its plan.
    journal: Vec<(usize, Option<Vec<Slot>>)>,
}

impl<'a> State<'a> {
    /// Nothing is placed.
    pub(crate) fn new(stage: &'a Stage<'a>) -> Self {
        let instance = stage.instance;
        let n = instance.projects.len();
        let out = |f: &Functional| f.out.iter().sum::<i64>();
        let mut state = Self {
            stage,
            plans: vec![None; n],
            members: Members::none_of(n),
            free: instance.limit.clone(),
            room: instance.consumables.iter().map(|c| c.limit).collect(),
            ordered: vec![0; instance.frameworks.len()],
            flow_room: instance.flows.iter().map(|f| vec![f.max; f.rows]).collect(),
            in_rule: vec![0; instance.rules.len()],
            profit: out(&stage.profit),
            capped: stage.caps.iter().map(|(f, _)| out(f)).collect(),
            overload: 0,
            owed: 0,
            missing: instance.projects.iter().filter(|p| p.must).count(),
            rules_unmet: 0,
            journal: Vec::new(),
        };
        state.rules_unmet = (0..instance.rules.len()).map(|r| state.rule_unmet(r)).sum();
        state
    }

    /// All of the plans are placed, come what may.
    pub(crate) fn with(stage: &'a Stage<'a>, plans: &[Option<Vec<Slot>>]) -> Self {
        let mut state = Self::new(stage);
        for (p, slots) in plans.iter().enumerate() {
            if let Some(slots) = slots {
                state.put(p, slots.clone());
            }
        }
        state
    }

    pub(crate) fn instance(&self) -> &'a Instance {
        self.stage.instance
    }

    pub(crate) fn contains(&self, project: usize) -> bool {
        self.plans[project].is_some()
    }

    /// The projects that are in, and those that are out, in no particular order.
    pub(crate) fn placed(&self) -> &[usize] {
        self.members.inside()
    }

    pub(crate) fn left_out(&self) -> &[usize] {
        self.members.outside()
    }

    /// Projects that must be in and are out.
    pub(crate) fn missing(&self) -> Vec<usize> {
        if self.missing == 0 {
            return Vec::new();
        }
        let must = |p: &usize| self.instance().projects[*p].must;
        self.left_out().iter().copied().filter(must).collect()
    }

    /// The stage's profit of what is placed.
    pub(crate) fn profit(&self) -> i64 {
        self.profit + self.stage.profit.owed * self.owed + self.stage.profit.overload * self.overload
    }

    /// The sum of a cap's functional.
    pub(crate) fn capped(&self, cap: usize) -> i64 {
        let f = &self.stage.caps[cap].0;
        self.capped[cap] + f.owed * self.owed + f.overload * self.overload
    }

    /// How far what is placed is from a plan: 0 if it is one. Projects that must be in and are out, rules that are not
    /// met, and caps by the share they are exceeded by.
    pub(crate) fn unmet(&self) -> f64 {
        let rows = self.room.iter().filter(|r| **r < 0).count();
        let caps = self.stage.caps.iter().enumerate().map(|(i, (_, cap))| {
            let over = self.capped(i) - cap;
            if over <= 0 { 0.0 } else { 1e-3 + over as f64 / (cap.unsigned_abs() as f64 * 0.01).max(1.0) }
        });
        (self.missing as i64 + self.rules_unmet) as f64 + (rows + self.lonely()) as f64 + caps.sum::<f64>()
    }

    /// Whether what is placed is a plan of the stage.
    pub(crate) fn is_plan(&self) -> bool {
        self.missing == 0
            && self.rules_unmet == 0
            && self.room.iter().all(|r| *r >= 0)
            && self.lonely() == 0
            && (0..self.capped.len()).all(|i| self.capped(i) <= self.stage.caps[i].1)
    }

    /// Whether what is placed keeps every constraint of the stage; counts everything anew.
    pub(crate) fn is_sound(&self) -> bool {
        let placed = self.plans.iter().enumerate().filter_map(|(p, slots)| Some((p, slots.as_deref()?)));
        self.is_plan()
            && self.free.iter().all(|x| *x >= 0)
            && self.flow_room.iter().flatten().all(|x| *x >= 0)
            && placed.into_iter().all(|(p, slots)| self.is_in_place(p, slots) && self.links_hold(p, slots))
    }

    /// Links of projects that need each other of which only one is in. It is let in first, or neither ever would be.
    fn lonely(&self) -> usize {
        let mutual = self.instance().mutual.iter().map(|l| &self.instance().links[*l]);
        mutual.filter(|link| self.contains(link.succ) && !self.contains(link.pred)).count()
    }

    /// By how much the project's rules are not met, together.
    fn unmet_of(&self, project: usize) -> i64 {
        self.instance().projects[project].rules.iter().map(|r| self.rule_unmet(*r)).sum()
    }

    /// By how much all rules are not met, together.
    pub(crate) fn rules_unmet(&self) -> i64 {
        self.rules_unmet
    }

    /// By how much the rule is not met.
    pub(crate) fn rule_unmet(&self, rule: usize) -> i64 {
        let (r, n) = (&self.instance().rules[rule], self.in_rule[rule]);
        let all = r.projects.len() as i64;
        match r.kind {
            SelectionRuleKind::AtMost => (n - r.count).max(0),
            SelectionRuleKind::AtLeast => (r.count - n).max(0),
            SelectionRuleKind::Together => n.min(all - n),
            SelectionRuleKind::Implies => {
                if self.contains(r.projects[0]) {
                    all - n
                } else {
                    0
                }
            }
        }
    }

    /// Whether every row has room for the project's plan and its links hold.
    pub(crate) fn can_place(&mut self, project: usize, slots: &[Slot]) -> bool {
        debug_assert!(!self.contains(project));
        self.links_hold(project, slots) && self.fits(project, slots)
    }

    /// Places the project if it can be; otherwise leaves all as it was.
    pub(crate) fn try_place(&mut self, project: usize, slots: &[Slot]) -> bool {
        let can = self.can_place(project, slots);
        if can {
            self.place(project, slots.to_vec());
        }
        can
    }

    /// Places as many of the plans as fit, predecessors before what needs them whatever their order; says whether that is all.
    pub(crate) fn place_what_fits(&mut self, mut plans: Vec<(usize, &[Slot])>) -> bool {
        loop {
            let before = plans.len();
            plans.retain(|(p, slots)| !self.try_place(*p, slots));
            if plans.is_empty() || plans.len() == before {
                return plans.is_empty();
            }
        }
    }

    /// Places the project, come what may.
    pub(crate) fn place(&mut self, project: usize, slots: Vec<Slot>) {
        self.journal.push((project, None));
        self.put(project, slots);
    }

    /// Lifts the project.
    pub(crate) fn lift(&mut self, project: usize) {
        if let Some(slots) = self.take(project) {
            self.journal.push((project, Some(slots)));
        }
    }

    /// What was done so far stays.
    pub(crate) fn commit(&mut self) {
        self.journal.clear();
    }

    /// What has changed since the last commit: projects, each with the plan that it had.
    pub(crate) fn changes(&self) -> Vec<(usize, Option<&[Slot]>)> {
        let mut seen = BTreeSet::new();
        let firsts = self.journal.iter().filter(|(p, _)| seen.insert(*p));
        let was = firsts.map(|(p, was)| (*p, was.as_deref()));
        was.filter(|(p, was)| self.plans[*p].as_deref() != *was).collect()
    }

    /// Projects that were placed or lifted since the last commit, some more than once.
    pub(crate) fn touched(&self) -> impl Iterator<Item = usize> {
        self.journal.iter().map(|(p, _)| *p)
    }

    /// How much has been done since the last commit.
    pub(crate) fn mark(&self) -> usize {
        self.journal.len()
    }

    /// Takes back what was done after the mark.
    pub(crate) fn undo_to(&mut self, mark: usize) {
        while self.journal.len() > mark {
            match self.journal.pop() {
                Some((project, Some(slots))) => self.put(project, slots),
                Some((project, None)) => drop(self.take(project)),
                None => return,
            }
        }
    }

    fn put(&mut self, project: usize, slots: Vec<Slot>) {
        debug_assert!(!self.contains(project));
        let unmet = self.unmet_of(project);
        self.apply(project, &slots, 1);
        self.plans[project] = Some(slots);
        self.members.enter(project);
        self.rules_unmet += self.unmet_of(project) - unmet;
    }

    fn take(&mut self, project: usize) -> Option<Vec<Slot>> {
        let unmet = self.unmet_of(project);
        let slots = self.plans[project].take()?;
        self.members.leave(project);
        self.apply(project, &slots, -1);
        self.rules_unmet += self.unmet_of(project) - unmet;
        Some(slots)
    }

    /// Whether the mode's use of renewable resources fits from that start.
    pub(crate) fn fits_at(&self, mode: usize, start: usize) -> bool {
        let instance = self.instance();
        let m = &instance.modes[mode];
        m.uses.iter().all(|usage| {
            let row = usage.resource * instance.periods + start;
            self.free[row..row + m.duration].iter().zip(instance.spread(m, usage)).all(|(free, x)| x <= free)
        })
    }

    /// Whether every consumable has room for the option.
    pub(crate) fn affords(&self, option: usize) -> bool {
        let instance = self.instance();
        instance.spendings[instance.spending[option] as usize].iter().all(|(row, x)| *x <= self.room[*row as usize])
    }

    /// Links to predecessors and successors that are in, and predecessors that are out.
    fn links_hold(&self, project: usize, slots: &[Slot]) -> bool {
        let instance = self.instance();
        let p = &instance.projects[project];
        let needs = p.needs.iter().map(|l| &instance.links[*l]).all(|link| {
            let start = i64::from(instance.slot_of(link.succ_phase, slots).start);
            self.end_of(link.pred, link.pred_phase).map_or(link.is_mutual, |end| start >= end + link.lag)
        });
        needs
            && p.serves.iter().map(|l| &instance.links[*l]).all(|link| {
                let end = match link.pred_phase {
                    Some(phase) => instance.end(instance.slot_of(phase, slots)),
                    None => instance.span(slots).1 as i64,
                };
                self.start_of(link.succ, link.succ_phase).is_none_or(|start| start >= end + link.lag)
            })
    }

    /// End of a placed project's phase, or of all of it.
    pub(crate) fn end_of(&self, project: usize, phase: Option<usize>) -> Option<i64> {
        let slots = self.plans[project].as_ref()?;
        Some(match phase {
            Some(phase) => self.instance().end(self.instance().slot_of(phase, slots)),
            None => self.instance().span(slots).1 as i64,
        })
    }

    /// Start of a placed project's phase.
    pub(crate) fn start_of(&self, project: usize, phase: usize) -> Option<i64> {
        let slots = self.plans[project].as_ref()?;
        Some(i64::from(self.instance().slot_of(phase, slots).start))
    }

    /// Rows: resources, consumables with what would be owed, flow limits, rules that only more projects can break, and
    /// caps that were kept so far.
    fn fits(&mut self, project: usize, slots: &[Slot]) -> bool {
        if !self.is_in_place(project, slots) || !self.rules_allow(project) {
            return false;
        }
        // Phases that do not overlap fit together if each of them does.
        if self.instance().projects[project].chain && self.capped.is_empty() {
            slots.iter().all(|s| self.fits_at(s.mode as usize, s.start as usize))
                && self.flows_allow(project, slots)
                && self.has_money_for(slots)
        } else {
            self.fits_with_all_rows(project, slots)
        }
    }

    fn fits_with_all_rows(&mut self, project: usize, slots: &[Slot]) -> bool {
        let kept: Vec<bool> = (0..self.capped.len()).map(|i| self.capped(i) <= self.stage.caps[i].1).collect();
        let broken = self.broken_consumables();
        if !self.flows_allow(project, slots) {
            return false;
        }
        self.apply(project, slots, 1);
        let holds = self.resources_hold(slots)
            && self.broken_consumables() <= broken
            && kept.iter().enumerate().all(|(i, kept)| !kept || self.capped(i) <= self.stage.caps[i].1);
        self.apply(project, slots, -1);
        holds
    }

    /// Whether no consumable is broken by the slots that was not before.
    fn has_money_for(&mut self, slots: &[Slot]) -> bool {
        let broken = self.broken_consumables();
        slots.iter().for_each(|s| self.pay(*s, 1));
        let holds = self.broken_consumables() <= broken;
        slots.iter().for_each(|s| self.pay(*s, -1));
        holds
    }

    fn broken_consumables(&self) -> usize {
        self.room.iter().filter(|r| **r < 0).count()
    }

    /// Whether the plan keeps what concerns the project alone.
    pub(crate) fn is_in_place(&self, project: usize, slots: &[Slot]) -> bool {
        let instance = self.instance();
        let p = &instance.projects[project];
        let (first, end) = instance.span(slots);
        p.may_start[first]
            && end <= self.stage.horizon
            && slots.iter().enumerate().all(|(j, s)| {
                let phase = &instance.phases[p.phases.start + j];
                let option = instance.option(*s);
                let ready = |(pred, lag): &(usize, i64)| instance.end(slots[pred - p.phases.start]) + lag;
                instance.allowed[option] && phase.preds.iter().all(|pred| i64::from(s.start) >= ready(pred))
            })
    }

    /// Whether nothing that the slots use is used beyond its limit.
    fn resources_hold(&self, slots: &[Slot]) -> bool {
        let instance = self.instance();
        slots.iter().all(|s| {
            let mode = instance.mode(*s);
            mode.uses.iter().all(|u| {
                let row = u.resource * instance.periods + s.start as usize;
                self.free[row..row + mode.duration].iter().all(|x| *x >= 0)
            })
        })
    }

    /// Whether the flow limits let the plan in.
    fn flows_allow(&self, project: usize, slots: &[Slot]) -> bool {
        let instance = self.instance();
        let flows = &instance.projects[project].flows;
        if flows.is_empty() {
            return true;
        }
        let (first, end) = instance.span(slots);
        flows.iter().all(|f| {
            let rows = instance.flows[*f].hits(first, end, instance.periods);
            self.flow_room[*f][rows].iter().all(|x| *x > 0)
        })
    }

    /// Whether the rules that more projects can break let one more in.
    pub(crate) fn rules_allow(&self, project: usize) -> bool {
        self.instance().projects[project].rules.iter().all(|r| {
            let rule = &self.instance().rules[*r];
            rule.kind != SelectionRuleKind::AtMost || self.in_rule[*r] < rule.count
        })
    }

    fn apply(&mut self, project: usize, slots: &[Slot], sign: i64) {
        let instance = self.instance();
        let p = &instance.projects[project];
        for slot in slots {
            self.apply_slot(*slot, sign);
        }
        let (first, end) = instance.span(slots);
        for f in &p.flows {
            let rows = instance.flows[*f].hits(first, end, instance.periods);
            self.flow_room[*f][rows].iter_mut().for_each(|x| *x -= sign);
        }
        p.rules.iter().for_each(|r| self.in_rule[*r] += sign);
        let stage = self.stage;
        let gain = |f: &Functional| sign * (stage::sum(f, instance, project, slots, end) - f.out[project]);
        self.profit += gain(&stage.profit);
        for (sum, (f, _)) in self.capped.iter_mut().zip(&stage.caps) {
            *sum += gain(f);
        }
        if p.must {
            self.missing = (self.missing as i64 - sign) as usize;
        }
    }

    fn apply_slot(&mut self, slot: Slot, sign: i64) {
        let instance = self.instance();
        let mode = instance.mode(slot);
        for usage in &mode.uses {
            let row = usage.resource * instance.periods + slot.start as usize;
            let rows = row..row + mode.duration;
            let limits = instance.limit[rows.clone()].iter().zip(&instance.capacity[rows.clone()]);
            for ((free, x), (limit, capacity)) in
                self.free[rows].iter_mut().zip(instance.spread(mode, usage)).zip(limits)
            {
                let (reserve, before) = (limit - capacity, *free);
                *free = if sign > 0 { before - x } else { before + x };
                if before < reserve || *free < reserve {
                    self.overload += (reserve - *free).max(0) - (reserve - before).max(0);
                }
            }
        }
        self.pay(slot, sign);
    }

    fn pay(&mut self, slot: Slot, sign: i64) {
        let instance = self.instance();
        for (row, x) in instance.charges(slot) {
            self.room[*row as usize] -= sign * x;
        }
        for (framework, amount) in &instance.mode(slot).orders {
            self.order(*framework, sign * amount);
        }
    }

    fn order(&mut self, framework: usize, amount: i64) {
        let f = &self.instance().frameworks[framework];
        let owed = |ordered: i64| if ordered > 0 { (f.min - ordered).max(0) } else { 0 };
        let before = owed(self.ordered[framework]);
        self.ordered[framework] += amount;
        let change = owed(self.ordered[framework]) - before;
        self.owed += change;
        f.owed.iter().for_each(|row| self.room[*row as usize] -= change);
    }
}

/// Lifts a project and all that needs it, directly or not; returns what was lifted.
pub(crate) fn lift_family(state: &mut State, project: usize) -> Vec<usize> {
    let mut family = Vec::new();
    let mut next = vec![project];
    while let Some(p) = next.pop() {
        if state.contains(p) {
            state.lift(p);
            family.push(p);
            let instance = state.instance();
            next.extend(instance.projects[p].serves.iter().map(|l| instance.links[*l].succ));
        }
    }
    family
}
