//! Branch and bound over a project's phases, one after the other, best options first. Exact within a budget of nodes;
//! beyond it nothing is claimed, except where one row alone proves that there is no place.

use super::applicant::Applicant;
use super::barrier::Barrier;
use super::shortage;
use super::tables::{Ends, Tables};
use super::worth::{Score, Sparing, Worth};
use crate::base::FlowLimitId;
use crate::model::FlowKind;
use crate::solve::instance::{Flow, Slot};

/// Options taken up in one gap of a search. Chains that no sum over phases binds need one for each phase; at this many
/// a search takes about a millisecond, so that a thousand projects stay well under two seconds.
const BUDGET: usize = 2_000;

/// What a search comes to.
#[derive(Debug)]
pub(super) enum Answer {
    /// A placement; whether it is proven to be worth most.
    Found { slots: Vec<Slot>, is_best: bool },
    /// Proven: there is none.
    Nowhere,
    /// None was found within the budget.
    Unsettled,
}

/// A search among a project's placements.
pub(super) struct Search<'a, W> {
    pub applicant: &'a Applicant<'a>,
    pub worth: &'a W,
    /// By barrier of the applicant.
    pub lifted: &'a [bool],
}

impl<W: Worth> Search<'_, W> {
    /// A placement that is worth much: the most if the project is a chain and no sum over phases is short.
    pub(super) fn any(&self) -> Answer {
        self.run(true)
    }

    /// The placement that is worth most.
    pub(super) fn best(&self) -> Answer {
        self.run(false)
    }

    fn run(&self, first_will_do: bool) -> Answer {
        if self.rule_bars() {
            return Answer::Nowhere;
        }
        let mut best: Option<(Score, Vec<Slot>)> = None;
        let mut exhausted = false;
        for ends in self.all_ends() {
            let tables = Tables::new(self.applicant, self.worth, self.lifted, &ends);
            let known = if first_will_do { None } else { best.clone() };
            let mut dive = Dive::new(self, &tables, &ends, first_will_do, known);
            dive.descend(Score::default());
            exhausted |= dive.budget == 0;
            best = best.into_iter().chain(dive.best).reduce(|a, b| if b.0 > a.0 { b } else { a });
        }
        match best {
            Some((_, slots)) => Answer::Found { slots, is_best: !exhausted },
            None if exhausted && !self.a_row_proves_it() => Answer::Unsettled,
            None => Answer::Nowhere,
        }
    }

    fn is_lifted(&self, barrier: Barrier) -> bool {
        self.applicant.position(barrier).is_some_and(|i| self.lifted[i])
    }

    fn rule_bars(&self) -> bool {
        shortage::rules(self.applicant).iter().any(|s| !self.is_lifted(s.barrier))
    }

    /// Consumables that hold and that the project can be charged.
    fn rows(&self) -> Vec<u32> {
        let ground = self.applicant.ground;
        let touched = |b: Barrier| self.applicant.position(b).is_some_and(|i| !self.lifted[i]);
        (0..ground.consumable.len() as u32).filter(|row| touched(ground.consumable[*row as usize])).collect()
    }

    /// Contracts that hold and that the project can order from.
    fn frameworks(&self) -> Vec<usize> {
        let own = self.applicant.barriers.iter().zip(self.lifted).filter(|(_, lifted)| !**lifted);
        let contract = |b: &Barrier| if let Barrier::Framework(f) = b { Some(f.index()) } else { None };
        own.filter_map(|(b, _)| contract(b)).collect()
    }

    /// Whether the least that placements take of some consumable is more than is left of it.
    fn a_row_proves_it(&self) -> bool {
        let short = |row: u32, ends: &Ends| {
            let worth = Sparing { row };
            let tables = Tables::new(self.applicant, &worth, self.lifted, ends);
            root(&tables).is_none_or(|least| -least.0[0] > self.applicant.room[row as usize].max(0))
        };
        let rows = self.rows();
        self.all_ends().iter().all(|ends| rows.iter().any(|row| short(*row, ends)))
    }

    /// First starts and ends that the project and the flow limits that hold allow, for each gap that they leave.
    fn all_ends(&self) -> Vec<Ends> {
        let instance = &self.applicant.ground.instance;
        let (p, periods) = (&instance.projects[self.applicant.project], instance.periods);
        let mut ends =
            Ends { first: p.may_start.clone(), end: vec![true; periods + 1], gap: (0, self.applicant.latest) };
        let mut is_full = vec![false; periods];
        for f in p.flows.iter().filter(|f| !self.is_lifted(Barrier::Flow(FlowLimitId::new(**f)))) {
            let (flow, room): (&Flow, _) = (&instance.flows[*f], &self.applicant.rest.flow_room[*f]);
            let full = |first: usize, end: usize| room[flow.hits(first, end, periods)].iter().any(|x| *x <= 0);
            match flow.kind {
                FlowKind::Starts => ends.first.iter_mut().enumerate().for_each(|(t, may)| *may &= !full(t, t)),
                FlowKind::Finishes => ends.end.iter_mut().enumerate().for_each(|(t, may)| *may &= !full(t, t)),
                FlowKind::UnderWay => is_full.iter_mut().zip(room).for_each(|(full, x)| *full |= *x <= 0),
            }
        }
        let gaps = gaps(&is_full, self.applicant.latest);
        gaps.into_iter().map(|gap| Ends { gap, ..ends.clone() }).collect()
    }
}

/// Gaps between full periods. A gap (a, b) holds what starts in a or later and has ended before b; only a milestone fits
/// into an empty one.
fn gaps(is_full: &[bool], latest: usize) -> Vec<(usize, usize)> {
    let mut gaps = Vec::new();
    let mut from = 0;
    for t in (0..is_full.len()).filter(|t| is_full[*t]) {
        gaps.push((from, t.min(latest)));
        from = t + 1;
    }
    gaps.push((from, latest));
    gaps.retain(|(from, to)| from <= to);
    gaps
}

/// The most that any placement can be worth.
fn root(tables: &Tables) -> Option<Score> {
    let roots = (0..tables.parent.len()).filter(|j| tables.parent[*j].is_none());
    roots.map(|j| tables.most(j, 0)).try_fold(Score::default(), |sum, x| Some(sum + x?))
}

/// The phases placed so far, and the best placement met.
struct Dive<'a, W> {
    search: &'a Search<'a, W>,
    tables: &'a Tables,
    ends: &'a Ends,
    first_will_do: bool,
    best: Option<(Score, Vec<Slot>)>,
    budget: usize,
    slots: Vec<Slot>,
    rows: Vec<u32>,
    /// By row: taken so far; and by phase and row: the least that it and those after it take.
    taken: Vec<i64>,
    least: Vec<Vec<i64>>,
    /// Contracts that hold; by phase and contract: the most that it and those after it order.
    frameworks: Vec<usize>,
    most: Vec<Vec<i64>>,
}

/// An option of the next phase, and the most that comes of it.
struct Candidate {
    bound: Score,
    own: Score,
    slot: Slot,
}

impl<'a, W: Worth> Dive<'a, W> {
    fn new(
        search: &'a Search<'a, W>,
        tables: &'a Tables,
        ends: &'a Ends,
        first_will_do: bool,
        best: Option<(Score, Vec<Slot>)>,
    ) -> Self {
        let rows = search.rows();
        let mut dive = Self {
            search,
            tables,
            ends,
            first_will_do,
            best,
            budget: BUDGET,
            slots: Vec::new(),
            taken: vec![0; rows.len()],
            rows,
            least: Vec::new(),
            frameworks: search.frameworks(),
            most: Vec::new(),
        };
        dive.set_least();
        dive.set_most();
        dive
    }

    fn set_least(&mut self) {
        let applicant = self.search.applicant;
        let instance = &applicant.ground.instance;
        let p = &instance.projects[applicant.project];
        let mut sum = vec![0; self.rows.len()];
        self.least = vec![sum.clone()];
        for phase in p.phases.clone().rev() {
            let mut least = vec![i64::MAX; self.rows.len()];
            for m in instance.phases[phase].modes.clone() {
                let mode = &instance.modes[m];
                let open = |s: &usize| self.tables.through[mode.first_option + s - p.options.start].is_some();
                for start in (0..mode.starts).filter(open) {
                    let charges = applicant.charges(m, start);
                    let least = least.iter_mut().zip(&self.rows);
                    least.for_each(|(least, row)| *least = (*least).min(charge(charges, *row)));
                }
            }
            // A phase without options has no candidates either.
            sum.iter_mut().zip(least).filter(|(_, x)| *x != i64::MAX).for_each(|(sum, x)| *sum += x);
            self.least.push(sum.clone());
        }
        self.least.reverse();
    }

    fn set_most(&mut self) {
        let instance = &self.search.applicant.ground.instance;
        let p = &instance.projects[self.search.applicant.project];
        let mut sum = vec![0; self.frameworks.len()];
        self.most = vec![sum.clone()];
        for phase in p.phases.clone().rev() {
            let modes = &instance.modes[instance.phases[phase].modes.clone()];
            for (sum, f) in sum.iter_mut().zip(&self.frameworks) {
                *sum += modes.iter().map(|m| order(&m.orders, *f)).max().unwrap_or(0);
            }
            self.most.push(sum.clone());
        }
        self.most.reverse();
    }

    /// Places the next phase in all ways that may lead to something better. `own` is what the phases placed are worth.
    fn descend(&mut self, own: Score) {
        let applicant = self.search.applicant;
        let p = &applicant.ground.instance.projects[applicant.project];
        let at = self.slots.len();
        if at == p.phases.len() {
            self.meet();
            return;
        }
        for candidate in self.candidates(at, own) {
            let beaten = self.best.as_ref().is_some_and(|(best, _)| self.first_will_do || candidate.bound <= *best);
            if beaten || self.budget == 0 {
                return;
            }
            if !self.has_room(at, candidate.slot) {
                continue;
            }
            self.budget -= 1;
            self.take(candidate.slot, 1);
            self.slots.push(candidate.slot);
            self.descend(candidate.own);
            self.slots.pop();
            self.take(candidate.slot, -1);
        }
    }

    /// Options of the phase at that position, those that may come to most first.
    fn candidates(&self, at: usize, own: Score) -> Vec<Candidate> {
        let instance = &self.search.applicant.ground.instance;
        let p = &instance.projects[self.search.applicant.project];
        let Some(ready) = self.ready(at) else { return Vec::new() };
        let Some(others) = self.others(at, own) else { return Vec::new() };
        let mut candidates = Vec::new();
        for m in instance.phases[p.phases.start + at].modes.clone() {
            let mode = &instance.modes[m];
            for start in ready..mode.starts {
                let option = mode.first_option + start - p.options.start;
                let (Some(through), Some(alone)) = (self.tables.through[option], self.tables.own[option]) else {
                    continue;
                };
                let slot = Slot { mode: m as u32, start: start as u32 };
                candidates.push(Candidate { bound: others + through, own: own + alone, slot });
            }
        }
        candidates
            .sort_by(|a, b| b.bound.cmp(&a.bound).then(a.slot.start.cmp(&b.slot.start)).then(a.slot.cmp(&b.slot)));
        candidates
    }

    /// First start that the phases placed leave to the one at that position.
    fn ready(&self, at: usize) -> Option<usize> {
        let instance = &self.search.applicant.ground.instance;
        let base = instance.projects[self.search.applicant.project].phases.start;
        let placed = instance.phases[base + at].preds.iter().filter(|(pred, _)| pred - base < self.slots.len());
        let ends = placed.map(|(pred, lag)| instance.end(self.slots[pred - base]) + lag);
        usize::try_from(ends.max().unwrap_or(0).max(0)).ok()
    }

    /// What the phases placed are worth, and the most of those still to come that do not hang under the next one.
    fn others(&self, at: usize, own: Score) -> Option<Score> {
        let waits = |j: &usize| self.tables.parent[*j].is_none_or(|parent| parent < at);
        (at + 1..self.tables.parent.len())
            .filter(waits)
            .try_fold(own, |sum, j| Some(sum + self.tables.most(j, self.ready(j)?)?))
    }

    /// Whether consumables and, where phases may overlap, resources have room for the slot beside those before it.
    fn has_room(&self, at: usize, slot: Slot) -> bool {
        let applicant = self.search.applicant;
        let instance = &applicant.ground.instance;
        let charges = applicant.charges(slot.mode as usize, slot.start as usize);
        let owed = self.least_owed(at, slot);
        let affords = self.rows.iter().enumerate().all(|(i, row)| {
            let is_charged = |f: &usize| instance.frameworks[*f].owed.contains(row);
            let owed = self.frameworks.iter().zip(&owed).filter(|(f, _)| is_charged(f)).map(|(_, x)| x).sum::<i64>();
            let sum = self.taken[i] + charge(charges, *row) + self.least[at + 1][i] + owed;
            sum <= applicant.room[*row as usize].max(0)
        });
        affords && (instance.projects[applicant.project].chain || !self.clashes(slot))
    }

    /// By contract: the least that is owed under it in the end, once the slot is taken.
    fn least_owed(&self, at: usize, slot: Slot) -> Vec<i64> {
        let applicant = self.search.applicant;
        let instance = &applicant.ground.instance;
        let placed = || self.slots.iter().chain([&slot]).map(|s| instance.mode(*s));
        let least = |(i, f): (usize, &usize)| {
            let so_far = placed().map(|m| order(&m.orders, *f)).sum::<i64>();
            let begun = applicant.rest.ordered[*f] + so_far > 0;
            if begun { applicant.rest.owed(instance, *f, so_far + self.most[at + 1][i]) } else { 0 }
        };
        self.frameworks.iter().enumerate().map(least).collect()
    }

    fn clashes(&self, slot: Slot) -> bool {
        let applicant = self.search.applicant;
        let instance = &applicant.ground.instance;
        let mode = instance.mode(slot);
        let (from, to) = (i64::from(slot.start), instance.end(slot));
        let overlaps = |s: &&Slot| i64::from(s.start) < to && instance.end(**s) > from;
        let mut beside: Vec<Slot> = self.slots.iter().filter(overlaps).copied().collect();
        if beside.is_empty() || mode.uses.is_empty() {
            return false;
        }
        beside.push(slot);
        let is_short = |(row, x): &(usize, i64)| *x > 0 && *x > applicant.rest.free[*row];
        let holds = |row: usize| !self.search.is_lifted(applicant.ground.resource[row / instance.periods]);
        applicant.usage(&beside).iter().any(|use_| is_short(use_) && holds(use_.0))
    }

    fn take(&mut self, slot: Slot, sign: i64) {
        let charges = self.search.applicant.charges(slot.mode as usize, slot.start as usize);
        let taken = self.taken.iter_mut().zip(&self.rows);
        taken.for_each(|(taken, row)| *taken += sign * charge(charges, *row));
    }

    /// A placement of all phases: keeps it if it holds and is worth more.
    fn meet(&mut self) {
        let applicant = self.search.applicant;
        let (first, end) = applicant.ground.instance.span(&self.slots);
        if !self.ends.first[first] || !self.ends.end[end] {
            return;
        }
        let short = shortage::of(applicant, &self.slots, self.search.lifted);
        if short.iter().any(|s| !self.search.is_lifted(s.barrier)) {
            return;
        }
        let score = self.search.worth.total(applicant, &self.slots);
        if self.best.as_ref().is_none_or(|(best, _)| score > *best) {
            self.best = Some((score, self.slots.clone()));
        }
    }
}

fn order(orders: &[(usize, i64)], framework: usize) -> i64 {
    orders.iter().find(|o| o.0 == framework).map_or(0, |o| o.1)
}

fn charge(charges: &[(u32, i64)], row: u32) -> i64 {
    charges.iter().find(|c| c.0 == row).map_or(0, |c| c.1)
}
